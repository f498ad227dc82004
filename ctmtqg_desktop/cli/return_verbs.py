"""Verbs of the way back: returns, receipts, amendments, conflicts, the life of a report."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.signers import author_of
from ctmtqg_desktop.cli.tools import (
    Answer,
    Tools,
    folder_of,
    open_at,
    open_office,
)
from ctmtqg_desktop.entries.submission import ReportKey, Submission
from ctmtqg_desktop.errors import FormError, WorkspaceError
from ctmtqg_desktop.exchange.life import bundle, bundle_name, life
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.post.lists_in_packages import is_enclosed
from ctmtqg_desktop.exchange.receiver.acknowledge import acknowledge
from ctmtqg_desktop.exchange.receiver.conflicts import Conflict, compare, decide, undecided
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.send_back import compose, send_back
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.remark_file import read_remark_file
from ctmtqg_desktop.package.files import write_durably
from ctmtqg_desktop.package.returns import Asked
from ctmtqg_desktop.text import format_date

LEAST_DIGEST = 6
"""So many digits of a digest name a package or a content."""


def _site(office: Office) -> Site:
    return Site(office.workspace, office.unit, office.clock(), office.room.deadline_of)


def send_back_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Write a signed return of a report, with remarks on cells."""
    with open_office(arguments.workspace, tools) as office:
        submission = find_submission(office, arguments.submission)
        lines = read_remark_file(Path(arguments.remarks))
        remarks = [Asked(line.cell, line.text, line.due) for line in lines]
        site, sheets = _site(office), office.sheets_of(submission)
        note = compose(site, submission, remarks, sheets=sheets, due=_day(arguments.due))
        out_dir = folder_of(arguments.out)
        with author_of(arguments, office.unit, site.at) as author:
            done = send_back(site, note, author=author, out_dir=out_dir)
        document = {
            "package": str(done.path),
            "package_sha256": done.package_sha256,
            "unit": note.unit,
            "report_set": note.report_set,
            "period": note.period,
            "revision": note.revision,
            "content_sha256": note.content_sha256,
            "remarks": len(note.remarks),
            "due": note.due.isoformat() if note.due else None,
        }
        due = f", hạn {format_date(note.due)}" if note.due else ""
        told = (
            f"Đã trả lại báo cáo lần {note.revision}, {len(note.remarks)} góp ý{due}: {done.path}"
        )
        return Answer(document, (told, "Có thể rút USB."))


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FormError("exchange.date", given=text) from error


def find_submission(office: Office, named: str) -> Submission:
    """Find a submission by number, digest, ``UNIT/SET/PERIOD``, or unit where one fits."""
    everything = [
        submission
        for report in office.workspace.reports.all()
        for submission in office.workspace.submissions.of(report.key)
    ]
    by_number = [s for s in everything if str(s.id) == named]
    digests = [
        s
        for s in everything
        if len(named) >= LEAST_DIGEST and named.lower() in _starts(s, len(named))
    ]
    latest = {s.key: s for s in everything}
    by_name = [s for s in latest.values() if named in {_name(s.key), s.key.unit}]
    for found in (by_number, digests, by_name):
        if len(found) == 1:
            return found[0]
    raise WorkspaceError("workspace.submission-unknown", submission=named)


def _starts(submission: Submission, length: int) -> set[str]:
    return {submission.content_sha256[:length], submission.package_sha256[:length]}


def _name(key: ReportKey) -> str:
    return f"{key.unit}/{key.report_set}/{key.period}"


def acknowledge_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Write receipts for everything that came and has none."""
    with open_office(arguments.workspace, tools) as office:
        waiting = office.workspace.submissions.without_receipt()
        site, out_dir = _site(office), folder_of(arguments.out)
        with author_of(arguments, office.unit, site.at) as author:
            written = acknowledge(site, waiting, author=author, out_dir=out_dir)
        lines = [f"Đã ghi {path}" for path in written] or ["Mọi báo cáo đã có biên nhận."]
        return Answer({"receipts": [str(path) for path in written]}, tuple(lines))


def conflicts_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Show packages in conflict cell by cell, or decide upon one."""
    with open_office(arguments.workspace, tools) as office:
        if arguments.package:
            return _decided(office, arguments)
        records = undecided(office.workspace)
        found = [compare(office.bench(), record.sha256) for record in records]
        lines = [line for conflict in found for line in _conflict_lines(conflict)]
        document = {"conflicts": [_conflict_json(conflict) for conflict in found]}
        return Answer(document, tuple(lines or ["Không có gói nào xung đột."]))


def _decided(office: Office, arguments: Namespace) -> Answer:
    if arguments.take == arguments.keep:
        raise FormError("exchange.decision-missing")
    released = decide(
        office.bench(), arguments.package, take=arguments.take, reason=arguments.reason or ""
    )
    document = {
        "package_sha256": arguments.package,
        "taken": arguments.take,
        "released": [{"file": r.file, "outcome": r.outcome} for r in released],
    }
    told = "Đã dùng gói đến sau." if arguments.take else "Giữ gói đến trước."
    return Answer(document, (told, *(f"{r.file}: {r.message}" for r in released)))


def _conflict_json(conflict: Conflict) -> dict[str, object]:
    return {
        "package_sha256": conflict.record.sha256,
        "file": conflict.record.source_name,
        "report": _name(conflict.first.key),
        "revision": conflict.first.revision,
        "first_content_sha256": conflict.first.content_sha256,
        "differences": [
            {"form": d.form, "cell": str(d.cell), "label": d.where, "first": d.first,
             "second": d.second}
            for d in conflict.differences
        ],
    }  # fmt: skip


def _conflict_lines(conflict: Conflict) -> list[str]:
    head = f"{conflict.record.source_name} ({conflict.record.sha256[:12]}):"
    both = ((d.where, d.first or "…", d.second or "…") for d in conflict.differences)
    return [head, *(f"  {where}: {first} | {second}" for where, first, second in both)]


def life_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Tell the life of one report, and write it with its proofs into one file."""
    with open_at(arguments.workspace, tools) as workspace:
        key = ReportKey(arguments.unit or workspace.identity.unit_code, arguments.report_set,
                        Period.parse(arguments.period).code)  # fmt: skip
        events = life(workspace, key)
        path = folder_of(arguments.out) / bundle_name(key) if arguments.out else None
        if path is not None:
            write_durably(path, bundle(workspace, key))
            personal = any(is_enclosed(workspace, key, e.revision) for e in events)
            note_export(workspace, tools.clock(), Exported.LIFE, path, personal=personal)
    document = {
        "events": [
            {"at": e.at.isoformat(), "what": e.what, "revision": e.revision, "words": e.words,
             "proof": e.proof or None}
            for e in events
        ],
        "path": str(path) if path else None,
    }  # fmt: skip
    lines = [f"{e.at:%d/%m/%Y %H:%M}  {e.words}" for e in events]
    lines = lines or [say("exchange.life-empty", {})]
    return Answer(document, tuple([*lines, f"Đã ghi {path}"] if path else lines))
