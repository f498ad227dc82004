"""Verbs that move reports: submit, reopen, export, verify, receive."""

from argparse import Namespace
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.forms_verbs import finding_json
from ctmtqg_desktop.cli.secret_verbs import open_reading
from ctmtqg_desktop.cli.signers import author_of, has_signer
from ctmtqg_desktop.cli.tools import (
    Answer,
    Tools,
    folder_of,
    open_at,
    open_desk,
    open_office,
)
from ctmtqg_desktop.errors import CtmtqgError, FormError, WorkspaceError
from ctmtqg_desktop.exchange.paper.signed_print import Papers
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.one_file import one_file
from ctmtqg_desktop.exchange.post.outcome import Received, summary
from ctmtqg_desktop.exchange.post.reading_keys import is_envelope, plain
from ctmtqg_desktop.exchange.receiver.judge import Judged, verify_alone, verify_print
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.receive import give_receipts
from ctmtqg_desktop.exchange.receiver.verdict_words import answer_lines, cautions_of, ground_lines
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.exchange.sender.enclose import choose_lists
from ctmtqg_desktop.exchange.sender.submit import Submitted, export_again, submit
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.exchange.words import claimed, say, sentence
from ctmtqg_desktop.package.container import MAX_FILE_BYTES
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.trust.verdict import BottomLine, Verdict
from ctmtqg_desktop.workspace.records import Outcome, Role


def submit_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Check, sign, and write the package."""
    period = Period.parse(arguments.period)
    with open_desk(arguments.workspace, tools) as desk:
        out_dir, name = folder_of(arguments.out), arguments.name or ""
        choose_lists(
            desk, desk.report(arguments.report_set, period), enclosed=arguments.with_lists
        )
        try:
            with author_of(arguments, desk.unit, desk.clock(), name=name) as author:
                done = submit(desk, arguments.report_set, period, author=author, out_dir=out_dir)
        except FormError as error:
            if error.code != "exchange.blocked":
                raise
            return _blocked(error)
    return _submitted(done, f"Đã ký và ghi gói báo cáo (lần {done.revision}): {done.package}")


def _submitted(done: Submitted, said: str) -> Answer:
    document = {
        "package": str(done.package),
        "content_sha256": done.content_sha256,
        "package_sha256": done.package_sha256,
        "revision": done.revision,
        "encrypted": is_envelope(done.package),
    }
    check = f"Mã đối chiếu: {done.content_sha256[:12]}. Có thể rút USB."
    return Answer(document, (said, check))


def _blocked(error: FormError) -> Answer:
    findings = error.facts["findings"]
    listed = [finding_json(f) for f in findings] if isinstance(findings, tuple) else []
    said = sentence(error.code, error.facts)
    document = {"code": error.code, "message": str(said), "findings": listed}
    lines = [str(said), *(f"- {item['message']}" for item in listed)]
    return Answer(document, tuple(lines), done=False)


def reopen_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Open the next revision of a report that was sent."""
    with open_desk(arguments.workspace, tools) as desk:
        report = desk.reopen(
            arguments.report_set, Period.parse(arguments.period), arguments.reason
        )
    document = {"revision": report.revision, "status": report.status.value}
    return Answer(document, (f"Đã mở lần gửi {report.revision}; sửa số liệu rồi ký lại.",))


def export_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Write the last signed package once more: the same bytes."""
    with open_desk(arguments.workspace, tools) as desk:
        report = desk.report(arguments.report_set, Period.parse(arguments.period))
        done = export_again(desk, report, folder_of(arguments.out))
    return _submitted(done, f"Đã ghi lại gói báo cáo (lần {done.revision}): {done.package}")


def verify_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Give a verdict on packages, with or without a workspace; each file has its own."""
    listed: list[dict[str, object]] = []
    lines: list[str] = []
    bad = False
    place = arguments.workspace
    with open_office(place, tools) if place else nullcontext() as office:
        if office is not None:
            open_reading(office, [Path(name) for name in arguments.files], arguments)
        for name in arguments.files:
            judged, verdict, code, message = _verdict(Path(name), office)
            listed.append(
                {"file": name, "verdict": verdict.to_json(), "code": code or None,
                 "message": message, **papers_json(judged)}
            )  # fmt: skip
            bad = bad or verdict.bottom_line is BottomLine.INVALID
            lines += _lines(claimed(Path(name).name), judged, verdict, message)
    return Answer({"files": listed}, tuple(lines), done=not bad)


