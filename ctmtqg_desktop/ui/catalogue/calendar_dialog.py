"""Ask for the days of a receiver's own calendar, which is then published like any other file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QSpinBox, QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.lint.values import LAST_FIRST_DAY
from ctmtqg_desktop.catalogue.records.periods import Calendar
from ctmtqg_desktop.exchange.keeping.orders import MOST_DAYS, OwnCalendar
from ctmtqg_desktop.text import parse_date
from ctmtqg_desktop.ui.catalogue.facts_in_words import ROLLS, fact_words
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Rows, line, text_of

_WIDTH, _SHOWN = 560, 30


class CalendarDialog(QDialog):
    """Ask which calendar is replaced, and the days.

    Args:
        common: the calendars that may be replaced.
        folder: where the file goes.
    """

    def __init__(self, common: Sequence[Calendar], folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._common, self._folder = tuple(common), folder
        self.setWindowTitle(self.tr("Lịch báo cáo riêng"))
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        about = self.tr("Hạn của đơn vị mình, cho mọi báo cáo gửi đến đây và cấp dưới, thay cho "
                        "hạn của lịch chung. Có hiệu lực khi đã ban hành; gói danh mục mang lịch "
                        "tới từng đơn vị.")  # fmt: skip
        column.addWidget(label(about, self, wrap=True))
        self.calendar = QComboBox(self)
        for one in self._common:
            self.calendar.addItem(one.title, one.id)
        self.calendar.setMinimumContentsLength(_SHOWN)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.calendar.setSizeAdjustPolicy(policy)
        self.days = _number(0, MOST_DAYS, self)
        self.first_day = _number(1, LAST_FIRST_DAY, self)
        self.roll = QComboBox(self)
        for value, words in ROLLS.items():
            self.roll.addItem(fact_words(words), value)
        self.begins = line(self, hint="01/01/2025")
        self.source = line(self, hint=self.tr("Số, ngày, tên văn bản"))
        column.addLayout(self._rows())
        self._why = label("", self, role="soft", wrap=True)
        column.addWidget(self._why)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.button(kinds.Ok).setText(self.tr("Ghi lịch"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.calendar.currentIndexChanged.connect(lambda _: self._follow())
        for field in (self.begins, self.source):
            field.textChanged.connect(self._enable)
        self._follow()

    def _rows(self) -> Rows:
        rows = Rows()
        rows.add(self.tr("Thay cho lịch"), self.calendar)
        rows.add(self.tr("Hạn: số ngày sau khoảng số liệu"), self.days)
        rows.add(self.tr("Số liệu tính từ ngày"), self.first_day)
        rows.add(self.tr("Hạn trùng ngày nghỉ"), self.roll)
        rows.add(self.tr("Dùng cho kỳ kết thúc từ"), self.begins)
        rows.add(self.tr("Văn bản ấn định"), self.source)
        return rows

    def _follow(self) -> None:
        """Begin with the days of the calendar that is replaced."""
        base = self._common[self.calendar.currentIndex()]
        self.days.setValue(base.deadline_days)
        self.first_day.setValue(base.first_day)
        self.roll.setCurrentIndex(self.roll.findData(base.roll))
        self._enable()

    def obstacle(self) -> str:
        """Return what is still missing; empty when nothing is."""
        if self.begins.text().strip() and parse_date(self.begins.text()) is None:
            return self.tr("Gõ ngày theo dạng 05/03/2024, hoặc để trống.")
        return "" if text_of(self.source).strip() else self.tr("Ghi văn bản ấn định hạn.")

    def _enable(self) -> None:
        why = self.obstacle()
        self._why.setText(why)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not why)

    @property
    def order(self) -> OwnCalendar | None:
        """Return what is wanted; None while it is not complete."""
        if self.obstacle():
            return None
        base = self._common[self.calendar.currentIndex()]
        roll = next(value for value in ROLLS if value == self.roll.currentData())
        return OwnCalendar(
            self._folder, base.id, self.days.value(), text_of(self.source),
            parse_date(self.begins.text()), self.first_day.value(), roll,
        )  # fmt: skip


def _number(least: int, most: int, parent: QWidget) -> QSpinBox:
    made = QSpinBox(parent)
    made.setRange(least, most)
    made.setMinimumHeight(28)
    return made
