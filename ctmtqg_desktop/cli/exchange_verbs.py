"""Verbs that move reports: submit, verify, receive, consolidate, track, print."""

from argparse import Namespace
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from ctmtqg_desktop.catalogue.periods import Period
from ctmtqg_desktop.cli.forms_verbs import finding_json
from ctmtqg_desktop.cli.tools import (
    Answer,
    Tools,
    open_at,
    open_desk,
    open_office,
    password_of,
)
from ctmtqg_desktop.entries.consolidate import Part
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.consolidate import Consolidation, show_total, totals_in_order
from ctmtqg_desktop.exchange.incoming import take_in
from ctmtqg_desktop.exchange.judge import Judged, verify_alone
from ctmtqg_desktop.exchange.keys import load_signer
from ctmtqg_desktop.exchange.office import Office
from ctmtqg_desktop.exchange.packing import Author, Site
from ctmtqg_desktop.exchange.printing import (
    consolidated_report,
    form_draft,
    report_draft,
    write_document,
)
from ctmtqg_desktop.exchange.receive import Received, give_receipts, summary
from ctmtqg_desktop.exchange.submit import submit
from ctmtqg_desktop.exchange.track import Tracked
from ctmtqg_desktop.exchange.words import say, sentence
from ctmtqg_desktop.package.container import MAX_FILE_BYTES
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.reports.page import Document
from ctmtqg_desktop.text import canonical_number
from ctmtqg_desktop.workspace.records import Role


def submit_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Check, sign, and write the package."""
    desk = open_desk(arguments.workspace, tools)
    period = Period.parse(arguments.period)
    signer = load_signer(Path(arguments.key), password_of(arguments))
    title = arguments.title or f"Chủ tịch {desk.unit.agency}"
    try:
        done = submit(
            desk,
            arguments.report_set,
            period,
            author=Author(signer, title, arguments.name or ""),
            out_dir=_folder(arguments.out),
        )
    except FormError as error:
        if error.code != "exchange.blocked":
            raise
        return _blocked(error)
    document = {
        "package": str(done.package),
        "content_sha256": done.content_sha256,
        "package_sha256": done.package_sha256,
        "revision": done.revision,
    }
    lines = (
        f"Đã ký và ghi gói báo cáo (lần {done.revision}): {done.package}",
        f"Mã đối chiếu: {done.content_sha256[:12]}. Có thể rút USB.",
    )
    return Answer(document, lines)


def _blocked(error: FormError) -> Answer:
    findings = error.facts["findings"]
    listed = [finding_json(f) for f in findings] if isinstance(findings, tuple) else []
    said = sentence(error.code, error.facts)
    document = {"code": error.code, "message": str(said), "findings": listed}
    lines = [str(said), *(f"- {item['message']}" for item in listed)]
    return Answer(document, tuple(lines), done=False)


def _folder(name: str) -> Path:
    path = Path(name)
    path.mkdir(parents=True, exist_ok=True)
    return path


def verify_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Give a verdict on packages, with or without a workspace."""
    office = open_office(arguments.workspace, tools) if arguments.workspace else None
    listed: list[dict[str, object]] = []
    lines: list[str] = []
    for name in arguments.files:
        path = Path(name)
        data = read_limited(path, MAX_FILE_BYTES)
        judged = office.judge(data) if office else verify_alone(data)
        message = _message(judged, path.name)
        listed.append(
            {"file": str(path), "verdict": judged.verdict.to_json(), "code": judged.code or None,
             "message": message}
        )  # fmt: skip
        lines.append(f"{path.name}: {say(f'verdict.{judged.verdict.bottom_line}', {})} {message}")
    bad = any(item["verdict"]["bottom_line"] == "invalid" for item in listed)  # type: ignore[index]
    return Answer({"files": listed}, tuple(lines), done=not bad)


def _message(judged: Judged, name: str) -> str:
    if not judged.code:
        return ""
    return str(sentence(judged.code, {"file": name, **(judged.facts or {})}))


def receive_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Import packages: reports at a receiver; cards and receipts at a sender."""
    paths = [Path(name) for name in arguments.paths]
    for path in paths:
        if not path.exists():
            raise FormError("exchange.file-missing", path=str(path))
    with open_at(arguments.workspace, tools) as workspace:
        role = workspace.identity.role
    if role == Role.SENDER:
        return _take_in(arguments, tools, paths)
    office = open_office(arguments.workspace, tools)
    results = office.receive(paths)
    receipts: list[Path] = []
    if arguments.key:
        signer = load_signer(Path(arguments.key), password_of(arguments))
        title = arguments.title or f"Chủ tịch {office.unit.agency}"
        site = Site(office.workspace, office.unit, office.clock())
        receipts = give_receipts(
            site, results, author=Author(signer, title), out_dir=_folder(arguments.out)
        )
    return _received(results, receipts)


def _take_in(arguments: Namespace, tools: Tools, paths: Sequence[Path]) -> Answer:
    desk = open_desk(arguments.workspace, tools)
    key = Path(arguments.key) if arguments.key else None
    return _received(take_in(desk, paths, key=key), [])


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
    lines = [f"{r.file}: {say(f'outcome.{r.outcome}', {})}. {r.message}" for r in results]
    told = ", ".join(f"{say(f'outcome.{name}', {})} {count}" for name, count in counts.items())
    lines.append(f"{len(results)} tệp: {told or 'không có gói nào'}.")
    document = {"files": listed, "counts": counts, "receipts": [str(path) for path in receipts]}
    return Answer(document, tuple(lines), done="refused" not in counts)


def consolidate_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Give totals with the reports they are made of."""
    office = open_office(arguments.workspace, tools)
    whole = _consolidation(office, arguments)
    sources = [
        {"unit": s.key.unit, "revision": s.revision, "content_sha256": s.content_sha256}
        for s in whole.submissions
    ]
    rows = [row for form in whole.forms for row in _rows(office, whole, form.form.id)]
    matrices = {form: _matrix_json(whole, form) for form in whole.matrices}
    document = {
        "rows": rows,
        "missing": [u.code for u in whole.missing],
        "sources": sources,
        "matrices": matrices,
    }
    lines = [f"{row['form']} {row['cell']} = {row['text']} ({row['label']})" for row in rows]
    lines.extend(f"Bình quân tiêu chí đạt: {m['average']}" for m in matrices.values())
    missing = ", ".join(u.name for u in whole.missing) or "không"
    lines.append(f"Tổng hợp từ {len(sources)} đơn vị; còn thiếu: {missing}.")
    return Answer(document, tuple(lines))


