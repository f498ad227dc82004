"""How good is the signer's right at the moment a package was first seen.

=====================================================  ==========================================
what is found                                          conclusion
=====================================================  ==========================================
enrolled for the unit, valid when first seen           HỢP LỆ
ended (expired, or changed for a new key) after the    HỢP LỆ, CÓ CẢNH BÁO
claimed signing, first seen at most 90 days later
ended before the claimed signing, or longer ago        KHÔNG HỢP LỆ
revoked before it was first seen                       KHÔNG HỢP LỆ
revoked after it was first seen                        HỢP LỆ
first seen after the suspected loss, before the        HỢP LỆ, CÓ CẢNH BÁO; to be confirmed again
revocation
key of an outside authority, no revocation list here   HỢP LỆ, CÓ CẢNH BÁO
list older than 180 days                               HỢP LỆ, CÓ CẢNH BÁO
list past its next update, not older than 180 days     HỢP LỆ, the age is shown
key not enrolled, or enrolled for another unit         KHÔNG HỢP LỆ
=====================================================  ==========================================

A valid chain changes none of the last row. Revocation of our own enrolments is known here at
once; what an outside authority revoked is as new as its list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from ctmtqg_desktop.trust.certificate.crl import RevokedCertificate, serial_of
from ctmtqg_desktop.trust.x509.certificate import spki_of

FRESH = timedelta(days=180)
"""Older revocation data are a warning; offline, a list is often past its next update."""


class ListLike(Protocol):
    """Which list of an authority is in force."""

    @property
    def number(self) -> str:
        """Return its number; empty when it has none."""

    @property
    def this_update(self) -> datetime:
        """Return the moment it speaks for."""


class Lists(Protocol):
    """The revocation lists of an office."""

    def crl(self, issuer_sha256: str) -> ListLike | None:
        """Return an authority's list; None when there is none."""

    def revoked_certificate(self, issuer_sha256: str, serial: str) -> RevokedCertificate | None:
        """Return what an authority's list says of a certificate; None when it is not on it."""


class RevocationState(StrEnum):
    """What is known about revocation."""

    GOOD = "good"
    REVOKED = "revoked"
    STALE = "stale"
    NO_DATA = "no-data"


@dataclass(frozen=True, slots=True)
class Revocation:
    """What is known about revocation, from which data, and how old they are.

    Attributes:
        issuer_sha256: key of the authority whose list was asked; empty for our own enrolments
            while we have no authority.
        number: of that list; empty when it has none.
        as_of: the moment the data speak for; None when there are none.
        age_days: of the data when the package was first seen; None when there are none.
        revoked_at: None when it is not revoked at all.
        is_suspected: first seen after its key may have been in other hands.
    """

    state: RevocationState
    issuer_sha256: str = ""
    number: str = ""
    as_of: datetime | None = None
    age_days: int | None = None
    revoked_at: datetime | None = None
    is_suspected: bool = False

    def to_json(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "state": self.state.value,
            "issuer": self.issuer_sha256 or None,
            "number": self.number or None,
            "as_of": None if self.as_of is None else self.as_of.isoformat(timespec="seconds"),
            "age_days": self.age_days,
        }


def revocation_of(path: Sequence[bytes], lists: Lists, *, at: datetime) -> Revocation:
    """Ask the lists about every certificate of a path but its root; the worst answer counts.

    Args:
        path: signer, intermediates, root.
        lists: those in force here.
        at: when the package was first seen. A list made later speaks of that moment too.
    """
    answers = [_of_one(below, spki_of(above), lists, at) for below, above in pairwise(path)]
    worst = (
        RevocationState.REVOKED, RevocationState.NO_DATA, RevocationState.STALE,
        RevocationState.GOOD,
    )  # fmt: skip
    return min(answers, key=lambda one: (worst.index(one.state), not one.is_suspected))


def _of_one(certificate_der: bytes, issuer: str, lists: Lists, at: datetime) -> Revocation:
    listed = lists.crl(issuer)
    if listed is None:
        return Revocation(RevocationState.NO_DATA, issuer)
    age = max(at - listed.this_update, timedelta(0))
    line = lists.revoked_certificate(issuer, serial_of(certificate_der))
    state = RevocationState.STALE if age > FRESH else RevocationState.GOOD
    if line is not None and line.revoked_at <= at:
        state = RevocationState.REVOKED
    suspected = line.suspected_at if line is not None else None
    return Revocation(
        state=state,
        issuer_sha256=issuer,
        number=listed.number,
        as_of=listed.this_update,
        age_days=age.days,
        revoked_at=line.revoked_at if line is not None else None,
        is_suspected=suspected is not None and suspected <= at,
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the answers about the signer rest on.

    Attributes:
        certificate: state of the chain; "enrolled" where the key alone was compared.
        subject, issuer: of the signer's certificate, for people.
        claimed_at: signing time by the signer's own clock: a claim.
        first_seen: when the package first came here: what everything is judged at; None where
            nobody keeps when.
    """

    certificate: str
    subject: str
    issuer: str
    claimed_at: datetime
    first_seen: datetime | None = None
    revocation: Revocation | None = None

    def to_json(self) -> dict[str, object]:
        """Return plain values."""
        seen = self.first_seen
        return {
            "certificate": {
                "state": self.certificate, "subject": self.subject, "issuer": self.issuer,
            },
            "revocation": None if self.revocation is None else self.revocation.to_json(),
            "first_seen": None if seen is None else seen.isoformat(timespec="seconds"),
            "claimed_at": self.claimed_at.isoformat(timespec="seconds"),
        }  # fmt: skip


NOTHING: dict[str, object] = {
    "certificate": None, "revocation": None, "first_seen": None, "claimed_at": None,
}  # fmt: skip
"""The same keys where the signature could not be read."""
