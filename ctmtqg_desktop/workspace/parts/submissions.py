"""Submitted revisions: frozen once, asked for often, never changed but for their status."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.revision import RevisionKey
from ctmtqg_desktop.entries.submission import Report, ReportKey, Status, Submission, check_step
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.file.database import WorkspacePart, made_id
from ctmtqg_desktop.workspace.parts.frozen import (
    digest_forms,
    digest_sheet,
    read_sheets,
    remove_sheets,
    write_sheets,
)
from ctmtqg_desktop.workspace.parts.packages import put_package, set_outcome
from ctmtqg_desktop.workspace.parts.reports import (
    choose_current,
    find_report,
    put_report,
    same_report,
)
from ctmtqg_desktop.workspace.records import Direction, Outcome, PackageRecord
from ctmtqg_desktop.workspace.schema import tables

_submission = tables.submission.c
_OWN = ("version", "revision", "content_sha256", "previous_sha256", "package_sha256",
        "signed_at", "received_at", "signer_sha256")  # fmt: skip


class SubmissionStore(WorkspacePart):
    """Freeze submissions with their values and package, and read them again."""

    def freeze(
        self,
        submission: Submission,
        sheets: Mapping[str, Content],
        package: bytes,
        *,
        verdict_json: str = "",
        source_name: str = "",
    ) -> Submission:
        """Keep a submission, its values, its package and its status: all or nothing.

        The sender calls it after sealing, the receiver after every check. The same revision
        with the same content is there already and is returned as it is.

        Args:
            submission: ``received_at`` decides whether the package is one that came in.
            sheets: by form id, each with the version of its form.
            package: the exact bytes; their digest is ``submission.package_sha256``.
            verdict_json: of a package that came in.
            source_name: its file's name.

        Raises:
            WorkspaceError: ``workspace.conflict`` when the revision is there with other
                content; a refused step; disk full.
        """
        if sha256(package).hexdigest() != submission.package_sha256:
            msg = "package_sha256 is not that of the bytes"
            raise ValueError(msg)
        with self._db.write() as connection:
            known = _find_revision(connection, submission)
            if known is not None and known.content_sha256 != submission.content_sha256:
                raise _conflict(submission, known)
            record = _package_record(submission, package, verdict_json, source_name)
            put_package(connection, record, package)
            if known is not None:
                return known
            stored = _write(connection, submission, sheets)
            self._move_report(connection, submission)
            choose_current(connection, submission.key)
            return _get(connection, stored)

    def replace(self, submission: Submission, sheets: Mapping[str, Content]) -> Submission:
        """Put another content in the place of a revision, as a person decided.

        Its package is in the inbox. The one that was there keeps its bytes and its line in the
        inbox, as replaced; the values it brought can be read from it again.

        Raises:
            WorkspaceError: ``workspace.submission-unknown`` when there is no such revision.
        """
        with self._db.write() as connection:
            known = _find_revision(connection, submission)
            if known is None:
                number = submission.revision
                raise WorkspaceError("workspace.submission-unknown", submission=number)
            set_outcome(connection, known.package_sha256, Outcome.REPLACED)
            set_outcome(connection, submission.package_sha256, Outcome.ACCEPTED)
            remove_sheets(connection, known.id)
            _rewrite(connection, known.id, submission, sheets)
            report = find_report(connection, submission.key)
            if report is not None and report.revision == submission.revision:
                content, status = submission.content_sha256, submission.status
                after = replace(report, content_sha256=content, status=status)
                put_report(connection, self._db, after)
            choose_current(connection, submission.key)
            return _get(connection, known.id)

    def _move_report(self, connection: Connection, submission: Submission) -> None:
        """Let the report follow; a revision older than the one it stands at is history only."""
        before = find_report(connection, submission.key)
        if before is not None and submission.revision < before.revision:
            return
        same = before is not None and submission.revision == before.revision
        if same and before is not None and before.status is not submission.status:
            check_step(before.status, submission.status)
        moved = submission.received_at or submission.signed_at
        put_report(connection, self._db, Report(
            submission.key, submission.version, submission.revision, submission.status,
            submission.content_sha256, moved,
        ))  # fmt: skip

    def values(self, submission_id: int, form: str) -> Content:
        """Return one frozen sheet; an empty one when the submission has no such form.

        Raises:
            WorkspaceError: ``workspace.submission-damaged``.
        """
        return self.values_of((submission_id,), form).get(submission_id, Content())

    def values_of(self, submission_ids: Sequence[int], form: str) -> dict[int, Content]:
        """Return one form of many submissions; those without it are absent.

        Raises:
            WorkspaceError: ``workspace.submission-damaged``.
        """
        with self._db.read() as connection:
            found = read_sheets(connection, submission_ids, form)
        return {number: sheets[form] for number, sheets in found.items() if form in sheets}

    def sheets_of(self, submission_id: int) -> dict[str, Content]:
        """Return every frozen sheet of a submission, by form id.

        Raises:
            WorkspaceError: ``workspace.submission-damaged``.
        """
        with self._db.read() as connection:
            return read_sheets(connection, (submission_id,))[submission_id]

    def current(
        self, report_set: str, period: str, units: Sequence[str] | None = None
    ) -> tuple[Submission, ...]:
        """Return the latest accepted revision of each unit, by unit; None asks for all units."""
        asked = select(tables.submission).where(
            _submission.report_set == report_set,
            _submission.period == period,
            _submission.current == 1,
        )
        found = self._all(asked.order_by(_submission.unit))
        wanted = None if units is None else frozenset(units)
        return tuple(item for item in found if wanted is None or item.key.unit in wanted)

    def periods(self, report_set: str) -> tuple[str, ...]:
        """Return the periods in which some unit's report of a set was accepted."""
        asked = select(_submission.period).where(
            _submission.report_set == report_set, _submission.current == 1
        )
        with self._db.read() as connection:
            return tuple(connection.scalars(asked.distinct().order_by(_submission.period)))

    def of(self, key: ReportKey) -> tuple[Submission, ...]:
        """Return every revision of a report, oldest first."""
        asked = select(tables.submission).where(same_report(tables.submission, key))
        return self._all(asked.order_by(_submission.revision))

    def every(self) -> tuple[Submission, ...]:
        """Return every submission there is, in the order they were written down."""
        return self._all(select(tables.submission).order_by(_submission.id))

    def latest_by_unit(self, report_set: str, period: str) -> dict[str, Submission]:
        """Return the last revision of every unit's report that came, returned or not."""
        asked = select(tables.submission).where(
            _submission.report_set == report_set, _submission.period == period
        )
        return {one.key.unit: one for one in self._all(asked.order_by(_submission.revision))}

    def get(self, submission_id: int) -> Submission:
        """Return one submission.

        Raises:
            WorkspaceError: ``workspace.submission-unknown``.
        """
        found = self._all(select(tables.submission).where(_submission.id == submission_id))
        if not found:
            raise WorkspaceError("workspace.submission-unknown", submission=submission_id)
        return found[0]

    def without_receipt(self) -> tuple[Submission, ...]:
        """Return what came in and has no line in the receipt register, in order of arrival."""
        given = select(tables.receipt.c.content_sha256)
        asked = select(tables.submission).where(
            _submission.received_at.is_not(None), _submission.content_sha256.not_in(given)
        )
        return self._all(asked.order_by(_submission.received_at, _submission.id))

    def of_signer(self, unit: str, spki_sha256: str) -> tuple[Submission, ...]:
        """Return what a key signed for a unit and came in, in order of arrival."""
        asked = select(tables.submission).where(
            _submission.unit == unit, _submission.signer_sha256 == spki_sha256,
            _submission.received_at.is_not(None),
        )  # fmt: skip
        return self._all(asked.order_by(_submission.id))

    def find(self, content_sha256: str) -> Submission | None:
        """Return the latest submission with this content: what a receipt or return quotes."""
        asked = select(tables.submission).where(_submission.content_sha256 == content_sha256)
        found = self._all(asked.order_by(_submission.id.desc()).limit(1))
        return found[0] if found else None

    def _all(self, asked: Select[Any]) -> tuple[Submission, ...]:
        with self._db.read() as connection:
            return tuple(_as_submission(row) for row in connection.execute(asked))


