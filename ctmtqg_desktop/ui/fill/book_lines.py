"""The table of what a file would change, cell by cell, and how many there are of each fate."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from ctmtqg_desktop.exchange.sender.books.lines import BookLine
from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table

_SIGNS = {
    Fate.TAKEN: Sign("circle-check", COLOURS.ok),
    Fate.ASKED: Sign("circle-question-mark", COLOURS.reason_edge),
    Fate.REFUSED: Sign("circle-x", COLOURS.error),
    Fate.LEFT_OUT: Sign("minus", COLOURS.text_soft),
}


def book_table(parent: QWidget) -> Table[BookLine]:
    """Return a table of such lines."""
    fields: Sequence[Field[BookLine]] = (
        Field(_words("Ô trong tệp"), lambda x: x.place.rpartition("!")[2], width=86,
              tip=lambda x: x.place, sign=lambda x: _SIGNS[x.fate]),
        Field(_words("Chỉ tiêu"), lambda x: x.where, width=230, tip=lambda x: x.where),
        Field(_words("Đang có"), lambda x: x.now, width=110, tip=lambda x: x.now),
        Field(_words("Trong tệp"), lambda x: x.came, width=120, tip=lambda x: x.came),
        Field(_words("Kết quả"), lambda x: x.outcome, tip=lambda x: x.outcome,
              colour=lambda x: None if x.fate is Fate.TAKEN else _SIGNS[x.fate].colour),
    )  # fmt: skip
    return Table(_words("Từng ô của tệp"), fields, parent)


def fates_in_words(counts: Counter[Fate]) -> str:
    """Return how many cells there are of each fate, in words."""
    words = {
        Fate.TAKEN: _words("{n} ô nhận"),
        Fate.ASKED: _words("{n} ô cần xem lại"),
        Fate.REFUSED: _words("{n} ô không nhận"),
        Fate.LEFT_OUT: _words("{n} ô bỏ ra ngoài"),
    }
    parts = [said.format(n=counts[fate]) for fate, said in words.items() if counts[fate]]
    return " · ".join(parts) or _words("Không có ô nào thay đổi")


def _words(text: str) -> str:
    return QCoreApplication.translate("Books", text)
