"""The doctor's look at receipts: is the chain whole, is anything lost, out of order or altered."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.package.receipt import Receipt, read_receipt
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.workspace.records import IncomingReceipt, Problem, ReceiptRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def check_receipts(workspace: "Workspace") -> list[Problem]:
    """Return what is wrong with the receipts a workspace gave or got; an empty list is health."""
    return [*_given(workspace), *_taken(workspace)]


def _given(workspace: "Workspace") -> Iterator[Problem]:
    """Compare every line of the register with the package that was signed for it.

    That the lines follow each other is asked by ``Workspace.doctor``.
    """
    for line in workspace.receipts.all():
        found = _read(line)
        if found is None or found[1].hash != line.hash or found[1].number != line.number:
            yield Problem("exchange.receipt-altered", {"number": line.number})


def _read(line: ReceiptRecord | IncomingReceipt) -> tuple[Opened, Receipt] | None:
    try:
        opened = unseal(line.data)
        return opened, read_receipt(opened)
    except CtmtqgError:
        return None


def _taken(workspace: "Workspace") -> Iterator[Problem]:
    """Follow the receiver's chain through the receipts that reached us.

    Others' receipts lie between ours, so hashes are compared only where two numbers are
    neighbours; each receipt names the one we were given before, so none is lost unseen.
    """
    lines = sorted(workspace.receipts.incoming(), key=lambda line: line.number)
    numbers = {line.number for line in lines}
    before: tuple[Opened, Receipt] | None = None
    for line in lines:
        found = _read(line)
        if found is None:
            yield Problem("exchange.receipt-altered", {"number": line.number})
            continue
        earlier = found[1].previous_own
        if earlier and earlier not in numbers:
            yield Problem("exchange.receipt-lost", {"number": earlier, "later": line.number})
        yield from _link(before, found)
        before = found


def _link(before: tuple[Opened, Receipt] | None, now: tuple[Opened, Receipt]) -> Iterator[Problem]:
    if before is None:
        return
    facts: dict[str, object] = {"number": now[1].number, "before": before[1].number}
    is_next = now[1].number == before[1].number + 1
    if is_next and now[1].previous_hash != before[1].hash:
        yield Problem("exchange.receipt-broken", facts)
    if now[0].manifest.header.created < before[0].manifest.header.created:
        yield Problem("exchange.receipt-order", facts)
