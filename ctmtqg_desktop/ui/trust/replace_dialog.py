"""Ask for what a new authority needs, after saying what follows from it."""

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.keys.orders import ReplaceAuthority
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows, line, password_line, text_of
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind


class ReplaceDialog(QDialog):
    """Say what follows, ask why, and for the new key; nothing is done before the box is ticked."""

    def __init__(self, parent: QWidget, *, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Lập lại khóa cấp thẻ"))
        self.setMinimumWidth(620)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        for words in self._consequences():
            column.addWidget(label(words, self, wrap=True))
        column.addLayout(self._rows(title))
        self.sure = QCheckBox(self.tr("Đã hiểu, lập lại khóa cấp thẻ"), self)
        self.sure.toggled.connect(self._enable)
        column.addWidget(self.sure)
        self._add_buttons(column)

    def _consequences(self) -> tuple[str, ...]:
        return (
            self.tr("Chỉ làm khi khóa cấp thẻ đã mất, quên mật khẩu hoặc nghi bị lộ. Sau đó:"),
            self.tr("• Chữ ký đã duyệt giữ nguyên; báo cáo và biên nhận cũ vẫn kiểm tra được."),
            self.tr("• Mọi khóa đang dùng được cấp thẻ mới, ghi một lượt vào thư mục dưới đây. "
                    "Đơn vị so đủ 30 số mới qua điện thoại rồi mới nhập được thẻ."),
            self.tr("• Nơi nhận ký bằng tệp khóa mới; gói ký bằng tệp khóa cũ, đơn vị đã nhập thẻ "
                    "mới có thể không nhận."),
            self.tr("• Gói mã hóa gửi trước đó chỉ mở được nếu dùng lại mật khẩu cũ."),
        )  # fmt: skip

    def _rows(self, title: str) -> Rows:
        self.reason = line(self, hint=self.tr("Ví dụ: hỏng máy, quên mật khẩu khóa cấp thẻ"))
        self.path = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi lưu tệp khóa mới"), self, FileKind.KEYS
        )
        self.password = password_line(self, hint=self.tr("Ít nhất 8 ký tự"))
        self.again = password_line(self)
        self.title = line(self, text=title)
        self.out_dir = PathBox(
            Ask.FOLDER, self.tr("Chọn nơi ghi các thẻ đơn vị"), self, FileKind.ANSWERS
        )
        rows = Rows()
        for words, field in (
            (self.tr("Lý do"), self.reason),
            (self.tr("Lưu khóa mới vào"), self.path),
            (self.tr("Mật khẩu"), self.password),
            (self.tr("Nhập lại mật khẩu"), self.again),
            (self.tr("Chức vụ người ký"), self.title),
            (self.tr("Ghi các thẻ vào"), self.out_dir),
        ):
            rows.add(words, field)
            heard = field.changed if isinstance(field, PathBox) else field.textChanged
            heard.connect(self._enable)
        return rows

    def _add_buttons(self, column: QVBoxLayout) -> None:
        self._why = label("", self, role="soft", wrap=True)
        column.addWidget(self._why)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.button(kinds.Ok).setText(self.tr("Lập lại khóa"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self._forget)
        column.addWidget(self.buttons)
        self._enable()

    @property
    def order(self) -> ReplaceAuthority | None:
        """Return what was asked for; None while it is not complete."""
        path, out_dir = self.path.path, self.out_dir.path
        if path is None or out_dir is None or self.obstacle():
            return None
        reason, title = text_of(self.reason), text_of(self.title)
        return ReplaceAuthority(path, self.password.text(), reason, out_dir, title)

    def obstacle(self) -> str:
        """Return what is still missing; empty when nothing is."""
        for held, words in (
            (text_of(self.reason), self.tr("Nhập lý do.")),
            (self.path.path, self.tr("Chọn nơi lưu tệp khóa mới.")),
            (self.password.text(), self.tr("Nhập mật khẩu.")),
            (
                self.password.text() == self.again.text(),
                self.tr("Hai lần nhập mật khẩu không giống nhau."),
            ),
            (text_of(self.title), self.tr("Nhập chức vụ người ký.")),
            (self.out_dir.path, self.tr("Chọn nơi ghi các thẻ đơn vị.")),
            (self.sure.isChecked(), self.tr("Đọc điều sẽ xảy ra rồi đánh dấu đã hiểu.")),
        ):
            if not held:
                return words
        return ""

    def _enable(self) -> None:
        why = self.obstacle()
        self._why.setText(why)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not why)

    def _forget(self) -> None:
        for field in (self.password, self.again):
            field.clear()
