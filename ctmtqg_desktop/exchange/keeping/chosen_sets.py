"""Which report sets a workspace works with: all the catalogue offers, or those it has chosen."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.declared import ReportSet

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


IsOwed = Callable[[ReportSet], bool]


def _is_not(_: ReportSet) -> bool:
    return False


def handled(
    workspace: "Workspace", offered: Sequence[ReportSet], is_owed: IsOwed = _is_not
) -> tuple[ReportSet, ...]:
    """Return the report sets of the workspace, in the catalogue's order.

    A choice that fits nothing of what is offered counts as no choice: a unit is never left
    without a report by a catalogue that renamed one. Nor does a choice hide what the
    receiver has decided to be owed.
    """
    chosen = workspace.settings.chosen_sets()
    if not any(s.id in chosen for s in offered):
        return tuple(offered)
    return tuple(s for s in offered if s.id in chosen or is_owed(s))


def worked_days(begun: date, today: date, until: date | None = None) -> tuple[date, ...]:
    """Return the day a workspace was made for and the last days of its years until today.

    One made in January has the year before too, whose reports are still on their way.

    Args:
        begun: that day.
        today: the last of its years so far is today's.
        until: the last day of its unit; no later one counts.
    """
    first, last = begun.year - (begun.month == 1), max(begun.year, today.year)
    ends = (date(year, 12, 31) for year in range(first, last + 1))
    return (begun, *(end for end in ends if until is None or end <= until))


def choose(workspace: "Workspace", set_ids: Sequence[str]) -> None:
    """Remember which report sets the workspace works with; none means all."""
    workspace.settings.choose_sets(set_ids)
