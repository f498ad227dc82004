"""The tables of an HTML text as raw cells: what is written in them and what is said of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.clipboard.css import (
    MOST_RULES,
    Declarations,
    StyleRules,
    font_of,
    is_hidden,
    signs_of,
)
from ctmtqg_desktop.intake.clipboard.progress import Report, no_report

MOST_CELLS = 500_000
MOST_DEPTH = 200
_PIECE = 1 << 16
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = frozenset({"script", "style", "comment", "del", "xml", "title", "template"})
"""Elements whose letters are no content: notes of Calc, what Word shows as deleted."""
_LINES = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "caption"})
_CELLS = frozenset({"td", "th"})
_MAY_BE_HIDDEN = frozenset({"tr", *_CELLS, "col"})
"""What keeps its place where it is not shown."""
_SHAPING = frozenset({"table", "tr", *_CELLS, *_LINES})
_VOID = frozenset({"br", "col", "meta", "img", "link", "input", "hr", "base"})
_NEW_LINE = "\n"


@dataclass(slots=True)
class RawCell:
    """A cell as written.

    Attributes:
        marks: its attributes.
        look: what the style sheet declares for it.
        pieces: its letters; a line feed among them is a line break and nothing else.
        fonts: name -> how many letters are in it.
        inner: tables within it.
    """

    marks: Mapping[str, str]
    look: Declarations
    pieces: list[str] = field(default_factory=list)
    fonts: dict[str, int] = field(default_factory=dict)
    inner: list["RawTable"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return its own letters: blanks as one, lines as they are shown."""
        lines = "".join(self.pieces).strip().split(_NEW_LINE)
        if len(lines) == 1 and "  " not in lines[0]:
            return lines[0]
        return _NEW_LINE.join(" ".join(filter(None, line.split(" "))) for line in lines).strip()

    @property
    def whole_text(self) -> str:
        """Return its letters with those of the tables within it."""
        if not self.inner:
            return self.text
        cells = (cell for table in self.inner for row in table.rows for cell in row.cells)
        return _NEW_LINE.join(filter(None, (self.text, *(cell.whole_text for cell in cells))))

    @property
    def font(self) -> str:
        """Return the font of most of its letters."""
        return max(self.fonts, key=self.fonts.__getitem__, default="").strip("\"' ")


@dataclass(slots=True)
class RawRow:
    """A row as written."""

    cells: list[RawCell] = field(default_factory=list)
    is_hidden: bool = False


@dataclass(slots=True)
class RawTable:
    """A table as written; a paragraph outside of tables is a row of one cell.

    Attributes:
        hidden_columns: those that the source does not show.
        columns: how many columns have been declared.
    """

    rows: list[RawRow] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0


@dataclass(slots=True)
class RawBlock:
    """A whole HTML text.

    Attributes:
        outer: paragraphs and tables in their order; a table stands in a cell's ``inner``.
        signs: before decimals and between thousands, where the source says them.
        is_plain: there is no table at all.
    """

    outer: RawTable
    signs: tuple[str, str] | None
    is_plain: bool


def raw_block(text: str, report: Report = no_report) -> RawBlock:
    """Read an HTML text, however broken, as a block.

    Raises:
        IntakeError: ``intake.clipboard-too-many-cells``.
    """
    from lxml import etree

    reader = _Reader()
    parser = etree.HTMLParser(target=reader, no_network=True, huge_tree=False)
    try:
        for at in range(0, len(text), _PIECE):
            report(at, len(text))
            parser.feed(text[at : at + _PIECE])
        parser.close()
    except etree.LxmlError:
        pass  # what stands before the fault has been read
    return reader.block()


@dataclass(slots=True)
class _Open:
    """An element that has not ended.

    Attributes:
        unseen: nothing within it counts.
        font: of the letters within it.
    """

    tag: str
    unseen: bool
    font: str


class _Look(NamedTuple):
    """What the style sheet says of an element."""

    declared: Declarations
    font: str
    is_unseen: bool


