"""The text of a .docx: paragraphs, rows of tables, notes; nothing else of it is looked at.

The archive and its XML are held to what workbooks are held to: no macros, no declarations, no
entities, a limit to what it unpacks to. What was struck out under review is not read, what was
put in is; numbers and bullets that Word counts itself stand before their paragraphs.
"""

from dataclasses import dataclass, field

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.archive import Archive, open_archive
from ctmtqg_desktop.intake.books.markup import local_name, walk
from ctmtqg_desktop.intake.legacy import font_encoding
from ctmtqg_desktop.intake.plans.docx_numbers import ListNumbers, read_numbers

_BODY, _FOOTNOTES, _ENDNOTES = "word/document.xml", "word/footnotes.xml", "word/endnotes.xml"
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_UNREAD = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "fldChar"})
"""What the reader of the document does not see: struck out, codes of fields, a second copy."""
_SAID = {
    "intake.workbook": "intake.plan-damaged",
    "intake.workbook-too-big": "intake.plan-too-big",
    "intake.workbook-macros": "intake.plan-macros",
    "intake.workbook-entities": "intake.plan-entities",
    "intake.workbook-encrypted": "intake.plan-encrypted",
}
"""The same faults, said of a document."""
MAX_DEPTH = 200
MAX_LINES = 20_000
_MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class GivenLine:
    """A paragraph, or a row of a table whose cells stand between tabs.

    Attributes:
        table: number of the table, from 1; 0 for a paragraph.
        encoding: of the letters, where the font is one of the old ones.
    """

    text: str
    table: int = 0
    encoding: str = ""


def read_docx(data: bytes, name: str) -> tuple[GivenLine, ...]:
    """Return the lines of a document, its notes at the end.

    Raises:
        IntakeError: ``intake.plan-format`` for a zip of another kind; ``intake.plan-damaged``,
            ``intake.plan-too-big``, ``intake.plan-too-long``, ``intake.plan-macros``,
            ``intake.plan-entities``, ``intake.plan-encrypted``, ``intake.too-big``.
    """
    try:
        archive = open_archive(data, name)
        if _BODY not in archive:
            raise IntakeError("intake.plan-format", file=name)
        found = _Reader(name, read_numbers(archive, name))
        for part in (_BODY, _FOOTNOTES, _ENDNOTES):
            if part in archive:
                found.read(archive, part)
    except IntakeError as error:
        code = _SAID.get(error.code)
        if code is None:
            raise
        raise IntakeError(code, **error.facts) from error
    return tuple(found.lines)


@dataclass(slots=True)
class _Row:
    """A row that is being read: its cells so far, and how many columns the next one covers."""

    cells: list[str] = field(default_factory=list)
    span: int = 1


def _count(attributes: dict[str, str]) -> int:
    """Return over how many columns a cell goes; nonsense is one."""
    given = next((v for k, v in attributes.items() if local_name(k) == "val"), "")
    return min(int(given), _MOST_COLUMNS) if given.isascii() and given.isdigit() else 1


class _Reader:
    """Gathers the lines of a part; the state of a walk through its XML."""

    def __init__(self, name: str, numbers: ListNumbers) -> None:
        self.lines: list[GivenLine] = []
        self._numbers, self._list, self._depth = numbers, "", 0
        self._name = name
        self._open: list[str] = []
        self._unread = 0
        self._text: list[str] = []
        self._fonts: set[str] = set()
        self._rows: list[_Row] = []
        self._cell: list[str] = []
        self._tables = 0

    def read(self, archive: Archive, part: str) -> None:
        """Read one part of the archive."""
        data = archive.read_markup(part)
        walk(data, self._name, self._start, self._end, self._words)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        self._open.append(name)
        if len(self._open) > MAX_DEPTH or len(self.lines) + len(self._cell) > MAX_LINES:
            raise IntakeError("intake.plan-too-long", file=self._name, limit=MAX_LINES)
        self._unread += name in _UNREAD
        if self._unread:
            return
        if name in _BREAKS and "r" in self._open[-3:]:
            self._text.append(_BREAKS[name])
        elif name == "rFonts":
            self._font(attributes)
        elif name in {"numId", "ilvl"} and "numPr" in self._open[-3:]:
            self._numbered(name, attributes)
        else:
            self._of_table(name, attributes)

    def _of_table(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tbl" and self._open.count("tbl") == 1:
            self._tables += 1
        elif name == "tr" and self._open.count("tr") == 1:
            self._rows.append(_Row())
        elif name == "gridSpan" and self._rows and self._open.count("tc") == 1:
            self._rows[-1].span = _count(attributes)

    def _font(self, attributes: dict[str, str]) -> None:
        named = {local_name(key): value for key, value in attributes.items()}
        encoding = font_encoding(named.get("ascii") or named.get("hAnsi") or "")
        if encoding:
            self._fonts.add(encoding)

    def _numbered(self, name: str, attributes: dict[str, str]) -> None:
        value = next((v for k, v in attributes.items() if local_name(k) == "val"), "")
        if name == "numId":
            self._list = value
        else:
            self._depth = int(value) if value.isascii() and value.isdigit() else 0

    def _words(self, text: str) -> None:
        if not self._unread and self._open and self._open[-1] == "t":
            self._text.append(text)

    def _end(self, _: str) -> None:
        name = self._open.pop()
        self._unread -= name in _UNREAD
        if name == "p":
            self._paragraph()
        elif name == "tc" and self._open.count("tc") == 0 and self._rows:
            row = self._rows[-1]
            row.cells.extend([" ".join(self._cell), *[""] * (row.span - 1)])
            row.span = 1
            self._cell = []
        elif name == "tr" and self._open.count("tr") == 0 and self._rows:
            self._line("\t".join(self._rows.pop().cells), self._tables)

    def _paragraph(self) -> None:
        text = "".join(self._text)
        if text.strip() and self._list:
            text = self._numbers.label(self._list, self._depth) + text.lstrip()
        self._text, self._list, self._depth = [], "", 0
        if "tc" in self._open:
            self._cell.append(" ".join(text.split()))
            return
        for line in text.split("\n"):
            self._line(line.replace("\t", " "), 0)

    def _line(self, text: str, table: int) -> None:
        encoding = next(iter(self._fonts)) if len(self._fonts) == 1 else ""
        self._fonts = set()
        self.lines.append(GivenLine(text, table, encoding))
