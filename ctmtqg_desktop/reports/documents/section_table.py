"""Make the sections of a form into tables: fields, grids with header trees, rosters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import (
    PRINTED_ROLES,
    VALUE,
    Aggregate,
    CellOverride,
    CellSpec,
    CellType,
    Form,
    Row,
    Section,
    SectionKind,
)
from ctmtqg_desktop.catalogue.records.form import Cell as Address
from ctmtqg_desktop.catalogue.records.form import Column as FormColumn
from ctmtqg_desktop.catalogue.records.legal import mark_of
from ctmtqg_desktop.catalogue.records.personal import lists_of, masked
from ctmtqg_desktop.entries.book_marks import TOTAL, TablePlace
from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.table_layout import (
    Lead,
    Title,
    header_depth,
    header_spans,
    leading_columns,
    number_line,
    says_measure,
)
from ctmtqg_desktop.entries.typed import (
    decimals_of,
    fixed_decimals,
    in_measure,
    show_entry,
)
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.page.page import (
    HeaderCell,
    PageCell,
    PageColumn,
    PageTable,
    RowStyle,
    TableRow,
)
from ctmtqg_desktop.reports.page.words import lower_first
from ctmtqg_desktop.text import round_half_up


class Figures(Protocol):
    """What a table is filled from: a sheet, or anything that answers as one does."""

    @property
    def form(self) -> Form:
        """Return the form, its criteria rows in place."""

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Return the measures by id."""

    def rows(self, section: str) -> tuple[str, ...]:
        """Return the row keys of a section in order."""

    def spec(self, cell: Address) -> CellSpec:
        """Return what a cell is."""

    def entry(self, cell: Address) -> EntryValue:
        """Return what a cell holds."""

    def label(self, cell: Address) -> str:
        """Return the words for a cell."""


def section_table(section: Section, figures: Figures) -> PageTable:
    """Make one section of a form into a table."""
    makers = {SectionKind.FIELDS: _fields, SectionKind.GRID: _grid, SectionKind.ROSTER: _roster}
    form = figures.form
    place = TablePlace(form.id, form.version, section.id)
    return replace(makers[section.kind](section, figures), place=place)


def shared_measure(section: Section, figures: Figures) -> str:
    """Return the label of the measure that stands above a section: that of all its money.

    A section without money has one only if all its figures share it; else it is empty.
    """
    found = {c.measure for c in section.columns if c.measure and c.type is not CellType.PERCENT}
    money = {c.measure for c in section.columns if c.type is CellType.MONEY}
    shared = money or found
    if len(shared) != 1 or any(row.measure for row in section.rows):
        return ""
    return _measure_label(shared.pop(), figures)


def print_entry(value: EntryValue, spec: CellSpec, measures: Mapping[str, Measure]) -> PageCell:
    """Make what a cell holds into a printed one, rounded once as the form says if computed."""
    if isinstance(value, Decimal):
        number = in_measure(value, spec, measures)
        if spec.formula:
            number = round_half_up(number, decimals_of(spec, measures))
        return number_cell(number, fixed_decimals(spec))
    if isinstance(value, str):
        return PageCell(show_entry(value, spec, measures))
    return PageCell(show_entry(value, spec, measures), align="centre")


def number_cell(number: Decimal, decimals: int | None = None) -> PageCell:
    """Print a number with so many decimals, or with those it has and no idle zeros."""
    if decimals is not None:
        return PageCell(number=number, decimals=decimals)
    exponent = number.normalize().as_tuple().exponent
    return PageCell(number=number, decimals=max(0, -exponent) if isinstance(exponent, int) else 0)


def header_rows(titles: Sequence[Title]) -> tuple[tuple[HeaderCell, ...], ...]:
    """Return the header cells level by level, as a page takes them."""
    depth = header_depth(titles)
    rows: list[list[HeaderCell]] = [[] for _ in range(depth)]
    for span in header_spans(titles, depth):
        wide, tall = span.last - span.first + 1, span.bottom - span.top + 1
        rows[span.top].append(HeaderCell(span.text, wide, tall))
    return tuple(tuple(row) for row in rows)


def _titles(leading: Sequence[str], section: Section, figures: Figures) -> list[Title]:
    labels = column_labels(section, figures)
    own = [(*c.header, label) for c, label in zip(section.columns, labels, strict=True)]
    return [*((words,) for words in leading), *own]


