"""The open workspace: its parts over one database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from sqlalchemy import Connection, insert, inspect, select

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file.database import Database
from ctmtqg_desktop.workspace.file.lock import Lock
from ctmtqg_desktop.workspace.parts.book_maps import BookMapStore
from ctmtqg_desktop.workspace.parts.decisions import DecisionStore
from ctmtqg_desktop.workspace.parts.exports import ExportStore
from ctmtqg_desktop.workspace.parts.journal import JournalStore
from ctmtqg_desktop.workspace.parts.notes import NoteStore
from ctmtqg_desktop.workspace.parts.packages import PackageStore
from ctmtqg_desktop.workspace.parts.pictures import PictureStore
from ctmtqg_desktop.workspace.parts.reading_keys import ReadingKeyStore
from ctmtqg_desktop.workspace.parts.receipts import ReceiptStore
from ctmtqg_desktop.workspace.parts.reports import ReportStore
from ctmtqg_desktop.workspace.parts.revisions import ReturnStore, RevisionStore
from ctmtqg_desktop.workspace.parts.settings import SettingStore
from ctmtqg_desktop.workspace.parts.sheets import SheetStore
from ctmtqg_desktop.workspace.parts.signers import SignerStore
from ctmtqg_desktop.workspace.parts.submissions import SubmissionStore
from ctmtqg_desktop.workspace.parts.trust import TrustStore
from ctmtqg_desktop.workspace.parts.upkeep import Upkeep
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.schema import tables

_FIELDS = ("unit_code", "at", "role", "created", "title")


class Workspace:
    """A workspace that is open; close it, or use it in a ``with`` block.

    Every method of a part that writes is one transaction, or joins the open one, and is on disk
    when the outermost returns. It may be used from several threads at once.

    Attributes:
        place: the file's path, or the server's address without its password.
        identity: whose it is.
        sheets: drafts and their history.
        reports: where each report stands, and what was remarked upon it.
        revisions: why each was opened, and what may be changed in it.
        returns: those that came.
        submissions: frozen revisions with their values.
        packages: the exact bytes of what came and went.
        decisions: of conflicts, and of reports under suspicion.
        signers: who may sign, the own authority, the own cards.
        trust: revocations and outside authorities.
        notes: upon submissions, not sent back yet.
        reading_keys: of the unit, and of others.
        receipts: the register, and the receipts that came.
        exports: which files were written for somebody.
        pictures: of a signature and of a seal.
        journal: what was done, to read; nothing is decided by it.
        settings: how the workspace is used.
        book_maps: how the tables of strangers' workbooks were mapped.
        upkeep: backup and the doctor.
    """

    def __init__(self, database: Database, lock: Lock | None = None) -> None:
        self._db = database
        self._lock = lock
        self.place = database.place
        self.sheets = SheetStore(database)
        self.reports = ReportStore(database)
        self.revisions = RevisionStore(database)
        self.returns = ReturnStore(database)
        self.submissions = SubmissionStore(database)
        self.packages = PackageStore(database)
        self.decisions = DecisionStore(database)
        self.signers = SignerStore(database)
        self.trust = TrustStore(database)
        self.notes = NoteStore(database)
        self.reading_keys = ReadingKeyStore(database)
        self.receipts = ReceiptStore(database)
        self.exports = ExportStore(database)
        self.pictures = PictureStore(database)
        self.journal = JournalStore(database)
        self.settings = SettingStore(database)
        self.book_maps = BookMapStore(database)
        self.upkeep = Upkeep(database)
        with database.read() as connection:
            self.identity = read_identity(connection, database.place)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything this thread writes in the block one transaction.

        An error that leaves the block undoes all of it; do not catch one inside and go on.
        """
        with self._db.write():
            yield

    def close(self) -> None:
        """Close the file and let other programs open it; twice does no harm."""
        self._db.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def read_identity(connection: Connection, place: str) -> Identity:
    """Return whose workspace it is.

    Raises:
        WorkspaceError: ``workspace.not-a-workspace``.
    """
    identity = tables.identity.c
    found = connection.execute(select(*(identity[name] for name in _FIELDS))).one_or_none()
    if found is None:
        raise WorkspaceError("workspace.not-a-workspace", place=place)
    return Identity(*found)


def write_identity(connection: Connection, identity: Identity, version: int) -> None:
    """Say once whose workspace it is."""
    row = {name: getattr(identity, name) for name in _FIELDS}
    connection.execute(insert(tables.identity), row | {"id": 1, "schema_version": version})


def server_version(connection: Connection) -> int | None:
    """Return the schema version of a server's database; None when it is no workspace."""
    if not inspect(connection).has_table(tables.identity.name):
        return None
    return connection.scalar(select(tables.identity.c.schema_version))
