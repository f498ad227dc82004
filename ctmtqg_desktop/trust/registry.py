"""Who may sign for which unit: the enrolments, and the one question they answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
    """

    unit: str
    spki_sha256: str
    valid_from: datetime
    valid_to: datetime | None
    revoked_at: datetime | None
    source: str
    approved_by: str
    note: str


class Entitlement(StrEnum):
    """What the enrolments say about a key and a unit at a moment."""

    KNOWN_ENTITLED = "known-entitled"
    KNOWN_OTHER_UNIT = "known-other-unit"
    REVOKED = "revoked"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


def entitlement(
    signers: Iterable[UnitSigner], unit: str, *, spki_sha256: str, at: datetime
) -> Entitlement:
    """Say whether a key may sign for a unit.

    A certificate, however good its chain, does not come into it. A revoked enrolment wins over
    any other of the same key and unit: what was lost cannot be trusted by another row.

    Args:
        signers: the enrolments of this office.
        unit: the unit named in the package.
        spki_sha256: the key that signed.
        at: when the package was first seen here.
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
    return Entitlement.EXPIRED
