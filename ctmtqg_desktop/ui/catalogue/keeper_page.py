"""For whoever keeps the catalogue: a form from Excel, a folder checked, a package published."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.exchange.keeping.browse import Item
from ctmtqg_desktop.text import parse_date
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.busy import Busy, Work
from ctmtqg_desktop.ui.parts.card import Card, Empty, button, label
from ctmtqg_desktop.ui.parts.fields import Ask, PathBox, Rows, line, text_of
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.notice import Notice, Tone
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table
from ctmtqg_desktop.ui.work_catalogue import Fault, Given, Outcome

_SIDE = 452
_ERROR = Sign("circle-x", COLOURS.error)
_LEFT_OUT = Sign("triangle-alert", COLOURS.reason_edge)


class ReadOrder(NamedTuple):
    """A workbook to be read into a folder; ``given`` where it is an XLSForm."""

    path: Path
    folder: Path
    given: Given | None


class KeeperPage(QWidget):
    """Four steps in order; what is wrong stands in a table beside them.

    Signals:
        template_wanted: the Item of the form (None for an empty template) and the path.
        read_wanted: the ReadOrder.
        check_wanted: the folder.
        publish_wanted: the folder.
    """

    template_wanted = Signal(object, object)
    read_wanted = Signal(object)
    check_wanted = Signal(object)
    publish_wanted = Signal(object)

    def __init__(
        self, jobs: Jobs, forms: Sequence[Item], programmes: Sequence[Item], parent: QWidget
    ) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        page.setSpacing(8)
        self.notice, self.busy = Notice(self), Busy(jobs, self)
        self.busy.done.connect(self._done)
        self.busy.refused.connect(self._refused)
        page.addWidget(self.notice)
        page.addWidget(self.busy)
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

    def _template_card(self, forms: Sequence[Item]) -> Card:
        card = Card(self.tr("1. Mẫu Excel để soạn biểu"), self)
        self.form = QComboBox(card)
        self._forms = tuple(forms)
        self.form.addItem(self.tr("Mẫu trống"), "")
        for item in forms:
            named = f"{item.id} v{item.version}"
            self.form.addItem(f"{named} · {item.title}", named)
        _narrow(self.form)
        self.template_path = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi ghi sổ mẫu"), card,
            kinds=self.tr("Excel (*.xlsx)"), suffix=".xlsx",
        )  # fmt: skip
        rows = Rows()
        rows.add(self.tr("Bắt đầu từ"), self.form)
        rows.add(self.tr("Ghi vào"), self.template_path)
        card.body.addLayout(rows)
        self._end(card, (self.tr("Ghi sổ mẫu"), "file-spreadsheet", self._template))
        return card

    def _read_card(self, programmes: Sequence[Item]) -> Card:
        card = Card(self.tr("2. Đọc biểu từ Excel"), self)
        self.workbook = PathBox(
            Ask.FILE, self.tr("Chọn sổ Excel"), card, kinds=self.tr("Excel (*.xlsx *.xlsm *.xls)")
        )
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
        self.folder = PathBox(Ask.FOLDER, self.tr("Chọn thư mục biên soạn"), card)
        rows = Rows()
        rows.add(self.tr("Thư mục biên soạn"), self.folder)
        card.body.addLayout(rows)
        hint = self.tr(
            "Tệp .toml của biểu, ngưỡng, chỉ tiêu, đơn vị mới; biểu đọc ở mục 2 ghi vào đây. "
            "Bản đã ban hành không sửa được, chỉ thêm phiên bản."
        )
        card.body.addWidget(label(hint, card, role="soft", wrap=True))
        self._end(
            card,
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
            self.template_wanted.emit(self._forms[at - 1] if at > 0 else None, path)

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
            given = Given(programme, source, day)
        if path is not None and folder is not None:
            self.read_wanted.emit(ReadOrder(path, folder, given))

    def _check(self) -> None:
        if not self._lacks(self.folder.path, self.folder):
            self.check_wanted.emit(self.folder.path)

    def _publish(self) -> None:
        if not self._lacks(self.folder.path, self.folder):
            self.publish_wanted.emit(self.folder.path)

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

    def run(self, words: str, work: Work) -> None:
        """Do one of the steps and show it; ``work`` returns an ``Outcome``."""
        self.notice.hide()
        self.busy.run(words, work)

    def _done(self, outcome: Outcome) -> None:
        tone = Tone.GOOD if outcome.is_good else Tone.BAD
        self.notice.say(tone, outcome.words, outcome.todo)
        self.show_faults(outcome.faults)

    def _refused(self, error: object) -> None:
        from ctmtqg_desktop.errors import CtmtqgError

        if isinstance(error, CtmtqgError):
            self.notice.say_error(error)
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
