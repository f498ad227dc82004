"""Personal lists stay at home: what travels of a sheet then."""

from collections.abc import Sequence
from dataclasses import replace

from ctmtqg_desktop.catalogue.records.personal import lists_of
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.withheld import left_out
from ctmtqg_desktop.exchange.library import Library


def without_lists(library: Library, sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Return the sheets of a report as they travel: personal lists left out, totals as given."""
    return tuple(_without(library, sheet) for sheet in sheets)


def _without(library: Library, sheet: Sheet) -> Sheet:
    if not lists_of(sheet.form):
        return sheet
    form = library.catalogue.form(sheet.form.id, sheet.form.version)
    content = left_out(sheet)
    return library.sheet(form, sheet.unit, sheet.period, around=sheet.around, content=content)


def typed_only(sheet: Sheet) -> Content:
    """Return what was typed into a sheet; what was given or filled travels as computed.

    What is filled beside the form's own file travels as if typed: who reads the package may
    know nothing of the filling.
    """
    content = sheet.content()
    if not content.withheld and not sheet.filled:
        return content
    typed = {c: held for c, held in content.entries.items() if sheet.spec(c).is_input}
    beside = {c: value for c, value in sheet.filled.items() if c in sheet.program.beside}
    known = {c: value for c, value in beside.items() if value is not EMPTY}
    return replace(content, entries={**typed, **known})
