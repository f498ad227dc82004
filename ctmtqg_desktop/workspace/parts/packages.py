"""Packages: the exact bytes of every one written or accepted, and why others were not."""

from collections.abc import Collection
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from ctmtqg_desktop.entries.revision import RevisionKey
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.parts.reports import same_report
from ctmtqg_desktop.workspace.records import Direction, IssueRecord, Outcome, PackageRecord
from ctmtqg_desktop.workspace.schema import tables

MAX_REFUSED_BYTES, ALL_STRANGE_BYTES = 5_000_000, 20_000_000
"""Of one refused package, and of all of them, no more is kept: a stranger must not be able to
fill the disk. The oldest go first."""
MAX_STRANGE = {Outcome.REFUSED: 5_000, Outcome.HELD: 500}
"""Of so many it is remembered that they were refused, or wait though they are no reports."""
_NUMBER = "package-sequence"
_FINAL = frozenset({Outcome.ACCEPTED, Outcome.WRITTEN, Outcome.REPLACED})

_package, _place = tables.package.c, tables.package_place.c
_issue, _envelope = tables.issue.c, tables.envelope.c
_RECORD = (_package.sha256, _package.size, _package.kind, _package.direction, _package.outcome,
           _package.at, _package.code, _package.verdict_json, _package.source_name,
           _package.data.is_not(None).label("kept"),
           _place.unit, _place.report_set, _place.period, _place.revision)  # fmt: skip
_SEEN = select(*_RECORD).outerjoin(tables.package_place, _place.package_sha256 == _package.sha256)


class PackageStore(WorkspacePart):
    """Keep packages by the sha256 of their bytes."""

    def keep(self, record: PackageRecord, data: bytes | None = None) -> None:
        """Keep what became of a package, and its bytes.

        A package that is accepted or written stays so, whatever comes later under the same
        digest; any other takes the newer outcome. Bytes once kept stay.

        Args:
            record: ``kept`` is decided here.
            data: the exact bytes; those of refused ones are let go beyond what may be kept.
        """
        if data is not None and sha256(data).hexdigest() != record.sha256:
            msg = "sha256 is not that of the bytes"
            raise ValueError(msg)
        with self._db.write() as connection:
            put_package(connection, record, data)

    def read(self, sha256: str) -> bytes:
        """Return the exact bytes of a package.

        Raises:
            WorkspaceError: ``workspace.package-unknown``, ``workspace.package-damaged``.
        """
        with self._db.read() as connection:
            data = connection.scalar(select(_package.data).where(_package.sha256 == sha256))
        if data is None:
            raise WorkspaceError("workspace.package-unknown", sha256=sha256)
        if not is_whole(sha256, data):
            raise WorkspaceError("workspace.package-damaged", sha256=sha256)
        return bytes(data)

    def find(self, sha256: str) -> PackageRecord | None:
        """Return what became of a package; None when it was never seen."""
        with self._db.read() as connection:
            return _find(connection, sha256)

    def written(self, kind: str) -> tuple[str, ...]:
        """Return the digests of the packages of a kind that this workspace wrote, oldest first."""
        here = (_package.direction == Direction.OUT.value, _package.kind == kind)
        with self._db.read() as connection:
            found = connection.scalars(select(_package.sha256).where(*here).order_by(_package.at))
            return tuple(found)

    def every(self) -> tuple[PackageRecord, ...]:
        """Return every package, written and come in, oldest first."""
        return self._all(_SEEN.order_by(_package.at, _package.sha256))

    def inbox(self, outcome: Outcome | None = None) -> tuple[PackageRecord, ...]:
        """Return every package that came in, refused ones too, or one outcome; newest first."""
        asked = _SEEN.where(_package.direction == Direction.IN.value)
        if outcome is not None:
            asked = asked.where(_package.outcome == outcome.value)
        return self._all(asked.order_by(_package.at.desc(), _package.sha256))

    def of_report(
        self, key: ReportKey, outcomes: Collection[Outcome]
    ) -> tuple[PackageRecord, ...]:
        """Return the packages of a report with these outcomes, by revision, oldest first."""
        asked = _SEEN.where(
            same_report(tables.package_place, key),
            _package.outcome.in_([outcome.value for outcome in outcomes]),
        )
        return self._all(asked.order_by(_place.revision, _package.at, _package.sha256))

    def last_number(self) -> int:
        """Return the number of the last package this workspace signed; 0 before the first."""
        counter = tables.counter.c
        with self._db.read() as connection:
            asked = select(counter.value).where(counter.name == _NUMBER)
            return connection.scalar(asked) or 0

    def note_number(self, number: int) -> None:
        """Note the number that a signed package took."""
        with self._db.write() as connection:
            put = self._db.upsert(tables.counter, "value")
            connection.execute(put, {"name": _NUMBER, "value": number})

    def issue(self, content_sha256: str) -> IssueRecord | None:
        """Return number and date of a report, and the package with them; None before."""
        asked = select(tables.issue).where(_issue.content_sha256 == content_sha256)
        with self._db.read() as connection:
            found = connection.execute(asked).one_or_none()
        return None if found is None else IssueRecord(*found)

    def note_issue(self, record: IssueRecord) -> None:
        """Note which kept package is the issued one of a report."""
        names = ("package_sha256", "number", "symbol", "dated")
        with self._db.write() as connection:
            connection.execute(self._db.upsert(tables.issue, *names), asdict(record))

    def envelope(self, package_sha256: str) -> str:
        """Return the digest of the encrypted form of a package; empty where there is none."""
        asked = select(_envelope.envelope_sha256).where(_envelope.package_sha256 == package_sha256)
        with self._db.read() as connection:
            return connection.scalar(asked) or ""

    def note_envelope(self, package_sha256: str, envelope_sha256: str) -> None:
        """Note which kept file is the encrypted form of a kept package."""
        row = {"package_sha256": package_sha256, "envelope_sha256": envelope_sha256}
        with self._db.write() as connection:
            connection.execute(self._db.upsert(tables.envelope, "envelope_sha256"), row)

    def _all(self, asked: Select[Any]) -> tuple[PackageRecord, ...]:
        with self._db.read() as connection:
            return tuple(_as_record(row) for row in connection.execute(asked))


