"""Track: every target of a plan against what was reported."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from ctmtqg_desktop.catalogue.owing import expects
from ctmtqg_desktop.catalogue.records.declared import Measure, Plan, Target, TargetAnswer
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.workshop import for_officers
from ctmtqg_desktop.entries.consolidate import Part, Source
from ctmtqg_desktop.exchange.answers import criteria, duties, figures, lines, years
from ctmtqg_desktop.exchange.answers.found import NOTHING, AnswerFound, AskedTarget, Reported
from ctmtqg_desktop.exchange.answers.land import (
    NOBODY,
    AnsweringLand,
    Asks,
    asking,
    land_of,
)
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.targets.progress import (
    MET_OPERATOR,
    Coverage,
    Figure,
    TargetProgress,
    TargetState,
    target_progress,
)
from ctmtqg_desktop.text import format_number, round_half_up


@dataclass(frozen=True, slots=True)
class Tracked:
    """A target, how far it is, and the reports that say so.

    Attributes:
        place: name of the unit it is assigned to; empty when that is who asks.
        land: whose figures answer.
        basis: what the figure was computed from, in words; empty where it says that itself.
    """

    target: Target
    progress: TargetProgress
    actual_text: str
    parts: tuple[Part, ...] = ()
    place: str = ""
    land: AnsweringLand = NOBODY
    basis: str = ""

    @property
    def state(self) -> TargetState:
        """Return where the target stands."""
        return self.progress.state

    @property
    def succession_text(self) -> str:
        """Return who answers for units that ended; empty where none did."""
        if not self.land.behind:
            return ""
        heirs = ", ".join(unit.name for unit in self.land.units)
        behind = ", ".join(dict.fromkeys(origin.unit.name for origin in self.land.behind))
        code = "target.behind" if heirs else "target.behind-nobody"
        said = say(code, {"heirs": heirs, "behind": behind})
        beyond = ", ".join(unit.name for unit in self.land.beyond)
        return f"{said} {say('target.beyond', {'beyond': beyond})}" if beyond else said

    @property
    def coverage_text(self) -> str:
        """Return how many of how many stand behind the figure; empty where nobody owes it."""
        found = self.progress.coverage
        if found is None or not found.owing:
            return ""
        facts = {"reported": found.reported, "owing": found.owing}
        kind = "reports" if self.target.answer.by == REPORTS else "units"
        return say(f"coverage.{kind}", facts)


REPORTS, BASELINE = "reports", "baseline"
"""A baseline has no due day: what is reported now is held against it."""
_OWN_NUMBER = re.compile(r"\s*\(\d{3}\)")
_SIGNS = {">=": "≥", "<=": "≤"}
_DECIMALS = 2
"""As many as a mean or a ratio is shown with; it is judged exactly."""


def targets_against(
    library: Library, plan_id: str, whole: Reported, *, every: bool = False
) -> tuple[Tracked, ...]:
    """Judge the targets of a plan against what was reported.

    Args:
        library: the catalogue.
        plan_id: which plan.
        whole: the consolidated reports of a period.
        every: judge all targets; those of a later period by the figures so far, those of an
            earlier one are unknown. Otherwise only those of this period.

    Raises:
        FormError: ``form.plan-unknown``.
    """
    plan = library.catalogue.plan(plan_id)
    targets = plan.targets
    if not every:
        targets = tuple(t for t in targets if t.period == whole.period.code)
    tracker = Tracker(library, plan, whole.unit)
    return tuple(tracker.judged(target, whole) for target in targets)


def asked_text(target: Target, measures: Mapping[str, Measure]) -> str:
    """Return what a target asks for, "≥ 99,8 %"."""
    if target.operator == MET_OPERATOR:
        return say("target.asked-met", {})
    sign = _SIGNS.get(target.operator, target.operator)
    measure = measures.get(target.measure)
    label = measure.label if measure else ""
    return f"{sign} {format_number(Decimal(target.figure))} {label}".strip()


def lands_together(lands: list[AnsweringLand]) -> AnsweringLand:
    """Return several lands as one."""
    return AnsweringLand(
        tuple(dict.fromkeys(unit for land in lands for unit in land.units)),
        is_open=any(land.is_open for land in lands),
        behind=tuple(origin for land in lands for origin in land.behind),
        beyond=tuple(dict.fromkeys(unit for land in lands for unit in land.beyond)),
    )


def target_source(target: Target) -> str:
    """Return where the sentence of a target stands, without the number of our own copy."""
    return for_officers(_OWN_NUMBER.sub("", target.source))


class Tracker:
    """Judge the targets of a plan; whose land each speaks of is looked for once.

    Args:
        us: who asks.
    """

    def __init__(self, library: Library, plan: Plan, us: Unit) -> None:
        self.library, self.plan, self.us = library, plan, us
        self._found = cache(self._land_of)

    def land(self, target: Target, period: Period) -> AnsweringLand:
        """Return whose figures answer a target in a period."""
        answer, day = target.answer, self.plan.day_of(target)
        codes = answer.among or (target.unit,)
        made = [self._found(c, day, answer.form, answer.sets, period) for c in codes]
        return made[0] if len(made) == 1 else lands_together(made)

    def _land_of(
        self, code: str, day: date, form: str, sets: tuple[str, ...], period: Period
    ) -> AnsweringLand:
        catalogue = self.library.catalogue
        is_ours = self.plan.everywhere and not code
        meant = self.us if is_ours else catalogue.units.find(code, day)
        if meant is None:
            return NOBODY
        asks = self._asks_of(form, sets, period)
        return land_of(catalogue, meant, self.us, period.end, asks)

    def _asks_of(self, form: str, sets: tuple[str, ...], period: Period) -> Asks:
        catalogue = self.library.catalogue
        if sets:
            return lambda unit: any(expects(catalogue, one, unit, period) for one in sets)
        return asking(catalogue, form, period)

    def judged(self, target: Target, whole: Reported) -> Tracked:
        """Judge a target against what was reported in a period."""
        place = _place(self.library, self.plan, target, self.us)
        answer = _ANSWERS.get(target.answer.by)
        is_over = Period.parse(target.period).end < whole.period.end and target.kind != BASELINE
        if answer is None or is_over:
            return Tracked(target, target_progress(target, None, Coverage(0, 0)), "", place=place)
        meant = self.land(target, whole.period)
        asked = AskedTarget(
            self.library, self.plan, target, whole, meant, _sources(target, whole, meant),
            lambda period: self.land(target, period),
        )  # fmt: skip
        has_any = asked.sources or target.answer.by == REPORTS
        found = answer(asked) if has_any else NOTHING
        judged = _judged(asked, found)
        basis = say(*found.basis) if found.basis else _beside(asked)
        shown = _shown(asked, found, judged)
        return Tracked(target, judged, shown, found.parts, place, meant, basis)


def _beside(asked: AskedTarget) -> str:
    """Say a total that does not decide: of money that was given, how much is spent."""
    name = asked.target.answer.beside
    if not name or not asked.sources:
        return ""
    answer = TargetAnswer("cell", asked.target.answer.form, name)
    other = replace(asked, target=replace(asked.target, answer=answer))
    found = figures.by_cell(other)
    shown = _shown(other, found, TargetProgress(TargetState.UNKNOWN, found.figure))
    label = asked.sources[0].sheet.label(other.cell)
    return say("target.told-beside", {"label": label, "figure": shown}) if shown else ""


def _judged(asked: AskedTarget, found: AnswerFound) -> TargetProgress:
    owing = len(asked.owing) if found.owed is None else found.owed
    reported = len(found.reported & asked.owing) if found.came is None else found.came
    coverage = Coverage(reported, owing, found.missing)
    elapsed = _elapsed(asked) if found.is_so_far else None
    judged = target_progress(asked.target, found.figure, coverage, elapsed=elapsed)
    if found.count is None:
        return judged
    share = found.count * 100 / owing if owing else None
    return replace(judged, actual=found.count, percent=share)


def _elapsed(asked: AskedTarget) -> Decimal | None:
    """Return how much of a target's time is over; None once it is due."""
    begun, over = asked.plan.begin_of(asked.target), asked.whole.period.end
    due = Period.parse(asked.target.period).end
    return Decimal((over - begun).days) / (due - begun).days if begun <= over < due else None


