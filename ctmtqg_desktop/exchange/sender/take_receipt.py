"""Take a receipt: match it to the report it answers, and keep it as proof of arrival."""

from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.exchange.post.envelope import Site, keep_taken
from ctmtqg_desktop.exchange.post.our_receiver import check_issuer
from ctmtqg_desktop.exchange.post.sent_packages import is_about
from ctmtqg_desktop.package.receipt import Receipt, read_receipt
from ctmtqg_desktop.package.spelling import identity_of
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.workspace.records import IncomingReceipt


def take_receipt(site: Site, opened: Opened) -> Receipt:
    """Match a receipt to the report it answers and remember it as proof of arrival.

    Raises:
        TrustError: ``exchange.receipt-unknown-signer``: not by the authority of our unit card.
        PackageError: ``exchange.receipt-not-ours``, ``exchange.receipt-matches-nothing``.
    """
    check_issuer(site, opened, "exchange.receipt-unknown-signer")
    receipt = read_receipt(opened)
    with site.workspace.transaction():
        settle_receipt(site, receipt, opened.data)
        keep_taken(site, opened)
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
    sent = workspace.submissions.find(receipt.content_sha256)
    if sent is None or not is_about(workspace, receipt, sent):
        raise PackageError("exchange.receipt-matches-nothing", number=receipt.number)
    record = IncomingReceipt(
        receipt.content_sha256, site.unit.parent, receipt.number, receipt.received_at,
        receipt.outcome, _as_held(site, receipt, data),
    )  # fmt: skip
    with workspace.transaction():
        workspace.receipts.add_incoming(record)
        workspace.reports.mark(sent.key, sent.revision, Status(receipt.outcome), site.at)


def _as_held(site: Site, receipt: Receipt, data: bytes) -> bytes:
    """Return the bytes of the same receipt that are here already, however they are spelled."""
    held = site.workspace.receipts.incoming(receipt.content_sha256)
    same = (one.data for one in held if one.number == receipt.number and one.data)
    return next((one for one in same if identity_of(one) == identity_of(data)), data)