def is_whole(digest: str, data: bytes) -> bool:
    """Say whether bytes are still what they were."""
    return sha256(data).hexdigest() == digest


def put_package(connection: Connection, record: PackageRecord, data: bytes | None) -> None:
    """Keep a package, within a transaction; see ``PackageStore.keep``."""
    if data is not None and record.outcome is Outcome.REFUSED and len(data) > MAX_REFUSED_BYTES:
        data = None
    fields = {name: getattr(record, name) for name in (
        "sha256", "size", "kind", "code", "verdict_json", "source_name", "at",
    )} | {"direction": record.direction.value, "outcome": record.outcome.value}  # fmt: skip
    known = _find(connection, record.sha256)
    if known is None:
        _make_room(connection, record, len(data or b""))
        connection.execute(insert(tables.package), fields | {"data": data})
    if record.about is not None and (known is None or known.about is None):
        _put_place(connection, record.sha256, record.about)
    if known is None:
        return
    if known.outcome in _FINAL:
        fields = {}
    if data is not None and not known.kept:
        fields["data"] = data
    if fields:
        here = _package.sha256 == record.sha256
        connection.execute(update(tables.package).where(here).values(fields))


def _make_room(connection: Connection, record: PackageRecord, size: int) -> None:
    """Let go of the bytes of the oldest strangers, then of all that is known of them."""
    if record.outcome not in MAX_STRANGE or record.about is not None:
        return
    here = (_package.outcome == record.outcome.value, _place.unit.is_(None))
    left, room = ALL_STRANGE_BYTES - size, MAX_STRANGE[record.outcome] - 1
    for row in connection.execute(_SEEN.where(*here).order_by(_package.at.desc())).all():
        room, left = room - 1, left - (row.size if row.kept else 0)
        this = _package.sha256 == row.sha256
        if room < 0:
            connection.execute(delete(tables.package).where(this))
        elif row.kept and left < 0:
            connection.execute(update(tables.package).where(this).values(data=None))


def _put_place(connection: Connection, sha256: str, about: RevisionKey) -> None:
    key = about.report
    row = {"package_sha256": sha256, "unit": key.unit, "report_set": key.report_set,
           "period": key.period, "revision": about.number}  # fmt: skip
    connection.execute(insert(tables.package_place), row)


def set_outcome(connection: Connection, sha256: str, outcome: Outcome) -> None:
    """Say what became of a package in the end, within a transaction."""
    here = _package.sha256 == sha256
    connection.execute(update(tables.package).where(here).values(outcome=outcome.value, code=""))


def _find(connection: Connection, sha256: str) -> PackageRecord | None:
    found = connection.execute(_SEEN.where(_package.sha256 == sha256)).one_or_none()
    return None if found is None else _as_record(found)


def _as_record(row: Row[Any]) -> PackageRecord:
    about = None
    if row.unit is not None:
        about = RevisionKey(ReportKey(row.unit, row.report_set, row.period), row.revision)
    return PackageRecord(
        row.sha256, row.size, row.kind, Direction(row.direction), Outcome(row.outcome), row.at,
        row.code, row.verdict_json, row.source_name, bool(row.kept), about,
    )  # fmt: skip
