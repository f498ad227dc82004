"""Ask everything there is to ask about who signed a package; the rules are ``trust.standing``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.package.manifest import UnitRef
from ctmtqg_desktop.package.payload import ReportData
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.chain import ChainJudgement, ChainState, judge_chain
from ctmtqg_desktop.trust.evidence import Evidence, Revocation, RevocationState, revocation_of
from ctmtqg_desktop.trust.registry import (
    TOKEN,
    Entitlement,
    UnitSigner,
    entitlement,
    has_lapsed,
    is_suspected,
)
from ctmtqg_desktop.trust.signature.cms import SignatureFacts
from ctmtqg_desktop.trust.x509.certificate import spki_of
from ctmtqg_desktop.workspace.records import Direction

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

CLOCK_SLACK = timedelta(days=1)
_GOOD = frozenset({Entitlement.KNOWN_ENTITLED, Entitlement.LAPSED})
_CHAIN_REFUSALS = {
    ChainState.NOT_FIT: "exchange.certificate-not-fit",
    ChainState.NOT_YET_VALID: "exchange.certificate-not-yet",
    ChainState.EXPIRED: "exchange.certificate-expired",
}


class TrustAsker(Protocol):
    """Who asks: the part of ``judge.Bench`` that is needed here."""

    @property
    def workspace(self) -> "Workspace":
        """Return the receiver's workspace."""

    @property
    def signers(self) -> tuple[UnitSigner, ...]:
        """Return the enrolments."""

    @property
    def now(self) -> datetime:
        """Return now."""

    @property
    def own_authority(self) -> bytes:
        """Return our own authority's certificate; empty before it is made."""

    @property
    def former(self) -> tuple[bytes, ...]:
        """Return the certificates of our own authorities that were replaced."""

    @property
    def authorities(self) -> tuple[bytes, ...]:
        """Return the outside authorities' certificates."""


@dataclass(frozen=True, slots=True)
class SignerStanding:
    """What was found about the signer.

    Attributes:
        error: why the package is refused for its signer; None when it is not.
        cautions: codes of what a person should know.
    """

    entitlement: Entitlement
    evidence: Evidence
    cautions: tuple[str, ...] = ()
    error: TrustError | None = None


def first_seen(workspace: "Workspace", package_sha256: str, now: datetime) -> datetime:
    """Return when a package first came here; now if it is new."""
    seen = workspace.packages.find(package_sha256)
    is_in = seen is not None and seen.direction is Direction.IN
    return min(seen.at, now) if seen is not None and is_in else now


def stand(asker: TrustAsker, opened: Opened, seal: SignatureFacts | None = None) -> SignerStanding:
    """Say how good a signer's right is, judged when the package was first seen.

    Args:
        asker: the receiver.
        opened: the package.
        seal: of the second signature, when it is the one that is asked about.
    """
    facts, unit = seal or opened.facts, opened.manifest.header.unit
    seen = first_seen(asker.workspace, opened.package_sha256, asker.now)
    found, source = _entitled(asker, facts, unit.code, seen)
    authorities = (asker.own_authority, *asker.former, *asker.authorities)
    chain = judge_chain(facts, [one for one in authorities if one], at=seen)
    is_outside = source == TOKEN
    revocation = _revocation(asker, chain, seen, is_outside=is_outside)
    told = details_of(facts.certificate_der)
    is_known = chain.root_der is not None or is_outside
    state = chain.state.value if is_known else "enrolled"
    evidence = Evidence(state, told.subject, told.issuer, facts.claimed_at, seen, revocation)
    named = f"{unit.name} ({unit.code})"
    if found not in _GOOD:
        refused = TrustError(f"exchange.signer-{found.value}", unit=named)
        return SignerStanding(found, evidence, error=refused)
    error = _refusal(asker, facts, unit, chain, evidence)
    if error is not None:
        return SignerStanding(found, evidence, error=error)
    row_cautions = _cautions(asker, facts, unit.code, found, evidence)
    cautions = (*row_cautions, *_chain_cautions(chain, found, evidence))
    if is_outside and chain.root_der is None:
        cautions = (*cautions, "trust.chain-no-root")
    return SignerStanding(found, evidence, cautions)


