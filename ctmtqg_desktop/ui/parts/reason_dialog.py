"""Ask for a reason or a remark in a few words."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from ctmtqg_desktop.text import clean
from ctmtqg_desktop.ui.parts.card import label


class ReasonDialog(QDialog):
    """Ask for one text that may not be empty."""

    def __init__(self, title: str, about: str, parent: QWidget, *, hint: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.addWidget(label(about, self, wrap=True))
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(title)
        self.text.setPlaceholderText(hint)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(90)
        self.text.textChanged.connect(self._enable)
        column.addWidget(self.text)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self._enable()

    @property
    def reason(self) -> str:
        """Return what was written, as one line."""
        return " ".join(clean(self.text.toPlainText()).split())

    def _enable(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.reason))