def _consolidation(office: Office, arguments: Namespace) -> Consolidation:
    period = Period.parse(arguments.period)
    whole = office.consolidate(arguments.report_set, period)
    if getattr(arguments, "at", None) and arguments.at != office.unit.code:
        raise FormError("exchange.not-here", unit=arguments.at, us=office.unit.code)
    return whole


def _rows(office: Office, whole: Consolidation, form_id: str) -> list[dict[str, object]]:
    form = whole.form(form_id)
    if form is None:
        return []
    first = whole.sources[form_id][0].sheet
    return [
        {
            "form": form_id,
            "cell": str(cell),
            "label": first.label(cell),
            "value": canonical_number(total.value) if isinstance(total.value, Decimal) else None,
            "text": show_total(office.library, form.form, cell, total.value),
            "sources": [_part_json(part) for part in total.parts],
        }
        for cell, total in totals_in_order(form)
    ]


def _part_json(part: Part) -> dict[str, object]:
    value = part.value
    plain = canonical_number(value) if isinstance(value, Decimal) else value
    return {
        "unit": part.unit.code,
        "revision": part.revision,
        "content_sha256": part.content_sha256,
        "value": plain if isinstance(plain, str | bool) else None,
    }


def _matrix_json(whole: Consolidation, form_id: str) -> dict[str, object]:
    found = whole.matrices[form_id]
    average = found.average
    return {
        "average": canonical_number(average) if average is not None else None,
        "total": found.total,
        "per_criterion": {c.code: found.per_criterion(c.code) for c in found.criteria},
        "per_unit": {u.code: found.per_unit(u.code) for u in found.units},
    }


def track_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Judge every target of a plan."""
    office = open_office(arguments.workspace, tools)
    tracked = office.track(arguments.plan, Period.parse(arguments.period))
    listed = [_tracked_json(item) for item in tracked]
    lines = [
        f"{item['id']} {item['indicator']}: {item['actual_text'] or '…'} / {item['operator']} "
        f"{item['value'] or ''} — {say('target.' + str(item['state']), {})}"
        for item in listed
    ]
    return Answer({"targets": listed}, tuple(lines))


def _tracked_json(item: Tracked) -> dict[str, object]:
    actual = item.progress.actual
    plain = canonical_number(actual) if isinstance(actual, Decimal) else actual
    return {
        "id": item.target.id,
        "indicator": item.target.indicator,
        "unit": item.target.unit,
        "operator": item.target.operator,
        "value": item.target.figure or None,
        "measure": item.target.measure,
        "actual": plain,
        "actual_text": item.actual_text,
        "state": item.state.value,
        "quote": item.target.quote,
        "why_not": item.target.answer.why_not or None,
        "sources": [_part_json(part) for part in item.parts],
    }


def print_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Print a form, a report or a consolidated report."""
    document = _document(arguments, tools)
    pdf = Path(arguments.pdf) if arguments.pdf else None
    xlsx = Path(arguments.xlsx) if arguments.xlsx else None
    written = write_document(document, pdf=pdf, xlsx=xlsx)
    pages = max((w.pages for w in written), default=0)
    paths = [str(w.path) for w in written]
    found: dict[str, object] = {
        "path": paths[0] if paths else None,
        "paths": paths,
        "pages": pages,
    }
    return Answer(found, tuple(f"Đã in ra {path}" for path in paths))


def _document(arguments: Namespace, tools: Tools) -> Document:
    period = Period.parse(arguments.period)
    with open_at(arguments.workspace, tools) as workspace:
        role = workspace.identity.role
    if role == Role.RECEIVER:
        office = open_office(arguments.workspace, tools)
        set_id = arguments.report_set or next(iter(s.id for s in office.report_sets()), "")
        whole = office.consolidate(set_id, period)
        tracked = office.track(arguments.plan, period, set_id) if arguments.plan else ()
        return consolidated_report(office.library, whole, tracked, at=office.clock())
    desk = open_desk(arguments.workspace, tools)
    if arguments.form:
        return form_draft(desk, arguments.form, period)
    set_id = arguments.report_set or next(iter(s.id for s in desk.report_sets()), "")
    return report_draft(desk, set_id, period)
