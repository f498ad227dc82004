"""A card of the first page: which forms are in use, which have ended, which await their text."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.records.workshop import for_officers
from ctmtqg_desktop.exchange.keeping.turn_of_year import Ended, TurnOfYear
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, label
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table

translate = QCoreApplication.translate
Line = tuple[str, str]
"""What is shown, and all there is to say of it."""

_HEIGHT = 152


class TurnCard(Card):
    """Show three lists side by side; hidden where nothing has ended and nothing is awaited.

    Args:
        turn: what there is to say of the period that is shown; None where there is nothing.
    """

    def __init__(self, turn: Callable[[], TurnOfYear | None], parent: QWidget) -> None:
        super().__init__("", parent)
        self._turn = turn
        lists = QHBoxLayout()
        lists.setSpacing(12)
        self.in_force = _list(self, lists, Sign("check", COLOURS.ok), 2)
        self.ended = _list(self, lists, Sign("archive", COLOURS.text_soft), 3)
        self.awaited = _list(self, lists, Sign("clock", COLOURS.reason), 4)
        self.body.addLayout(lists)
        self.setFixedHeight(_HEIGHT)
        self.hide()

    def refresh(self) -> None:
        """Read everything again."""
        turn = self._turn()
        self.setVisible(turn is not None and bool(turn.ended or turn.awaited))
        if turn is None:
            return
        self.set_title(translate("TurnCard", "Biểu của {period}").format(period=turn.period.label))
        used = [
            (
                one.report_set.short,
                "\n".join((one.report_set.title, *(f.short for f in one.forms))),
            )
            for one in turn.in_force
        ]
        waiting = [
            (
                f"{one.text}: {one.title}",
                _told(one.title, one.until_then, one.source),
            )
            for one in turn.awaited
        ]
        _show(self.in_force, translate("TurnCard", "Đang dùng: {count} bộ báo cáo"), used)
        _show(self.ended, translate("TurnCard", "Đã kết thúc: {count}"), [*map(_gone, turn.ended)])
        _show(self.awaited, translate("TurnCard", "Chờ văn bản: {count}"), waiting)


def _gone(one: Ended) -> Line:
    words = translate("TurnCard", "{title}, đến {day}")
    shown = words.format(title=one.title, day=format_date(one.last_day))
    return shown, _told(one.report_set.title, one.by, one.source)


def _told(title: str, why: str, source: str) -> str:
    return "\n".join(part for part in (title, why, for_officers(source)) if part)


class _List(QWidget):
    """A heading that counts, over lines whose whole story is in their tip."""

    def __init__(self, sign: Sign, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.heading = label("", self, role="soft")
        column.addWidget(self.heading)
        field: Field[Line] = Field(
            "", lambda line: line[0], sign=lambda _: sign, tip=lambda line: line[1]
        )
        self.lines: Table[Line] = Table("", (field,), self)
        self.lines.horizontalHeader().hide()
        self.lines.set_row_height(24)
        column.addWidget(self.lines, 1)


def _list(card: Card, lists: QHBoxLayout, sign: Sign, share: int) -> _List:
    made = _List(sign, card)
    lists.addWidget(made, share)
    return made


def _show(target: _List, heading: str, lines: list[Line]) -> None:
    words = heading.format(count=len(lines))
    target.heading.setText(words)
    target.lines.setAccessibleName(words)
    target.lines.show_records(lines)
