"""What the catalogue holds: programmes, criteria, forms, units, plans, and who published them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.catalogue.records.legal import LEVELS
from ctmtqg_desktop.exchange.keeping.browse import CatalogueItem, Sort
from ctmtqg_desktop.exchange.keeping.editions import HeldEdition
from ctmtqg_desktop.text import clean, format_date, format_number, parse_date
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.busy import Busy
from ctmtqg_desktop.ui.parts.card import Card, Empty, label
from ctmtqg_desktop.ui.parts.confidence import CONFIDENCE_SIGNS, confidence_words
from ctmtqg_desktop.ui.parts.facts import FactList
from ctmtqg_desktop.ui.parts.fields import line
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.notice import Notice
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table

PUBLISHED = "published"
"""Chosen instead of a sort: the packages of the receiving unit."""
_TYPING_MS = 200
_SIDE = 348


class CataloguePage(QWidget):
    """List what is declared; what is chosen is told of at the right.

    Signals:
        wanted: id of what to list (a Sort's value or ``PUBLISHED``), the text typed, the day.
        item_chosen: the Item to tell of.
        held_chosen: the Held to tell of.
    """

    wanted = Signal(str, str, object)
    item_chosen = Signal(object)
    held_chosen = Signal(object)

    def __init__(self, jobs: Jobs, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(8)
        self.notice, self.busy = Notice(self), Busy(jobs, self)
        page.addWidget(self.notice)
        page.addWidget(self.busy)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._list_card(today), 1)
        row.addWidget(self._facts_card())
        page.addLayout(row, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.ask)
        self._show_day()

    # -- building

    def _list_card(self, today: date) -> Card:
        card = Card(self.tr("Danh mục"), self)
        card.body.addLayout(self._questions(card, today))
        self.counts = label("", card, role="soft", wrap=True)
        self.items: Table[CatalogueItem] = Table(
            self.tr("Nội dung danh mục"), self._item_fields(), card
        )
        self.items.chosen.connect(self.item_chosen)
        self.held: Table[HeldEdition] = Table(self.tr("Bản danh mục"), self._held_fields(), card)
        self.held.chosen.connect(self.held_chosen)
        self._empty = Empty("layers", "", "", card)
        self._stack = QStackedLayout()
        for widget in (self.items, self.held, self._empty):
            self._stack.addWidget(widget)
        card.body.addLayout(self._stack, 1)
        card.body.addWidget(self.counts)
        return card

    def _questions(self, card: Card, today: date) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.sort = QComboBox(card)
        for words, value in (
            (self.tr("Biểu mẫu"), Sort.FORM.value),
            (self.tr("Bộ tiêu chí"), Sort.CRITERIA.value),
            (self.tr("Chương trình"), Sort.PROGRAMME.value),
            (self.tr("Bộ báo cáo"), Sort.REPORT_SET.value),
            (self.tr("Kế hoạch giao chỉ tiêu"), Sort.PLAN.value),
            (self.tr("Lịch báo cáo"), Sort.CALENDAR.value),
            (self.tr("Đơn vị (toàn quốc)"), Sort.UNIT.value),
            (self.tr("Bản đã ban hành"), PUBLISHED),
        ):
            self.sort.addItem(words, value)
        self.search = line(card, hint=self.tr("Tìm theo mã hoặc tên, không cần dấu"))
        self.day = line(card, text=format_date(today))
        self.day.setMaximumWidth(104)
        fields = (
            (self.tr("Loại"), self.sort),
            (self.tr("Tìm"), self.search),
            (self.tr("Ngày"), self.day),
        )
        for words, field in fields:
            named = label(words, card, role="soft")
            named.setBuddy(field)
            field.setAccessibleName(words)
            row.addWidget(named)
            row.addWidget(field, 1 if field is self.search else 0)
            if field is self.day:
                self._day_word: QLabel = named
        self.sort.setMinimumContentsLength(17)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.sort.setSizeAdjustPolicy(policy)
        self.sort.activated.connect(lambda _: self._turn())
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.day.textChanged.connect(lambda _: self._typing.start())
        return row

    def _item_fields(self) -> tuple[Field[CatalogueItem], ...]:
        return (
            Field(self.tr("Mã"), lambda i: i.id, width=142, tip=lambda i: i.id),
            Field(self.tr("Bản"), lambda i: str(i.version or ""), width=38, is_number=True),
            Field(self.tr("Tên"), lambda i: i.title, tip=lambda i: i.title),
            Field(self.tr("Từ"), lambda i: _day(i.valid_from), width=94),
            Field(self.tr("Đến"), lambda i: _day(i.valid_to), width=94),
            Field(self.tr("Độ tin cậy"), lambda i: confidence_words(i.confidence), width=140,
                  sign=lambda i: CONFIDENCE_SIGNS[i.confidence], tip=lambda i: i.source),
        )  # fmt: skip

    def _held_fields(self) -> tuple[Field[HeldEdition], ...]:
        return (
            Field(self.tr("Bản"), lambda h: str(h.edition.version), width=44, is_number=True),
            Field(self.tr("Ký lúc"), lambda h: moment(h.signed_at), width=124),
            Field(self.tr("Nơi ban hành"), lambda h: h.unit, width=180),
            Field(self.tr("Người ký"), lambda h: h.signer, tip=lambda h: h.signer),
            Field(self.tr("Tệp"), lambda h: str(len(h.edition.files)), width=44, is_number=True),
            Field(self.tr("Đổi"), lambda h: str(len(h.brought)), width=44, is_number=True),
            Field(self.tr("Tình trạng"), lambda h: self.tr("Đang dùng") if h.is_installed else "",
                  width=110,
                  sign=lambda h: Sign("circle-check", COLOURS.ok) if h.is_installed else None),
        )  # fmt: skip

    def _facts_card(self) -> Card:
        self.about = Card(self.tr("Chi tiết"), self)
        self.about.setFixedWidth(_SIDE)
        self.facts = FactList(self.tr("Chi tiết"), self.about)
        self.about.body.addWidget(self.facts, 1)
        return self.about

    # -- asking

    @property
    def chosen_sort(self) -> str:
        """Return what is listed: a Sort's value or ``PUBLISHED``."""
        return str(self.sort.currentData())

    def choose_sort(self, value: str) -> None:
        """List something else."""
        self.sort.setCurrentIndex(self.sort.findData(value))
        self._turn()

    def _turn(self) -> None:
        self.search.clear()
        self._typing.stop()
        self._show_day()
        self.ask()

    def _show_day(self) -> None:
        """Only units are asked for at a day; a list of packages is not searched."""
        is_unit = self.chosen_sort == Sort.UNIT
        self.day.setVisible(is_unit)
        self._day_word.setVisible(is_unit)
        self.search.setEnabled(self.chosen_sort != PUBLISHED)

    def ask(self) -> None:
        """Ask for what is to be listed."""
        self.wanted.emit(self.chosen_sort, clean(self.search.text()), parse_date(self.day.text()))

    # -- showing

    def show_items(self, items: Sequence[CatalogueItem], *, nothing: tuple[str, str]) -> None:
        """List these; ``nothing`` is said where there are none, and what to do."""
        self._show(self.items, bool(items), nothing)
        self.items.show_records(items)

    def show_held(self, held: Sequence[HeldEdition]) -> None:
        """List the packages of the receiving unit."""
        nothing = (
            self.tr("Nơi nhận chưa ban hành bản danh mục nào."),
            self.tr("Chương trình đang dùng danh mục cài sẵn."),
        )
        self._show(self.held, bool(held), nothing)
        self.held.show_records(held)

    def _show(self, table: QWidget, has_any: bool, nothing: tuple[str, str]) -> None:
        self._empty.say(*nothing)
        self.show_facts("", ())
        self._stack.setCurrentWidget(table if has_any else self._empty)

    def show_facts(self, title: str, facts: Sequence[tuple[str, str]]) -> None:
        """Tell of what is chosen."""
        self.about.set_title(title or self.tr("Chi tiết"))
        self.facts.show_facts(facts)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many rows of the whole catalogue are vouched for how far."""
        told = [
            f"{confidence_words(one).lower()} {format_number(Decimal(counts.get(one.value, 0)))}"
            for one in LEVELS
        ]
        words = self.tr("Số dòng của cả danh mục theo độ tin cậy: {counts}.")
        self.counts.setText(words.format(counts=" · ".join(told)))


def _day(day: date | None) -> str:
    return format_date(day) if day else ""
