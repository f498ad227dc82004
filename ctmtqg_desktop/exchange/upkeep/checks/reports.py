"""Submitted reports against their packages, and what follows from them against them."""

from collections.abc import Iterator, Sequence

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import Report, ReportKey, Status, Submission
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.post.revisions import name_of, subject_of
from ctmtqg_desktop.exchange.proof.compare import differences
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.upkeep.checks.told import differing, lost_line
from ctmtqg_desktop.workspace.records import Direction, PackageRecord, Problem

_CAME = frozenset({Status.RECEIVED, Status.ACCEPTED, Status.RETURNED})
_LEFT = frozenset({Status.DRAFT, Status.COMPLETE})


def check_reports(room: Room) -> Iterator[Problem]:
    """Yield what the tables say of submitted reports otherwise than what was signed."""
    workspace = room.workspace
    submissions = workspace.submissions.every()
    packages = {record.sha256: record for record in workspace.packages.every()}
    for one in submissions:
        yield from _content(room, one)
        yield from _arrival(one, packages.get(one.package_sha256))
    by_key: dict[ReportKey, list[Submission]] = {}
    for one in submissions:
        by_key.setdefault(one.key, []).append(one)
    for revisions in by_key.values():
        yield from _counting(revisions)
    for report in workspace.reports.all():
        yield from _standing(report, by_key.pop(report.key, ()))
    for key in by_key:
        yield lost_line(name_of(key))


def _content(room: Room, one: Submission) -> Iterator[Problem]:
    try:
        period = Period.parse(one.key.period)
        unit = room.catalogue.unit_for(one.key.unit, period)
        yield from differences(room.library, room.workspace, unit, one)
    except CtmtqgError as error:
        yield Problem(error.code, error.facts)


def _arrival(one: Submission, record: PackageRecord | None) -> Iterator[Problem]:
    if record is None:
        return
    subject = subject_of(one.key, one.revision)
    about = record.about
    named = subject_of(about.report, about.number) if about is not None else ""
    yield from differing(subject, ("place", named, subject))
    if one.received_at is not None:
        came = record.direction is Direction.IN
        yield from differing(
            subject, ("direction", came, True), ("received-at", one.received_at, record.at)
        )


def _counting(revisions: Sequence[Submission]) -> Iterator[Problem]:
    """Ask that the latest accepted revision counts, and no other."""
    accepted = [one for one in revisions if one.status is Status.ACCEPTED]
    latest = max(accepted, key=lambda one: one.revision, default=None)
    for one in revisions:
        subject = subject_of(one.key, one.revision)
        counts = latest is not None and one.id == latest.id
        yield from differing(subject, ("counts", one.current, counts))
        if one.received_at is not None:
            yield from differing(subject, ("came", one.status in _CAME, True))


def _standing(report: Report, revisions: Sequence[Submission]) -> Iterator[Problem]:
    """Ask that a report stands where its last revision does, unless it is a draft again."""
    subject = subject_of(report.key, report.revision)
    last = max(revisions, key=lambda one: one.revision, default=None)
    if last is None:
        is_draft = report.status in _LEFT
        yield from differing(
            subject, ("draft-status", is_draft, True), ("content", report.content_sha256, "")
        )
        return
    yield from differing(
        subject,
        ("content", report.content_sha256, last.content_sha256),
        ("version", report.version, last.version),
    )
    if report.status in _LEFT:
        yield from differing(subject, ("later", report.revision > last.revision, True))
    else:
        yield from differing(
            subject,
            ("revision", report.revision, last.revision),
            ("status", report.status.value, last.status.value),
        )