def _lines(name: str, judged: Judged | None, verdict: Verdict, message: str) -> list[str]:
    """Return what people read of a file; of one that stayed closed only why it did."""
    if judged is None:
        return [f"{name}: {message}"]
    said = say(f"verdict.{verdict.bottom_line}", {})
    papers = [f"  {line}" for line in judged.papers.lines()]
    return [f"{name}: {said} {message}", *_detail(verdict), *papers]


def _detail(verdict: Verdict) -> list[str]:
    """Return the answer to every question, then what it rests on."""
    told = (f"{what}: {value}" for what, value in ground_lines(verdict))
    return [f"  {text}" for text in (*answer_lines(verdict), *cautions_of(verdict), *told)]


def papers_json(judged: Judged | None) -> dict[str, object]:
    """Return who signed the print, and number and date when it is issued."""
    papers = judged.papers if judged else Papers()
    return {"print_signatures": papers.to_json(), "issue": papers.issue_json()}


def _verdict(path: Path, office: Office | None) -> tuple[Judged | None, Verdict, str, str]:
    try:
        with one_file():
            judged = _judged(path, office)
    except WorkspaceError:
        raise
    except CtmtqgError as error:
        said = str(sentence(error.code, {"file": path.name, **error.facts}))
        return None, Verdict(intact=False, signature_valid=None), error.code, said
    return judged, judged.verdict, judged.code, _message(judged, path.name)


def _judged(path: Path, office: Office | None) -> Judged:
    data = plain(read_limited(path, MAX_FILE_BYTES), office.secret if office else None)
    if data.startswith(b"%PDF-"):
        return verify_print(data)
    return office.judge(data) if office else verify_alone(data)


def _message(judged: Judged, name: str) -> str:
    if not judged.code:
        return ""
    return str(sentence(judged.code, {"file": name, **(judged.facts or {})}))


def receive_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Import packages: reports at a receiver; cards and receipts at a sender."""
    paths = [Path(name) for name in arguments.paths]
    with open_at(arguments.workspace, tools) as workspace:
        if workspace.identity.role == Role.SENDER:
            desk = desk_of(tools.program, workspace)
            key = Path(arguments.key) if arguments.key else None
            return _received(
                take_in(desk, paths, key=key, confirmed=arguments.authority or ""), []
            )
        return _at_office(arguments, office_of(tools.program, workspace), paths)


def _at_office(arguments: Namespace, office: Office, paths: Sequence[Path]) -> Answer:
    out_dir = folder_of(arguments.out)
    open_reading(office, paths, arguments)
    if not has_signer(arguments):
        return _received(office.receive(paths), [])
    with author_of(arguments, office.unit, office.clock()) as author:
        results = office.receive(paths)
        site = Site(office.workspace, office.unit, office.clock(), office.room.deadline_of)
        return _received(results, give_receipts(site, results, author=author, out_dir=out_dir))


def _received(results: Sequence[Received], receipts: Sequence[Path]) -> Answer:
    listed = [
        {
            "file": r.file,
            "outcome": r.outcome,
            "code": r.code or None,
            "message": r.message,
            "unit": r.unit or None,
            "period": r.period or None,
            "revision": r.revision or None,
            "content_sha256": r.content_sha256 or None,
            "verdict": r.verdict.to_json() if r.verdict else None,
        }
        for r in results
    ]
    counts = summary(results)
    lines = [f"{claimed(r.file)}: {say(f'outcome.{r.outcome}', {})}. {r.message}" for r in results]
    told = ", ".join(f"{say(f'outcome.{name}', {})} {count}" for name, count in counts.items())
    lines.append(f"{len(results)} tệp: {told or 'không có gói nào'}.")
    document = {"files": listed, "counts": counts, "receipts": [str(path) for path in receipts]}
    return Answer(document, tuple(lines), done=Outcome.REFUSED not in counts)
