"""What a document promises, as rows of a plan that nobody has confirmed yet."""

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.units import search_text
from ctmtqg_desktop.entries.plan_sheet import PlanRow, PlanSheet
from ctmtqg_desktop.exchange.keeping.plans.plan_cells import bindable_cells
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.plans.proposal import MET, PlanProposal
from ctmtqg_desktop.intake.plans.read_plan import PlanRead
from ctmtqg_desktop.text import format_date, format_number


def sheet_of_reading(found: PlanRead, catalogue: Catalogue) -> PlanSheet:
    """Return the proposals of a document as rows, none of them confirmed."""
    rows = tuple(_row(one, found, catalogue) for one in found.proposals)
    name = found.unit.name if found.unit else ""
    words = [*search_text(name).split(), *found.period.lower().split()]
    head = {
        "plan": "-".join("".join(m for m in word if m.isalnum()) for word in words),
        "title": found.title,
        "issuer": found.unit.agency if found.unit else "",
        "source": _source(found),
        "units_at": found.units_at.isoformat() if found.units_at else "",
        "since": found.since,
        "withdrawn": "",
    }
    return PlanSheet(head, rows, bindable_cells(catalogue))


def _source(found: PlanRead) -> str:
    """Return what the document is called by, as far as it says."""
    if not found.number:
        return found.title
    day = format_date(found.day) if found.day else ""
    return say("plan.source", {"number": found.number, "day": day})


def _row(one: PlanProposal, found: PlanRead, catalogue: Catalogue) -> PlanRow:
    measure = catalogue.measures.get(one.measure)
    day = found.units_at
    unit = catalogue.units.find(one.unit, day) if one.unit and day else None
    texts = {
        "indicator": one.indicator,
        "unit": one.unit,
        "unit_name": unit.name if unit else one.unit_words,
        "period": one.period,
        "operator": one.operator,
        "figure": "" if one.value is None else format_number(one.value),
        "measure": measure.label if measure else one.measure_words,
        "kind": assets.words("labels", "plans.toml")["kinds"][one.kind],
        "baseline": "" if one.baseline is None else format_number(one.baseline),
        "responsible": one.responsible,
        "quote": one.sentence,
        "source": say("plan.section", {"section": one.section}) if one.section else "",
        "note": _note(one),
    }
    return PlanRow(texts)


def _note(one: PlanProposal) -> str:
    """Return what a target has no field for: a range, a part, each, the same twice."""
    parts = []
    if one.upper is not None:
        parts.append(say("plan.note-upper", {"upper": format_number(one.upper)}))
    if one.of is not None:
        parts.append(say("plan.note-of", {"of": format_number(one.of)}))
    if one.each:
        parts.append(say("plan.note-each", {"each": one.each}))
    if one.same_as is not None:
        parts.append(say("plan.note-same", {"number": one.same_as + 1}))
    if one.operator == MET:
        parts.append(say("plan.note-met", {}))
    return "; ".join(parts)
