"""A sheet whose personal lists were left out: its totals stand as they travelled.

What follows from a list that is not there cannot be computed again, so it is taken as given;
everything else is computed and checked as ever.
"""

from collections.abc import Mapping
from dataclasses import replace

from ctmtqg_desktop.catalogue.records.form import ANY_ROW, Cell
from ctmtqg_desktop.catalogue.records.personal import (
    Hidden,
    hidden_columns,
    lists_of,
    rows_left_out,
)
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.overview import computed
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.rules.hidden import followers
from ctmtqg_desktop.rules.program import FormProgram


def left_out(sheet: Sheet) -> Content:
    """Return what a sheet holds without its personal lists, its totals as given figures."""
    form, whole = sheet.form, sheet.content()
    withheld = {name: len(sheet.rows(name.partition(".")[0])) for name in lists_of(form)}
    hidden, gone = hidden_columns(form, withheld), rows_left_out(withheld)
    given = taken_for(sheet.program, computed(sheet), withheld)
    kept = {c: v for c, v in whole.entries.items() if (c.section, c.column) not in hidden}
    return replace(
        whole,
        entries={**kept, **given},
        rows={section: keys for section, keys in whole.rows.items() if section not in gone},
        reasons={
            (rule, cell): text
            for (rule, cell), text in whole.reasons.items()
            if not _is_hidden(cell, hidden)
        },
        withheld=withheld,
    )


def taken_for(
    program: FormProgram, figures: Mapping[Cell, Value], withheld: Mapping[str, int]
) -> dict[Cell, Value]:
    """Return the figures that stand as given; those of the lists themselves are not among them."""
    hidden = hidden_columns(program.form, withheld)
    nodes, gone = followers(program, hidden), rows_left_out(withheld)
    return {
        cell: value
        for cell, value in figures.items()
        if cell.section not in gone
        and (cell.section, cell.column) not in hidden
        and value is not EMPTY
        and (cell in nodes or cell._replace(row=ANY_ROW) in nodes)
    }


def check_withheld(program: FormProgram, content: Content, figures: Mapping[Cell, Value]) -> None:
    """Refuse a content that leaves out what is no personal list, or only half of one.

    Raises:
        PackageError: ``exchange.withheld-refused``.
    """
    form, withheld = program.form, content.withheld
    hidden = hidden_columns(form, withheld)
    cells = (*content.entries, *figures)
    wrong = [
        *(name for name in withheld if name not in lists_of(form)),
        *(str(cell) for cell in cells if (cell.section, cell.column) in hidden),
        *(name for name in content.rows if name in rows_left_out(withheld)),
        *(cell for _, cell in content.reasons if _is_hidden(cell, hidden)),
    ]
    if wrong:
        raise PackageError("exchange.withheld-refused", cell=wrong[0], form=form.title)


def _is_hidden(cell: str, hidden: Hidden) -> bool:
    if cell.count(".") != 2:
        return False
    place = Cell.parse(cell)
    return (place.section, place.column) in hidden
