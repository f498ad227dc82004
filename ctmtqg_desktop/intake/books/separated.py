"""Read text whose lines are rows: .csv, .tsv, .txt; such a file proves no types.

A quote that is not closed before the next separator is a letter, so that no row is ever eaten:
lines there are as many as rows and the line breaks within closed quotes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ctmtqg_desktop.intake.books.limits import check_cells, check_extent
from ctmtqg_desktop.intake.books.shape import trimmed_table
from ctmtqg_desktop.intake.given import GivenBook, given_text

SEPARATORS = "\t;|,"
"""Of two that divide the lines equally well the first counts: a comma may be decimal."""
_LINE = re.compile(r"\r\n|\r|\n")
_SAID = re.compile(r'"?sep=([\t;|,])"?', re.IGNORECASE)
_KEPT = re.compile(r'="((?:[^"]|"")*)"')
"""How programs keep the zeros of a code from a spreadsheet."""
_CLOSED = re.compile(r'"(?:[^"]|"")*+"')
_VOTERS = 5000
_MOST_LINES = 100
"""Of one cell."""


def read_separated(text: str, name: str) -> GivenBook:
    """Read separated text as one table of texts.

    Raises:
        IntakeError: those of ``limits``.
    """
    rows = separated_rows(text)
    filled = [row for row in rows if any(row)]
    check_cells(sum(len(row) - row.count("") for row in filled), name)
    width = max(map(len, filled), default=0)
    check_extent(len(filled), (len(rows) - 1, width - 1), name, name)
    return GivenBook((trimmed_table("", ([given_text(cell) for cell in row] for row in rows)),))


def separated_rows(text: str, separator: str = "") -> list[list[str]]:
    """Return the cells of a text, row by row.

    Args:
        text: without a byte order mark.
        separator: what stands between cells, where that is known; else the lines vote.
    """
    lines = _LINE.split(text)
    if not lines[-1]:
        lines.pop()
    if not separator and lines and (said := _SAID.fullmatch(lines[0])):
        separator = said[1]
        del lines[0]
    table = _Lines(lines, separator or _voted(lines))
    return [[_plain(cell) for cell in row] for row in table.rows()]


def _voted(lines: Sequence[str]) -> str:
    """Return what divides most lines into equally many cells, and into more than one."""
    best, most = SEPARATORS[0], 0
    for separator in SEPARATORS:
        table = _Lines(lines[:_VOTERS], separator)
        widths = Counter(len(row) for row in table.whole() or table.alone if len(row) > 1)
        agreed = max(widths.values(), default=0)
        if agreed > most:
            best, most = separator, agreed
    return best


def _plain(cell: str) -> str:
    kept = _KEPT.fullmatch(cell)
    return kept[1].replace('""', '"') if kept else cell


class _Lines:
    """Lines that are divided by one separator.

    Attributes:
        alone: cells of each line, as if no cell went on in the next.
    """

    def __init__(self, lines: Sequence[str], separator: str) -> None:
        self._lines = lines
        mark = re.escape(separator)
        quoted, plain = rf'"((?:[^"]|"")*+)"(?={mark}|\Z)', f"([^{mark}]*+)"
        self._cell = re.compile(rf"(?:{quoted}|{plain})({mark}|\Z)")
        self.alone = [self._divided(line) or [] for line in lines]

    def _divided(self, text: str) -> list[str] | None:
        """Return the cells of a text; None where one goes on in the next line without quotes."""
        cells = []
        for quoted, plain, separator in self._cell.findall(text):
            if "\n" in plain:
                return None
            cells.append(quoted.replace('""', '"') if quoted else plain)
            if not separator:
                break
        return cells

    def whole(self) -> list[list[str]] | None:
        """Return the rows as a program writes them; None where a quote says otherwise."""
        rows, at = [], 0
        while at < len(self._lines):
            until, row = self._joined(at)
            if row is None:
                return None
            rows.append(row)
            at = until
        return rows

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows; a cell goes on in the next line where only so the row is as wide."""
        widths = Counter(len(row) for row in self.whole() or self.alone if any(row))
        usual = max(widths, key=lambda width: widths[width], default=1)
        at = 0
        while at < len(self._lines):
            until, row = self._joined(at)
            alone = self.alone[at:until]
            is_wide = usual > 1 and all(len(line) == usual for line in alone)
            if row is None or len(row) != usual or is_wide:
                until, row = at + 1, alone[0]
            yield row
            at = until

    def _joined(self, at: int) -> tuple[int, list[str] | None]:
        """Return where the row that begins at a line ends, and its cells; None if never."""
        text = self._lines[at]
        if not self._is_open(text):
            return at + 1, self.alone[at]
        for until in range(at + 1, min(at + _MOST_LINES, len(self._lines))):
            line = self._lines[until]
            text = f"{text}\n{line}"
            if '"' in line and not self._is_open(text):
                return until + 1, self._divided(text)
        return at + 1, None

    def _is_open(self, text: str) -> bool:
        """Say whether a quote at the beginning of a cell may yet be closed in a later line."""
        if '"' not in text:
            return False
        for found in self._cell.finditer(text):
            plain = found[2] or ""
            if plain.startswith('"') and not _CLOSED.match(text, found.start()):
                return True
            if "\n" in plain:  # a quote before was a letter: no line belongs to another
                return False
        return False
