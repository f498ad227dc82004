"""Ask for the password of a key, once, for something that cannot be undone."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Rows, password_line


class PasswordDialog(QDialog):
    """Ask for a password; ``password`` is empty when the user stepped back."""

    def __init__(self, why: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Mật khẩu khóa ký"))
        self.setMinimumWidth(420)
        column = QVBoxLayout(self)
        column.addWidget(label(why, self, wrap=True))
        self._line = password_line(self)
        rows = Rows()
        rows.add(self.tr("Mật khẩu"), self._line)
        column.addLayout(rows)
        kinds = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._line.textChanged.connect(self._enable)
        column.addWidget(self._buttons)
        self._enable()

    @property
    def password(self) -> str:
        """Return what was typed, when it was confirmed."""
        return self._line.text() if self.result() == QDialog.DialogCode.Accepted else ""

    def _enable(self) -> None:
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(bool(self._line.text()))
