"""Personal lists stay at home: what travels of a sheet then, and how a receiver takes it up."""

from collections.abc import Sequence
from dataclasses import replace

from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.personal import lists_of
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.withheld import check_withheld, left_out, taken_for
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.package.payload import FormData


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


def taken(
    library: Library, form: Form, sent: FormData, *, unit: Unit, period: Period
) -> tuple[Form, Content]:
    """Return what a package says of a form, as a sheet takes it up.

    Raises:
        PackageError: ``exchange.withheld-refused``.
        FormError: ``form.unknown``.
    """
    content, program = sent.content, library.program(form, unit, period)
    filled = {cell: value for cell, value in sent.computed.items() if cell in program.optional}
    content = replace(content, entries={**filled, **content.entries})
    if not content.withheld:
        return form, content
    check_withheld(program, content, sent.computed)
    given = taken_for(program, sent.computed, content.withheld)
    return form, replace(content, entries={**content.entries, **given})
