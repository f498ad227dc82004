"""End a document: neither its signature nor its notes stand alone on a page.

Imported only while a PDF is being made.
"""

from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether, PageBreak, Paragraph

from ctmtqg_desktop.reports.pdf.table import FramedTable

_ROWS_WITH_SIGNATURE = (2, 1)
"""How many rows go with it, best first."""

_SLACK = 0.1
"""Lengths that are equal differ a little when they are added up in another order."""
_NEVER_FITS = 0xFFFFFF
"""Make reportlab ask for a split, as its own KeepTogether does."""


class Ending(Flowable):  # type: ignore[misc]
    """Keep a table with the headings above it, and its last rows with what follows it.

    A page is ``depth`` deep. These are wishes: what can be printed in no better way is parted.
    """

    def __init__(
        self,
        heads: Sequence[Flowable],
        table: FramedTable,
        tail: Sequence[Flowable],
        depth: float,
    ) -> None:
        super().__init__()
        self._heads, self._table, self._tail = list(heads), table, list(tail)
        self._depth = depth

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Take no height of its own: the parts are placed by ``split``."""
        del available_height
        return available_width, _NEVER_FITS

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Give all parts where they fit, else cut the table above its last rows.

        What a whole page has room for goes to the next one; where that has none either, the
        rows are cut where they can be.
        """
        heads, height, tail = (
            sum(part.wrap(available_width, available_height)[1] for part in parts)
            for parts in (self._heads, [self._table], self._tail)
        )
        room = available_height - heads
        if height + tail <= room:
            return [*self._heads, self._table, *self._tail]
        for rows in _ROWS_WITH_SIGNATURE:
            above = height - self._table.closing_height(rows)
            parts = self._cut(available_width, min(room, above + _SLACK))
            if parts:
                return parts
        if heads + height + tail <= self._depth - _SLACK:
            return []
        if height <= room:
            return [*self._heads, self._table, *self._tail]
        parts = self._cut(available_width, room)
        is_whole_page = available_height >= self._depth - _SLACK
        return self._without_heads() if is_whole_page and not parts else parts

    def _cut(self, width: float, room: float) -> list[Flowable]:
        """Give what of the table goes on this page, and the rest; nothing where it has no cut."""
        parts = self._table.split(width, room)
        if len(parts) != 2:
            return []
        return [*self._heads, parts[0], PageBreak(), self._rest(parts[1])]

    def _without_heads(self) -> list[Flowable]:
        return [*self._heads, self._rest(self._table)] if self._heads else []

    def _rest(self, table: FramedTable) -> Flowable:
        return Ending((), table, self._tail, self._depth)


def keep_text(story: Sequence[Flowable], tail: Sequence[Flowable]) -> list[Flowable]:
    """Give a story of texts and what closes it, kept on one page with the last paragraph."""
    last = next((i for i in reversed(range(len(story))) if isinstance(story[i], Paragraph)), None)
    if last is None:
        return [*story, *tail]
    return [*story[:last], KeepTogether([*story[last:], *tail])]
