"""Reports: where each stands, its revisions, and what was remarked upon it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, insert, select, update

from ctmtqg_desktop.entries.submission import EDITABLE, Report, ReportKey, Status, check_step
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file.database import Database, WorkspacePart
from ctmtqg_desktop.workspace.records import Remark
from ctmtqg_desktop.workspace.schema import tables

ANSWERS = (
    Status.SIGNED, Status.EXPORTED, Status.RECEIVED, Status.ACCEPTED, Status.RETURNED
)  # fmt: skip
"""What a sent revision can be, each overruling those before it."""

_report = tables.report.c


class ReportStore(WorkspacePart):
    """Ask and move the status of reports, as the table of allowed steps has it."""

    def find(self, key: ReportKey) -> Report | None:
        """Return a report; None before its first step."""
        with self._db.read() as connection:
            return find_report(connection, key)

    def all(self, period: str | None = None) -> tuple[Report, ...]:
        """Return all reports, or those of one period, by period, set and unit."""
        asked = select(tables.report).order_by(_report.period, _report.report_set, _report.unit)
        if period is not None:
            asked = asked.where(_report.period == period)
        with self._db.read() as connection:
            return tuple(_as_report(row) for row in connection.execute(asked))

    def set_status(
        self,
        key: ReportKey,
        status: Status,
        at: datetime,
        *,
        version: int = 1,
        content_sha256: str = "",
    ) -> Report:
        """Take a report one step on; the submission of its revision goes with it.

        A step to ``draft`` from ``exported`` on opens the next revision. A report that is not
        there yet starts as the draft of revision 1, of the given version of its report set.

        Raises:
            WorkspaceError: ``workspace.step-refused``.
        """
        with self._db.write() as connection:
            before = find_report(connection, key)
            if before is None:
                before = Report(key, version, 1, Status.DRAFT)
                if status is not Status.DRAFT:
                    check_step(before.status, status)
            else:
                check_step(before.status, status)
            opens = status is Status.DRAFT and before.status not in EDITABLE
            after = replace(
                before, status=status, revision=before.revision + opens,
                content_sha256=content_sha256 or before.content_sha256, changed_at=at,
            )  # fmt: skip
            put_report(connection, self._db, after)
            _move_submission(connection, after)
            return after

    def mark(self, key: ReportKey, revision: int, status: Status, at: datetime) -> bool:
        """Note what the other side answered to a revision, and say whether that was news.

        Answers come in any order: one that is older than what is known changes nothing. A
        draft that was opened since stays a draft.
        """
        submission, reached = tables.submission, ANSWERS.index(status)
        of_revision = and_(same_report(submission, key), submission.c.revision == revision)
        older = [before.value for before in ANSWERS[:reached]]
        with self._db.write() as connection:
            changed = connection.execute(
                update(submission)
                .where(of_revision, submission.c.status.in_(older))
                .values(status=status.value)
            )
            if not changed.rowcount:
                return False
            report = find_report(connection, key)
            if report is not None and report.revision == revision and report.status.value in older:
                put_report(connection, self._db, replace(report, status=status, changed_at=at))
            choose_current(connection, key)
            return True

    def open_revision(self, key: ReportKey, revision: int, at: datetime) -> Report:
        """Open a later revision as a draft.

        Raises:
            WorkspaceError: ``workspace.step-refused``, ``workspace.revision-refused``.
        """
        with self._db.write() as connection:
            before = find_report(connection, key)
            if before is None or revision <= before.revision:
                known = 0 if before is None else before.revision
                raise WorkspaceError("workspace.revision-refused", revision=revision, known=known)
            if before.status in EDITABLE:
                raise WorkspaceError(
                    "workspace.step-refused", before=before.status.value, after=Status.DRAFT.value
                )
            check_step(before.status, Status.DRAFT)
            after = replace(before, status=Status.DRAFT, revision=revision, changed_at=at)
            put_report(connection, self._db, after)
            return after

    def add_remarks(
        self, key: ReportKey, revision: int, remarks: Iterable[tuple[str, str, date | None]]
    ) -> None:
        """Keep what a receiver asks: (cell or empty, text, last day or None) each."""
        rows = [
            {"unit": key.unit, "report_set": key.report_set, "period": key.period,
             "revision": revision, "cell": cell, "text": text, "due": due}
            for cell, text, due in remarks
        ]  # fmt: skip
        if rows:
            with self._db.write() as connection:
                connection.execute(insert(tables.remark), rows)

    def remarks(self, key: ReportKey) -> tuple[Remark, ...]:
        """Return every remark upon a report, oldest first."""
        remark = tables.remark.c
        asked = (
            select(remark.revision, remark.cell, remark.text, remark.due)
            .where(same_report(tables.remark, key))
            .order_by(remark.id)
        )
        with self._db.read() as connection:
            return tuple(Remark(*row) for row in connection.execute(asked))


def same_report(table: Table, key: ReportKey) -> ColumnElement[bool]:
    """Return the condition that a row of a table is of one report."""
    return and_(
        table.c.unit == key.unit,
        table.c.report_set == key.report_set,
        table.c.period == key.period,
    )


def find_report(connection: Connection, key: ReportKey) -> Report | None:
    """Return a report, within a transaction."""
    asked = select(tables.report).where(same_report(tables.report, key))
    found = connection.execute(asked).one_or_none()
    return None if found is None else _as_report(found)


def put_report(connection: Connection, database: Database, report: Report) -> None:
    """Write a report over what was there."""
    fields = ("version", "revision", "status", "content_sha256", "changed_at")
    connection.execute(database.upsert(tables.report, *fields), {
        "unit": report.key.unit, "report_set": report.key.report_set, "period": report.key.period,
        "status": report.status.value,
        **{name: getattr(report, name) for name in fields if name != "status"},
    })  # fmt: skip


def choose_current(connection: Connection, key: ReportKey) -> None:
    """Make the latest accepted revision, and no other, the one that counts in totals."""
    submission = tables.submission
    mine = same_report(submission, key)
    accepted = and_(mine, submission.c.status == Status.ACCEPTED.value)
    latest = connection.scalar(
        select(submission.c.id).where(accepted).order_by(submission.c.revision.desc()).limit(1)
    )
    connection.execute(update(submission).where(mine, submission.c.current == 1).values(current=0))
    if latest is not None:
        connection.execute(update(submission).where(submission.c.id == latest).values(current=1))


def _move_submission(connection: Connection, report: Report) -> None:
    submission = tables.submission
    of_revision = and_(
        same_report(submission, report.key), submission.c.revision == report.revision
    )
    connection.execute(update(submission).where(of_revision).values(status=report.status.value))
    choose_current(connection, report.key)


def _as_report(row: Row[Any]) -> Report:
    return Report(
        ReportKey(row.unit, row.report_set, row.period), row.version, row.revision,
        Status(row.status), row.content_sha256, row.changed_at,
    )  # fmt: skip
