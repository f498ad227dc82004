"""A target at the cell it is about: where it stands in a sheet, and what our figure says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.declared import Measure, Target
from ctmtqg_desktop.catalogue.records.form import ANY_ROW, Cell, Severity
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.overview import leaves_of
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.watch import explained
from ctmtqg_desktop.exchange.answers.track import Tracked, asked_text, target_source
from ctmtqg_desktop.exchange.sender.blank_forms import is_blank
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.cumulative import year_so_far
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.rules.names import NamePlace, spec_of
from ctmtqg_desktop.rules.program import BoundCheck
from ctmtqg_desktop.targets.progress import TargetState
from ctmtqg_desktop.text import format_number, round_half_up

_EACH = "each"
_ALL_CRITERIA = {"all-met": True, "share-all-met": True, "count-fewer": False}
"""Ways that give 1 or 0 for a unit, and whether 1 says that it meets all."""


@dataclass(frozen=True, slots=True)
class OwnTarget:
    """A target as it stands at the unit's own sheets.

    Attributes:
        is_ours: it was assigned to the unit itself, not to one above.
        section: of the form that answers; empty where that is not filled in this period.
        cells: where it stands; empty for a whole section.
        at: the cell that answers; None for a section.
        ours: what the unit's own sheet says to it, in words.
    """

    tracked: Tracked
    is_ours: bool
    section: str = ""
    cells: frozenset[Cell] = frozenset()
    at: Cell | None = None
    ours: str = ""

    @property
    def target(self) -> Target:
        """Return the target."""
        return self.tracked.target

    @property
    def asks_us(self) -> bool:
        """Say whether the unit has to reach the figure by itself."""
        return self.is_ours or self.target.answer.by == _EACH

    def stands_at(self, cell: Cell) -> bool:
        """Say whether it is told beside a cell."""
        return cell in self.cells if self.cells else cell.section == self.section


def target_place(tracked: Tracked, sheet: Sheet, *, is_ours: bool) -> OwnTarget:
    """Return where a target stands in the sheet that answers it."""
    named = Cell.parse(tracked.target.answer.cell)
    if named.row == ANY_ROW or spec_of(sheet.form, named) is None:
        ours = _of_rows(tracked)
        return OwnTarget(tracked, is_ours, named.section, ours=ours)
    at = named
    if sheet.period.kind is not PeriodKind.YEAR:
        at = year_so_far(sheet.form, named)
    typed = (leaf for cell in (named, at) for leaf in leaves_of(sheet, cell))
    cells = frozenset({named, at, *(one for one in typed if one.section == at.section)})
    return OwnTarget(tracked, is_ours, at.section, cells, at, sheet.text(at))


def _of_rows(tracked: Tracked) -> str:
    """Say what our rows, or our verdicts together, come to."""
    value: Value = tracked.parts[0].value if tracked.parts else EMPTY
    meets = _ALL_CRITERIA.get(tracked.target.answer.by)
    if isinstance(value, Decimal) and meets is not None:
        return say("target.met" if bool(value) is meets else "target.not-met", {})
    if isinstance(value, bool):
        return say("target.met" if value else "target.not-met", {})
    return format_number(value) if isinstance(value, Decimal) else ""


def beside_words(one: OwnTarget, measures: Mapping[str, Measure]) -> str:
    """Say what is asked, what there is, and where the target stands."""
    tracked, percent = one.tracked, one.tracked.progress.percent
    share = f" ({format_number(round_half_up(percent, 1))} %)" if percent is not None else ""
    state = say(f"target.{tracked.state.value}", {})
    facts = {
        "place": tracked.place, "asked": asked_text(one.target, measures), "state": state,
        "actual": f"{tracked.actual_text}{share}" if tracked.actual_text else "–",
        "ours": one.ours or say("target.not-entered", {}), "coverage": tracked.coverage_text,
    }  # fmt: skip
    return say("target.beside-own" if one.is_ours else "target.beside-shared", facts)


def target_checks(sheet: Sheet) -> Iterator[BoundCheck]:
    """Yield the rules of a form that speak of targets."""
    for check in sheet.program.checks:
        if any(ref.where is NamePlace.TARGET for ref in check.bound.refs):
            yield check


def ruled_cells(sheet: Sheet) -> frozenset[Cell]:
    """Return the cells whose target a rule of the form speaks of in this period."""
    return frozenset(
        ref.cell
        for check in target_checks(sheet)
        for ref in check.bound.refs
        if ref.where is NamePlace.TARGET and ref.cell in sheet.around.targets
    )


def target_sentence(target: Target) -> str:
    """Return the sentence that assigns a target, and where it stands."""
    quote = " ".join(target.quote.split())
    return say("target.quoted", {"quote": quote, "source": target_source(target)})


def target_finding(one: OwnTarget, sheet: Sheet) -> Finding | None:
    """Return what a check says of a target the unit has to reach; None where it is reached.

    A reason is asked for only when its own time is over; before, it is something to know.
    """
    state = _state(one)
    is_due = sheet.period.code == Period.parse(one.target.period).code
    if state is TargetState.UNKNOWN and (not is_due or is_blank(sheet)):
        return None
    code = _SAID.get(state)
    if code is None:
        return None
    is_missed = is_due and state is TargetState.NOT_MET
    facts = {
        "indicator": one.tracked.target.indicator, "place": one.tracked.place,
        "actual": one.tracked.actual_text if one.is_ours else one.ours,
        "asked": asked_text(one.target, sheet.measures),
        "due": Period.parse(one.target.period).label, "period": sheet.period.label,
        "quoted": target_sentence(one.target),
    }  # fmt: skip
    return Finding(
        Severity.JUSTIFY if is_missed else Severity.INFO, f"target.{one.target.id}",
        sheet.form.id, one.at, say("target.missed" if is_missed else code, facts),
    )  # fmt: skip


def told_with(
    standing: Sequence[OwnTarget], sheet: Sheet, found: Sequence[Finding]
) -> tuple[Finding, ...]:
    """Add to what was found in a sheet how its targets stand, each once.

    What a rule of the form says of a target gets the sentence that assigns it.
    """
    asked = [one for one in standing if one.asks_us]
    ruled = ruled_cells(sheet)
    quotes = {one.at: target_sentence(one.target) for one in asked if one.at in ruled}
    rules = {check.rule.id for check in target_checks(sheet)}
    said = [
        replace(f, message=f"{f.message} {quotes[f.cell]}")
        if f.code in rules and f.cell in quotes
        else f
        for f in found
    ]
    own = (target_finding(one, sheet) for one in asked if one.at not in ruled)
    return (*said, *explained([one for one in own if one is not None], sheet.reasons))


def _state(one: OwnTarget) -> TargetState:
    """Return where a target stands; of one for each unit alone, our own figure decides."""
    state = one.tracked.state
    if one.is_ours or state is TargetState.NOT_MET:
        return state
    return TargetState.UNKNOWN if one.tracked.progress.actual is None else TargetState.MET


_SAID = {
    TargetState.ON_COURSE: "target.told-on-course",
    TargetState.NOT_MET: "target.told-behind",
    TargetState.UNKNOWN: "target.told-unknown",
}
