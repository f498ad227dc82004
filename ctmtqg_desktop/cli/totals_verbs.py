"""Verbs that read what was received: consolidate, track, print."""

from argparse import Namespace
from decimal import Decimal
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.tools import Answer, Tools, open_office, open_place
from ctmtqg_desktop.cli.verb import answer_of
from ctmtqg_desktop.entries.consolidate import Part
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.paper.write import print_noted, printed_facts
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation, show_total, totals_in_order
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.print import consolidated_report
from ctmtqg_desktop.exchange.receiver.track import Tracked
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import PrintForm, PrintReport
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.reports.page.page import Document
from ctmtqg_desktop.text import canonical_number


def consolidate_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Give totals with the reports they are made of."""
    with open_office(arguments.workspace, tools) as office:
        return _consolidated(office, _consolidation(office, arguments))


def _consolidated(office: Office, whole: Consolidation) -> Answer:
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
    with open_office(arguments.workspace, tools) as office:
        tracked = office.track(arguments.plan, Period.parse(arguments.period))
    listed = [_tracked_json(item) for item in tracked]
    lines = [
        f"{item['id']} {_of_whom(item)}: {item['actual_text'] or '…'} / {item['operator']} "
        f"{item['value'] or ''} — {say('target.' + str(item['state']), {})}"
        for item in listed
    ]
    return Answer({"targets": listed}, tuple(lines))


def _of_whom(item: dict[str, object]) -> str:
    return f"{item['place']}: {item['indicator']}" if item["place"] else str(item["indicator"])


def _tracked_json(item: Tracked) -> dict[str, object]:
    actual = item.progress.actual
    plain = canonical_number(actual) if isinstance(actual, Decimal) else actual
    return {
        "id": item.target.id,
        "indicator": item.target.indicator,
        "unit": item.target.unit,
        "place": item.place,
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
    if not arguments.pdf and not arguments.xlsx:
        raise FormError("exchange.usage", what="thiếu --pdf TỆP hoặc --xlsx TỆP", verb="print")
    pdf = Path(arguments.pdf) if arguments.pdf else None
    xlsx = Path(arguments.xlsx) if arguments.xlsx else None
    period, set_id = arguments.period, arguments.report_set or ""
    with open_place(arguments.workspace, tools) as place:
        if arguments.form:
            return answer_of(do(place, PrintForm(arguments.form, period, pdf, xlsx)))
        if isinstance(place, Desk):
            return answer_of(do(place, PrintReport(period, set_id, pdf, xlsx)))
        document, at = _of_office(arguments, place), place.clock()
        written = print_noted(place.workspace, document, pdf=pdf, xlsx=xlsx, at=at)
    done = Done("done.print-report", printed_facts(written))
    return answer_of(done)


def _of_office(arguments: Namespace, office: Office) -> Document:
    period = Period.parse(arguments.period)
    set_id = arguments.report_set or next(iter(s.id for s in office.report_sets()), "")
    whole = office.consolidate(set_id, period)
    tracked = office.track(arguments.plan, period, set_id) if arguments.plan else ()
    return consolidated_report(office.library, whole, tracked, at=office.clock())
