"""The bar on top: whose workspace it is, the period, the deadline, and the search."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.exchange.answers.open_periods import OpenPeriod
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.frame.search import Found, SearchBox
from ctmtqg_desktop.ui.look.icons import icon, pixmap
from ctmtqg_desktop.ui.look.labels import ElidedLabel, tip
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import label, sign

HEIGHT = 44
NAME_WIDTH = 340
SET_LETTERS = 16
"""So much of a name is shown; the tooltip and the list have all of it."""
SOON_DAYS = 5
"""From so many days before it a deadline is shown as near."""
_TIP = Qt.ItemDataRole.ToolTipRole
_COUNTS = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2, PeriodKind.YEAR: 1}


class PeriodBox(QWidget):
    """Choose a period: which part of the year, and the year.

    Signals:
        picked: the Period.
    """

    picked = Signal(object)

    def __init__(self, kinds: Sequence[str], period: Period, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts = tuple(
            (PeriodKind(kind), number)
            for kind in kinds
            for number in range(1, _COUNTS[PeriodKind(kind)] + 1)
        ) or ((period.kind, period.number),)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._part = QComboBox(self)
        self._part.setAccessibleName(self.tr("Kỳ báo cáo"))
        self._part.setToolTip(self.tr("Kỳ báo cáo"))
        self._part.setMaxVisibleItems(20)
        self._year = QSpinBox(self)
        self._year.setAccessibleName(self.tr("Năm báo cáo"))
        self._year.setToolTip(self.tr("Năm báo cáo"))
        self._year.setRange(2000, 2100)
        self._year.setKeyboardTracking(False)
        row.addWidget(self._part)
        row.addWidget(self._year)
        self.offer((), ())
        self.show_period(period)
        self._part.activated.connect(self._pick)
        self._year.valueChanged.connect(self._pick)

    def offer(self, periods: Sequence[Period], words: Sequence[str]) -> None:
        """Offer first those periods for which something is to be done, with words for each."""
        shown = self.period if self._part.count() else None
        self._part.clear()
        for period, said in zip(periods, words, strict=True):
            self._part.addItem(icon("calendar-clock", COLOURS.accent), said, period)
        if periods:
            self._part.insertSeparator(len(periods))
        for at, (kind, number) in enumerate(self._parts):
            self._part.addItem(self._word(kind, number), at)
        if shown is not None:
            self.show_period(shown)

    def _word(self, kind: PeriodKind, number: int) -> str:
        if kind is PeriodKind.YEAR:
            return self.tr("Cả năm")
        if kind is PeriodKind.HALF:
            return self.tr("6 tháng đầu") if number == 1 else self.tr("6 tháng cuối")
        short = Period(2000, kind, number).label.removesuffix("/2000")
        return short[:1].upper() + short[1:]

    @property
    def period(self) -> Period:
        """Return the period shown."""
        chosen = self._part.currentData()
        if isinstance(chosen, Period):
            return chosen
        kind, number = self._parts[chosen]
        return Period(self._year.value(), kind, number)

    def show_period(self, period: Period) -> None:
        """Show a period, without saying so."""
        for box in (self._part, self._year):
            box.blockSignals(True)
        if (period.kind, period.number) in self._parts:
            at = self._parts.index((period.kind, period.number))
            self._part.setCurrentIndex(self._part.findData(at))
        self._year.setValue(period.year)
        for box in (self._part, self._year):
            box.blockSignals(False)

    def _pick(self) -> None:
        period = self.period
        self.show_period(period)
        self.picked.emit(period)


class Header(QFrame):
    """The bar itself.

    Signals:
        period_picked: the Period.
        set_picked: id of the report set.
        found: the Found the user chose in the search.
    """

    period_picked = Signal(object)
    set_picked = Signal(str)
    found = Signal(object)

    def __init__(
        self, name: str, role: str, parent: QWidget, *, kinds: Sequence[str], period: Period
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 2)
        row.setSpacing(14)
        row.addLayout(self._names(name, role))
        row.addSpacing(18)
        self.period = PeriodBox(kinds, period, self)
        self.period.picked.connect(self.period_picked)
        row.addWidget(self.period)
        self.set = self._set_box()
        row.addWidget(self.set)
        self._clock = sign("calendar-clock", COLOURS.text_soft, self)
        self._deadline = label("", self, role="soft")
        row.addWidget(self._clock)
        row.addWidget(self._deadline)
        row.addStretch(1)
        self.search = SearchBox(self)
        self.search.picked.connect(self.found)
        row.addWidget(self.search, 1)

    def _names(self, name: str, role: str) -> QVBoxLayout:
        names = QVBoxLayout()
        names.setSpacing(0)
        own = ElidedLabel(self)
        own.setProperty("role", "title")
        own.setText(name)
        names.addWidget(own)
        names.addWidget(label(role, self, role="soft"))
        own.setMaximumWidth(NAME_WIDTH)
        return names

    def _set_box(self) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(self.tr("Bộ báo cáo"))
        box.setToolTip(self.tr("Bộ báo cáo đang xem"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(SET_LETTERS)
        box.activated.connect(lambda _: self.set_picked.emit(str(box.currentData())))
        box.hide()
        return box

    def offer_sets(self, sets: Sequence[ReportSet], chosen: str) -> None:
        """Offer the report sets that can be totalled; one alone needs no choice."""
        self.set.clear()
        for one in sets:
            self.set.addItem(one.short, one.id)
            self.set.setItemData(self.set.count() - 1, tip(one.title), _TIP)
        self.set.setCurrentIndex(self.set.findData(chosen))
        self.set.setVisible(len(sets) > 1)

    def show_set(self, set_id: str) -> None:
        """Show which report set is chosen, without saying so."""
        self.set.setCurrentIndex(self.set.findData(set_id))

    def show_deadline(self, deadline: date | None, days_left: int) -> None:
        """Say when the earliest report of the period is due; nothing where nothing is."""
        self._clock.setVisible(deadline is not None)
        self._deadline.setVisible(deadline is not None)
        if deadline is None:
            return
        colour = COLOURS.text_soft
        if days_left < 0:
            words = self.tr("Hạn {date} (quá {days} ngày)")
            colour = COLOURS.error
        elif days_left == 0:
            words, colour = self.tr("Hạn {date} (hôm nay)"), COLOURS.reason
        else:
            words = self.tr("Hạn {date} (còn {days} ngày)")
            colour = COLOURS.reason if days_left <= SOON_DAYS else colour
        self._clock.setPixmap(pixmap("calendar-clock", colour, size=18))
        self._deadline.setText(words.format(date=format_date(deadline), days=abs(days_left)))
        self._deadline.setStyleSheet(f"color: {colour};")

    def show_period(self, period: Period) -> None:
        """Show another period; of its deadlines nothing is known yet."""
        self.period.show_period(period)
        self.show_deadline(None, 0)

    def offer_periods(self, found: Sequence[OpenPeriod]) -> None:
        """Offer first those periods for which something is to be done."""
        words = self.tr("{period}, hạn {day}")
        named = [(one.period.label, format_date(one.deadline)) for one in found]
        said = [words.format(period=f"{name[:1].upper()}{name[1:]}", day=d) for name, d in named]
        self.period.offer([one.period for one in found], said)

    def start_search(self) -> None:
        """Put the cursor into the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def search_in(self, entries: Sequence[Found]) -> None:
        """Search these entries from now on."""
        self.search.search_in(entries)
