"""Revisions as their unit opens them, and the returns that they answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, insert, select, update

from ctmtqg_desktop.entries.revision import ReportRevision, ReturnRecord, Unlocked
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.parts.reports import same_report
from ctmtqg_desktop.workspace.records import HandedOutPrint
from ctmtqg_desktop.workspace.schema import tables

_revision, _place = tables.report_revision.c, tables.unlocked_place.c
_return, _print = tables.taken_return.c, tables.handed_out_print.c


class RevisionStore(WorkspacePart):
    """Keep what is known of each revision beside its figures."""

    def find(self, key: ReportKey, number: int) -> ReportRevision:
        """Return a revision; one of which nothing was written down is blank."""
        here = _here(tables.report_revision, key, number)
        places = select(_place.place, _place.reason, _place.at).where(
            _here(tables.unlocked_place, key, number)
        )
        answers = select(_return.package_sha256).where(
            same_report(tables.taken_return, key), _return.answered_in == number
        )
        with self._db.read() as connection:
            found = connection.execute(select(tables.report_revision).where(here)).one_or_none()
            if found is None:
                return ReportRevision(key, number)
            return ReportRevision(
                key, number, found.opened_at, found.reason, found.encloses_lists,
                tuple(connection.scalars(answers.order_by(_return.id))),
                tuple(Unlocked(*row) for row in connection.execute(places.order_by(_place.id))),
            )  # fmt: skip

    def open(self, key: ReportKey, number: int, *, reason: str, at: datetime) -> None:
        """Note why and when a revision was opened."""
        self._put(key, number, {"opened_at": at, "reason": reason})

    def unlock(
        self, key: ReportKey, number: int, *, place: str, reason: str, at: datetime
    ) -> None:
        """Note that one more place of a draft may be changed, and why."""
        row = _columns(key, number) | {"place": place, "reason": reason, "at": at}
        with self._db.write() as connection:
            self._put(key, number, {})
            connection.execute(insert(tables.unlocked_place), row)

    def enclose_lists(self, key: ReportKey, number: int, *, enclosed: bool) -> None:
        """Note whether the lists of a revision go along."""
        self._put(key, number, {"encloses_lists": enclosed})

    def encloses_lists(self, key: ReportKey, number: int) -> bool:
        """Say whether the lists of a revision go, or went, along."""
        here = _here(tables.report_revision, key, number)
        with self._db.read() as connection:
            return bool(connection.scalar(select(_revision.encloses_lists).where(here)))

    def hand_out(self, key: ReportKey, number: int, handed: HandedOutPrint) -> None:
        """Note a print that was written to be signed elsewhere."""
        row = _columns(key, number) | {"sha256": handed.sha256, "size": handed.size}
        with self._db.write() as connection:
            connection.execute(insert(tables.handed_out_print), row)

    def handed_out(self, key: ReportKey, number: int, *, limit: int) -> tuple[HandedOutPrint, ...]:
        """Return the latest prints of a revision that were handed out, the last first."""
        here = _here(tables.handed_out_print, key, number)
        asked = select(_print.sha256, _print.size).where(here).order_by(_print.id.desc())
        with self._db.read() as connection:
            return tuple(HandedOutPrint(*row) for row in connection.execute(asked.limit(limit)))

    def _put(self, key: ReportKey, number: int, values: Mapping[str, Any]) -> None:
        here = _here(tables.report_revision, key, number)
        with self._db.write() as connection:
            if connection.scalar(select(_revision.unit).where(here)) is None:
                blank = {"reason": "", "encloses_lists": False}
                row = {**_columns(key, number), **blank, **values}
                connection.execute(insert(tables.report_revision), row)
            elif values:
                connection.execute(update(tables.report_revision).where(here).values(values))


class ReturnStore(WorkspacePart):
    """Keep the returns that came to this unit; none is ever left out."""

    def take(self, taken: ReturnRecord) -> bool:
        """Keep a return, and say whether it is news: the same package twice is one.

        Its package is kept before.
        """
        with self._db.write() as connection:
            if _known_return(connection, taken.package_sha256):
                return False
            row = _columns(taken.key, taken.revision) | {
                "package_sha256": taken.package_sha256, "at": taken.at,
                "answered_in": taken.answered_in, "read_at": taken.read_at,
            }  # fmt: skip
            connection.execute(insert(tables.taken_return), row)
            return True

    def answer(self, package_sha256: str, revision: int) -> None:
        """Note which revision answers a return."""
        self._update(package_sha256, {"answered_in": revision})

    def mark_read(self, package_sha256: str, at: datetime) -> None:
        """Note that a person opened a return."""
        self._update(package_sha256, {"read_at": at})

    def of(self, key: ReportKey) -> tuple[ReturnRecord, ...]:
        """Return the returns of a report, in the order they came."""
        asked = select(tables.taken_return).where(same_report(tables.taken_return, key))
        with self._db.read() as connection:
            return tuple(_as_return(row) for row in connection.execute(asked.order_by(_return.id)))

    def _update(self, package_sha256: str, values: Mapping[str, Any]) -> None:
        here = _return.package_sha256 == package_sha256
        with self._db.write() as connection:
            connection.execute(update(tables.taken_return).where(here).values(values))


def _here(table: Table, key: ReportKey, number: int) -> ColumnElement[bool]:
    return and_(same_report(table, key), table.c.revision == number)


def _columns(key: ReportKey, number: int) -> dict[str, Any]:
    return {"unit": key.unit, "report_set": key.report_set, "period": key.period,
            "revision": number}  # fmt: skip


def _known_return(connection: Connection, package_sha256: str) -> bool:
    asked = select(_return.id).where(_return.package_sha256 == package_sha256)
    return connection.scalar(asked) is not None


def _as_return(row: Row[Any]) -> ReturnRecord:
    key = ReportKey(row.unit, row.report_set, row.period)
    return ReturnRecord(
        row.package_sha256, key, row.revision, row.at, row.answered_in, row.read_at
    )
