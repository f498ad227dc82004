"""Share the width of a table among its columns so that its rows take as few lines as can be."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctmtqg_desktop.reports.page.layout import POINTS_PER_MM
from ctmtqg_desktop.reports.page.page import PageTable, place_header, printable_text
from ctmtqg_desktop.reports.pdf.wrapping import Paragraphs, count_lines, measured

Measure = Callable[[str, bool, bool], float]
"""Give the width of a text at size 1, knowing whether it is bold and italic."""

LEVEL_EM = 1.0
"""One step of indent, in letter sizes."""

_STEPS = 100
"""Into so many steps the room that can be given out is cut."""

_MOST_TEXTS = 60
"""A column with more different texts is judged by so many of them, evenly taken by width."""

_HEADER_WEIGHT = 0.25
"""A header may be taller than the rows: it is there once a page."""

_STEEPNESS = 4
"""A row is as tall as its tallest cell: one cell of five lines must outweigh many of three."""


@dataclass(frozen=True, slots=True)
class Text:
    """Hold what a cell says, as it is printed, and how; the indent is in letter sizes."""

    text: str
    bold: bool = False
    italic: bool = False
    indent: float = 0


@dataclass(frozen=True, slots=True)
class Letters:
    """Say how large the letters are and what is left free beside them, in points."""

    size: float
    padding: float
    measure: Measure

    def measured(self, text: Text) -> Paragraphs:
        """Measure a text at size 1, once for all widths."""
        return measured(text.text, lambda part: self.measure(part, text.bold, text.italic))

    def lines(self, text: Text, paragraphs: Paragraphs, width: float) -> int:
        """Count the lines a measured text takes in a column of this width in points."""
        inner = (width - 2 * self.padding) / self.size - text.indent
        return count_lines(paragraphs, max(inner, 1))


def share_width(
    table: PageTable, floors: Sequence[float], width: float, letters: Letters
) -> tuple[float, ...]:
    """Give every column its wished width, or what keeps the rows low; none less than its floor.

    Args:
        table: whose columns may wish for a width in millimetres.
        floors: the least width of each column; together no more than ``width``. In points.
        width: of the whole table, in points.
        letters: its texts are measured with.
    """
    widths = _wished(table, floors, width)
    free = [i for i, column in enumerate(table.columns) if not column.width_mm]
    room = width - sum(widths)
    if free and room > 0:
        texts = column_texts(table)
        tried = {i: _options(texts[i], widths[i], room / _STEPS, letters) for i in free}
        for column, steps in _cheapest(tried).items():
            widths[column] += steps * room / _STEPS
    return _filled(table, widths, width)


def _wished(table: PageTable, floors: Sequence[float], width: float) -> list[float]:
    """Give the floors, raised to the wishes as far as all of them can be."""
    wishes = [float(column.width_mm) * POINTS_PER_MM for column in table.columns]
    more = [max(wish - floor, 0) for wish, floor in zip(wishes, floors, strict=True)]
    room = max(width - sum(floors), 0)
    scale = min(1.0, room / sum(more)) if sum(more) else 0.0
    return [floor + extra * scale for floor, extra in zip(floors, more, strict=True)]


def _filled(table: PageTable, widths: list[float], width: float) -> tuple[float, ...]:
    """Give what is left to the columns without a wish, else to all, by their width."""
    free = {i for i, column in enumerate(table.columns) if not column.width_mm}
    takers = free or set(range(len(widths)))
    left, base = max(width - sum(widths), 0), sum(widths[i] for i in takers)
    scale = 1 + left / base
    return tuple(own * scale if i in takers else own for i, own in enumerate(widths))


def column_texts(table: PageTable) -> list[dict[Text, float]]:
    """Give the texts of each column that can be broken into lines, and how much each counts."""
    found: list[dict[Text, float]] = [defaultdict(float) for _ in table.columns]
    for placed in place_header(table):
        if placed.cell.colspan == 1:
            text = Text(printable_text(placed.cell.text), bold=True)
            found[placed.column][text] += _HEADER_WEIGHT
    for row in table.rows:
        at = 0
        for cell in row.cells:
            if cell.colspan == 1 and cell.number is None and " " in cell.shown:
                bold = cell.bold or row.style != "normal"
                shown = printable_text(cell.shown)
                text = Text(shown, bold, cell.italic, cell.level * LEVEL_EM)
                found[at][text] += 1
            at += cell.colspan
    return found


def _options(
    texts: Mapping[Text, float], floor: float, step: float, letters: Letters
) -> list[tuple[int, float]]:
    """Give how many steps beyond its floor would make a column's rows lower, and what is left.

    The second of each pair is the cost: lines, weighed so that tall cells count most.
    """
    cost = 0.0
    saved = [0.0] * (_STEPS + 1)
    for text, count in _sample(texts, letters):
        paragraphs = letters.measured(text)

        def lines_after(steps: int, text: Text = text, parts: Paragraphs = paragraphs) -> int:
            return letters.lines(text, parts, floor + steps * step)

        lines = lines_after(0)
        cost += count * lines**_STEEPNESS
        for steps, fewer in _falls(lines, lines_after):
            saved[steps] += count * (lines**_STEEPNESS - fewer**_STEEPNESS)
            lines = fewer
    found = [(0, cost)]
    for steps in range(1, _STEPS + 1):
        if saved[steps] > 0:
            cost -= saved[steps]
            found.append((steps, cost))
    return found


def _falls(lines: int, lines_after: Callable[[int], int]) -> Iterator[tuple[int, int]]:
    """Yield the steps at which a text takes fewer lines than before, and how many it takes."""
    least = lines_after(_STEPS) if lines > 1 else lines
    steps = 0
    while lines > least:  # more room never takes more lines
        steps = bisect_right(range(_STEPS), -lines, steps, key=lambda n: -lines_after(n))
        lines = lines_after(steps)
        yield steps, lines


def _sample(texts: Mapping[Text, float], letters: Letters) -> list[tuple[Text, float]]:
    def key(text: Text) -> tuple[float, str, bool, bool]:
        width = letters.measure(text.text, text.bold, text.italic)
        return width, text.text, text.bold, text.italic

    ordered = sorted(texts, key=key)
    every = max(1, len(ordered) / _MOST_TEXTS)
    kept = [ordered[-1 - int(i * every)] for i in range(min(len(ordered), _MOST_TEXTS))]
    return [(text, texts[text] * every) for text in kept]


def _cheapest(tried: Mapping[int, list[tuple[int, float]]]) -> dict[int, int]:
    """Choose the steps of each column so that together they cost least and fit the room."""
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (_STEPS + 1)
    for options in tried.values():
        found = [
            min((best[room - steps][0] + cost, best[room - steps][1], steps)
                for steps, cost in options if steps <= room)
            for room in range(_STEPS + 1)
        ]  # fmt: skip
        best = [(cost, (*chosen, steps)) for cost, chosen, steps in found]
    return dict(zip(tried, best[-1][1], strict=True))