class _Reader:
    """Follow the elements of an HTML text; lxml calls its methods."""

    def __init__(self) -> None:
        self._rules = StyleRules()
        self._looks: dict[tuple[str, str, str], _Look] = {}
        self._styles: list[str] = []
        self._open: list[_Open] = []
        self._outer = RawTable()
        self._tables = [self._outer]
        self._cells: list[RawCell | None] = [None]
        self._count = 0
        self._met_table = False

    def block(self) -> RawBlock:
        """Return what has been read."""
        signs = signs_of(self._rules.of("table", "", ""))
        return RawBlock(self._outer, signs, not self._met_table)

    # -- what lxml calls

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        if tag in _VOID:
            self._void(tag, attributes)
            return
        look = self._look(tag, attributes)
        above = self._open[-1] if self._open else _Open("", unseen=False, font="")
        unseen = above.unseen or tag in _UNSEEN or look.is_unseen
        font = attributes.get("face", "").split(",")[0] or look.font or above.font
        self._open.append(_Open(tag, unseen, font))
        if len(self._open) > MOST_DEPTH:
            refuse_block()
        if not unseen and tag in _SHAPING:
            self._structure(tag, dict(attributes), look.declared)

    def _look(self, tag: str, attributes: Mapping[str, str]) -> _Look:
        named = (tag, attributes.get("class", ""), attributes.get("style", ""))
        known = self._looks.get(named)
        if known is None:
            found = self._rules.of(*named)
            is_note = found.get("mso-element", "").startswith("comment")
            is_unseen = is_note or (tag not in _MAY_BE_HIDDEN and is_hidden(found))
            known = _Look(found, font_of(found), is_unseen)
            if len(self._looks) < MOST_RULES:
                self._looks[named] = known
        return known

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in _VOID:
            return
        if not self._open:
            return
        ended = self._open.pop()
        if tag == "style":
            self._rules.add("".join(self._styles))
            self._styles.clear()
            self._looks.clear()
        if ended.unseen:
            return
        if tag == "table" and len(self._tables) > 1:
            self._tables.pop()
            self._cells.pop()
            self._paragraph()
        elif tag in _CELLS and len(self._tables) > 1:
            self._cells[-1] = None
        elif tag in _LINES:
            self._line()

    def data(self, letters: str) -> None:
        """Take letters."""
        here = self._open[-1] if self._open else _Open("", unseen=False, font="")
        if here.tag == "style":
            self._styles.append(letters)
        elif not here.unseen:
            self._write(letters, here.font)

    def comment(self, text: str) -> None:
        """Pass over a comment."""

    def close(self) -> None:
        """Do nothing at the end."""

    # -- what it means

    def _void(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "br" and not (self._open and self._open[-1].unseen):
            self._line()
        elif tag == "col":
            look = self._look(tag, attributes).declared
            table = self._tables[-1]
            count = min(_whole(attributes.get("span", "")), MOST_CELLS)
            if is_hidden(look):
                table.hidden_columns.update(range(table.columns, table.columns + count))
            table.columns += count

    def _structure(self, tag: str, marks: dict[str, str], look: Declarations) -> None:
        if tag == "table":
            self._table()
        elif tag == "tr" and len(self._tables) > 1:
            is_unseen = is_hidden(look) or marks.get("height") == "0"
            self._tables[-1].rows.append(RawRow(is_hidden=is_unseen))
            self._cells[-1] = None
        elif tag in _CELLS and len(self._tables) > 1:
            self._cell(marks, look)
        elif tag in _LINES:
            self._line()

    def _table(self) -> None:
        self._met_table = True
        table = RawTable()
        holder = self._cells[-1] if len(self._tables) > 1 else None
        if holder is None:
            holder = self._add(RawCell({}, {}))
        holder.inner.append(table)
        self._tables.append(table)
        self._cells.append(None)

    def _cell(self, marks: dict[str, str], look: Declarations) -> None:
        if not self._tables[-1].rows:
            self._tables[-1].rows.append(RawRow())
        cell = RawCell(marks, look)
        self._tables[-1].rows[-1].cells.append(cell)
        self._cells[-1] = cell
        self._counted()

    def _add(self, cell: RawCell) -> RawCell:
        """Put a row of one cell under the others of the innermost table."""
        self._tables[-1].rows.append(RawRow([cell]))
        self._counted()
        return cell

    def _counted(self) -> None:
        self._count += 1
        if self._count > MOST_CELLS:
            refuse_block()

    def _write(self, letters: str, font: str) -> None:
        words = _BLANKS.sub(" ", letters)
        cell = self._cells[-1]
        if cell is None:
            if not words.strip():
                return
            cell = self._cells[-1] = self._add(RawCell({}, {}))
        cell.pieces.append(words)
        if font:
            cell.fonts[font] = cell.fonts.get(font, 0) + len(words)

    def _line(self) -> None:
        """Begin a new line, or outside of tables a new row."""
        if len(self._tables) == 1:
            self._paragraph()
            return
        cell = self._cells[-1]
        if cell is not None and cell.pieces and cell.pieces[-1] != _NEW_LINE:
            cell.pieces.append(_NEW_LINE)

    def _paragraph(self) -> None:
        if len(self._tables) == 1:
            self._cells[-1] = None


def _whole(text: str) -> int:
    """Return a count of an attribute; 1 where it is none."""
    bare = text.strip()
    return max(1, int(bare)) if bare.isdecimal() and len(bare) < len("1000000") else 1


def refuse_block() -> NoReturn:
    """Refuse a block that is larger than anybody copies.

    Raises:
        IntakeError: ``intake.clipboard-too-many-cells``.
    """
    raise IntakeError("intake.clipboard-too-many-cells", limit=MOST_CELLS)


def span_of(cell: RawCell, name: str) -> int:
    """Return over how many rows or columns a cell goes."""
    return _whole(cell.marks.get(name, ""))


def flat_rows(table: RawTable) -> Iterable[tuple[RawTable, RawRow]]:
    """Yield the rows of a table; of one that only lays out others, the rows of those."""
    for row in table.rows:
        inner = [cell for cell in row.cells if cell.inner]
        own = [cell for cell in row.cells if cell.text]
        if inner and not own:
            for cell in inner:
                for one in cell.inner:
                    yield from flat_rows(one)
        else:
            yield table, row
