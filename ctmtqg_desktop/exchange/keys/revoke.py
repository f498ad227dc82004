"""Revoke keys, and ask again about what came under suspicion."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.errors import FormError, WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keys.orders import Confirm, ListRevocations, Revoke
from ctmtqg_desktop.exchange.post.revisions import named_submission
from ctmtqg_desktop.exchange.post.signers import chairman
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.revocations import REASONS
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.trust.registry import RevokedKey, UnitSigner
from ctmtqg_desktop.workspace.records import Confirmation

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

REVOKED, CONFIRMED = "key-revoked", "submission-confirmed"
"""What the journal calls these deeds."""
_LEAST_NAMED = 8
"""So many signs of a key's digest or digits name it."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A report that came after its key may have been lost and before that was known."""

    submission: Submission
    suspected_at: datetime
    revoked_at: datetime


def revoke(room: Room, order: Revoke, _: Step = no_step) -> Done:
    """Revoke a key for its unit from now on; tell what must be confirmed again.

    Raises:
        WorkspaceError: ``exchange.signer-not-one``.
        FormError: ``exchange.revoke-reason``, ``exchange.revoke-since``.
    """
    site, workspace = room.site(), room.workspace
    if order.reason not in REASONS:
        raise FormError("exchange.revoke-reason", given=order.reason, known=", ".join(REASONS))
    since = datetime.combine(order.since, time(), VIETNAM) if order.since else None
    if since is not None and since > site.at:
        raise FormError("exchange.revoke-since", day=since.date())
    signer = _signer(workspace, order.unit, order.signer)
    by, key = order.by or chairman(site.unit), signer.spki_sha256
    revoked = RevokedKey(signer.unit, key, site.at, since, order.reason)
    with workspace.transaction():
        workspace.trust.revoke(revoked, by)
        workspace.journal.add(site.at, REVOKED, f"{signer.unit} {key}", order.reason)
    listed = [one for one in doubtful_reports(workspace) if one.submission.signer_sha256 == key]
    facts = {
        "unit": signer.unit, "spki_sha256": key, "fingerprint": fingerprint_digits(key),
        "reason": order.reason, "since": since, "reconfirm": _doubtful_facts(listed),
        "why": f"revocation.{order.reason}", "count": len(listed),
    }  # fmt: skip
    return Done("done.revoke", facts)


def _signer(workspace: "Workspace", unit: str, key: str) -> UnitSigner:
    """Return the enrolment meant by a unit and the first signs of its key's digest or digits.

    Raises:
        WorkspaceError: ``exchange.signer-not-one``: none, or more than one.
    """
    bare = "".join(key.split()).lower()
    rows = {row.spki_sha256: row for row in workspace.signers.enrolled(unit)}
    found = [
        row
        for spki, row in rows.items()
        if not bare
        or (len(bare) >= _LEAST_NAMED and spki.startswith(bare))
        or (len(bare) >= _LEAST_NAMED and _bare_digits(spki).startswith(bare))
    ]
    if not bare:
        found = [row for row in found if row.revoked_at is None]
    if len(found) != 1:
        raise WorkspaceError("exchange.signer-not-one", unit=unit, count=len(found))
    return found[0]


def _bare_digits(spki: str) -> str:
    return fingerprint_digits(spki).replace(" ", "")


def confirm(room: Room, order: Confirm, _: Step = no_step) -> Done:
    """Write down that the unit itself stands by a report that came under suspicion.

    Raises:
        WorkspaceError: ``workspace.submission-unknown``.
        FormError: ``exchange.confirm-reason``.
    """
    site, workspace, reason = room.site(), room.workspace, order.reason.strip()
    submission = named_submission(workspace, order.submission)
    if not reason:
        raise FormError("exchange.confirm-reason")
    package = submission.package_sha256
    with workspace.transaction():
        workspace.decisions.confirm(Confirmation(package, reason, site.at))
        workspace.journal.add(site.at, CONFIRMED, f"{CONFIRMED} {package}", reason)
    left = _doubtful_facts(doubtful_reports(workspace))
    facts = {"submission": submission.id, "left": left, "reason": reason, "count": len(left)}
    return Done("done.confirm", facts)


def list_revocations(room: Room, _: ListRevocations, __: Step = no_step) -> Done:
    """Tell which keys were revoked, and which reports must still be confirmed."""
    return Done("done.list-revocations", revocation_facts(room.workspace))


def revocation_facts(workspace: "Workspace") -> dict[str, object]:
    """Return what is told of revoked keys and doubtful reports."""
    revoked = [
        {
            "unit": one.unit, "spki_sha256": one.spki_sha256, "reason": one.reason,
            "revoked_at": one.revoked_at, "since": one.suspected_at,
        }
        for one in workspace.trust.revocations()
    ]  # fmt: skip
    return {"revoked": revoked, "reconfirm": _doubtful_facts(doubtful_reports(workspace))}


def _doubtful_facts(listed: Iterable[Doubtful]) -> list[dict[str, object]]:
    return [
        {
            "submission": sent.id, "unit": sent.key.unit, "report_set": sent.key.report_set,
            "period": sent.key.period, "revision": sent.revision,
            "content_sha256": sent.content_sha256, "received_at": sent.received_at,
        }
        for sent in (one.submission for one in listed)
    ]  # fmt: skip


def doubtful_reports(workspace: "Workspace") -> tuple[Doubtful, ...]:
    """Return every report that must still be confirmed by a person, oldest first."""
    return tuple(_doubtful(workspace))


def _doubtful(workspace: "Workspace") -> Iterator[Doubtful]:
    confirmed = workspace.decisions.confirmed()
    for line in workspace.trust.revocations():
        if line.suspected_at is None:
            continue
        for one in workspace.submissions.of_signer(line.unit, line.spki_sha256):
            seen = one.received_at
            if seen is None or not line.suspected_at <= seen < line.revoked_at:
                continue
            if one.package_sha256 not in confirmed:
                yield Doubtful(one, line.suspected_at, line.revoked_at)
