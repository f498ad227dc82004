"""Change the password of a key file from either window, by key or by a button."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ctmtqg_desktop.exchange.keys.keys import MIN_KEY_PASSWORD
from ctmtqg_desktop.exchange.keys.make_keys import BY_KEY, SIGNER
from ctmtqg_desktop.ui.frame.frame import Deed, Shell
from ctmtqg_desktop.ui.parts.card import button
from ctmtqg_desktop.ui.trust.password_dialog import PasswordDialog

_SHORTCUT = "Ctrl+Shift+K"


class PasswordControl(QObject):
    """Ask for the passwords; the frame changes them."""

    def __init__(self, shell: Shell, page: QWidget, row: QBoxLayout) -> None:
        """Add the action, and a button to a row of the page that is about keys."""
        super().__init__(shell)
        self._shell = shell
        words = self.tr("Đổi mật khẩu tệp khóa")
        shell.add_deeds((Deed(words, (_SHORTCUT,), self.ask),), self.tr("Mọi trang"))
        self.button = button(f"{words} ({_SHORTCUT})…", page, picture="key-round")
        self.button.clicked.connect(self.ask)
        row.addWidget(self.button)

    def ask(self) -> PasswordDialog:
        """Ask for the file and the passwords."""
        dialog = PasswordDialog(self._shell, least=MIN_KEY_PASSWORD)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # it holds passwords

        last = self._shell.place.workspace.settings.last_signer(SIGNER)
        if last is not None and last.way == BY_KEY and Path(last.path).is_file():
            dialog.key.set_path(Path(last.path))

        def go() -> None:
            if dialog.order is not None:
                self._shell.acting.do(dialog.order)

        dialog.accepted.connect(go)
        dialog.open()
        return dialog
