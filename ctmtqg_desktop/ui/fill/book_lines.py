"""What a file would change, cell by cell: what the sheet holds, what came, what becomes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.sender.books.left_list import placed_line
from ctmtqg_desktop.exchange.sender.books.plan import PlannedCell
from ctmtqg_desktop.exchange.sender.books.returned_words import Returned, why_not
from ctmtqg_desktop.exchange.sender.orders import LeftLine
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table

_SIGNS = {
    Fate.TAKEN: Sign("circle-check", COLOURS.ok),
    Fate.ASKED: Sign("circle-question-mark", COLOURS.reason_edge),
    Fate.REFUSED: Sign("circle-x", COLOURS.error),
    Fate.LEFT_OUT: Sign("minus", COLOURS.text_soft),
}


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

    def listed(self) -> LeftLine:
        """Return it as a line of the list for Excel."""
        return placed_line(self.place, self.came, self.fate, self.reason)


def returned_lines(found: Returned) -> list[BookLine]:
    """Return the lines of a workbook of our own; what is to be looked at comes first."""
    cells = [*found.plan.cells, *found.plan.gone]
    lines = [_line(found.sheet, one) for one in cells]
    return sorted(lines, key=lambda line: line.fate is Fate.TAKEN)


def _line(sheet: Sheet, one: PlannedCell) -> BookLine:
    reason = why_not(sheet, one) if one.code else ""
    return BookLine(one.place, _where(sheet, one), one.now, one.text, one.fate, reason)


def _where(sheet: Sheet, one: PlannedCell) -> str:
    section, row, column = one.cell
    if not section:
        return ""
    if not row.startswith("+"):
        return sheet.label(one.cell)
    said = sheet.label(one.cell._replace(row=""))
    return f"{_words('Dòng mới')}, {said}" if column else _words("Dòng mới")


def book_table(parent: QWidget) -> Table[BookLine]:
    """Return a table of such lines."""
    fields: Sequence[Field[BookLine]] = (
        Field(_words("Ô trong tệp"), lambda x: x.place.rpartition("!")[2], width=86,
              tip=lambda x: x.place, sign=lambda x: _SIGNS[x.fate]),
        Field(_words("Chỉ tiêu"), lambda x: x.where, width=300, tip=lambda x: x.where),
        Field(_words("Đang có"), lambda x: x.now, width=130, tip=lambda x: x.now),
        Field(_words("Trong tệp"), lambda x: x.came, width=130, tip=lambda x: x.came),
        Field(_words("Kết quả"), lambda x: x.outcome, tip=lambda x: x.outcome,
              colour=lambda x: None if x.fate is Fate.TAKEN else _SIGNS[x.fate].colour),
    )  # fmt: skip
    return Table(_words("Từng ô của tệp"), fields, parent)


def counted_lines(lines: Iterable[BookLine]) -> str:
    """Return how many lines there are of each fate, in words."""
    found = [line.fate for line in lines]
    words = {
        Fate.TAKEN: _words("{n} ô thay đổi"),
        Fate.ASKED: _words("{n} ô cần xem lại"),
        Fate.REFUSED: _words("{n} ô không nhận"),
        Fate.LEFT_OUT: _words("{n} ô bỏ ra ngoài"),
    }
    parts = [said.format(n=found.count(f)) for f, said in words.items() if f in found]
    return " · ".join(parts) or _words("Không có ô nào thay đổi")


def _words(text: str) -> str:
    return QCoreApplication.translate("Books", text)
