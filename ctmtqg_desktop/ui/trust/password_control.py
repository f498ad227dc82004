"""Change the password of a key file from either window, by key or by a button."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ctmtqg_desktop.exchange.keys.keys import MIN_PASSWORD
from ctmtqg_desktop.ui.frame.frame import Deed, Shell
from ctmtqg_desktop.ui.parts.busy import Work
from ctmtqg_desktop.ui.parts.card import button
from ctmtqg_desktop.ui.parts.jobs import Job
from ctmtqg_desktop.ui.parts.notice import Tone
from ctmtqg_desktop.ui.trust.password_dialog import PasswordDialog, PasswordOrder

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

KEYS = "Ctrl+Shift+K"


class Passwords(QObject):
    """Ask for the passwords, and change them on the worker thread."""

    def __init__(self, shell: Shell, workspace: "Workspace", page: QWidget) -> None:
        """Add the action, and a button at the end of the page that is about keys."""
        super().__init__(shell)
        self._shell, self._workspace = shell, workspace
        self._changed: list[bool] | None = None
        words = self.tr("Đổi mật khẩu tệp khóa")
        shell.add_deeds((Deed(words, (KEYS,), self.ask),), self.tr("Mọi trang"))
        shell.busy.done.connect(lambda _: self._done())
        shell.busy.refused.connect(lambda _: self._forget())
        self.button = button(f"{words} ({KEYS})…", page, picture="key-round")
        self.button.clicked.connect(self.ask)
        column = page.layout()
        if isinstance(column, QBoxLayout):
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def ask(self) -> PasswordDialog:
        """Ask for the file and the passwords."""
        dialog = PasswordDialog(self._shell, least=MIN_PASSWORD)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # it holds passwords
        dialog.accepted.connect(lambda: self._change(dialog.order))
        dialog.open()
        return dialog

    def _change(self, order: PasswordOrder | None) -> None:
        if order is not None:
            self._changed = []
            work = changing(self._workspace, order, told=self._changed.append)
            self._shell.run(self.tr("Đang đổi mật khẩu…"), work)

    def _done(self) -> None:
        if self._changed is None:
            return
        words = self.tr("Đã đổi mật khẩu tệp khóa.")
        if any(self._changed):
            words = self.tr("Đã đổi mật khẩu tệp khóa và khóa cấp thẻ trong sổ.")
        self._forget()
        todo = self.tr("Bản sao lưu cũ của tệp khóa vẫn mở bằng mật khẩu cũ.")
        self._shell.notice.say(Tone.GOOD, words, todo)

    def _forget(self) -> None:
        self._changed = None


def changing(
    workspace: "Workspace", order: PasswordOrder, *, told: Callable[[bool], object]
) -> Work:
    """Change a password; gives the written file, and tells whether the authority went with it."""

    def work(_: Job) -> list[Path]:
        from ctmtqg_desktop.exchange.keys.passwords import change_password

        told(change_password(order.key, order.password, order.new, workspace=workspace))
        return [order.key]

    return work
