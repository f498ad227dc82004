"""The payload of a list of revoked keys: rows by key and unit, and the authority's X.509 list.

The X.509 list names the digest of the rows, so that the authority's own key vouches for both;
a stolen signing key of the office alone cannot publish a list.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.fields import CODE, SHA256, Fields
from ctmtqg_desktop.package.manifest import Kind, Role
from ctmtqg_desktop.package.seal import Part
from ctmtqg_desktop.package.unseal import Opened

ROWS = "revocations.json"
CRL = "data/revocations.crl"
AUTHORITY = "data/authority.cer"
FORMAT, FORMAT_VERSION = "ctmtqg-revocations", 1
REASONS = ("key-lost", "key-stolen", "left-office", "replaced")
MAX_KEYS = 100_000
_PREFIX = "package.revocations"
_REASON = re.compile("|".join(REASONS))


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key that may no longer sign for a unit.

    Attributes:
        suspected_at: since when it may have been in other hands; None is not said.
        reason: one of ``REASONS``.
    """

    spki_sha256: str
    unit: str
    revoked_at: datetime
    suspected_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class KeyList:
    """A receiving unit's list: every key it ever revoked.

    Attributes:
        number: grows with every list of a unit, from 1.
        crl_der: its authority's X.509 list of the same number.
        authority_der: that authority's certificate, for readers with common tools.
        rows_sha256: digest of the rows as they stand in the package.
    """

    number: int
    issued_at: datetime
    unit: str
    keys: tuple[KeyRow, ...]
    crl_der: bytes = b""
    authority_der: bytes = b""
    rows_sha256: str = ""


def rows_json(listed: KeyList) -> bytes:
    """Return the rows as they stand in the package."""
    return canonical.dump(
        {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "number": listed.number,
            "issued_at": listed.issued_at.isoformat(timespec="seconds"),
            "unit": listed.unit,
            "keys": [_row_json(row) for row in listed.keys],
        }
    )


def _row_json(row: KeyRow) -> dict[str, object]:
    since = row.suspected_at
    return {
        "spki_sha256": row.spki_sha256,
        "unit": row.unit,
        "revoked_at": row.revoked_at.isoformat(timespec="seconds"),
        "suspected_at": None if since is None else since.isoformat(timespec="seconds"),
        "reason": row.reason,
    }


def revocation_parts(rows: bytes, crl_der: bytes, authority_der: bytes) -> tuple[Part, ...]:
    """Return the parts of the package."""
    return (
        Part(ROWS, Role.DATA, rows),
        Part(CRL, Role.DATA, crl_der),
        Part(AUTHORITY, Role.DATA, authority_der),
    )


def read_revocations(opened: Opened) -> KeyList:
    """Read a list of revoked keys; who may publish it is asked elsewhere.

    Raises:
        PackageError: ``package.revocations-…``, ``package.entry-missing``.
    """
    if opened.manifest.header.kind is not Kind.REVOCATIONS:
        raise PackageError("package.revocations-kind", kind=opened.manifest.header.kind.value)
    for path in (ROWS, CRL, AUTHORITY):
        if path not in opened.parts:
            raise PackageError("package.entry-missing", name=path)
    rows = opened.parts[ROWS]
    fields = Fields(canonical.load(rows), prefix=_PREFIX)
    if fields.take("format") != FORMAT or fields.number("format_version", least=1) != 1:
        raise fields.wrong("format")
    listed = KeyList(
        number=fields.number("number", least=1),
        issued_at=fields.moment("issued_at"),
        unit=fields.match("unit", CODE),
        keys=tuple(_row(one) for one in fields.objects("keys")),
        crl_der=opened.parts[CRL],
        authority_der=opened.parts[AUTHORITY],
        rows_sha256=hashlib.sha256(rows).hexdigest(),
    )
    fields.end()
    named = {(row.unit, row.spki_sha256) for row in listed.keys}
    if len(named) != len(listed.keys) or len(named) > MAX_KEYS:
        raise fields.wrong("keys")
    if listed.unit != opened.manifest.header.unit.code:
        raise fields.wrong("unit")
    return listed


def _row(fields: Fields) -> KeyRow:
    row = KeyRow(
        spki_sha256=fields.match("spki_sha256", SHA256),
        unit=fields.match("unit", CODE),
        revoked_at=fields.moment("revoked_at"),
        suspected_at=None if fields.is_null("suspected_at") else fields.moment("suspected_at"),
        reason=fields.match("reason", _REASON),
    )
    fields.end()
    return row
