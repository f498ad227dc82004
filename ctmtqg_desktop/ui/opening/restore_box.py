"""What bringing a backup back asks for: the copy, its password, where the workspace goes."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.upkeep.orders import Restore
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows, password_line
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.workspace.workspace import is_locked

SUFFIX = ".ctmtqg"


class RestoreBox(QWidget):
    """Ask for a backup and a place; the password only of a copy that is encrypted.

    Signals:
        changed: something was ticked, chosen or typed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget, *, may_replace: bool) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.source = PathBox(Ask.FILE, self.tr("Chọn bản sao lưu"), self, FileKind.BACKUPS)
        self.password = password_line(self)
        self.place = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi đặt sổ phục hồi"), self, FileKind.WORKSPACES
        )
        self.replace = QCheckBox(self.tr("Thay sổ đang có ở đó (sổ cũ giữ lại bên cạnh)"), self)
        self.replace.setVisible(may_replace)
        rows = self._rows = Rows()
        rows.add(self.tr("Bản sao lưu"), self.source)
        rows.add(self.tr("Mật khẩu của bản sao"), self.password)
        rows.add(self.tr("Phục hồi vào"), self.place)
        column.addLayout(rows)
        column.addWidget(self.replace)
        self.source.changed.connect(self._look)
        self.source.changed.connect(self.changed)
        self.place.changed.connect(self.changed)
        self.password.textChanged.connect(self.changed)
        self.replace.toggled.connect(self.changed)
        self._look()

    def _look(self) -> None:
        self._rows.setRowVisible(self.password, self._is_locked)

    @property
    def _is_locked(self) -> bool:
        source = self.source.path
        return source is not None and source.is_file() and is_locked(source)

    def obstacle(self) -> str:
        """Return what is still missing; empty when nothing is."""
        source, place = self.source.path, self.place.path
        for is_missing, words in (
            (source is None, self.tr("Chọn bản sao lưu.")),
            (source is not None and not source.is_file(),
             self.tr("Không có tệp sao lưu này trên máy.")),
            (self._is_locked and not self.password.text(),
             self.tr("Gõ mật khẩu của bản sao đã mã hóa.")),
            (place is None, self.tr("Chọn nơi đặt sổ phục hồi.")),
            (place is not None and place.exists() and not self.replace.isChecked(),
             self.tr("Đã có sổ ở đường dẫn này.")),
        ):  # fmt: skip
            if is_missing:
                return words
        return ""

    @property
    def order(self) -> Restore | None:
        """Return what is wanted; None while it is not complete."""
        source, place = self.source.path, self.place.path
        if source is None or place is None or self.obstacle():
            return None
        password = self.password.text() if self._is_locked else ""
        return Restore(place, source, self.replace.isChecked(), password)

    def propose(self, place: Path) -> None:
        """Propose where the workspace goes."""
        self.place.set_path(place)
