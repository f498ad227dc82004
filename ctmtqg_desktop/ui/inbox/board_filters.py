"""What of the board is looked at: by text, by what asks for attention, by report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from ctmtqg_desktop.exchange.receiver.board.concerns import BoardConcern
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import fold
from ctmtqg_desktop.ui.inbox.parcels import BoardPlace, SetColumn, UnitStanding
from ctmtqg_desktop.ui.look.labels import tip
from ctmtqg_desktop.ui.parts.fields import line

_LETTERS = 13


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is looked at; empty looks at all.

    Attributes:
        text: pieces of a unit's name or code, accents do not matter.
    """

    text: str = ""
    concern: BoardConcern | None = None
    set_id: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether every unit is looked at."""
        return not (self.text.strip() or self.concern or self.set_id)

    def fits(self, place: BoardPlace) -> bool:
        """Say whether a report is looked at."""
        is_set = not self.set_id or place.set_id == self.set_id
        is_concern = self.concern is None or self.concern in place.concerns
        return place.is_owed and is_set and is_concern

    def named(self, standings: Iterable[UnitStanding]) -> list[UnitStanding]:
        """Return the units whose name or code has every piece of the text."""
        wanted = fold(self.text).split()
        return [
            one
            for one in standings
            if not wanted or all(w in fold(f"{one.unit.name} {one.unit.code}") for w in wanted)
        ]

    def sift(self, standings: Iterable[UnitStanding]) -> list[UnitStanding]:
        """Return the units that are looked at."""
        named = self.named(standings)
        if self.concern is None and not self.set_id:
            return named
        return [one for one in named if any(map(self.fits, one.places))]

    def count(self, standings: Iterable[UnitStanding]) -> int:
        """Return how many reports are looked at."""
        return sum(self.fits(place) for one in self.named(standings) for place in one.places)


class BoardFilters(QWidget):
    """One line above the board: text, concern, report, and whether all reports have a column.

    Signals:
        changed: something else is looked at.
        left: the user goes on to the board.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.text = line(self, hint=self.tr("Tìm đơn vị (Ctrl+G)"))
        self.text.setAccessibleName(self.tr("Tìm đơn vị"))
        self.text.setToolTip(self.tr("Vài chữ của tên hoặc mã, có dấu hay không dấu đều được"))
        self.text.setClearButtonEnabled(True)
        _name_clear_button(self.text, self.tr("Xóa chữ đang tìm"))
        self.text.textChanged.connect(self.changed)
        self.text.returnPressed.connect(self.left)
        self.concern = _box(self.tr("Tình trạng"), self)
        self.set = _box(self.tr("Bộ báo cáo của bảng"), self)
        self.all_sets = QCheckBox(self.tr("Cả bộ không đến hạn"), self)
        self.all_sets.setToolTip(self.tr("Thêm cột của các bộ báo cáo không ai phải nộp kỳ này"))
        self.all_sets.toggled.connect(self.changed)
        for box in (self.concern, self.set):
            box.activated.connect(lambda _: self.changed.emit())
        for field in (self.text, self.concern, self.set):
            row.addWidget(field, 1)
        row.addWidget(self.all_sets)

    @property
    def sieve(self) -> Sieve:
        """Return what is looked at now."""
        concern = self.concern.currentData()
        return Sieve(
            self.text.text(), BoardConcern(concern) if concern else None,
            str(self.set.currentData() or ""),
        )  # fmt: skip

    def clear(self) -> None:
        """Look at everything again."""
        for box in (self.concern, self.set):
            box.setCurrentIndex(0)
        self.text.clear()
        self.changed.emit()

    def show_counts(self, standings: Sequence[UnitStanding], columns: Sequence[SetColumn]) -> None:
        """Say beside each choice how many reports it shows, with the other choices as they are."""
        sieve = self.sieve
        named = sieve.named(standings)
        bare = replace(sieve, text="")
        concerns = {"": self.tr("Mọi tình trạng")}
        concerns |= {one.value: say(f"concern.{one}", {}) for one in BoardConcern}
        sets = {"": self.tr("Mọi bộ báo cáo"), **{one.id: one.short for one in columns}}

        def by_concern(key: str) -> Sieve:
            return replace(bare, concern=BoardConcern(key) if key else None)

        counts = {key: by_concern(key).count(named) for key in concerns}
        _offer(self.concern, concerns, counts)
        _offer(self.set, sets, {key: replace(bare, set_id=key).count(named) for key in sets})

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at everything again with Escape, go to the board with Down."""
        if event.key() == Qt.Key.Key_Escape and not self.sieve.is_open:
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _box(name: str, parent: QWidget) -> QComboBox:
    made = QComboBox(parent)
    made.setAccessibleName(name)
    made.setToolTip(tip(name))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(_LETTERS)
    return made


def _offer(box: QComboBox, words: Mapping[str, str], counts: Mapping[str, int]) -> None:
    """Offer choices with their counts and stay on the one that is chosen, where it still is."""
    chosen = box.currentData()
    if [box.itemData(at) for at in range(box.count())] != list(words):
        box.clear()
        for key in words:
            box.addItem("", key)
        box.setCurrentIndex(max(box.findData(chosen), 0))
    for at, (key, word) in enumerate(words.items()):
        box.setItemText(at, f"{word} ({counts[key]})")


def _name_clear_button(text: QLineEdit, words: str) -> None:
    """Name the cross that Qt puts into a line."""
    for action in text.actions():
        action.setText(words)
        action.setToolTip(tip(words))
