"""From the desk and the office to what the pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.exchange.answers.track import targets_against
from ctmtqg_desktop.exchange.post.outcome import Received
from ctmtqg_desktop.exchange.post.sent_packages import latest_package
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation
from ctmtqg_desktop.exchange.receiver.kept_verdict import kept_verdict
from ctmtqg_desktop.exchange.receiver.office import BoardRow, Office
from ctmtqg_desktop.exchange.receiver.verdict_words import cautions_of, ground_lines
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.trust.verdict import BottomLine, Verdict
from ctmtqg_desktop.ui.inbox.parcels import BoardPlace, Parcel, UnitStanding
from ctmtqg_desktop.ui.inbox.verdict_card import Answer
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.parts.progress import Progress
from ctmtqg_desktop.ui.totals.track_page import to_progress
from ctmtqg_desktop.workspace.records import Outcome, PackageRecord

translate = QCoreApplication.translate

REPORT = "report"


def own_progress(desk: Desk, period: Period) -> list[Progress]:
    """Return the targets assigned to the unit itself, against its own open sheets."""
    whole = _own(desk, period)
    return [
        to_progress(item, desk.catalogue.measures)
        for plan in desk.catalogue.plans.values()
        for item in targets_against(desk.library, plan.id, whole)
        if item.target.unit == desk.unit.code
    ]


def _own(desk: Desk, period: Period) -> Consolidation:
    """Return the unit's own reports of a period as a consolidation of one."""
    sources: dict[str, tuple[Source, ...]] = {}
    for report_set in () if desk.other_land(period) else desk.report_sets():
        if period.kind.value in report_set.periods and desk.catalogue.forms_of(
            report_set.id, desk.unit, period.end
        ):
            report = desk.report(report_set.id, period)
            for sheet in desk.sheets(report_set.id, period):
                source = Source(desk.unit, report.revision, report.content_sha256, sheet)
                sources[sheet.form.id] = (source,)
    return Consolidation("", period, desk.unit, (), {}, sources, (), ())


# -- a receiving unit


def places(office: Office, set_ids: Sequence[str], period: Period) -> list[UnitStanding]:
    """Return where every unit stands with every report set."""
    kept = {record.sha256: kept_verdict(record) for record in office.inbox()}
    lines = {sha256: one.line.value for sha256, one in kept.items() if one is not None}
    units: dict[str, Unit] = {}
    found: dict[tuple[str, str], BoardPlace] = {}
    for set_id in set_ids:
        for row in office.board(set_id, period).units:
            units[row.unit.code] = row.unit
            found[(row.unit.code, set_id)] = _place(set_id, row, lines)
    return [
        UnitStanding(
            unit, tuple(found.get((code, set_id), not_owed(set_id)) for set_id in set_ids)
        )
        for code, unit in sorted(units.items())
    ]


def not_owed(set_id: str) -> BoardPlace:
    """Return the place of a unit that does not report with a set."""
    return BoardPlace(set_id, date.max, is_owed=False)


def _place(set_id: str, row: BoardRow, lines: Mapping[str, str]) -> BoardPlace:
    submission = row.submission
    if submission is None:
        return BoardPlace(set_id, row.deadline, days_late=row.days_late)
    return BoardPlace(
        set_id, row.deadline, row.status, row.days_late, submission.revision,
        submission.signed_at, submission.received_at, submission.package_sha256,
        lines.get(submission.package_sha256, ""),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an accepted package beside its verdict."""

    unit: str
    about: str
    facts: tuple[tuple[str, str], ...]


def known_packages(office: Office, period: Period) -> dict[str, Known]:
    """Return what is known of the packages that count for a period, by their digest."""
    approved = {signer.spki_sha256: signer for signer in office.workspace.signers.enrolled()}
    found = {}
    for report_set in office.report_sets():
        for one in office.workspace.submissions.current(report_set.id, period.code):
            unit = office.catalogue.unit_for(one.key.unit, period)
            signer = approved.get(one.signer_sha256)
            facts = (
                (translate("Reading", "Khóa ký"), one.signer_sha256[:16]),
                (translate("Reading", "Duyệt bởi"), signer.approved_by if signer else ""),
                (translate("Reading", "Nhận lần đầu"), moment(one.received_at)),
                (translate("Reading", "Mã nội dung"), one.content_sha256[:16]),
                (translate("Reading", "Văn bản"), papers_words(office, one)),
            )
            about = translate("Reading", "{period}, lần {revision}")
            about = about.format(period=period.label, revision=one.revision)
            found[one.package_sha256] = Known(unit.name, about, facts)
    return found


def papers_words(office: Office, submission: Submission) -> str:
    """Return number, date and who signed the print, as they were found on arrival."""
    workspace = office.workspace
    kept = kept_verdict(workspace.packages.find(latest_package(workspace, submission)))
    return kept.papers if kept is not None else ""


def _answers(verdict: Verdict, line: BottomLine) -> tuple[tuple[str, Answer], ...]:
    """Return the answers of a verdict without their grounds."""
    return (*verdict.questions(), ("bottom_line", line.value))


def parcel_of(record: PackageRecord, messages: Mapping[str, Received]) -> Parcel:
    """Return a stored package as the inbox shows it.

    Args:
        record: what the workspace kept.
        messages: results of this session by file name, for their full sentences.
    """
    fresh, kept = messages.get(record.source_name), kept_verdict(record)
    is_fresh = fresh is not None and fresh.code == record.code
    message = fresh.message if fresh and is_fresh else ""
    if not message and record.code:
        facts = kept.facts if kept is not None else {}
        message = say(record.code, {"file": record.source_name, **facts})
    return Parcel(
        file=record.source_name or record.sha256[:12],
        outcome=record.outcome,
        at=record.at,
        message="" if record.outcome is Outcome.ACCEPTED else message,
        sha256=record.sha256,
        answers=_answers(kept.verdict, kept.line) if kept is not None else (),
        grounds=ground_lines(kept.verdict) if kept is not None else (),
        cautions=cautions_of(kept.verdict) if kept is not None else (),
    )


def named(
    office: Office, parcel: Parcel, known: Mapping[str, Known], results: Mapping[str, Received]
) -> Parcel:
    """Return a parcel with its unit in words, where that is known."""
    found = known.get(parcel.sha256)
    if found is not None:
        return replace(parcel, unit=found.unit, about=found.about)
    result = results.get(parcel.file)
    if result is None or not result.unit:
        return parcel
    unit = office.catalogue.units.find(result.unit, office.workspace.identity.at)
    return replace(parcel, unit=unit.name if unit else result.unit)


def parcel_of_result(result: Received) -> Parcel:
    """Return what became of a file that left no record."""
    verdict = result.verdict
    if verdict is None:
        return Parcel(result.file, result.outcome, message=result.message)
    return Parcel(
        result.file, result.outcome, message=result.message,
        answers=_answers(verdict, verdict.bottom_line), grounds=ground_lines(verdict),
        cautions=cautions_of(verdict),
    )  # fmt: skip
