"""The history of a unit's land: its form through the years, whatever it was called."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.entries.merge import Merged, Origin, merge
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.receiver.consolidate import sources_of

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def origins(catalogue: Catalogue, unit: Unit, at: date) -> tuple[Origin, ...]:
    """Return the units that were the land of a unit on a day; itself when it was one already.

    Empty when the catalogue does not know what it was made of.
    """
    if unit.is_valid(at):
        return (Origin(unit),)
    steps = catalogue.lineage.origins(unit.code, unit.valid_from, at)
    found = ((catalogue.units.find(step.old, at), step) for step in steps)
    return tuple(Origin(old, step) for old, step in found if old is not None)


def history(
    library: Library,
    workspace: "Workspace",
    unit: Unit,
    *,
    set_id: str,
    form_id: str,
    periods: Sequence[Period],
) -> tuple[Merged | None, ...]:
    """Return a unit's form for each period, made of the accepted reports in a workspace.

    None for a period of which no report of the land is there.
    """
    return tuple(_at(library, workspace, unit, (set_id, form_id), period) for period in periods)


def _at(
    library: Library, workspace: "Workspace", unit: Unit, asked: tuple[str, str], period: Period
) -> Merged | None:
    set_id, form_id = asked
    parts = origins(library.catalogue, unit, period.end)
    current = {s.key.unit: s for s in workspace.submissions.current(set_id, period.code)}
    sources: list[Source] = []
    for part in parts:
        submission = current.get(part.unit.code)
        if submission is not None:
            made = sources_of(library, workspace, part.unit, submission, period)
            sources.extend(s for s in made if s.sheet.form.id == form_id)
    return merged(library, parts, sources, set_id=set_id, period=period)


def merged(
    library: Library,
    parts: Sequence[Origin],
    sources: Sequence[Source],
    *,
    set_id: str,
    period: Period,
) -> Merged | None:
    """Make one sheet of sheets of one form; None without any."""
    if not sources:
        return None
    first = sources[0]
    form = library.catalogue.form(first.sheet.form.id, first.sheet.form.version)
    program = library.program(form, first.unit, period)
    exempt = tuple(_exempt(library.catalogue, parts, form.id, set_id, period.end))
    return merge(program, parts, sources, exempt=exempt)


def _exempt(
    catalogue: Catalogue, parts: Sequence[Origin], form_id: str, set_id: str, at: date
) -> Iterator[Unit]:
    for part in parts:
        if all(form.id != form_id for form in catalogue.forms_of(set_id, part.unit, at)):
            yield part.unit
