"""Ask for a key file, its password and the new one, twice."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.keys.orders import ChangePassword
from ctmtqg_desktop.text import as_seen
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows, password_line
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind


class PasswordDialog(QDialog):
    """Ask for everything once; what stands in the way is said below the fields."""

    def __init__(self, parent: QWidget, *, least: int) -> None:
        super().__init__(parent)
        self._least = least
        self.setWindowTitle(self.tr("Đổi mật khẩu tệp khóa"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        about = self.tr(
            "Khóa và chứng thư giữ nguyên, không phải đăng ký lại. Bản sao lưu cũ của tệp khóa "
            "vẫn mở bằng mật khẩu cũ."
        )
        column.addWidget(label(about, self, wrap=True))
        self.key = PathBox(Ask.FILE, self.tr("Chọn tệp khóa ký"), self, FileKind.KEYS)
        self.password = password_line(self)
        self.new = password_line(self)
        self.again = password_line(self)
        rows = Rows()
        rows.add(self.tr("Tệp khóa ký"), self.key)
        rows.add(self.tr("Mật khẩu cũ"), self.password)
        rows.add(self.tr("Mật khẩu mới"), self.new)
        rows.add(self.tr("Nhập lại mật khẩu mới"), self.again)
        column.addLayout(rows)
        self._why = label("", self, role="soft", wrap=True)
        column.addWidget(self._why)
        kinds_of_button = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds_of_button.Ok | kinds_of_button.Cancel, self)
        self.buttons.button(kinds_of_button.Ok).setText(self.tr("Đổi mật khẩu"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.key.changed.connect(self._enable)
        for field in (self.password, self.new, self.again):
            field.textChanged.connect(self._enable)
        self._enable()

    @property
    def order(self) -> ChangePassword | None:
        """Return what was asked for; None while something stands in the way."""
        path = self.key.path
        if path is None or self.obstacle():
            return None
        return ChangePassword(path, self.password.text(), self.new.text())

    def obstacle(self) -> str:
        """Return what still stands in the way; empty when nothing does."""
        old, new, again = (as_seen(f.text()) for f in (self.password, self.new, self.again))
        if self.key.path is None:
            return self.tr("Chọn tệp khóa ký.")
        if not old:
            return self.tr("Nhập mật khẩu cũ.")
        if len(new) < self._least:
            return self.tr("Mật khẩu mới ít nhất {least} ký tự.").format(least=self._least)
        if new == old:
            return self.tr("Mật khẩu mới phải khác mật khẩu cũ.")
        return "" if new == again else self.tr("Hai lần nhập mật khẩu mới chưa giống nhau.")

    def _enable(self) -> None:
        self._why.setText(self.obstacle())
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(self.order is not None)
