"""Lines of both registers of receipts against the receipts that were signed."""

from collections.abc import Iterator

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.upkeep.checks.told import differing, lost_line, unproved_line
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.receipt import Receipt, read_receipt
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.workspace.records import Direction, Problem


def check_register(room: Room) -> Iterator[Problem]:
    """Yield lines that are not as signed, arrivals moved since, and receipts without a line."""
    workspace, numbers = room.workspace, set[int]()
    arrived = {one.package_sha256: one for one in workspace.submissions.every()}
    for line in workspace.receipts.all():
        numbers.add(line.number)
        receipt, subject = _read(line.data), _named(line.number)
        if receipt is None:
            continue  # the chain's own check tells of it
        yield from differing(
            subject,
            ("package", line.package_sha256, receipt.package_sha256),
            ("content", line.content_sha256, receipt.content_sha256),
            ("outcome", line.outcome, receipt.outcome),
            ("previous", line.previous_hash, receipt.previous_hash),
            ("created", line.at, unseal(line.data).manifest.header.created),
        )
        answered = arrived.get(receipt.package_sha256)
        if answered is not None:
            yield from differing(
                subject, ("received-at", answered.received_at, receipt.received_at)
            )
    yield from _lost(room, numbers, Direction.OUT)


def check_incoming(room: Room) -> Iterator[Problem]:
    """Yield lines of receipts that came which are not what the receipts say."""
    numbers = set[int]()
    for line in room.workspace.receipts.incoming():
        receipt, subject = _read(line.data), _named(line.number)
        if receipt is None:
            yield unproved_line(subject)
            continue
        numbers.add(receipt.number)
        yield from differing(
            subject,
            ("receiver", line.receiver, unseal(line.data).manifest.header.unit.code),
            ("number", line.number, receipt.number),
            ("content", line.content_sha256, receipt.content_sha256),
            ("outcome", line.outcome, receipt.outcome),
            ("received-at", line.at, receipt.received_at),
        )
    yield from _lost(room, numbers, Direction.IN)


def _lost(room: Room, numbers: set[int], way: Direction) -> Iterator[Problem]:
    """Yield receipts that were signed and have no line in their register: it was cut."""
    packages = room.workspace.packages
    for record in packages.every():
        if record.kind != Kind.RECEIPT.value or record.direction is not way or not record.kept:
            continue
        try:
            receipt = _read(packages.read(record.sha256))
        except CtmtqgError:
            continue
        if receipt is not None and receipt.number not in numbers:
            yield lost_line(_named(receipt.number))


def _read(data: bytes) -> Receipt | None:
    try:
        return read_receipt(unseal(data))
    except CtmtqgError:
        return None


def _named(number: int) -> str:
    return say("proof.receipt", {"number": number})