def column_labels(section: Section, figures: Figures) -> tuple[str, ...]:
    """Return what stands over each column: label, its measure if they differ, and its mark."""
    shared = shared_measure(section, figures)
    return tuple(
        _column_label(column, _measure_label(column.measure, figures), shared)
        for column in section.columns
    )


def _column_label(column: FormColumn, measure: str, shared: str) -> str:
    is_said = measure in {"", shared} or says_measure(column.label, measure)
    label = column.label if is_said else f"{column.label} ({measure})"
    return label + mark_of(column.confidence)


def _measure_label(measure_id: str, figures: Figures) -> str:
    known = figures.measures.get(measure_id)
    return known.label if known else measure_id


def page_columns(columns: Sequence[FormColumn]) -> tuple[PageColumn, ...]:
    """Return the columns of a form as those of a page: numbers right, verdicts centred."""
    return tuple(_page_column(column) for column in columns)


def _page_column(column: FormColumn) -> PageColumn:
    shown_as_is = "" if column.mask or column.role in PRINTED_ROLES else column.id
    if column.type.is_number:
        return PageColumn(Decimal(column.width), "right", shown_as_is)
    is_short = column.role in {"requirement", "measure", "judgement", "verdict"}
    return PageColumn(Decimal(column.width), "centre" if is_short else "left", shown_as_is)


def _fields(section: Section, figures: Figures) -> PageTable:
    has_requirement = any(row.requirement for row in section.rows)
    extra = [phrase("paper.head-requirement")] if has_requirement else []
    indicator = phrase("paper.head-indicator") + _common_mark(section)
    answered = (phrase("paper.head-measure"), phrase("paper.head-result"))
    names = [section.no_label, indicator, *extra, *answered]
    rows = []
    for row in section.rows:
        value = replace(_value(section, row, VALUE, figures), align="centre")
        middle = [PageCell(row.requirement, align="centre")] if has_requirement else []
        measure = PageCell(_measure_label(row.measure, figures), align="centre")
        lead = _row_name(section, row)
        cells = (*lead, *middle, measure, value)
        rows.append(TableRow(cells, _row_style(row), row.id, row.label))
    columns = [
        PageColumn(align="centre"),
        PageColumn(),
        *(PageColumn(align="centre") for _ in extra),
    ]
    return PageTable(
        columns=(*columns, PageColumn(align="centre"), PageColumn(align="centre", id=VALUE)),
        header=(tuple(HeaderCell(name) for name in names),),
        rows=tuple(rows),
    )


def _grid(section: Section, figures: Figures) -> PageTable:
    leading = leading_columns(section)
    names = [_lead_label(section, lead) for lead in leading]
    columns = [
        PageColumn() if lead is Lead.LABEL else PageColumn(align="centre") for lead in leading
    ]
    return PageTable(
        columns=(*columns, *page_columns(section.columns)),
        header=header_rows(_titles(names, section, figures)),
        rows=tuple(_grid_row(section, row, leading, figures) for row in section.rows),
        numbers=number_line(section.columns, len(leading)),
        leading=len(leading),
    )


def _lead_label(section: Section, lead: Lead) -> str:
    if lead is Lead.LABEL:
        return section.row_label + _common_mark(section)
    return section.no_label if lead is Lead.NO else phrase("paper.head-measure")


def _grid_row(section: Section, row: Row, leading: Sequence[Lead], figures: Figures) -> TableRow:
    number, label = _row_name(section, row)
    measure = PageCell(_measure_label(row.measure, figures), align="centre")
    lead = {Lead.NO: number, Lead.LABEL: label, Lead.MEASURE: measure}
    cells = [lead[one] for one in leading]
    cells.extend(_grid_cell(section, row, column, figures) for column in section.columns)
    return TableRow(tuple(cells), _row_style(row), row.id, row.label)


def _grid_cell(section: Section, row: Row, column: FormColumn, figures: Figures) -> PageCell:
    fixed = row.cells.get(column.id, CellOverride()).text
    if fixed:
        return PageCell(fixed)
    if column.role == "requirement":
        mark = mark_of(row.requirement_confidence) if row.requirement else ""
        return PageCell(row.requirement, mark=mark, align="centre")
    if column.role == "measure":
        return PageCell(_measure_label(row.measure, figures), align="centre")
    return _value(section, row, column.id, figures)


def _value(section: Section, row: Row, column: str, figures: Figures) -> PageCell:
    address = Address(section.id, row.id, column)
    return print_entry(figures.entry(address), figures.spec(address), figures.measures)


