"""Read "XML Spreadsheet", which Excel puts beside its HTML: values exact, whatever is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from ctmtqg_desktop.intake.clipboard.html_tables import MOST_CELLS, refuse_block
from ctmtqg_desktop.intake.clipboard.number_format import is_date_format, stored_number
from ctmtqg_desktop.intake.given import (
    BLANK,
    Given,
    GivenKind,
    GivenTable,
    Span,
    given_number,
    given_text,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_HIDDEN = ("SheetHidden", "SheetVeryHidden")
_NAMED = {
    "Percent": "0.00%", "Standard": "#,##0.00", "Fixed": "0.00", "Scientific": "0.00E+00",
    "General": "", "General Number": "", "Currency": "#,##0.00",
}  # fmt: skip
_DAY_LETTERS = len("2024-02-01")
_FIRST_DATE = "1899-12-31"
"""Excel writes a bare time as one on this day."""


def read_spreadsheet_xml(data: bytes) -> GivenTable | None:
    """Read the first sheet; None where the bytes are not such a text.

    Raises:
        IntakeError: ``intake.clipboard-too-many-cells``.
    """
    try:
        table = next(spreadsheet_xml_tables(data), None)
    except SyntaxError:  # lxml raises it, and is loaded only where there is something to read
        return None
    return table and replace(table, name="")


def spreadsheet_xml_tables(data: bytes) -> Iterator[GivenTable]:
    """Yield the sheets of such a text; none where it is another.

    Raises:
        IntakeError: ``intake.clipboard-too-many-cells``.
        SyntaxError: it is broken, from here on.
    """
    from lxml import etree

    bare = data.strip(b"\0 \r\n\t")
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        return
    events = etree.iterparse(
        BytesIO(bare), events=("start", "end"), resolve_entities=False, no_network=True,
        huge_tree=False, load_dtd=False,
    )  # fmt: skip
    sheet = _Sheet()
    for event, element in events:
        if event == "start" and element.tag == f"{_SS}Worksheet":
            sheet = _Sheet(element.get(f"{_SS}Name", ""), styles=sheet.styles)
        elif event == "start":
            sheet.start(element)
        elif sheet.end(element):
            yield sheet.table()


@dataclass(frozen=True, slots=True)
class _CellStyle:
    """What a style says of its cells."""

    number_format: str = ""
    font: str = ""


@dataclass(slots=True)
class _Sheet:
    """A sheet being read.

    Attributes:
        name: as the workbook calls it.
        is_one: a table has been met.
        is_hidden: nobody sees it.
        styles: by their ids, of the whole workbook.
    """

    name: str = ""
    is_one: bool = False
    is_hidden: bool = False
    styles: dict[str, _CellStyle] = field(default_factory=dict)
    _column_styles: dict[int, str] = field(default_factory=dict)
    _rows: list[list[Given]] = field(default_factory=list)
    _row_style: str = ""
    _spans: list[Span] = field(default_factory=list)
    _hidden_rows: set[int] = field(default_factory=set)
    _hidden_columns: set[int] = field(default_factory=set)
    _columns: int = 0
    _cells: int = 0

    def start(self, element: "_Element") -> None:
        """Take the start of an element: rows are made before their cells."""
        if element.tag == f"{_SS}Table":
            self.is_one = True
        elif element.tag == f"{_SS}Row":
            at = _index(element, len(self._rows))
            self._count(at - len(self._rows) + 1)
            self._rows += [[] for _ in range(at - len(self._rows) + 1)]
            self._row_style = element.get(f"{_SS}StyleID", "")
            if element.get(f"{_SS}Hidden") == "1":
                self._hidden_rows.add(at)

    def end(self, element: "_Element") -> bool:
        """Take the end of an element; return whether a sheet has been read."""
        if element.tag == f"{_SS}Style":
            self._style(element)
        elif element.tag == f"{_SS}Column":
            self._column(element)
        elif element.tag == f"{_SS}Cell" and self._rows:
            self._cell(element)
            element.clear()
        elif element.tag == f"{_SS}Row":
            more = min(_count_of(element, "Span"), MOST_CELLS)
            self._count(more)
            self._rows += [[] for _ in range(more)]
            element.clear()
        elif element.tag == f"{_X}Visible":
            self.is_hidden = element.text in _HIDDEN
        return self.is_one and element.tag == f"{_SS}Worksheet"

    def _style(self, element: "_Element") -> None:
        above = self.styles.get(element.get(f"{_SS}Parent", "Default"), _CellStyle())
        shape = element.find(f"{_SS}NumberFormat")
        font = element.find(f"{_SS}Font")
        code = above.number_format if shape is None else shape.get(f"{_SS}Format", "")
        named = above.font if font is None else font.get(f"{_SS}FontName", "")
        known = element.get(f"{_SS}ID", "")
        self.styles[known] = _CellStyle(_NAMED.get(code, code), named)

    def _column(self, element: "_Element") -> None:
        at = _index(element, self._columns)
        count = min(_count_of(element, "Span") + 1, MOST_CELLS)
        self._count(count)
        for column in range(at, at + count):
            self._column_styles[column] = element.get(f"{_SS}StyleID", "")
            if element.get(f"{_SS}Hidden") == "1":
                self._hidden_columns.add(column)
        self._columns = at + count

    def _cell(self, element: "_Element") -> None:
        line, top = self._rows[-1], len(self._rows) - 1
        at = _index(element, len(line))
        across, down = _count_of(element, "MergeAcross"), _count_of(element, "MergeDown")
        self._count(at - len(line) + 1 + across)
        line += [BLANK] * (at - len(line))
        named = element.get(f"{_SS}StyleID") or self._row_style or self._column_styles.get(at, "")
        style = self.styles.get(named, self.styles.get("Default", _CellStyle()))
        line += [_given(element, style), *[BLANK] * across]
        if across or down:
            self._spans.append(Span(top, at, top + down, at + across))

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MOST_CELLS:
            refuse_block()

    def table(self) -> GivenTable:
        """Return what has been read."""
        last = len(self._rows) - 1
        spans = (span._replace(bottom=min(span.bottom, last)) for span in self._spans)
        return GivenTable(
            self.name, tuple(map(tuple, self._rows)), tuple(spans), self.is_hidden,
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
        )  # fmt: skip


def _index(element: "_Element", following: int) -> int:
    """Return the place of a row, column or cell, counted from 0; it is told where one is left."""
    told = _count_of(element, "Index")
    return max(told - 1, following) if told else following


def _count_of(element: "_Element", name: str) -> int:
    text = element.get(f"{_SS}{name}", "")
    return int(text) if text.isdecimal() and len(text) < len("10000000") else 0


def _given(cell: "_Element", style: _CellStyle) -> Given:
    data = cell.find(f"{_SS}Data")
    if data is None:
        is_formula = cell.get(f"{_SS}Formula") is not None
        return Given(GivenKind.UNCOMPUTED) if is_formula else BLANK
    text = "".join(_letters(data))
    kind = data.get(f"{_SS}Type", "String")
    if kind == "Error":
        return Given(GivenKind.ERROR, text)
    if kind == "Boolean":
        return Given(GivenKind.BOOLEAN, "TRUE" if text == "1" else "FALSE", Decimal(text == "1"))
    if kind == "DateTime":
        return _day(text, style)
    number = stored_number(text) if kind == "Number" else None
    if number is not None:
        return given_number(number, "", style.number_format)
    return given_text(text, style.font)


def _letters(data: "_Element") -> Iterator[str]:
    """Yield the letters of a text, which may be dressed in HTML."""
    for letters in data.itertext():
        yield str(letters)


def _day(text: str, style: _CellStyle) -> Given:
    try:
        day = date.fromisoformat(text[:_DAY_LETTERS])
    except ValueError:
        return given_text(text, style.font)
    if text[:_DAY_LETTERS] <= _FIRST_DATE and not is_date_format(style.number_format):
        return given_text(text[_DAY_LETTERS + 1 :], style.font)
    return Given(GivenKind.DATE, text, day=day, number_format=style.number_format)
