"""Acknowledge: give a numbered, chained receipt for what was taken in."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.entries.submission import Status, Submission
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keys.office_certificate import vouched
from ctmtqg_desktop.exchange.post.envelope import (
    SUFFIX,
    Author,
    Envelope,
    Site,
    sealed,
    write_kept,
)
from ctmtqg_desktop.exchange.post.kept_verdict import KeptVerdict, kept_verdict
from ctmtqg_desktop.exchange.post.sent_packages import signed_of
from ctmtqg_desktop.exchange.post.signers import author_of
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import Acknowledge
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.manifest import Kind, PartRole
from ctmtqg_desktop.package.receipt import PATH, CheckedBy, Receipt, dump_receipt
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.workspace.records import ReceiptRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def acknowledge(office: Office, order: Acknowledge, step: Step = no_step) -> Done:
    """Write a receipt for everything that came and has none, in register order.

    Raises:
        FormError: ``exchange.folder``.
        TrustError: whoever signs cannot be opened, or no unit would take what it signs.
        PackageError, WorkspaceError: a receipt cannot be written; those before it stand.
    """
    waiting = office.workspace.submissions.without_receipt()
    if not waiting:
        return Done("done.acknowledge-nothing", {"receipts": []}, did_nothing=True)
    out_dir, site = made_folder(order.signing.out_dir), office.room.site()
    with author_of(order.signing, unit=office.unit, at=site.at) as author:
        written = give_receipts(site, waiting, author=author, out_dir=out_dir, step=step)
    return Done("done.acknowledge", {"receipts": written}, tuple(written))


def give_receipts(
    site: Site,
    submissions: Sequence[Submission],
    *,
    author: Author,
    out_dir: Path,
    step: Step = no_step,
) -> list[Path]:
    """Write a receipt for each submission into a folder, in register order.

    Raises:
        TrustError: ``exchange.signer-not-vouched``.
        PackageError, WorkspaceError: a receipt cannot be written; those before it stand.
    """
    signed, written = vouched(site, author), []
    for number, submission in enumerate(submissions, 1):
        step(number, len(submissions), say("step.receipt", {}))
        written.append(_give(site, submission, author=signed, out_dir=out_dir))
    return written


def _give(site: Site, submission: Submission, *, author: Author, out_dir: Path) -> Path:
    """Register a receipt and write its file; one that cannot be written was not given."""
    key = submission.key
    with site.workspace.transaction():
        receipt = next_receipt(site, submission)
        part = PackagePart(PATH, PartRole.DATA, dump_receipt(receipt))
        revision = submission.revision
        envelope = Envelope(Kind.RECEIPT, (key.unit,), period=key.period, revision=revision)
        made = sealed(site, envelope, (part,), author=author)
        register(site, receipt, made.data)
        name = f"biennhan_{key.unit}_{key.period}_r{revision:02d}_so{receipt.number:04d}"
        return write_kept(site, made, out_dir / (name + SUFFIX))


def next_receipt(site: Site, submission: Submission) -> Receipt:
    """Return the receipt that a submission would be given next; nothing is written."""
    key, workspace = submission.key, site.workspace
    is_returned = submission.status is Status.RETURNED
    kept = _verdict_of(workspace, submission)
    return Receipt(
        number=workspace.receipts.next_number(),
        unit=key.unit,
        report_set=key.report_set,
        period=key.period,
        revision=submission.revision,
        package_sha256=submission.package_sha256,
        content_sha256=submission.content_sha256,
        received_at=submission.received_at or site.at,
        outcome=(Status.RECEIVED if is_returned else Status.ACCEPTED).value,
        previous_hash=workspace.receipts.last_hash(),
        verdict=kept.line.value if kept is not None else "",
        previous_own=workspace.receipts.last_of(key.unit),
        deadline=site.deadline_of(key) if site.deadline_of is not None else None,
        checked_by=_checked_by(kept),
        signed_sha256=signed_of(workspace, submission),
    )


def _verdict_of(workspace: "Workspace", submission: Submission) -> KeptVerdict | None:
    return kept_verdict(workspace.packages.find(submission.package_sha256))


def _checked_by(kept: KeptVerdict | None) -> CheckedBy | None:
    evidence = kept.verdict.evidence if kept is not None else None
    found = evidence.revocation if evidence is not None else None
    return CheckedBy(found.issuer_sha256, found.number, found.as_of) if found is not None else None


def register(site: Site, receipt: Receipt, data: bytes) -> None:
    """Add a receipt to the register.

    Args:
        site: the receiver.
        receipt: the next one.
        data: its package.

    Raises:
        WorkspaceError: ``workspace.receipt-chain``: another one came between.
    """
    site.workspace.receipts.add(
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
