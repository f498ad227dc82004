"""What a reporting unit knows of its own cards and of the receiver they came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Rows, line
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table


@dataclass(frozen=True, slots=True)
class OwnKey:
    """A unit card that was taken in.

    Attributes:
        name: on the certificate.
        digits: of the key.
        until: last day.
        is_over: its last day is past.
    """

    name: str
    digits: str
    until: date
    is_over: bool = False


class OwnKeys(QWidget):
    """Show the cards, the receiver's thirty digits, and ask for new ones where they changed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._pinned = label("", self, wrap=True)
        column.addWidget(self._pinned)
        self.cards: Table[OwnKey] = Table(self.tr("Thẻ đơn vị đã nhận"), self._fields(), self)
        self.cards.setMinimumHeight(92)
        self.cards.setMaximumHeight(150)
        column.addWidget(self.cards)
        column.addStretch(1)
        self.confirmed = line(self, hint=self.tr("Chỉ ghi khi nơi nhận báo đổi khóa cấp thẻ"))
        rows = Rows()
        rows.add(self.tr("30 số mới đã so"), self.confirmed)
        column.addLayout(rows)
        self.show_keys((), "")

    def _fields(self) -> tuple[Field[OwnKey], ...]:
        return (
            Field(self.tr("Thẻ đã nhận"), lambda k: k.name, sign=_sign),
            Field(self.tr("Hết hạn"), lambda k: format_date(k.until), width=96,
                  colour=lambda k: COLOURS.error if k.is_over else None),
            Field(self.tr("Mã khóa"), lambda k: k.digits[:11], width=110, tip=lambda k: k.digits),
        )  # fmt: skip

    def show_keys(self, keys: Sequence[OwnKey], pinned: str) -> None:
        """Show the cards, and the digits of the receiver's authority."""
        self.cards.show_records(keys)
        self.cards.setVisible(bool(keys))
        words = (
            self.tr("Nơi nhận đã biết: {digits}").format(digits=pinned)
            if pinned
            else self.tr("Chưa có thẻ đơn vị nên chưa nhận ra nơi nhận.")
        )
        self._pinned.setText(words)

    @property
    def pinned(self) -> str:
        """Return the sentence about the receiver."""
        return self._pinned.text()


def _sign(key: OwnKey) -> Sign:
    if key.is_over:
        return Sign("shield-x", COLOURS.error)
    return Sign("shield-check", COLOURS.ok)
