"""Read a plan document, and tell what may become a target once a person has said so."""

from datetime import date

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keeping.installed import catalogue_at
from ctmtqg_desktop.exchange.keeping.orders import ReadPlan
from ctmtqg_desktop.exchange.room import Program, Room
from ctmtqg_desktop.intake.books.limits import MAX_FILE_BYTES
from ctmtqg_desktop.intake.plans.document import read_plan_text
from ctmtqg_desktop.intake.plans.proposal import PlanProposal
from ctmtqg_desktop.intake.plans.read_plan import PlanRead, read_plan
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.text import readable


def plan_read(place: Room | Program, order: ReadPlan, _: Step = no_step) -> Done:
    """Read a plan document for what it promises.

    Raises:
        FormError: ``exchange.file-missing``, ``form.unit-unknown``.
        IntakeError: see ``read_plan_text``.
        PackageError: the file is too large.
    """
    if not order.file.is_file():
        raise FormError("exchange.file-missing", path=str(order.file))
    catalogue, name = catalogue_at(place), readable(order.file.name)
    today = place.clock().date()
    document = read_plan_text(read_limited(order.file, MAX_FILE_BYTES), name)
    own = _own(catalogue, order.unit, today)
    found = read_plan(document, catalogue.units, catalogue.measures, own=own, today=today)
    facts = {**_head(found), "file": name, "proposed": [told(one) for one in found.proposals]}
    return Done(
        "done.plan-read" if found.proposals else "done.plan-read-none",
        facts, found=found, did_nothing=not found.proposals,
    )  # fmt: skip


def _own(catalogue: Catalogue, code: str, today: date) -> Unit | None:
    """Return the unit of a code: of today, or of the last day it had that code."""
    if not code:
        return None
    days = (today, date(2025, 6, 30))
    found = next((unit for day in days if (unit := catalogue.units.find(code, day))), None)
    return found or catalogue.units.at(code, today)


def _head(found: PlanRead) -> dict[str, object]:
    return {
        "title": found.title,
        "number": found.number,
        "unit": found.unit.code if found.unit else "",
        "unit_name": found.unit.name if found.unit else "",
        "period": found.period,
        "since": found.since,
        "day": found.day,
        "count": len(found.proposals),
        "twins": sum(one.same_as is not None for one in found.proposals),
        "is_cut": found.is_cut,
    }


def told(one: PlanProposal) -> dict[str, object]:
    """Return a proposal as facts."""
    return {
        "sentence": one.sentence, "operator": one.operator, "value": one.value,
        "unit": one.unit, "period": one.period, "clause": one.clause, "kind": one.kind,
        "upper": one.upper, "of": one.of, "measure": one.measure,
        "measure_words": one.measure_words, "unit_words": one.unit_words,
        "indicator": one.indicator, "section": one.section, "each": one.each,
        "baseline": one.baseline,
        "responsible": one.responsible, "start": one.start, "end": one.end,
        "same_as": one.same_as,
    }  # fmt: skip
