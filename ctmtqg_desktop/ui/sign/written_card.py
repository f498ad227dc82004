"""What was signed and written: its file, where it lies, and the ways to bring it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.words import unplug_words
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.card import Card, button, label, sign
from ctmtqg_desktop.ui.parts.files.drives import Stick, sticks


class WrittenCard(Card):
    """Say what to do with the file of a signed report.

    Signals:
        folder_opened: the folder it lies in.
        copy_wanted: a folder to write it into once more.
        print_wanted: its print is wanted.
    """

    folder_opened = Signal(object)
    copy_wanted = Signal(object)
    print_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Đã ký và đóng gói"))
        self._mail = ""
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(sign("package-check", COLOURS.ok, self, size=36))
        lines = QVBoxLayout()
        self.path = label("", self, wrap=True)
        self.digest = label("", self, role="soft", wrap=True)
        self.way = label("", self, wrap=True)
        for words in (self.path, self.digest, self.way):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines.addWidget(words)
        row.addLayout(lines, 1)
        self.body.addLayout(row)
        self.body.addLayout(self._deeds())
        self.hide()

    def _deeds(self) -> QHBoxLayout:
        self.to_stick = button(self.tr("Chép ra USB"), self, picture="usb", primary=True)
        self.to_stick.setToolTip(self.tr("Ghi tệp này ra USB đang cắm rồi đọc lại để đối chiếu"))
        self.to_stick.clicked.connect(self._copy)
        self.letter = button(self.tr("Chép lời thư"), self, picture="files")
        self.letter.setToolTip(self.tr("Chép lời thư điện tử gửi kèm tệp vào bộ nhớ tạm"))
        self.letter.clicked.connect(self._copy_letter)
        self.printing = button(self.tr("Bản in…"), self, picture="printer")
        self.printing.clicked.connect(self.print_wanted)
        self.folder = button(self.tr("Mở thư mục"), self, picture="folder-open")
        self.folder.clicked.connect(lambda: self.folder_opened.emit(Path(self.path.text()).parent))
        row = QHBoxLayout()
        for one in (self.to_stick, self.letter, self.printing, self.folder):
            row.addWidget(one)
        row.addStretch(1)
        return row

    def show_written(self, facts: Mapping[str, Any]) -> None:
        """Show the facts of a report that was signed, or written once more."""
        path, told = Path(facts["package"]), facts["handover"]
        self._mail = f"{told['subject']}\n\n{told['mail']}"
        self.path.setText(str(path))
        words = self.tr("Lần gửi {revision} · mã nội dung {digest}")
        digest = facts["content_sha256"]
        self.digest.setText(words.format(revision=facts["revision"], digest=digest))
        said = unplug_words((path,)).strip() or self.tr(
            "Đã ghi và đọc lại đúng; tệp nằm trên máy này, chưa ở USB nào."
        )
        waits = self.tr("Mang tệp này đến {unit} (USB hoặc thư điện tử), rồi chờ biên nhận.")
        self.way.setText(f"{said} {waits.format(unit=told['to'])}")
        self.to_stick.setVisible(not told["stick"])
        self.setAccessibleName(self.tr("Đã ký và đóng gói. {said}").format(said=self.way.text()))
        self.show()

    def _copy(self) -> None:
        """Ask for a copy on the stick that is in; of several one is chosen."""
        found = sticks()
        if not found:
            self.way.setText(self.tr("Chưa thấy USB nào: cắm USB, chờ vài giây rồi bấm lại."))
        elif len(found) == 1:
            self.copy_wanted.emit(found[0].root)
        else:
            self._ask(found)

    def _ask(self, found: tuple[Stick, ...]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for stick in found:
            chosen = menu.addAction(stick.name)
            chosen.triggered.connect(lambda _=False, root=stick.root: self.copy_wanted.emit(root))
        menu.popup(self.to_stick.mapToGlobal(self.to_stick.rect().bottomLeft()))

    def _copy_letter(self) -> None:
        QGuiApplication.clipboard().setText(self._mail)
        self.way.setText(self.tr("Đã chép lời thư: dán vào thư điện tử và đính kèm tệp trên."))
