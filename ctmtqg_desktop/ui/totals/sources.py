"""What a total is made of: units, revisions, values, digests."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.consolidate import Part
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, label
from ctmtqg_desktop.ui.parts.table import Field, Table

WIDTH = 380
Show = Callable[[Value], str]


class Sources(QWidget):
    """The card "gồm những gì"; Enter on a part goes to the signed cell.

    Signals:
        opened: the Part.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaximumWidth(WIDTH)
        self._show: Show = str
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card(self.tr("Gồm những gì"), self)
        self._what = label("", card, wrap=True)
        self._total = label("", card, role="title", wrap=True)
        self.table: Table[Part] = Table(self.tr("Các số hợp thành"), self._fields(), card)
        self.table.opened.connect(self.opened)
        self._hint = label("", card, role="soft", wrap=True)
        card.body.addWidget(self._what)
        card.body.addWidget(self._total)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self._hint)
        column.addWidget(card)
        self.clear()

    def _fields(self) -> tuple[Field[Part], ...]:
        return (
            Field(self.tr("Đơn vị"), lambda p: p.unit.name, tip=_tip),
            Field(self.tr("Lần"), lambda p: str(p.revision), centred=True, width=36),
            Field(self.tr("Giá trị"), self._value, is_number=True, width=92,
                  colour=lambda p: COLOURS.text_faint if p.value is EMPTY else None),
            Field(self.tr("Mã"), lambda p: p.content_sha256[:8], width=80, tip=_tip,
                  about=self.tr("Mã nội dung của báo cáo đã ký"),
                  colour=lambda _: COLOURS.text_soft),
        )  # fmt: skip

    def _value(self, part: Part) -> str:
        return self.tr("trống") if part.value is EMPTY else self._show(part.value)

    def clear(self) -> None:
        """Show nothing."""
        self._what.setText(self.tr("Chọn một số tổng để xem số đó gồm những gì."))
        self._total.setText("")
        self._hint.setText("")
        self.table.show_records(())

    def show_parts(self, what: str, total: str, parts: tuple[Part, ...], show: Show) -> None:
        """Show what a total is made of.

        Args:
            what: the words of its row and column.
            total: as shown in the sheet.
            parts: one per unit.
            show: from a value to its text.
        """
        self._show = show
        self._what.setText(what)
        self._total.setText(total)
        empty = sum(part.value is EMPTY for part in parts)
        hint = self.tr("{count} đơn vị, {empty} ô trống. Enter: mở ô đã ký của đơn vị.")
        self._hint.setText(hint.format(count=len(parts), empty=empty))
        self.table.show_records(parts)

    def explain(self, words: str) -> None:
        """Say one more sentence of the total."""
        self._hint.setText(f"{words} {self._hint.text()}")


def _tip(part: Part) -> str:
    words = QCoreApplication.translate("Sources", "{unit}, lần {revision}\nMã nội dung: {sha}")
    return words.format(unit=part.unit.name, revision=part.revision, sha=part.content_sha256)
