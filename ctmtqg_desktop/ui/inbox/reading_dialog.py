"""Ask for the password of the reading key, before encrypted packages are taken in."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Rows, password_line
from ctmtqg_desktop.ui.parts.notice import Notice


class ReadingDialog(QDialog):
    """Ask for the password, or let the user go on without it.

    Attributes:
        given: the password; empty where the user goes on without.
    """

    def __init__(self, parent: QWidget, error: CtmtqgError | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Mở gói mã hóa"))
        self.setMinimumWidth(500)
        self.given = ""
        column = QVBoxLayout(self)
        about = self.tr(
            "Trong các tệp có gói mã hóa cho đơn vị này. Nhập mật khẩu khóa đọc (mật khẩu đã đặt "
            "khi lập khóa cấp thẻ). Bỏ qua thì các gói mã hóa không được nhập."
        )
        column.addWidget(label(about, self, wrap=True))
        self.password = password_line(self)
        rows = Rows()
        rows.add(self.tr("Mật khẩu khóa đọc"), self.password)
        column.addLayout(rows)
        self.notice = Notice(self)
        if error is not None:
            self.notice.say_error(error)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.ok = self.buttons.button(kinds.Ok)
        self.ok.setText(self.tr("Mở"))
        self.buttons.button(kinds.Cancel).setText(self.tr("Bỏ qua"))
        self.buttons.accepted.connect(self.go)
        self.buttons.rejected.connect(self.reject)
        for part in (self.notice, self.buttons):
            column.addWidget(part)
        self.password.textChanged.connect(lambda text: self.ok.setEnabled(bool(text)))
        self.ok.setEnabled(False)

    def go(self) -> None:
        """Take the password."""
        self.given = self.password.text()
        self.password.clear()
        self.accept()