def _place(library: Library, plan: Plan, target: Target, us: Unit) -> str:
    meant = library.catalogue.units.find(target.unit, plan.day_of(target))
    if meant is None or (meant.code, meant.valid_from) == (us.code, us.valid_from):
        return ""
    return meant.name


def _sources(target: Target, whole: Reported, meant: AnsweringLand) -> tuple[Source, ...]:
    """Return the sheets that can answer: of the units whose land is spoken of.

    A code alone names no unit: what a code means today does not answer for what it meant then.
    """
    sources = whole.sources.get(target.answer.form, ())
    return tuple(source for source in sources if meant.holds(source.unit))


def _shown(asked: AskedTarget, found: AnswerFound, judged: TargetProgress) -> str:
    actual: Figure | None = judged.actual
    if actual is None:
        return ""
    if found.words is not None:
        return say(*found.words)
    if isinstance(actual, bool):
        return say("target.met" if actual else "target.not-met", {})
    label = asked.measure.label if asked.measure else ""
    return f"{format_number(_short(actual))} {label}".strip()


def _short(figure: Decimal) -> Decimal:
    exponent = figure.as_tuple().exponent
    is_long = isinstance(exponent, int) and -exponent > 3
    return round_half_up(figure, _DECIMALS) if is_long else figure


_ANSWERS: dict[str, Callable[[AskedTarget], AnswerFound]] = {
    "cell": figures.by_cell,
    "fall": figures.by_fall,
    "average": figures.by_average,
    "not-below": figures.by_not_below,
    "each": figures.by_each,
    "count-met": criteria.by_count_met,
    "share-met": criteria.by_share_met,
    "count-units": criteria.by_count_units,
    "average-met": criteria.by_average_met,
    "all-met": criteria.by_all_met,
    "share-all-met": criteria.by_share_all_met,
    "count-fewer": criteria.by_count_fewer,
    "count-rows": lines.by_count_rows,
    "sum-rows": lines.by_sum_rows,
    "rate-points": years.by_rate_points,
    "rate-share": years.by_rate_share,
    REPORTS: duties.by_reports,
}
