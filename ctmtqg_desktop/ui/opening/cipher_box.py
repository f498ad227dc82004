"""Whether a new workspace is encrypted: the choice, its password twice, where the slip goes."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ctmtqg_desktop.exchange.upkeep.encrypted import MIN_PASSWORD, slip_beside
from ctmtqg_desktop.exchange.upkeep.orders import Encryption
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows, password_line
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.workspace.file.cipher import can_encrypt


class CipherBox(QWidget):
    """Ask for encryption; the fields show only once it is wanted.

    Signals:
        changed: something was ticked or typed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(4)
        self.box = QCheckBox(
            self.tr("&Mã hóa sổ này bằng mật khẩu (nên chọn khi giữ danh sách hộ)")
        )
        column.addWidget(self.box)
        self._fields = QWidget(self)
        inner = QVBoxLayout(self._fields)
        inner.setContentsMargins(22, 0, 0, 0)
        inner.setSpacing(6)
        self.password = password_line(self._fields, hint=self.tr("Ít nhất 8 ký tự"))
        self.again = password_line(self._fields)
        self.slip = PathBox(
            Ask.NEW_FILE, self.tr("Chọn nơi ghi phiếu khôi phục"), self._fields, FileKind.SLIPS
        )
        rows = Rows()
        rows.add(self.tr("Mật khẩu sổ"), self.password)
        rows.add(self.tr("Gõ lại mật khẩu"), self.again)
        rows.add(self.tr("Phiếu khôi phục"), self.slip)
        inner.addLayout(rows)
        hint = self.tr("Mất cả mật khẩu và phiếu thì không ai mở được sổ: in phiếu, cất nơi có "
                       "khóa, rồi xóa tệp PDF.")  # fmt: skip
        inner.addWidget(label(hint, self._fields, role="soft", wrap=True))
        column.addWidget(self._fields)
        self._fields.hide()
        if not can_encrypt():
            self.box.setEnabled(False)
            missing = self.tr("Bản cài này chưa có phần mã hóa sổ (sqlcipher3).")
            column.addWidget(label(missing, self, role="soft", wrap=True))
        self.box.toggled.connect(self._fields.setVisible)
        self.box.toggled.connect(self.changed)
        for field in (self.password, self.again):
            field.textChanged.connect(self.changed)
        self.slip.changed.connect(self.changed)

    def propose(self, workspace: Path) -> None:
        """Propose a place for the slip of a workspace."""
        self.slip.set_path(slip_beside(workspace))

    @property
    def is_wanted(self) -> bool:
        """Say whether the workspace is to be encrypted."""
        return self.box.isChecked()

    def obstacle(self) -> str:
        """Return what is still missing; empty when nothing is, or nothing is wanted."""
        if not self.is_wanted:
            return ""
        path = self.slip.path
        for is_missing, words in (
            (
                len(self.password.text()) < MIN_PASSWORD,
                self.tr("Mật khẩu sổ cần ít nhất 8 ký tự."),
            ),
            (
                self.password.text() != self.again.text(),
                self.tr("Hai lần gõ mật khẩu chưa giống nhau."),
            ),
            (path is None, self.tr("Chọn nơi ghi phiếu khôi phục.")),
            (path is not None and path.exists(), self.tr("Đã có tệp ở nơi ghi phiếu khôi phục.")),
        ):
            if is_missing:
                return words
        return ""

    @property
    def encryption(self) -> Encryption | None:
        """Return how the workspace is to be encrypted; None for a plain one."""
        return Encryption(self.password.text(), self.slip.path) if self.is_wanted else None
