"""The receipt register of a receiver, chained by hash, and the receipts a sender got."""

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.records import IncomingReceipt, ReceiptRecord
from ctmtqg_desktop.workspace.schema import tables

_receipt, _incoming = tables.receipt.c, tables.incoming_receipt.c
_FIELDS = ("content_sha256", "receiver", "number", "at", "outcome", "data", "read_at")


class ReceiptStore(WorkspacePart):
    """Keep receipts; none is ever changed or left out."""

    def next_number(self) -> int:
        """Return the number the next receipt takes; 1 is the first, and there are no gaps."""
        with self._db.read() as connection:
            return _last_number(connection) + 1

    def add(self, record: ReceiptRecord) -> None:
        """Add a line to the register.

        Raises:
            WorkspaceError: ``workspace.receipt-chain`` when it does not follow the last line.
        """
        with self._db.write() as connection:
            last = _last_number(connection)
            before = connection.scalar(select(_receipt.hash).where(_receipt.number == last)) or ""
            if record.number != last + 1 or record.previous_hash != before:
                raise WorkspaceError("workspace.receipt-chain", number=record.number, last=last)
            connection.execute(insert(tables.receipt), asdict(record))

    def all(self) -> tuple[ReceiptRecord, ...]:
        """Return the register, in order."""
        with self._db.read() as connection:
            return read_register(connection)

    def of(self, content_sha256: str) -> tuple[ReceiptRecord, ...]:
        """Return the lines of the register for one content, in order."""
        asked = select(tables.receipt).where(_receipt.content_sha256 == content_sha256)
        with self._db.read() as connection:
            rows = connection.execute(asked.order_by(_receipt.number))
            return tuple(ReceiptRecord(*row) for row in rows)

    def last_hash(self) -> str:
        """Return what the next line must name as the hash before; empty at first."""
        asked = select(_receipt.hash).order_by(_receipt.number.desc()).limit(1)
        with self._db.read() as connection:
            return connection.scalar(asked) or ""

    def last_of(self, unit: str) -> int:
        """Return the number of the last receipt a unit was given; 0 before its first."""
        submission = tables.submission.c
        asked = (
            select(func.max(_receipt.number))
            .join(tables.submission, submission.content_sha256 == _receipt.content_sha256)
            .where(submission.unit == unit)
        )
        with self._db.read() as connection:
            return connection.scalar(asked) or 0

    def add_incoming(self, record: IncomingReceipt) -> None:
        """Keep a receipt that a receiver sent; the same one twice is one.

        Raises:
            WorkspaceError: ``workspace.receipt-conflict`` when its number is there with another
                content.
        """
        same = (_incoming.receiver == record.receiver, _incoming.number == record.number)
        with self._db.write() as connection:
            asked = select(*(_incoming[name] for name in _FIELDS)).where(*same)
            known = connection.execute(asked).one_or_none()
            if known is None:
                connection.execute(insert(tables.incoming_receipt), asdict(record))
            elif replace(IncomingReceipt(*known), read_at=record.read_at) != record:
                raise WorkspaceError(
                    "workspace.receipt-conflict", receiver=record.receiver, number=record.number
                )

    def mark_read(self, receiver: str, number: int, at: datetime) -> None:
        """Note that a person opened a receipt that came."""
        here = (_incoming.receiver == receiver, _incoming.number == number)
        with self._db.write() as connection:
            connection.execute(update(tables.incoming_receipt).where(*here).values(read_at=at))

    def incoming(self, content_sha256: str | None = None) -> tuple[IncomingReceipt, ...]:
        """Return the receipts that came (for one content), oldest first."""
        asked = select(*(_incoming[name] for name in _FIELDS)).order_by(_incoming.id)
        if content_sha256 is not None:
            asked = asked.where(_incoming.content_sha256 == content_sha256)
        with self._db.read() as connection:
            return tuple(IncomingReceipt(*row) for row in connection.execute(asked))


def _last_number(connection: Connection) -> int:
    return connection.scalar(select(func.max(_receipt.number))) or 0


def read_register(connection: Connection) -> tuple[ReceiptRecord, ...]:
    """Return the register within a transaction."""
    rows = connection.execute(select(tables.receipt).order_by(_receipt.number))
    return tuple(ReceiptRecord(*row) for row in rows)
