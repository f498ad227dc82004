"""Small questions both windows ask of the catalogue: which period first, which form."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.entries.overview import progress
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.answers.open_periods import OpenPeriod
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.frame.window_memory import PERIOD, WindowMemory

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.receiver.office import Office

_PER_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2, PeriodKind.YEAR: 1}


def kinds_of(sets: Iterable[ReportSet]) -> tuple[str, ...]:
    """Return the kinds of period the report sets have, the shortest first."""
    wanted = {kind for report_set in sets for kind in report_set.periods}
    return tuple(kind.value for kind in PeriodKind if kind.value in wanted)


def opening_period(
    place: "Desk | Office", to_do: Callable[[date, int], Sequence[OpenPeriod]]
) -> Period:
    """Return the period a window opens on: the last one, at first what is due.

    Args:
        place: whose window it is.
        to_do: so many periods something is to be done for about a day: that the workspace was
            made for, where it was chosen.
    """
    kept = _kept(WindowMemory(place.workspace.place).recalled(PERIOD))
    if kept is not None and kept.kind.value in kinds_of(place.report_sets()):
        return kept
    identity, today = place.workspace.identity, place.clock().date()
    day = identity.at if identity.at != identity.created.date() else today
    found = to_do(day, 1)
    return found[0].period if found else _nearest(place, day)


def _kept(code: str) -> Period | None:
    """Return a period that was kept; None where what was kept is none."""
    try:
        return Period.parse(code) if code else None
    except FormError:
        return None


def _nearest(place: "Desk | Office", day: date) -> Period:
    """Return the period whose deadline is nearest, the longer one where several are.

    A unit that no longer exists is shown as on its last day, and none before its first.
    """
    unit = place.unit
    day = min(day, unit.valid_to) if unit.valid_to else day
    near: list[tuple[int, int, Period]] = []
    for report_set in place.report_sets():
        for kind in report_set.periods:
            count = _PER_YEAR[PeriodKind(kind)]
            for year in (day.year - 1, day.year):
                for number in range(1, count + 1):
                    period = Period(year, PeriodKind(kind), number)
                    away = abs((place.deadline(report_set, period) - day).days)
                    near.append((away, count, period))
    own = [one for one in near if unit.is_valid(one[2].end)]
    return min(own or near)[2] if near else Period(day.year, PeriodKind.YEAR)


def forms_by_set(desk: Desk, period: Period) -> list[tuple[str, Form]]:
    """Return (id of report set, form) for all a unit reports in a period, in their order."""
    found: list[tuple[str, Form]] = []
    for report_set in desk.report_sets(period):
        try:
            forms = desk.forms(report_set.id, period)
        except FormError:  # the set does not have this period
            continue
        found.extend((report_set.id, form) for form in forms)
    return found


def first_unfinished(desk: Desk, set_id: str, period: Period) -> str:
    """Return the first form of a report that still has an empty cell, else its first form."""
    forms = desk.forms(set_id, period)
    counts = ((form.id, progress(desk.sheet(form.id, period))) for form in forms)
    return next((one for one, (filled, total) in counts if filled < total), forms[0].id)


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