def _row_name(section: Section, row: Row) -> tuple[PageCell, PageCell]:
    mark = "" if _common_mark(section) else mark_of(row.confidence)
    return PageCell(row.no, align="centre"), PageCell(
        row.label, level=max(row.level - 1, 0), mark=mark
    )


def _row_style(row: Row) -> RowStyle:
    return "group" if row.level == 0 else "normal"


def _common_mark(section: Section) -> str:
    """Return the mark for the heading when every row would carry it."""
    marks = {mark_of(row.confidence) for row in section.rows}
    return marks.pop() if len(marks) == 1 and len(section.rows) > 1 else ""


def _roster(section: Section, figures: Figures) -> PageTable:
    return roster_table(section, [("", figures)])


def roster_table(
    section: Section, sources: Sequence[tuple[str, Figures]], *, unit_label: str = ""
) -> PageTable:
    """Make the rows of one or many rosters into a table, with the sums below.

    Args:
        section: as the form declares it.
        sources: the name of each unit and its figures.
        unit_label: heading of the column of units; without one there is no such column.
    """
    first = sources[0][1]
    lead = [section.no_label, unit_label] if unit_label else [section.no_label]
    rows: list[TableRow] = []
    for unit, figures in sources:
        for key in figures.rows(section.id):
            name = [PageCell(unit)] if unit_label else []
            number = PageCell(str(len(rows) + 1), align="centre")
            values = (_roster_cell(section, key, column, figures) for column in section.columns)
            rows.append(TableRow((number, *name, *values), key=key))
    total = _roster_total(section, rows, len(lead))
    if rows and any(cell.number is not None for cell in total.cells):
        rows.append(total)
    told = list(_left_out(section, sources)) or ([] if rows else [phrase("paper.empty-roster")])
    wide = len(lead) + len(section.columns)
    rows.extend(
        TableRow((PageCell(text, align="centre", italic=True, colspan=wide),)) for text in told
    )
    names = [PageColumn(align="centre"), PageColumn()][: len(lead)]
    return PageTable(
        columns=(*names, *page_columns(section.columns)),
        header=header_rows(_titles(lead, section, first)),
        rows=tuple(rows),
        numbers=_roster_numbers(section, len(lead)),
        leading=len(lead) + 1,
    )


def _left_out(section: Section, sources: Sequence[tuple[str, Figures]]) -> Iterable[str]:
    """Yield a sentence for every unit whose list stayed at home."""
    for unit, figures in sources:
        rows = withheld_of(figures).get(section.id)
        if rows is not None:
            said = phrase("paper.withheld", rows=rows)
            yield f"{unit}: {lower_first(said)}" if unit else said


def withheld_of(figures: Figures) -> Mapping[str, int]:
    """Return which lists of a sheet stayed at home; totals have none."""
    found: Mapping[str, int] = getattr(figures, "withheld", {})
    return found


def shows_lists(sheets: Iterable[Figures]) -> bool:
    """Say whether a list of persons or households stands in the print of these sheets."""
    return any(
        name not in withheld_of(figures) and figures.rows(name.partition(".")[0])
        for figures in sheets
        for name in lists_of(figures.form)
    )


def _roster_numbers(section: Section, leading: int) -> tuple[str, ...]:
    line = number_line(section.columns, leading)
    return (line[0], *("" for _ in range(leading - 1)), *line[leading:]) if line else ()


def _roster_cell(section: Section, key: str, column: FormColumn, figures: Figures) -> PageCell:
    address = Address(section.id, key, column.id)
    if f"{section.id}.{column.id}" in withheld_of(figures):
        return PageCell(phrase("paper.withheld-cell"), italic=True)
    if column.mask:
        shown = show_entry(figures.entry(address), figures.spec(address), figures.measures)
        return PageCell(masked(shown, column.mask))
    return print_entry(figures.entry(address), figures.spec(address), figures.measures)


def _roster_total(section: Section, rows: Sequence[TableRow], leading: int) -> TableRow:
    """Add up what may be added; a percentage is never added and stays empty."""
    cells: list[PageCell] = []
    for index, column in enumerate(section.columns, leading):
        numbers = [row.cells[index].number for row in rows]
        known = [number for number in numbers if number is not None]
        if column.aggregate is Aggregate.SUM and known:
            cells.append(number_cell(sum(known, Decimal(0))))
        else:
            cells.append(PageCell())
    texts = next((i for i, cell in enumerate(cells) if cell.number is not None), len(cells))
    label = PageCell(phrase("paper.total"), align="centre", colspan=leading + texts)
    return TableRow((label, *cells[texts:]), "total", TOTAL)
