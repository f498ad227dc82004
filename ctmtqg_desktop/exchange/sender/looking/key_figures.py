"""Key figures of a report: few enough to be looked at before it is signed, chosen by one rule.

Of each form in turn: figures bound to a target that is ours to reach, the total of its criteria,
then its totals; so that every form is heard before a second figure of one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ctmtqg_desktop.catalogue.expand import TOTAL_CRITERIA
from ctmtqg_desktop.catalogue.records.form import VALUE, Cell, SectionKind
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.overview import is_begun, reference
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.answers.track import asked_text
from ctmtqg_desktop.exchange.sender.targets.target_at_cell import OwnTarget

_MOST, _RESULT = 8, "result"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure worth a last look.

    Attributes:
        label: its row and column, after the part it stands in.
        text, measure: as shown.
        before: the same in the last period or, failing that, last year; empty where unknown.
        target: what is to be reached; empty for none.
    """

    form: str
    cell: Cell
    label: str
    text: str
    measure: str
    before: str
    target: str


def key_figures(pairs: Iterable[tuple[Sheet, Sequence[OwnTarget]]]) -> tuple[KeyFigure, ...]:
    """Return the key figures of the sheets of a report, each with the targets beside it."""
    asked = [list(_of_sheet(sheet, targets)) for sheet, targets in pairs]
    turns = (figure for turn in zip_longest(*asked) for figure in turn if figure is not None)
    return tuple(figure for figure, _ in zip(turns, range(_MOST), strict=False))


def _of_sheet(sheet: Sheet, targets: Sequence[OwnTarget]) -> Iterator[KeyFigure]:
    bound = {one.at: one for one in targets if one.at is not None and one.asks_us}
    for cell in dict.fromkeys((*bound, *_criteria(sheet), *_totals(sheet))):
        if is_begun(sheet, cell) and sheet.value(cell) is not EMPTY:
            yield _figure(sheet, cell, bound.get(cell))


def _figure(sheet: Sheet, cell: Cell, bound: OwnTarget | None) -> KeyFigure:
    earlier, measure = reference(sheet, cell), sheet.measures.get(sheet.spec(cell).measure)
    section = sheet.form.section(cell.section)
    part = section.title if section is not None else ""
    return KeyFigure(
        sheet.form.id, cell, " · ".join(word for word in (part, sheet.label(cell)) if word),
        sheet.text(cell), measure.label if measure else "",
        earlier.previous or earlier.last_year,
        asked_text(bound.target, sheet.measures) if bound else "",
    )  # fmt: skip


def _criteria(sheet: Sheet) -> Iterator[Cell]:
    for section in sheet.form.sections:
        if section.criteria and section.row(TOTAL_CRITERIA) is not None:
            result = (c.id for c in section.columns if c.role == _RESULT)
            yield from (Cell(section.id, TOTAL_CRITERIA, column) for column in result)


def _totals(sheet: Sheet) -> Iterator[Cell]:
    """Yield computed fields, then the columns of rows that add up other rows."""
    for section in sheet.form.sections:
        if section.kind is SectionKind.FIELDS:
            cells = (Cell(section.id, row.id, VALUE) for row in section.rows)
            yield from (cell for cell in cells if _is_computed(sheet, cell))
    for section in sheet.form.sections:
        if section.kind is SectionKind.GRID and not section.criteria:
            for row in section.rows:
                cells = (Cell(section.id, row.id, column.id) for column in section.columns)
                yield from (cell for cell in cells if _adds_rows(sheet, cell))


def _is_computed(sheet: Sheet, cell: Cell) -> bool:
    return cell in sheet.program.computed and sheet.spec(cell).type.is_number


def _adds_rows(sheet: Sheet, cell: Cell) -> bool:
    if not _is_computed(sheet, cell):
        return False
    refs = sheet.program.computed[cell].refs
    return len(refs) > 1 and all(ref.cell.column == cell.column for ref in refs)
