"""End a document: neither its signature nor its notes stand alone on a page.

Imported only while a PDF is being made.
"""

from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph

from ctmtqg_desktop.reports.pdf.table import FramedTable

_ROWS_WITH_SIGNATURE = 2
_NEVER_FITS = 0xFFFFFF
"""Make reportlab ask for a split, as its own KeepTogether does."""


class Ending(Flowable):  # type: ignore[misc]
    """Keep the last rows of a table on the page of what follows it."""

    def __init__(self, table: FramedTable, tail: Sequence[Flowable]) -> None:
        super().__init__()
        self._table, self._tail, self._moved = table, list(tail), False

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take no height of its own: the parts are placed by ``split``."""
        del available_height
        return available_width, _NEVER_FITS

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Give all parts where they fit, else cut the table above its last rows."""
        room = (available_width, available_height)
        height = self._table.wrap(*room)[1]
        if height + sum(part.wrap(*room)[1] for part in self._tail) <= available_height:
            return [self._table, *self._tail]
        most = height - self._table.closing_height(_ROWS_WITH_SIGNATURE)
        parts = self._table.split(available_width, min(available_height, most + 0.1))
        if len(parts) == 2:
            return [parts[0], PageBreak(), Ending(parts[1], self._tail)]
        if self._moved:
            return [self._table, *self._tail]
        self._moved = True
        return []


def keep_text(story: Sequence[Flowable], tail: Sequence[Flowable]) -> list[Flowable]:
    """Give a story of texts and what closes it, kept on one page with the last paragraph."""
    last = next((i for i in reversed(range(len(story))) if isinstance(story[i], Paragraph)), None)
    if last is None:
        return [*story, *tail]
    return [*story[:last], KeepTogether([*story[last:], *tail])]
