"""Receipts: signed proof of arrival, numbered and chained; and what a sender does with one."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.submission import Status, Submission
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.exchange.keys.office_certificate import vouched
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Author,
    Envelope,
    Site,
    sealed,
    write_kept,
)
from ctmtqg_desktop.exchange.post.our_receiver import check_issuer
from ctmtqg_desktop.exchange.post.sent_packages import is_about
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.fields import SHA256, Fields
from ctmtqg_desktop.package.manifest import Kind, Role
from ctmtqg_desktop.package.seal import Part
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.workspace.records import (
    Direction,
    IncomingReceipt,
    PackageRecord,
    ReceiptRecord,
)

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

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
        return hashlib.sha256(canonical.dump(_json(self))).hexdigest()


def _json(receipt: Receipt) -> dict[str, object]:
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
    return document


def _checked_json(checked: CheckedBy) -> dict[str, object]:
    at = checked.as_of
    return {
        "issuer": checked.issuer,
        "number": checked.number,
        "this_update": None if at is None else at.isoformat(timespec="seconds"),
    }


def acknowledge(
    site: Site, submissions: Sequence[Submission], *, author: Author, out_dir: Path
) -> list[Path]:
    """Write a receipt for each submission into a folder, in register order.

    Raises:
        PackageError, WorkspaceError: a receipt cannot be written; those before it stand.
    """
    return [
        _acknowledge_one(site, submission, author=author, out_dir=out_dir)
        for submission in submissions
    ]


def _acknowledge_one(site: Site, submission: Submission, *, author: Author, out_dir: Path) -> Path:
    key = submission.key
    receipt = next_receipt(site, submission)
    part = Part(PATH, Role.DATA, canonical.dump(_json(receipt)))
    envelope = Envelope(Kind.RECEIPT, (key.unit,), period=key.period, revision=submission.revision)
    made = sealed(site, envelope, (part,), author=vouched(site, author))
    register(site, receipt, made.data)
    name = f"biennhan_{key.unit}_{key.period}_r{submission.revision:02d}_so{receipt.number:04d}"
    return write_kept(site, made, out_dir / (name + SUFFIX))


def next_receipt(site: Site, submission: Submission) -> Receipt:
    """Return the receipt that a submission would be given next; nothing is written."""
    key, workspace = submission.key, site.workspace
    is_returned = submission.status is Status.RETURNED
    held = _verdict_of(workspace, submission)
    return Receipt(
        number=workspace.next_receipt_number(),
        unit=key.unit,
        report_set=key.report_set,
        period=key.period,
        revision=submission.revision,
        package_sha256=submission.package_sha256,
        content_sha256=submission.content_sha256,
        received_at=submission.received_at or site.at,
        outcome=(Status.RECEIVED if is_returned else Status.ACCEPTED).value,
        previous_hash=workspace.last_receipt_hash(),
        verdict=str(held.get("bottom_line") or ""),
        previous_own=workspace.last_receipt_of(key.unit),
        deadline=site.deadline_of(key) if site.deadline_of is not None else None,
        checked_by=_checked_by(held),
    )


def _verdict_of(workspace: "Workspace", submission: Submission) -> dict[str, Any]:
    seen = workspace.package_seen(submission.package_sha256)
    found: dict[str, Any] = json.loads(seen.verdict_json) if seen and seen.verdict_json else {}
    return found


def _checked_by(held: dict[str, Any]) -> CheckedBy | None:
    found = held.get("revocation")
    if not isinstance(found, dict):
        return None
    at = found.get("as_of")
    return CheckedBy(
        str(found.get("issuer") or ""), str(found.get("number") or ""),
        datetime.fromisoformat(at) if at else None,
    )  # fmt: skip


def register(site: Site, receipt: Receipt, data: bytes) -> None:
    """Add a receipt to the register.

    Args:
        site: the receiver.
        receipt: the next one.
        data: its package.

    Raises:
        WorkspaceError: ``workspace.receipt-chain``: another one came between.
    """
    site.workspace.add_receipt(
        ReceiptRecord(
            receipt.number,
            site.at,
            receipt.package_sha256,
            receipt.content_sha256,
            receipt.outcome,
            receipt.previous_hash,
            receipt.hash,
            data,
        )
    )


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


def take_receipt(site: Site, opened: Opened) -> Receipt:
    """Match a receipt to the report it answers and remember it as proof of arrival.

    Raises:
        TrustError: ``exchange.receipt-unknown-signer``: not by the authority of our unit card.
        PackageError: ``exchange.receipt-not-ours``, ``exchange.receipt-matches-nothing``.
    """
    check_issuer(site, opened, "exchange.receipt-unknown-signer")
    receipt = read_receipt(opened)
    record = PackageRecord(
        opened.package_sha256, len(opened.data), Kind.RECEIPT.value, Direction.IN.value,
        "accepted", site.at,
    )  # fmt: skip
    with site.workspace.transaction():
        settle_receipt(site, receipt, opened.data)
        site.workspace.keep_package(record, opened.data)
    return receipt


def settle_receipt(site: Site, receipt: Receipt, data: bytes) -> None:
    """Remember a receipt whose signature was found right, in whatever order it comes.

    Raises:
        PackageError: ``exchange.receipt-not-ours``, ``exchange.receipt-matches-nothing``.
        WorkspaceError: ``workspace.receipt-conflict``: another one has its number.
    """
    workspace = site.workspace
    if receipt.unit != site.unit.code:
        raise PackageError("exchange.receipt-not-ours", unit=receipt.unit, us=site.unit.name)
    sent = workspace.find_content(receipt.content_sha256)
    if sent is None or not is_about(workspace, receipt, sent):
        raise PackageError("exchange.receipt-matches-nothing", number=receipt.number)
    record = IncomingReceipt(
        receipt.content_sha256, site.unit.parent, receipt.number, receipt.received_at,
        receipt.outcome, data,
    )  # fmt: skip
    with workspace.transaction():
        workspace.add_incoming_receipt(record)
        workspace.mark(sent.key, sent.revision, Status(receipt.outcome), site.at)
