"""What a file does to a sheet, cell by cell: what was there, what came, what becomes of it."""

from dataclasses import dataclass

from ctmtqg_desktop.entries.change import Change, UndoStep
from ctmtqg_desktop.exchange.sender.cell_list import ListedCell, placed_cell
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.desk.readings import Fate

NO_STEP = UndoStep(Change(), frozenset())


@dataclass(frozen=True, slots=True)
class BookLine:
    """One cell of a file.

    Attributes:
        place: in the file.
        where: in the form, in words.
        now: what the sheet holds.
        came: what it becomes, or what stands in the file where it is not taken.
        reason: why it is not taken.
    """

    place: str
    where: str
    now: str
    came: str
    fate: Fate
    reason: str = ""

    @property
    def outcome(self) -> str:
        """Return what becomes of it, in words."""
        return self.reason or say(f"fate.{self.fate}", {})

    def listed(self) -> ListedCell:
        """Return it as a line of the list for Excel."""
        return placed_cell(self.place, self.came, self.fate, self.reason, goal=self.where)