def _find_revision(connection: Connection, submission: Submission) -> Submission | None:
    asked = select(tables.submission).where(
        same_report(tables.submission, submission.key),
        _submission.revision == submission.revision,
    )
    found = connection.execute(asked).one_or_none()
    return None if found is None else _as_submission(found)


def _conflict(submission: Submission, known: Submission) -> WorkspaceError:
    return WorkspaceError(
        "workspace.conflict", unit=submission.key.unit, report_set=submission.key.report_set,
        period=submission.key.period, revision=submission.revision,
        known_sha256=known.content_sha256, content_sha256=submission.content_sha256,
    )  # fmt: skip


def _package_record(
    submission: Submission, package: bytes, verdict_json: str, source_name: str
) -> PackageRecord:
    came = submission.received_at is not None
    return PackageRecord(
        sha256=submission.package_sha256,
        size=len(package),
        kind="report",
        direction=Direction.IN if came else Direction.OUT,
        outcome=Outcome.ACCEPTED if came else Outcome.WRITTEN,
        at=submission.received_at or submission.signed_at,
        verdict_json=verdict_json,
        source_name=source_name,
        about=RevisionKey(submission.key, submission.revision),
    )


def _write(connection: Connection, submission: Submission, sheets: Mapping[str, Content]) -> int:
    key = submission.key
    digests = {form: digest_sheet(form, sheet) for form, sheet in sheets.items()}
    listed = [(form, sheet.version, digests[form]) for form, sheet in sheets.items()]
    made = connection.execute(insert(tables.submission), {
        "unit": key.unit, "report_set": key.report_set, "period": key.period, "current": 0,
        "status": submission.status.value, "values_sha256": digest_forms(listed),
        **{name: getattr(submission, name) for name in _OWN},
    })  # fmt: skip
    submission_id = made_id(made)
    write_sheets(connection, submission_id, sheets, digests=digests)
    return submission_id


def _rewrite(
    connection: Connection, at: int, submission: Submission, sheets: Mapping[str, Content]
) -> None:
    digests = {form: digest_sheet(form, sheet) for form, sheet in sheets.items()}
    listed = [(form, sheet.version, digests[form]) for form, sheet in sheets.items()]
    row = {name: getattr(submission, name) for name in _OWN}
    row |= {"status": submission.status.value, "values_sha256": digest_forms(listed)}
    connection.execute(update(tables.submission).where(_submission.id == at).values(row))
    write_sheets(connection, at, sheets, digests=digests)


def _get(connection: Connection, submission_id: int) -> Submission:
    asked = select(tables.submission).where(_submission.id == submission_id)
    return _as_submission(connection.execute(asked).one())


def _as_submission(row: Row[Any]) -> Submission:
    fields = {name: getattr(row, name) for name in _OWN}
    key = ReportKey(row.unit, row.report_set, row.period)
    return replace(
        Submission(key=key, status=Status(row.status), **fields),
        current=row.current == 1, id=row.id,
    )  # fmt: skip
