"""Ask for the password of an encrypted workspace; with the recovery slip, set a new one."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget
from typing_extensions import override

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.upkeep.encrypted import MIN_PASSWORD, unlock_workspace
from ctmtqg_desktop.exchange.upkeep.orders import Recover
from ctmtqg_desktop.text import clean
from ctmtqg_desktop.ui.look.fonts import base_font
from ctmtqg_desktop.ui.opening.act_dialog import ActDialog
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Rows, password_line

_LINES, _WIDTH = 8, 500


class UnlockDialog(ActDialog):
    """Ask for the password.

    Attributes:
        key: of the workspace, once the dialog was accepted.
    """

    def __init__(self, program: Program, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Mở sổ đã mã hóa"), parent)
        self.setMinimumWidth(_WIDTH)
        self._program, self._path = program, path
        self.key: bytes | None = None
        about = self.tr("Sổ {name} đã mã hóa. Nhập mật khẩu của sổ để mở.").format(name=path.name)
        self.column.addWidget(label(about, self, wrap=True))
        self.password = password_line(self)
        rows = Rows()
        rows.add(self.tr("Mật khẩu sổ"), self.password)
        self.column.addLayout(rows)
        self.end()
        self.ok.setText(self.tr("Mở sổ"))
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.forgotten = self.buttons.addButton(self.tr("Quên mật khẩu…"), role)
        self.forgotten.clicked.connect(self.recover)
        self.password.textChanged.connect(self._enable)
        self._enable()
        self.password.setFocus()

    def _enable(self) -> None:
        self.ok.setEnabled(bool(self.password.text()))

    @override
    def go(self) -> None:
        """Open the key file with the password."""
        path, password = self._path, self.password.text()
        self.run(self.tr("Đang mở…"), lambda _: unlock_workspace(path, password))

    @override
    def done_with(self, result: object) -> None:
        self.key = result if isinstance(result, bytes) else None
        self.accept()

    @override
    def refused(self, error: CtmtqgError) -> None:
        super().refused(error)
        self.password.selectAll()
        self.password.setFocus()

    def recover(self) -> None:
        """Ask for the recovery slip instead."""
        dialog = RecoverDialog(self._program, self._path, self)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.key is not None:
            self.done_with(dialog.key)


class RecoverDialog(ActDialog):
    """Ask for the eight lines of the recovery slip, and for a new password twice.

    Attributes:
        done_act: what came of it.
    """

    def __init__(self, program: Program, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Mở sổ bằng phiếu khôi phục"), parent)
        self.setMinimumWidth(_WIDTH)
        self._program, self._path = program, path
        self.done_act: Done | None = None
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
        self.end()
        self.ok.setText(self.tr("Đặt mật khẩu và mở"))
        self.code.textChanged.connect(self._enable)
        for field in (self.password, self.again):
            field.textChanged.connect(self._enable)
        self._enable()
        self.code.setFocus()

    @property
    def key(self) -> bytes | None:
        """Return the key of the workspace, once the dialog was accepted."""
        found = self.done_act.found if self.done_act is not None else None
        return found if isinstance(found, bytes) else None

    def _enable(self) -> None:
        new = self.password.text()
        ready = len(new) >= MIN_PASSWORD and new == self.again.text()
        self.ok.setEnabled(ready and bool(self.code.toPlainText().strip()))

    @override
    def go(self) -> None:
        """Read the code, and wrap the key under the new password."""
        program = self._program
        order = Recover(self._path, clean(self.code.toPlainText()), self.password.text())
        self.run(self.tr("Đang mở…"), lambda job: do(program, order, job.report))

    @override
    def done_with(self, result: object) -> None:
        self.done_act = result if isinstance(result, Done) else None
        self.accept()
