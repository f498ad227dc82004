"""The row that asks for the password of the authority's own key, beside who signs."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ctmtqg_desktop.ui.parts.fields import Rows, password_line
from ctmtqg_desktop.ui.sign.signer_rows import SignerRows, Way


class AuthorityRow(QObject):
    """Ask for the password under which the authority's key lies in the workspace.

    A key file made with the authority opens both; a token or an authority's file never does.

    Signals:
        changed: something else was typed.
    """

    changed = Signal()

    def __init__(self, rows: Rows, signer: SignerRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._signer = signer
        self.field = password_line(parent)
        rows.add(self.tr("Mật khẩu khóa cấp thẻ"), self.field)
        self.field.textChanged.connect(self.changed)
        signer.way.currentIndexChanged.connect(self._choose)
        self._choose()

    @property
    def password(self) -> str:
        """Return what opens the authority; by default what opens the key file."""
        typed = self.field.text()
        return typed if typed or not self._shares else self._signer.password.text()

    def obstacle(self) -> str:
        """Return what is still missing; empty when nothing is."""
        return "" if self.password else self.tr("Nhập mật khẩu khóa cấp thẻ.")

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()

    @property
    def _shares(self) -> bool:
        return self._signer.chosen is Way.KEY

    def _choose(self) -> None:
        hint = self.tr("Để trống nếu như mật khẩu khóa") if self._shares else ""
        self.field.setPlaceholderText(hint)
        self.changed.emit()
