"""Ask for the password of an encrypted workspace; with the recovery slip, set a new one."""

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.keys.encrypted_workspace import MIN_PASSWORD, recover, unlock
from ctmtqg_desktop.text import nfc
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.parts.busy import Busy, Work
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Rows, password_line
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.notice import Notice

_LINES = 8


class _KeyDialog(QDialog):
    """What both dialogs share: a notice, the work on its own thread, the key it gives.

    Attributes:
        key: of the workspace, once the dialog was accepted.
    """

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(500)
        self.key: bytes | None = None
        self._jobs = Jobs(self)
        self.column = QVBoxLayout(self)
        self.notice = Notice(self)
        self.busy = Busy(self._jobs, self)
        self.busy.done.connect(self._opened)
        self.busy.refused.connect(self._refused)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.ok: QPushButton = self.buttons.button(kinds.Ok)
        self.buttons.accepted.connect(self.go)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self._jobs.close)

    def go(self) -> None:
        """Try what was typed."""

    def run(self, words: str, work: Work) -> None:
        """Do the slow part away from the window."""
        self.notice.hide()
        self.ok.setEnabled(False)
        self.busy.run(words, work)

    def _opened(self, key: bytes) -> None:
        self.key = key
        self.accept()

    def _refused(self, error: CtmtqgError) -> None:
        self.notice.say_error(error)
        self.ok.setEnabled(True)


class UnlockDialog(_KeyDialog):
    """Ask for the password."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Mở sổ đã mã hóa"), parent)
        self._path = path
        about = self.tr("Sổ {name} đã mã hóa. Nhập mật khẩu của sổ để mở.").format(name=path.name)
        self.column.addWidget(label(about, self, wrap=True))
        self.password = password_line(self)
        rows = Rows()
        rows.add(self.tr("Mật khẩu sổ"), self.password)
        self.column.addLayout(rows)
        for part in (self.notice, self.busy, self.buttons):
            self.column.addWidget(part)
        self.ok.setText(self.tr("Mở sổ"))
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.forgotten = self.buttons.addButton(self.tr("Quên mật khẩu…"), role)
        self.forgotten.clicked.connect(self.recover)
        self.password.textChanged.connect(self._enable)
        self._enable()
        self.password.setFocus()

    def _enable(self) -> None:
        self.ok.setEnabled(bool(self.password.text()))

    def go(self) -> None:
        """Open the key file with the password."""
        path, password = self._path, self.password.text()
        self.run(self.tr("Đang mở…"), lambda _: unlock(path, password))

    def _refused(self, error: CtmtqgError) -> None:
        super()._refused(error)
        self.password.selectAll()
        self.password.setFocus()

    def recover(self) -> None:
        """Ask for the recovery slip instead."""
        dialog = RecoverDialog(self._path, self)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.key is not None:
            self._opened(dialog.key)


class RecoverDialog(_KeyDialog):
    """Ask for the eight lines of the recovery slip, and for a new password twice."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Mở sổ bằng phiếu khôi phục"), parent)
        self._path = path
        about = self.tr("Gõ tám dòng của phiếu khôi phục, rồi đặt mật khẩu mới cho sổ {name}.")
        self.column.addWidget(label(about.format(name=path.name), self, wrap=True))
        self.code = QPlainTextEdit(self)
        self.code.setFont(base_font(scale=1.1))
        self.code.setTabChangesFocus(True)
        self.code.setPlaceholderText("7K3M-90QX\n…")
        self.code.setFixedHeight(22 * _LINES + 14)
        self.password = password_line(self, hint=self.tr("Ít nhất 8 ký tự"))
        self.again = password_line(self)
        rows = Rows()
        rows.add(self.tr("Mã khôi phục"), self.code)
        rows.add(self.tr("Mật khẩu mới"), self.password)
        rows.add(self.tr("Gõ lại mật khẩu"), self.again)
        self.column.addLayout(rows)
        for part in (self.notice, self.busy, self.buttons):
            self.column.addWidget(part)
        self.ok.setText(self.tr("Đặt mật khẩu và mở"))
        self.code.textChanged.connect(self._enable)
        for field in (self.password, self.again):
            field.textChanged.connect(self._enable)
        self._enable()
        self.code.setFocus()

    def _enable(self) -> None:
        new = self.password.text()
        ready = len(new) >= MIN_PASSWORD and new == self.again.text()
        self.ok.setEnabled(ready and bool(self.code.toPlainText().strip()))

    def go(self) -> None:
        """Read the code, and wrap the key under the new password."""
        path, typed, password = self._path, nfc(self.code.toPlainText()), self.password.text()
        self.run(self.tr("Đang mở…"), lambda _: recover(path, typed, password))
