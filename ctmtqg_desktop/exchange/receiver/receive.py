"""Receive: take in files and folders of packages; one bad package never stops a batch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.revision import RevisionKey
from ctmtqg_desktop.entries.submission import ReportKey, Status, Submission
from ctmtqg_desktop.errors import CtmtqgError, PackageError, TrustError, WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keys.office_certificate import vouched
from ctmtqg_desktop.exchange.post import reading_keys as secrecy
from ctmtqg_desktop.exchange.post.kept_verdict import DIFFERING, dump_verdict
from ctmtqg_desktop.exchange.post.lists_in_packages import remember_lists
from ctmtqg_desktop.exchange.post.one_file import one_file
from ctmtqg_desktop.exchange.post.outcome import (
    Received,
    each_found,
    left_facts,
    left_words,
    outcome_counts,
    received_facts,
    refused,
)
from ctmtqg_desktop.exchange.post.revisions import subject_of
from ctmtqg_desktop.exchange.post.sent_packages import issued_package, remember_issue
from ctmtqg_desktop.exchange.post.signers import author_of
from ctmtqg_desktop.exchange.post.who_signed import first_seen
from ctmtqg_desktop.exchange.receiver.acknowledge import give_receipts
from ctmtqg_desktop.exchange.receiver.board.came import came_words, what_came
from ctmtqg_desktop.exchange.receiver.judge import Bench, Judged, judge, key_of
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import Receive
from ctmtqg_desktop.exchange.receiver.set_aside import set_aside
from ctmtqg_desktop.exchange.receiver.verdict_words import differing_lines
from ctmtqg_desktop.exchange.sender.pack import report_contents
from ctmtqg_desktop.exchange.words import claimed, say, sentence
from ctmtqg_desktop.package.found.folders import AsideFile, FoundFile
from ctmtqg_desktop.trust.verdict import Revision
from ctmtqg_desktop.workspace.records import Direction, Outcome, PackageRecord

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

AMENDED = "amended"
"""What the journal calls the reason a new revision came with."""
_OUTCOMES = {
    Revision.NEW: Outcome.ACCEPTED,
    Revision.AMENDMENT: Outcome.ACCEPTED,
    Revision.DUPLICATE: Outcome.DUPLICATE,
    Revision.STALE: Outcome.STALE,
    Revision.CONFLICT: Outcome.CONFLICT,
    Revision.HELD: Outcome.HELD,
}


def receive(office: Office, order: Receive, step: Step = no_step) -> Done:
    """Judge and take in packages; one bad package never stops a batch.

    Where receipts are asked for, nothing is taken in before their signer was opened.

    Raises:
        TrustError: the password opens no reading key; whoever signs cannot be opened.
        FormError: ``exchange.folder``.
        PackageError: a receipt cannot be written; what was taken in stays. ``each_found``.
        WorkspaceError: the workspace itself cannot be written; what was taken in stays.
    """
    office.open_reading(order.paths, order.reading_password)
    signing = order.signing
    if signing is None:
        return _told_of(office, *_batch(office.bench(), order.paths, step))
    out_dir = made_folder(signing.out_dir)
    with author_of(signing, unit=office.unit, at=office.clock()) as author:
        vouched(office.room.site(), author)
        results, left = _batch(office.bench(), order.paths, step)
        site, accepted = office.room.site(), _accepted(office.workspace, results)
        receipts = give_receipts(site, accepted, author=author, out_dir=out_dir)
        return _told_of(office, results, left, receipts)


def _accepted(workspace: "Workspace", results: Sequence[Received]) -> list[Submission]:
    """Return what was accepted, in the order of arrival."""
    digests = [r.content_sha256 for r in results if r.outcome is Outcome.ACCEPTED]
    found = (workspace.submissions.find(digest) for digest in digests)
    return [submission for submission in found if submission is not None]


def _told_of(
    office: Office,
    results: Sequence[Received],
    left: Sequence[AsideFile],
    receipts: Sequence[Path] = (),
) -> Done:
    """Return what became of every file; where no package was, that is a refusal."""
    counts, came = outcome_counts(results), what_came(office, results)
    accepted, refused_ones = (counts.get(o, 0) for o in (Outcome.ACCEPTED, Outcome.REFUSED))
    facts: dict[str, object] = {
        "files": [received_facts(one) for one in results],
        "counts": counts,
        "came": [one.facts() for one in came],
        "reports": came_words(came),
        "receipts": list(receipts),
        "total": len(results),
        "accepted": accepted,
        "refused": refused_ones,
        "other": len(results) - accepted - refused_ones,
        "others": _other_words(counts),
        "given": len(receipts),
        "left_out": left_facts(left),
        "aside": left_words(left),
    }
    ending = "-receipts" if receipts else "" if results else "-nothing"
    return Done(
        f"done.receive{ending}", facts, tuple(receipts),
        found=tuple(results), is_refused=bool(refused_ones) or not results,
        did_nothing=not results,
    )  # fmt: skip


def _batch(
    bench: Bench, paths: Sequence[Path], step: Step
) -> tuple[tuple[Received, ...], tuple[AsideFile, ...]]:
    """Judge and take in packages, each in its own transaction; tell what was left aside.

    What waited for a revision that now came is judged again; it stands after the files.
    """
    results, left = each_found(paths, step, lambda one: _receive_one(bench, one))
    for report in {r.report for r in results if r.outcome is Outcome.ACCEPTED and r.report}:
        results.extend(release(bench, report))
    return tuple(results), left


def _receive_one(bench: Bench, found: FoundFile) -> Received:
    try:
        with one_file():
            return admit(bench, secrecy.plain(found.read(), bench.secret), found.name)
    except WorkspaceError:
        raise
    except CtmtqgError as error:
        return refused(found.name, error)


Look = Callable[[Bench, bytes], Judged]


def admit(bench: Bench, data: bytes, name: str, *, look: Look = judge) -> Received:
    """Judge one package and take it in, or remember why not.

    Args:
        bench: the receiver, at the moment the package was first seen.
        data: its bytes.
        name: of its file.
        look: judges; nothing is written before it has.

    Raises:
        WorkspaceError: nothing was written.
    """
    judged = set_aside(bench, look(bench, data))
    outcome, opened = _outcome(judged), judged.inspection.opened
    data = opened.data if opened is not None else data
    with bench.workspace.transaction():
        if outcome is Outcome.ACCEPTED and judged.report is not None:
            _store(bench, judged, data, name)
        _keep(bench, judged, data, name, outcome=outcome)
        if outcome in {Outcome.ACCEPTED, Outcome.DUPLICATE}:
            _note_issue(bench, judged)
    return _received(name, judged, outcome)


def release(bench: Bench, report: ReportKey, *, look: Look = judge) -> list[Received]:
    """Judge again what waited for an earlier revision of a report, as of when it was first seen.

    Raises:
        WorkspaceError: see ``admit``.
    """
    results: list[Received] = []
    moved = True
    while moved:
        moved = False
        for record in bench.workspace.packages.of_report(report, {Outcome.HELD}):
            result = _again(bench, record, look)
            if result is not None and result.outcome is not Outcome.HELD:
                results.append(result)
                moved = True
    return results


def _again(bench: Bench, record: PackageRecord, look: Look) -> Received | None:
    """Judge a package that waited; None when it cannot be judged and goes on waiting."""
    seen = replace(bench, now=record.at)
    try:
        with one_file():
            data = bench.workspace.packages.read(record.sha256)
            return admit(seen, data, record.source_name, look=look)
    except (PackageError, TrustError):
        return None


def _outcome(judged: Judged) -> Outcome:
    if judged.beside is not None:
        return judged.beside
    if judged.code or judged.verdict.revision is None:
        return Outcome.REFUSED
    return _OUTCOMES[judged.verdict.revision]


def submission_of(judged: Judged, at: datetime) -> Submission:
    """Return an accepted package as the submission it becomes."""
    opened, report = judged.inspection.opened, judged.report
    if opened is None or report is None:
        msg = "only what was judged whole becomes a submission"
        raise ValueError(msg)
    return Submission(
        key=key_of(report),
        version=report.report_set.version,
        revision=report.revision,
        status=Status.ACCEPTED,
        content_sha256=opened.manifest.content_sha256,
        previous_sha256=opened.manifest.header.previous_content_sha256 or "",
        package_sha256=opened.package_sha256,
        signed_at=opened.facts.claimed_at,
        received_at=at,
        signer_sha256=opened.facts.spki_sha256,
        current=True,
    )


def _store(bench: Bench, judged: Judged, data: bytes, name: str) -> None:
    seen = first_seen(bench.workspace, judged.inspection.package_sha256, bench.now)
    submission = submission_of(judged, seen)
    bench.workspace.submissions.freeze(
        submission, report_contents(judged.sheets), package=data, verdict_json=_verdict(judged),
        source_name=name,
    )  # fmt: skip
    note_reason(bench, judged)
    remember_lists(bench.workspace, submission.key, submission.revision, judged.sheets)


def _note_issue(bench: Bench, judged: Judged) -> None:
    """Remember which package of a report carries its number; the first that came stays."""
    opened = judged.inspection.opened
    if opened is None or opened.issued is None:
        return
    content = opened.manifest.content_sha256
    if not issued_package(bench.workspace, content):
        remember_issue(bench.workspace, opened.issued.issue, opened.package_sha256)


def _other_words(counts: Mapping[str, int]) -> str:
    """Return what is neither taken in nor refused, each by its name and number."""
    told: set[str] = {Outcome.ACCEPTED, Outcome.REFUSED}
    parts = (
        f"{say(f'outcome.{outcome}', {}).lower()} {count}"
        for outcome, count in counts.items()
        if outcome not in told and count
    )
    return "".join(f", {part}" for part in parts)


def note_reason(bench: Bench, judged: Judged) -> None:
    """Write down why a revision replaces the one before, as its sender says."""
    if judged.report is not None and judged.report.reason:
        subject = subject_of(key_of(judged.report), judged.report.revision)
        bench.workspace.journal.add(bench.now, AMENDED, subject, judged.report.reason)


def _keep(bench: Bench, judged: Judged, data: bytes, name: str, *, outcome: Outcome) -> None:
    """Remember the file: the exact bytes of what was accepted, and why another was not."""
    manifest, sha256 = judged.manifest, judged.inspection.package_sha256
    seen = bench.workspace.packages.find(sha256)
    is_known = seen is not None and seen.outcome == outcome
    record = PackageRecord(
        sha256=sha256,
        size=len(data),
        kind=manifest.header.kind.value if manifest else "",
        direction=Direction.IN,
        outcome=outcome,
        at=first_seen(bench.workspace, sha256, bench.now),
        code=seen.code if seen is not None and is_known else judged.code or _reason(outcome),
        verdict_json=_verdict(judged),
        source_name=name,
        about=_about(judged),
    )
    bench.workspace.packages.keep(record, data)


def _about(judged: Judged) -> RevisionKey | None:
    report = judged.report
    return RevisionKey(key_of(report), report.revision) if report is not None else None


def _verdict(judged: Judged) -> str:
    """Return the verdict as it is kept, with what its sentence needs and what the print says."""
    told = _told(judged) if judged.report is not None else {}
    papers = judged.papers.lines() if judged.report is not None else ()
    if judged.differing:
        told[DIFFERING] = differing_lines(judged.differing)
    facts = {name: str(fact) for name, fact in {**told, **(judged.facts or {})}.items()}
    return dump_verdict(judged.verdict, facts=facts, papers="\n".join(papers))


def _reason(outcome: Outcome) -> str:
    return "" if outcome is Outcome.ACCEPTED else f"exchange.{outcome}"


def _received(name: str, judged: Judged, outcome: Outcome) -> Received:
    code = judged.code or _reason(outcome)
    facts = {"file": name, **_told(judged), **(judged.facts or {})}
    said = sentence(code or "exchange.accepted", facts)
    issue = judged.papers.issue if outcome is Outcome.DUPLICATE else None
    noted = say("exchange.issue-noted", {"number": issue.shown}) if issue else ""
    header = judged.manifest.header if judged.manifest else None
    return Received(
        file=name,
        outcome=outcome,
        code=code,
        message=f"{said.what} {said.todo} {noted}".strip(),
        verdict=judged.verdict,
        unit=header.unit.code if header else "",
        period=(header.period or "") if header else "",
        revision=(header.revision or 0) if header else 0,
        content_sha256=judged.manifest.content_sha256 if judged.manifest else "",
        signed_sha256=judged.inspection.opened.signed_sha256 if judged.inspection.opened else "",
        facts=facts,
        report=key_of(judged.report) if judged.report else None,
        differing=judged.differing,
    )


def _told(judged: Judged) -> dict[str, object]:
    header = judged.manifest.header if judged.manifest else None
    if header is None:
        return {}
    unit = judged.unit.name if judged.unit else claimed(header.unit.name)
    period = Period.parse(header.period).label if judged.report and header.period else ""
    return {"unit": unit, "period": period, "revision": header.revision or 0}
