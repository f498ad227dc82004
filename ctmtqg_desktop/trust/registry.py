"""Who may sign for which unit: the enrolments, and the one question they answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(days=90)
"""A report may travel so long after its signer's right to sign has ended."""
OWN, TOKEN, ROTATION = "own", "token", "rotation"
"""How an enrolment came: with a key of ours, of an outside authority, vouched for by the old."""


@dataclass(frozen=True, slots=True)
class UnitSigner:
    """One enrolment: this key may sign for this unit.

    Attributes:
        unit: code of the unit.
        spki_sha256: hex digest of the enrolled public key.
        valid_from: first moment.
        valid_to: last moment; None is open.
        revoked_at: from this moment on nothing it signed is accepted; None is not revoked.
        source: how it came: "own" (key file), "token", "rotation".
        approved_by: the officer who compared the digits.
        note: number of the paper slip and the like; may be empty.
        suspected_at: since when the key may have been in other hands; None is not said.
        reason: why it was revoked; empty when it was not.
    """

    unit: str
    spki_sha256: str
    valid_from: datetime
    valid_to: datetime | None
    revoked_at: datetime | None
    source: str
    approved_by: str
    note: str
    suspected_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RevokedKey:
    """A key that may no longer sign for a unit.

    Attributes:
        revoked_at: from this moment on nothing it signed is accepted.
        suspected_at: since when it may have been in other hands; None is not said.
        reason: "key-lost", "key-stolen", "left-office" or "replaced".
    """

    unit: str
    spki_sha256: str
    revoked_at: datetime
    suspected_at: datetime | None
    reason: str


class Entitlement(StrEnum):
    """What the enrolments say about a key and a unit at a moment."""

    KNOWN_ENTITLED = "known-entitled"
    KNOWN_OTHER_UNIT = "known-other-unit"
    REVOKED = "revoked"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"


def entitlement(
    signers: Iterable[UnitSigner],
    unit: str,
    *,
    spki_sha256: str,
    at: datetime,
    claimed_at: datetime | None = None,
) -> Entitlement:
    """Say whether a key may sign for a unit.

    A certificate, however good its chain, does not come into it. A revoked enrolment wins over
    any other of the same key and unit: what was lost cannot be trusted by another row. One that
    ended while the package was on its way has lapsed: it still counts, with a warning.

    Args:
        signers: the enrolments of this office.
        unit: the unit named in the package.
        spki_sha256: the key that signed.
        at: when the package was first seen here.
        claimed_at: when it says it was signed; None forgives nothing.
    """
    rows = [row for row in signers if row.spki_sha256 == spki_sha256]
    if not rows:
        return Entitlement.UNKNOWN
    own = [row for row in rows if row.unit == unit]
    if not own:
        return Entitlement.KNOWN_OTHER_UNIT
    if any(row.revoked_at is not None and row.revoked_at <= at for row in own):
        return Entitlement.REVOKED
    if any(row.valid_from <= at and (row.valid_to is None or at <= row.valid_to) for row in own):
        return Entitlement.KNOWN_ENTITLED
    if claimed_at is not None and any(
        has_lapsed(row.valid_from, row.valid_to, claimed_at, at) for row in own
    ):
        return Entitlement.LAPSED
    return Entitlement.EXPIRED


def has_lapsed(
    first: datetime, last: datetime | None, claimed_at: datetime, first_seen: datetime
) -> bool:
    """Say whether a right ended between the claimed signing and the first sight, not long ago."""
    if last is None:
        return False
    return first <= claimed_at <= last < first_seen <= last + GRACE


def is_suspected(
    signers: Iterable[UnitSigner], unit: str, *, spki_sha256: str, at: datetime
) -> bool:
    """Say whether the key may have been in other hands at a moment before its revocation."""
    return any(
        row.suspected_at is not None and row.suspected_at <= at
        for row in signers
        if row.unit == unit and row.spki_sha256 == spki_sha256
    )
