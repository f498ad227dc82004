"""``receipt.json``: signed proof of arrival, numbered and chained."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.fields import SHA256, Fields
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import Opened

PATH = "receipt.json"
_PREFIX = "package.receipt"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_OUTCOMES = frozenset({Status.RECEIVED.value, Status.ACCEPTED.value})


@dataclass(frozen=True, slots=True)
class CheckedBy:
    """Which revocation data a verdict rests on.

    Attributes:
        issuer: digest of the key of the authority whose list it was; empty for the receiver's
            own enrolments while it has no authority.
        number: of the list; empty when it has none.
        as_of: the moment the data speak for; None when there were none.
    """

    issuer: str
    number: str
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says.

    Attributes:
        number: in the receiver's register, from 1 without gaps.
        previous_hash: of the register line before; empty for the first.
        verdict: bottom line of the receiver's verdict; empty in receipts of older programs.
        previous_own: number of the receipt this unit was given before; 0 for its first, None
            in receipts of older programs. So a unit sees that one was lost on the way.
        hash: of this line: what the next one names.
        deadline: last day of the report, as the receiver knows it; None when not said.
        checked_by: the revocation data the verdict rests on; None when not said.
    """

    number: int
    unit: str
    report_set: str
    period: str
    revision: int
    package_sha256: str
    content_sha256: str
    received_at: datetime
    outcome: str
    previous_hash: str
    verdict: str = ""
    previous_own: int | None = None
    deadline: date | None = None
    checked_by: CheckedBy | None = None

    @property
    def days_late(self) -> int | None:
        """Return how late the report came, not positive when in time; None without a deadline."""
        if self.deadline is None:
            return None
        return (self.received_at.astimezone(VIETNAM).date() - self.deadline).days

    @property
    def hash(self) -> str:
        """Return the digest of the line."""
        return hashlib.sha256(dump_receipt(self)).hexdigest()


def dump_receipt(receipt: Receipt) -> bytes:
    """Return ``receipt.json``.

    Raises:
        PackageError: a text that canonical JSON refuses.
    """
    document: dict[str, object] = {
        "number": receipt.number,
        "unit": receipt.unit,
        "report_set": receipt.report_set,
        "period": receipt.period,
        "revision": receipt.revision,
        "package_sha256": receipt.package_sha256,
        "content_sha256": receipt.content_sha256,
        "received_at": receipt.received_at.isoformat(timespec="seconds"),
        "outcome": receipt.outcome,
        "previous_hash": receipt.previous_hash,
    }
    if receipt.verdict:
        document["verdict"] = receipt.verdict
    if receipt.previous_own is not None:
        document["previous_own"] = receipt.previous_own
    if receipt.deadline is not None:
        document["deadline"] = receipt.deadline.isoformat()
    if receipt.checked_by is not None:
        document["revocation"] = _checked_json(receipt.checked_by)
    return canonical.dump(document)


def _checked_json(checked: CheckedBy) -> dict[str, object]:
    at = checked.as_of
    return {
        "issuer": checked.issuer,
        "number": checked.number,
        "this_update": None if at is None else at.isoformat(timespec="seconds"),
    }


def read_receipt(opened: Opened) -> Receipt:
    """Read a receipt package.

    Raises:
        PackageError: ``package.receipt-field``, ``package.entry-missing``.
    """
    if opened.manifest.header.kind is not Kind.RECEIPT or PATH not in opened.parts:
        raise PackageError("package.entry-missing", name=PATH)
    fields = Fields(canonical.load(opened.parts[PATH]), prefix=_PREFIX)
    receipt = Receipt(
        number=fields.number("number", least=1),
        unit=fields.text("unit"),
        report_set=fields.text("report_set"),
        period=fields.text("period"),
        revision=fields.number("revision", least=1),
        package_sha256=fields.match("package_sha256", SHA256),
        content_sha256=fields.match("content_sha256", SHA256),
        received_at=fields.moment("received_at"),
        outcome=fields.text("outcome"),
        previous_hash=fields.text("previous_hash", may_be_empty=True),
        verdict=fields.text("verdict") if fields.has("verdict") else "",
        previous_own=_previous_own(fields),
        deadline=_deadline(fields),
        checked_by=_read_checked(fields),
    )
    fields.end()
    if receipt.outcome not in _OUTCOMES:
        raise fields.wrong("outcome")
    return receipt


def _deadline(fields: Fields) -> date | None:
    if not fields.has("deadline"):
        return None
    try:
        return date.fromisoformat(fields.match("deadline", _DAY))
    except ValueError as error:
        raise fields.wrong("deadline") from error


def _read_checked(fields: Fields) -> CheckedBy | None:
    if not fields.has("revocation"):
        return None
    inner = fields.inner("revocation")
    checked = CheckedBy(
        inner.text("issuer", may_be_empty=True),
        inner.text("number", may_be_empty=True),
        None if inner.is_null("this_update") else inner.moment("this_update"),
    )
    inner.end()
    return checked


def _previous_own(fields: Fields) -> int | None:
    return fields.number("previous_own", least=0) if fields.has("previous_own") else None
