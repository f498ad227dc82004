"""The payload of a list of revoked keys: rows by key and unit, and the authority's X.509 list.

The X.509 list names the digest of the rows, so that the authority's own key vouches for both;
a stolen signing key of the office alone cannot publish a list.
"""

import re
from dataclasses import dataclass
from typing import Annotated

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.manifest import Kind, PartRole
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.package.wire import (
    Code,
    Count,
    Head,
    Moment,
    Sha256,
    Wire,
    many,
    match,
    spelled,
)
from ctmtqg_desktop.trust.registry import RevokedKey

ROWS = "revocations.json"
CRL = "data/revocations.crl"
"""The authority's X.509 list of the same number."""
AUTHORITY = "data/authority.cer"
"""That authority's certificate, for readers with common tools."""
REASONS = ("key-lost", "key-stolen", "left-office", "replaced")
MAX_KEYS = 100_000
_REASON = re.compile("|".join(REASONS))


_ROW = spelled(
    RevokedKey, unit=Code, spki_sha256=Sha256, revoked_at=Moment, suspected_at=Moment | None,
    reason=Annotated[str, match(_REASON)],
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyList:
    """A receiving unit's list: every key it ever revoked.

    Attributes:
        number: grows with every list of a unit, from 1.
    """

    number: Count
    issued_at: Moment
    unit: Code
    keys: Annotated[tuple[RevokedKey, ...], many(_ROW)]


_WIRE = Wire(KeyList, "package.revocations", head=Head("ctmtqg-revocations", 1))
rows_json = _WIRE.dump


def revocation_parts(rows: bytes, crl_der: bytes, authority_der: bytes) -> tuple[PackagePart, ...]:
    """Return the parts of the package."""
    return (
        PackagePart(ROWS, PartRole.DATA, rows),
        PackagePart(CRL, PartRole.DATA, crl_der),
        PackagePart(AUTHORITY, PartRole.DATA, authority_der),
    )


def read_revocations(opened: Opened) -> KeyList:
    """Read a list of revoked keys; who may publish it is asked elsewhere.

    Raises:
        PackageError: ``package.revocations-…``, ``package.entry-missing``.
    """
    header = opened.manifest.header
    if header.kind is not Kind.REVOCATIONS:
        raise PackageError("package.revocations-kind", kind=header.kind.value)
    for path in (ROWS, CRL, AUTHORITY):
        if path not in opened.parts:
            raise PackageError("package.entry-missing", name=path)
    listed = _WIRE.load(opened.parts[ROWS])
    named = {(row.unit, row.spki_sha256) for row in listed.keys}
    if len(named) != len(listed.keys) or len(named) > MAX_KEYS:
        raise _WIRE.wrong("keys")
    if listed.unit != header.unit.code:
        raise _WIRE.wrong("unit")
    return listed
