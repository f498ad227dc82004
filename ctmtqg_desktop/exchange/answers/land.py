"""Whose figures answer a target: its unit, those below it, or those that followed it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ctmtqg_desktop.catalogue.catalogue import Catalogue, is_member
from ctmtqg_desktop.catalogue.owing import owes, profile_of
from ctmtqg_desktop.catalogue.records.declared import Plan
from ctmtqg_desktop.catalogue.records.lifetimes import is_in_force
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.merge import Origin
from ctmtqg_desktop.errors import FormError

Asks = Callable[[Unit], bool]
UnitKey = tuple[str, date]


@dataclass(frozen=True, slots=True)
class AnsweringLand:
    """The units whose reports answer.

    Attributes:
        units: those that owe the figure.
        is_open: whoever else has sent it to the receiver answers too.
        behind: the units that ended, in whose place others answer now.
        beyond: other units that ended in the same ones, so that their land is as_measured too.
    """

    units: tuple[Unit, ...] = ()
    is_open: bool = False
    behind: tuple[Origin, ...] = ()
    beyond: tuple[Unit, ...] = ()

    def holds(self, unit: Unit) -> bool:
        """Say whether a unit's report answers."""
        return self.is_open or unit_key(unit) in {unit_key(one) for one in self.units}


NOBODY = AnsweringLand()
"""Where nobody's figures answer."""


def unit_key(unit: Unit) -> UnitKey:
    """Return what names a unit: its code and its first day."""
    return (unit.code, unit.valid_from)


def asking(catalogue: Catalogue, form_id: str, period: Period) -> Asks:
    """Return which units a form is for in a period; nobody where it is not in force or known.

    Where a unit's profile was decided, the form is for it only with a report set it owes.
    """
    at = period.end
    try:
        form = catalogue.form_at(form_id, at)
    except FormError:
        return lambda _: False
    if not is_in_force(form, catalogue.closings, at):
        return lambda _: False
    members = form.report_sets

    def asks(unit: Unit) -> bool:
        sets = [m.id for m in members if is_member(catalogue, m, unit, at)]
        if profile_of(catalogue, unit, at) is None:
            return bool(sets)
        return any(owes(catalogue, one, unit, period) for one in sets)

    return asks


def land_of(catalogue: Catalogue, meant: Unit, us: Unit, at: date, asks: Asks) -> AnsweringLand:
    """Return whose figures answer for a unit on a day.

    Args:
        catalogue: with the table of mergers.
        meant: the unit a target was assigned to.
        us: the unit that receives.
        at: last day of the period that is looked at.
        asks: which units owe the figure.
    """
    if meant.is_valid(at):
        is_ours = unit_key(meant) == unit_key(us)
        return AnsweringLand(owing(catalogue, meant, at, asks), is_open=is_ours)
    if meant.valid_to is None or meant.valid_to > at:
        return NOBODY
    return _handed_on(catalogue, meant, at, asks)


def owing(catalogue: Catalogue, unit: Unit, at: date, asks: Asks) -> tuple[Unit, ...]:
    """Return the nearest units below one that are asked; the unit itself where none is."""
    below = tuple(_below(catalogue, unit, at, asks))
    return below or ((unit,) if asks(unit) else ())


def _below(catalogue: Catalogue, unit: Unit, at: date, asks: Asks) -> Iterator[Unit]:
    for child in catalogue.units.children(unit.code, at):
        if asks(child):
            yield child
        elif child.code != unit.code:
            yield from _below(catalogue, child, at, asks)


def _handed_on(catalogue: Catalogue, meant: Unit, at: date, asks: Asks) -> AnsweringLand:
    last = meant.valid_to or at
    old = owing(catalogue, meant, last, lambda one: not catalogue.units.children(one.code, last))
    behind = tuple(_steps(catalogue, old, last, at))
    codes = dict.fromkeys(o.succession.new for o in behind if o.succession)
    found = (catalogue.units.find(code, at) for code in codes)
    heirs = tuple(unit for unit in found if unit is not None and asks(unit))
    return AnsweringLand(heirs, behind=behind, beyond=_beyond(catalogue, heirs, old, last))


def _steps(catalogue: Catalogue, old: tuple[Unit, ...], last: date, at: date) -> Iterator[Origin]:
    """Yield the old units with what they became, through later changes too."""
    for unit in old:
        for step in catalogue.lineage.successors(unit.code, last):
            heir = catalogue.units.find(step.new, step.day)
            if heir is None or heir.is_valid(at):
                yield Origin(unit, step)
            elif heir.valid_to is not None:
                yield from (
                    Origin(unit, later.succession)
                    for later in _steps(catalogue, (heir,), heir.valid_to, at)
                )


def _beyond(
    catalogue: Catalogue, heirs: tuple[Unit, ...], old: tuple[Unit, ...], last: date
) -> tuple[Unit, ...]:
    """Return the units outside the old land that ended in the same new ones."""
    own = {unit.code for unit in old}
    codes = (
        step.old
        for heir in heirs
        for step in catalogue.lineage.origins(
            heir.code, max(heir.valid_from, last + timedelta(days=1)), last
        )
    )
    found = (catalogue.units.find(code, last) for code in dict.fromkeys(codes) if code not in own)
    return tuple(unit for unit in found if unit is not None)


def concerned(catalogue: Catalogue, plan: Plan, at: date) -> frozenset[str]:
    """Return the codes of the units that received from those of a plan, and of who does now.

    Args:
        catalogue: with the table of mergers.
        plan: whose targets and tasks say units.
        at: today, as the office counts.
    """
    meant = {(target.unit, plan.day_of(target)) for target in plan.targets}
    meant |= {(task.unit, plan.day_of(task)) for task in plan.tasks}
    found = (catalogue.units.find(code, day) for code, day in sorted(meant))
    return frozenset(code for unit in found if unit for code in _tops(catalogue, unit, at))


def _tops(catalogue: Catalogue, meant: Unit, at: date) -> Iterator[str]:
    last = min(meant.valid_to or at, at)
    codes = (meant.code, *catalogue.units.above(meant, last))
    yield from codes
    for unit in (catalogue.units.find(code, last) for code in codes):
        if unit is not None and unit.valid_to is not None and unit.valid_to < at:
            for step in catalogue.lineage.successors(unit.code, unit.valid_to):
                yield step.new
