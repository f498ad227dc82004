"""From the desk and the office to what the pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.revision import RevisionKey
from ctmtqg_desktop.entries.submission import ReportKey, Submission
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.post.kept_verdict import DIFFERING, kept_verdict
from ctmtqg_desktop.exchange.post.outcome import Received
from ctmtqg_desktop.exchange.post.sent_packages import latest_package
from ctmtqg_desktop.exchange.receiver.board.concerns import Watched, concerns_of, watched
from ctmtqg_desktop.exchange.receiver.office import BoardRow, Office
from ctmtqg_desktop.exchange.receiver.verdict_words import (
    cautions_of,
    differing_lines,
    ground_lines,
)
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.targets.target_at_cell import OwnTarget
from ctmtqg_desktop.exchange.words import claimed, say
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.text import format_date
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
    """Return the targets that concern the unit, against its own open sheets, its own first."""
    titles = {form.id: form.short for form in desk.catalogue.heads()}
    return [_own(one, desk.catalogue.measures, titles) for one in desk.targets.answered(period)]


def _own(one: OwnTarget, measures: Mapping[str, Measure], titles: Mapping[str, str]) -> Progress:
    """Return a target as the list shows it, with what is ours in it, or why there is nothing."""
    shown, form = to_progress(one.tracked, measures), one.target.answer.form
    says = ""
    if not one.section and form:
        says = say("target.elsewhere", {"form": titles.get(form, form)})
    elif not one.is_ours:
        ours = one.ours or say("target.not-entered", {})
        says = translate("Reading", "Đơn vị mình: {ours}").format(ours=ours)
    above = "" if one.asks_us else one.tracked.place
    return replace(shown, note=f"{says}\n{shown.note}" if says else shown.note, above=above)


# -- a receiving unit


def places(office: Office, set_ids: Sequence[str], period: Period) -> list[UnitStanding]:
    """Return where every unit stands with every report set."""
    seen = watched(office.workspace, office.inbox())
    units: dict[str, Unit] = {}
    found: dict[tuple[str, str], BoardPlace] = {}
    for set_id in set_ids:
        for row in office.board(set_id, period).units:
            units[row.unit.code] = row.unit
            found[(row.unit.code, set_id)] = _place(set_id, row, period, seen)
    return [
        UnitStanding(
            unit, tuple(found.get((code, set_id), not_owed(set_id)) for set_id in set_ids)
        )
        for code, unit in sorted(units.items())
    ]


def not_owed(set_id: str) -> BoardPlace:
    """Return the place of a unit that does not report with a set."""
    return BoardPlace(set_id, date.max, is_owed=False)


def _place(set_id: str, row: BoardRow, period: Period, seen: Watched) -> BoardPlace:
    submission = row.submission
    concerns = concerns_of(row, ReportKey(row.unit.code, set_id, period.code), seen)
    if submission is None:
        return BoardPlace(set_id, row.deadline, days_late=row.days_late, concerns=concerns)
    line = seen.lines.get(submission.package_sha256)
    return BoardPlace(
        set_id, row.deadline, row.status, row.days_late, submission.revision,
        submission.signed_at, submission.received_at, submission.package_sha256,
        line.value if line is not None else "", concerns=concerns, back_by=row.back_by,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an accepted package beside its verdict."""

    unit: str
    facts: tuple[tuple[str, str], ...]


def known_packages(office: Office) -> dict[str, Known]:
    """Return what is known of the packages that count, of whatever period, by their digest."""
    approved = {signer.spki_sha256: signer for signer in office.workspace.signers.enrolled()}
    found = {}
    for set_id, period in sorted(_taken(office)):
        for one in office.workspace.submissions.current(set_id, period):
            unit = office.catalogue.unit_for(one.key.unit, Period.parse(period))
            signer = approved.get(one.signer_sha256)
            facts = (
                (translate("Reading", "Hạn nộp"), _in_time(office, one)),
                (translate("Reading", "Nhận lần đầu"), moment(one.received_at)),
                (translate("Reading", "Khóa ký"), one.signer_sha256[:16]),
                (translate("Reading", "Duyệt bởi"), signer.approved_by if signer else ""),
                (translate("Reading", "Mã nội dung"), one.content_sha256[:16]),
                (translate("Reading", "Văn bản"), papers_words(office, one)),
            )
            found[one.package_sha256] = Known(unit.name, facts)
    return found


def _taken(office: Office) -> set[tuple[str, str]]:
    """Return (report set, period) of all reports that were taken in."""
    ours = {one.id for one in office.report_sets()}
    reports = (r.about.report for r in office.inbox() if r.outcome is Outcome.ACCEPTED and r.about)
    return {(r.report_set, r.period) for r in reports if r.report_set in ours}


def _in_time(office: Office, one: Submission) -> str:
    """Return the deadline of a report, and whether it came in time."""
    period = Period.parse(one.key.period)
    deadline = office.deadline(office.catalogue.report_set(one.key.report_set), period)
    days = (one.received_at.date() - deadline).days if one.received_at else 0
    late = translate("Reading", "{day}, muộn {days} ngày")
    words = late if days > 0 else translate("Reading", "{day}, đúng hạn")
    return words.format(day=format_date(deadline), days=days)


def _about(office: Office, one: RevisionKey) -> str:
    """Return a report in words: its set, period and revision, as far as they are known."""
    report_set = office.catalogue.report_sets.get(one.report.report_set)
    name = report_set.short if report_set is not None else claimed(one.report.report_set)
    period = _period_of(one)
    label = period.label if period is not None else claimed(one.report.period)
    words = translate("Reading", "{report}, {period}, lần {revision}")
    return words.format(report=name, period=label, revision=one.number)


def _period_of(one: RevisionKey) -> Period | None:
    try:
        return Period.parse(one.report.period)
    except FormError:  # of a package that was refused, whatever it says
        return None


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
        cautions=cautions_of(kept.verdict, kept.facts.get(DIFFERING, "")) if kept else (),
        report=record.about,
        is_request=record.kind == Kind.ENROLMENT,
    )


def named(
    office: Office, parcel: Parcel, known: Mapping[str, Known], results: Mapping[str, Received]
) -> Parcel:
    """Return a parcel with its unit and report in words, where they are known."""
    found, result = known.get(parcel.sha256), results.get(parcel.file)
    report = parcel.report
    if report is None and result is not None and result.report is not None:
        report = RevisionKey(result.report, result.revision)
    about = translate("Reading", "Đăng ký chữ ký") if parcel.is_request else ""
    about = _about(office, report) if report is not None else about
    if found is not None:
        return replace(parcel, unit=found.unit, about=about, report=report)
    code = report.report.unit if report is not None else result.unit if result is not None else ""
    period = _period_of(report) if report is not None else None
    day = period.end if period is not None else office.workspace.identity.at
    unit = office.catalogue.units.find(code, day) if code else None
    name = unit.name if unit is not None else claimed(code)
    return replace(parcel, unit=name, about=about, report=report)


def parcel_of_result(result: Received) -> Parcel:
    """Return what became of a file that left no record."""
    verdict = result.verdict
    if verdict is None:
        return Parcel(result.file, result.outcome, message=result.message)
    return Parcel(
        result.file, result.outcome, message=result.message,
        answers=_answers(verdict, verdict.bottom_line), grounds=ground_lines(verdict),
        cautions=cautions_of(verdict, differing_lines(result.differing)),
    )  # fmt: skip
