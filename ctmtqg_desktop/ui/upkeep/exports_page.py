"""The journal of exports: who wrote which file out of this workspace, and what was in it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.post.export_journal import exported_words
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, Empty, button
from ctmtqg_desktop.ui.parts.table import Field, Sign, Table
from ctmtqg_desktop.workspace.records import Export

_PERSONAL = Sign("users", COLOURS.reason_edge)
_SHOWN_DIGITS = 12


class ExportsPage(QWidget):
    """Show the journal; it is only read, and can be written to a file itself.

    Signals:
        save_wanted: the journal is to be written; where has to be asked.
        wanted: an order.
        folder_opened: the folder of an exported file.
        shown: the page came to the front, and what it shows may be old.
    """

    save_wanted = Signal()
    wanted = Signal(object)
    folder_opened = Signal(object)
    shown = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 14, 16, 14)
        card = self._card = Card(self.tr("Nhật ký xuất"), self)
        self.save = button(
            self.tr("Xuất nhật ký…"), card, picture="file-spreadsheet",
            tip=self.tr("Ghi nhật ký ra tệp PDF hoặc Excel"),
        )  # fmt: skip
        self.save.clicked.connect(self.save_wanted)
        card.heading.addWidget(self.save)
        fields: tuple[Field[Export], ...] = (
            Field(self.tr("Lúc"), lambda e: moment(e.at), width=124),
            Field(self.tr("Loại"), lambda e: exported_words(e.what), width=150),
            Field(self.tr("Tệp"), lambda e: Path(e.path).name, tip=lambda e: e.path),
            Field(self.tr("Dữ liệu cá nhân"), lambda e: self.tr("Có") if e.personal else "",
                  sign=lambda e: _PERSONAL if e.personal else None, width=120),
            Field(self.tr("Người dùng máy"), lambda e: e.user, width=116),
            Field(self.tr("Khóa ký"), lambda e: e.signer[:_SHOWN_DIGITS],
                  tip=lambda e: e.signer, width=124),
            Field(self.tr("Mã tệp"), lambda e: e.sha256[:_SHOWN_DIGITS],
                  tip=lambda e: e.sha256, width=124),
        )  # fmt: skip
        self.lines: Table[Export] = Table(self.tr("Các tệp đã xuất"), fields, card)
        self.lines.opened.connect(lambda e: self.folder_opened.emit(Path(e.path).parent))
        self.lines.setToolTip(self.tr("Enter hoặc nhấp đúp: mở thư mục của tệp"))
        empty = Empty(
            "archive", self.tr("Chưa xuất tệp nào từ sổ này."),
            self.tr("Mỗi gói, bản in, bảng Excel, bản sao lưu ghi ra sẽ có một dòng ở đây."), card,
        )  # fmt: skip
        self._stack = QStackedLayout()
        self._stack.addWidget(self.lines)
        self._stack.addWidget(empty)
        card.body.addLayout(self._stack, 1)
        page.addWidget(card, 1)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        self.shown.emit()
        super().showEvent(event)

    def acted(self, order: object, done: Done) -> None:
        """Show nothing more: the frame has named the file, and the journal is read again."""

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Show nothing more: the frame has said why."""

    def show_exports(self, lines: Sequence[Export]) -> None:
        """Show the journal, newest first."""
        self.lines.show_records(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self.save.setEnabled(bool(lines))
        personal = sum(line.personal for line in lines)
        words = self.tr("{count} tệp, {personal} tệp có dữ liệu cá nhân")
        self._card.note.setText(words.format(count=len(lines), personal=personal))
