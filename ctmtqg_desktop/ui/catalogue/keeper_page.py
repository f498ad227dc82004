"""For whoever keeps the catalogue: a form from Excel, a folder checked, a package published."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keeping.browse import CatalogueItem
from ctmtqg_desktop.exchange.keeping.orders import (
    CheckEdition,
    FormImport,
    FormTemplate,
    OwnCalendar,
    Publish,
)
from ctmtqg_desktop.exchange.post.signing import Signing
from ctmtqg_desktop.intake.xlsform_given import SurveyGiven
from ctmtqg_desktop.text import parse_date
from ctmtqg_desktop.ui.catalogue.faults import Fault, faults_of
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, Empty, button, label
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows, line, text_of
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.notice import Notice, Tone
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table

_SIDE = 452
_ERROR = Sign("circle-x", COLOURS.error)
_LEFT_OUT = Sign("triangle-alert", COLOURS.reason_edge)


class KeeperPage(QWidget):
    """Four steps in order; what is wrong stands in a table beside them.

    Signals:
        wanted: an order.
        publish_wanted: the folder; who signs has to be asked.
        calendar_wanted: the folder; the days of a calendar of our own have to be asked.
    """

    wanted = Signal(object)
    publish_wanted = Signal(object)
    calendar_wanted = Signal(object)

    def __init__(
        self, forms: Sequence[CatalogueItem], programmes: Sequence[CatalogueItem], parent: QWidget
    ) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(8)
        self.notice = Notice(self)
        page.addWidget(self.notice)
        row = QHBoxLayout()
        row.setSpacing(12)
        steps = QVBoxLayout()
        steps.setSpacing(10)
        for card in (
            self._template_card(forms), self._read_card(programmes), self._folder_card()
        ):  # fmt: skip
            card.setFixedWidth(_SIDE)
            steps.addWidget(card)
        steps.addStretch(1)
        row.addLayout(steps)
        row.addWidget(self._faults_card(), 1)
        page.addLayout(row, 1)

    # -- building

    def _template_card(self, forms: Sequence[CatalogueItem]) -> Card:
        card = Card(self.tr("1. Mẫu Excel để soạn biểu"), self)
        self.form = QComboBox(card)
        self._forms = tuple(forms)
        self.form.addItem(self.tr("Mẫu trống"), "")
        for item in forms:
            named = f"{item.id} v{item.version}"
            self.form.addItem(f"{named} · {item.title}", named)
        _narrow(self.form)
        self.template_path = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi ghi sổ mẫu"), card, FileKind.BOOKS_OUT
        )
        rows = Rows()
        rows.add(self.tr("Bắt đầu từ"), self.form)
        rows.add(self.tr("Ghi vào"), self.template_path)
        card.body.addLayout(rows)
        self._end(card, (self.tr("Ghi sổ mẫu"), "file-spreadsheet", self._template))
        return card

    def _read_card(self, programmes: Sequence[CatalogueItem]) -> Card:
        card = Card(self.tr("2. Đọc biểu từ Excel"), self)
        self.workbook = PathBox(Ask.FILE, self.tr("Chọn sổ Excel"), card, FileKind.BOOKS_IN)
        self.is_xlsform = QCheckBox(self.tr("Là XLSForm (ODK, Kobo)"), card)
        self.programme = QComboBox(card)
        for item in programmes:
            self.programme.addItem(item.title, item.id)
        _narrow(self.programme)
        self.source = line(card, hint=self.tr("Văn bản ban hành biểu"))
        self.valid_from = line(card, hint="01/01/2026")
        rows = Rows()
        rows.add(self.tr("Sổ Excel"), self.workbook)
        rows.addRow("", self.is_xlsform)
        rows.add(self.tr("Chương trình"), self.programme)
        rows.add(self.tr("Nguồn"), self.source)
        rows.add(self.tr("Hiệu lực từ"), self.valid_from)
        card.body.addLayout(rows)
        self._xls_rows = rows
        self.is_xlsform.toggled.connect(self._show_xls)
        self._show_xls(False)
        self._end(card, (self.tr("Đọc biểu"), "download", self._read))
        return card

    def _folder_card(self) -> Card:
        card = Card(self.tr("3. Kiểm tra · 4. Ban hành"), self)
        self.folder = PathBox(
            Ask.FOLDER, self.tr("Chọn thư mục biên soạn"), card, FileKind.CATALOGUES
        )
        rows = Rows()
        rows.add(self.tr("Thư mục biên soạn"), self.folder)
        card.body.addLayout(rows)
        hint = self.tr(
            "Tệp .toml của biểu, ngưỡng, chỉ tiêu, đơn vị, lịch báo cáo mới; biểu đọc ở mục 2 "
            "ghi vào đây. Bản đã ban hành không sửa được, chỉ thêm phiên bản."
        )
        card.body.addWidget(label(hint, card, role="soft", wrap=True))
        self._end(
            card,
            (self.tr("Lịch riêng…"), "calendar-clock", self._calendar),
            (self.tr("Kiểm tra"), "clipboard-check", self._check),
            (self.tr("Ban hành…"), "signature", self._publish),
        )
        return card

    def _end(self, card: Card, *deeds: tuple[str, str, object]) -> None:
        row = QHBoxLayout()
        for words, picture, do in deeds:
            go = button(words, card, picture=picture, primary=do is deeds[-1][2])
            go.clicked.connect(do)
            row.addWidget(go)
        row.addStretch(1)
        card.body.addLayout(row)

    def _faults_card(self) -> Card:
        card = Card(self.tr("Kết quả"), self)
        self.note = card.note
        fields: tuple[Field[Fault], ...] = (
            Field(self.tr("Nơi"), lambda f: f.place, width=168, tip=lambda f: f.place,
                  sign=lambda f: _ERROR if f.is_error else _LEFT_OUT),
            Field(self.tr("Nội dung"), lambda f: f.what, tip=lambda f: f"{f.what}\n[{f.code}]"),
        )  # fmt: skip
        self.faults: Table[Fault] = Table(self.tr("Lỗi và mục không chuyển được"), fields, card)
        self.faults.chosen.connect(self._explain)
        self.explained = label("", card, wrap=True)
        self.explained.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        empty = Empty(
            "clipboard-check", self.tr("Chưa có kết quả nào."),
            self.tr("Đọc biểu hoặc kiểm tra thư mục; mọi lỗi hiện ở đây theo tệp, trang và ô."),
            card,
        )  # fmt: skip
        self._stack = QStackedLayout()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.faults)
        card.body.addLayout(self._stack, 1)
        card.body.addWidget(self.explained)
        return card

    # -- asking

    def _show_xls(self, is_on: bool) -> None:
        for field in (self.programme, self.source, self.valid_from):
            self._xls_rows.setRowVisible(field, is_on)

    def _template(self) -> None:
        path = self.template_path.path
        if not self._lacks(path, self.template_path) and path is not None:
            at = self.form.currentIndex()
            form = self._forms[at - 1] if at > 0 else None
            order = FormTemplate(path, form.id, form.version) if form else FormTemplate(path)
            self.want(order)

    def _read(self) -> None:
        path, folder = self.workbook.path, self.folder.path
        if self._lacks(path, self.workbook) or self._lacks(folder, self.folder):
            return
        given = None
        if self.is_xlsform.isChecked():
            programme, source = str(self.programme.currentData() or ""), text_of(self.source)
            day = parse_date(self.valid_from.text())
            if self._lacks(source, self.source) or self._lacks(day, self.valid_from):
                return
            given = SurveyGiven(programme, source, day.isoformat() if day else "")
        if path is not None and folder is not None:
            self.want(FormImport(path, folder, xlsform=given))

    def _check(self) -> None:
        folder = self.folder.path
        if not self._lacks(folder, self.folder) and folder is not None:
            self.want(CheckEdition(folder))

    def _calendar(self) -> None:
        if not self._lacks(self.folder.path, self.folder):
            self.calendar_wanted.emit(self.folder.path)

    def _publish(self) -> None:
        if not self._lacks(self.folder.path, self.folder):
            self.publish_wanted.emit(self.folder.path)

    def want_signed(self, folder: Path, signing: Signing | None) -> None:
        """Publish a folder under the signature that was asked for."""
        if signing is not None:
            self.want(Publish(folder, signing))

    def want_calendar(self, order: OwnCalendar | None) -> None:
        """Write the calendar whose days were asked for."""
        if order is not None:
            self.want(order)

    def want(self, order: object) -> None:
        """Ask for something, and take away what was missing before."""
        self.notice.hide()
        self.wanted.emit(order)

    def _lacks(self, value: object, field: QWidget) -> bool:
        """Say that a field is still empty, and go to it."""
        if value:
            return False
        named = field.line if isinstance(field, PathBox) else field
        words = self.tr("Chưa nhập “{field}”.").format(field=named.accessibleName())
        self.notice.say(Tone.WARN, words)
        named.setFocus()
        return True

    # -- what came of it

    def acted(self, order: object, done: Done) -> None:
        """List what a step found."""
        self.show_faults(faults_of(order, done))

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Take away what an earlier step found."""
        self.show_faults(())

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """List what was found."""
        self.explained.setText("")
        self.note.setText(self.tr("{count} mục").format(count=len(faults)) if faults else "")
        self.faults.show_records(faults)
        self._stack.setCurrentIndex(1 if faults else 0)

    def _explain(self, fault: Fault) -> None:
        self.explained.setText(f"{fault.place}: {fault.what} {fault.todo}".strip())


def _narrow(box: QComboBox) -> None:
    """Let a long choice be cut instead of widening its card."""
    box.setMinimumContentsLength(16)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
