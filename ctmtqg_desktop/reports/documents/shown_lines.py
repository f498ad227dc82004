"""Say under the tables of a form which figures come from another form or a plan."""

import re
from collections.abc import Iterator, Sequence

from ctmtqg_desktop.catalogue.records.form import Cell, Form, Section
from ctmtqg_desktop.entries.overview import shown_from
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.messages import phrase

_NUMERAL = re.compile(r"([IVXLC]+|[0-9]+|[A-Z])\.\s")


def shown_lines(sheet: Sheet) -> Iterator[str]:
    """Yield one line for each form, or plan, that figures of a sheet are taken from."""
    taken: dict[str, list[Cell]] = {}
    for one in shown_from(sheet):
        taken.setdefault(one.words, []).append(one.cell)
    for words, cells in taken.items():
        yield phrase("paper.shown-from", rows=_places(sheet.form, cells), words=words)


def _places(form: Form, cells: Sequence[Cell]) -> str:
    """Return the rows of cells, section by section, each once."""
    rows: dict[str, dict[str, None]] = {}
    for cell in cells:
        rows.setdefault(cell.section, {})[cell.row] = None
    found = ((form.section(section), named) for section, named in rows.items())
    told = (_in_section(section, list(named)) for section, named in found if section is not None)
    return "; ".join(told)


def _in_section(section: Section, row_ids: Sequence[str]) -> str:
    rows = (section.row(row_id) for row_id in row_ids)
    listed = ", ".join(row.no or f"“{row.label}”" for row in rows if row is not None)
    number = _NUMERAL.match(section.title)
    if number is None:
        return phrase("paper.shown-rows", rows=listed)
    return phrase("paper.shown-rows-in", section=number[1], rows=listed)
