"""Ask for what a further signing key of the office needs."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.keys.orders import MakeAnotherKey
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows, line, password_line, text_of
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind


class AnotherKeyDialog(QDialog):
    """Ask where the key goes, for the authority's password, and who will sign with it."""

    def __init__(self, parent: QWidget, *, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Thêm khóa ký của nơi nhận"))
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        about = self.tr(
            "Dùng khi mất tệp khóa ký, hoặc người khác ký. Mật khẩu của khóa cấp thẻ mở khóa "
            "cấp thẻ, và cũng là mật khẩu của tệp khóa mới."
        )
        column.addWidget(label(about, self, wrap=True))
        self.path = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi lưu tệp khóa mới"), self, FileKind.KEYS
        )
        self.password = password_line(self)
        self.title = line(self, text=title)
        rows = Rows()
        rows.add(self.tr("Lưu khóa mới vào"), self.path)
        rows.add(self.tr("Mật khẩu khóa cấp thẻ"), self.password)
        rows.add(self.tr("Chức vụ người ký"), self.title)
        column.addLayout(rows)
        self._why = label("", self, role="soft", wrap=True)
        column.addWidget(self._why)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.button(kinds.Ok).setText(self.tr("Tạo khóa"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self.password.clear)
        column.addWidget(self.buttons)
        self.path.changed.connect(self._enable)
        for field in (self.password, self.title):
            field.textChanged.connect(self._enable)
        self._enable()

    @property
    def order(self) -> MakeAnotherKey | None:
        """Return what was asked for; None while it is not complete."""
        path = self.path.path
        if path is None or self.obstacle():
            return None
        return MakeAnotherKey(path, self.password.text(), text_of(self.title))

    def obstacle(self) -> str:
        """Return what is still missing; empty when nothing is."""
        for held, words in (
            (self.path.path, self.tr("Chọn nơi lưu tệp khóa mới.")),
            (self.password.text(), self.tr("Nhập mật khẩu khóa cấp thẻ.")),
            (text_of(self.title), self.tr("Nhập chức vụ người ký.")),
        ):
            if not held:
                return words
        return ""

    def _enable(self) -> None:
        why = self.obstacle()
        self._why.setText(why)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not why)
