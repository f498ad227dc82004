"""Ask for the password of the reading key, before encrypted packages are taken in."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.post.reading_keys import needs_key
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.ui.parts.busy import Busy
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Rows, password_line
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.notice import Notice

Take = Callable[[Sequence[Path]], None]


class ReadingDialog(QDialog):
    """Ask for the password until it opens the reading key or the user gives up."""

    def __init__(self, office: Office, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Mở gói mã hóa"))
        self.setMinimumWidth(500)
        self._office = office
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
        self._jobs = Jobs(self)
        self.busy = Busy(self._jobs, self)
        self.busy.done.connect(lambda _: self.accept())
        self.busy.refused.connect(self._refused)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.ok = self.buttons.button(kinds.Ok)
        self.ok.setText(self.tr("Mở"))
        self.buttons.button(kinds.Cancel).setText(self.tr("Bỏ qua"))
        self.buttons.accepted.connect(self.go)
        self.buttons.rejected.connect(self.reject)
        for part in (self.notice, self.busy, self.buttons):
            column.addWidget(part)
        self.password.textChanged.connect(lambda text: self.ok.setEnabled(bool(text)))
        self.ok.setEnabled(False)
        self.finished.connect(self._jobs.close)

    def go(self) -> None:
        """Try the password."""
        password = self.password.text()
        self.notice.hide()
        self.ok.setEnabled(False)
        self.busy.run(self.tr("Đang mở…"), lambda _: self._office.unlock_reading(password))

    def _refused(self, error: CtmtqgError) -> None:
        self.notice.say_error(error)
        self.ok.setEnabled(True)
        self.password.selectAll()
        self.password.setFocus()


def with_reading(office: Office, shell: QWidget, take: Take, paths: Sequence[Path]) -> None:
    """Take files in; when some are encrypted, ask once for the password first."""
    if office.secret is not None or not needs_key(paths):
        take(paths)
        return
    dialog = ReadingDialog(office, shell)
    dialog.finished.connect(lambda _: take(paths))
    dialog.open()
