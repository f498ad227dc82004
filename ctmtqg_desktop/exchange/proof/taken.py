"""What a package says of a form, as a sheet takes it up."""

from dataclasses import replace

from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.withheld import check_withheld, taken_for
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.package.payload import FormData


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