def _entitled(
    asker: TrustAsker, facts: SignatureFacts, unit: str, seen: datetime
) -> tuple[Entitlement, str]:
    """Ask the enrolments as of the first sight; what was approved since then counts too."""
    found = Entitlement.UNKNOWN
    for at in (seen, asker.now):
        found = entitlement(
            asker.signers, unit, spki_sha256=facts.spki_sha256, at=at,
            claimed_at=facts.claimed_at,
        )  # fmt: skip
        if found in _GOOD:
            break
    rows = (s for s in asker.signers if (s.unit, s.spki_sha256) == (unit, facts.spki_sha256))
    return found, next((row.source for row in rows), "")


def _revocation(
    asker: TrustAsker, chain: ChainJudgement, seen: datetime, *, is_outside: bool
) -> Revocation:
    """Say what is known of revocation; of our own enrolments we know as they stand."""
    own = asker.own_authority
    if chain.root_der is not None and chain.root_der not in {own, *asker.former}:
        return revocation_of(chain.path, asker.workspace.trust, at=seen)
    if is_outside:
        return Revocation(RevocationState.NO_DATA)
    number = str(asker.workspace.trust.last_published() or "")
    issuer = spki_of(own) if own else ""
    return Revocation(RevocationState.GOOD, issuer, number, asker.now, 0)


def _refusal(
    asker: TrustAsker,
    facts: SignatureFacts,
    unit: UnitRef,
    chain: ChainJudgement,
    evidence: Evidence,
) -> TrustError | None:
    """Return what refuses a signer although its key is enrolled."""
    seen, named = evidence.first_seen or asker.now, f"{unit.name} ({unit.code})"
    code = _CHAIN_REFUSALS.get(chain.state)
    if code is not None and not _certificate_lapsed(facts, chain, seen):
        return TrustError(code, unit=named, until=chain.until)
    revocation = evidence.revocation
    if revocation is not None and revocation.state is RevocationState.REVOKED:
        return TrustError(
            "exchange.certificate-revoked", unit=named, day=revocation.revoked_at,
            authority=evidence.issuer,
        )  # fmt: skip
    for line in asker.workspace.trust.revoked_keys(facts.spki_sha256):
        if line.revoked_at <= seen:
            return TrustError("exchange.signer-revoked-elsewhere", unit=named, day=line.revoked_at)
    return None


def _certificate_lapsed(facts: SignatureFacts, chain: ChainJudgement, seen: datetime) -> bool:
    first = details_of(facts.certificate_der).first
    is_expired = chain.state is ChainState.EXPIRED
    return is_expired and has_lapsed(first, chain.until, facts.claimed_at, seen)


def _cautions(
    asker: TrustAsker, facts: SignatureFacts, unit: str, found: Entitlement, evidence: Evidence
) -> Iterator[str]:
    """Yield what refuses nothing but must be seen: of the enrolment, here and elsewhere."""
    spki, seen, revocation = facts.spki_sha256, evidence.first_seen, evidence.revocation
    at = seen or asker.now
    if found is Entitlement.LAPSED:
        yield "trust.enrolment-lapsed"
    listed = asker.workspace.trust.revoked_keys(spki)
    elsewhere = any(k.suspected_at is not None and k.suspected_at <= at for k in listed)
    by_authority = revocation is not None and revocation.is_suspected
    here = is_suspected(asker.signers, unit, spki_sha256=spki, at=at)
    if here or elsewhere or by_authority:
        yield "trust.seen-after-suspicion"


def _chain_cautions(
    chain: ChainJudgement, found: Entitlement, evidence: Evidence
) -> Iterator[str]:
    """Yield what must be seen of the certificate."""
    if chain.state is ChainState.EXPIRED and found is not Entitlement.LAPSED:
        yield "trust.certificate-lapsed"
    revocation = evidence.revocation
    if revocation is None or chain.root_der is None:
        return
    if revocation.state is RevocationState.NO_DATA:
        yield "trust.revocation-unchecked"
    elif revocation.state is RevocationState.STALE:
        yield "trust.revocation-stale"


def claims(
    workspace: "Workspace", opened: Opened, report: ReportData, seen: datetime
) -> Iterator[str]:
    """Yield what is odd about the claimed signing time: a claim, never a proof."""
    claimed = opened.facts.claimed_at
    if claimed > seen + CLOCK_SLACK:
        yield "trust.claim-in-future"
    start = datetime.combine(Period.parse(report.period).start, time(), VIETNAM)
    if claimed < start:
        yield "trust.claim-before-period"
    key = ReportKey(report.unit, report.report_set.id, report.period)
    earlier = [s for s in workspace.submissions.of(key) if s.revision < report.revision]
    if any(claimed < one.signed_at for one in earlier):
        yield "trust.claim-before-previous"
