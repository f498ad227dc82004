"""A book that is none of ours, as it is mapped, and what it would do to its sheet."""

from collections import Counter
from dataclasses import dataclass

from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.sender.books.lines import BookLine
from ctmtqg_desktop.exchange.sender.carry_in import Incoming
from ctmtqg_desktop.exchange.sender.cell_list import ListedCell
from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.intake.desk.table_map import TableMap

LEFT_BY_HAND = "intake.left-by-hand"
"""Why nothing of a row is taken that a person has left out."""

MOST_LINES = 5_000
"""Nobody reads more in a window; the list for Excel has them all."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a mapping makes of a book.

    Attributes:
        maps: of the tables that are taken in.
        lines: what is not simply taken, and what changes.
        left: all that is not simply taken, for a list.
        recalled: names of tables that are mapped as one with the same headings was before.
    """

    sheet: Sheet
    maps: tuple[TableMap, ...]
    incoming: Incoming
    lines: tuple[BookLine, ...]
    left: tuple[ListedCell, ...]
    recalled: frozenset[str] = frozenset()

    @property
    def counts(self) -> Counter[Fate]:
        """Return how many cells there are of each fate."""
        return Counter(one.fate for one in self.incoming.fates)
