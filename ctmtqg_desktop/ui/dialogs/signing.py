"""Ask who signs, and where the written packages go."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import Ask, PathBox, Rows, line, password_line, text_of


@dataclass(frozen=True, slots=True)
class Signing:
    """What a signature at the office needs.

    Attributes:
        title: the office of the signer.
        due: last day a return sets; None where none was asked for.
    """

    key: Path
    password: str
    title: str
    out_dir: Path
    due: date | None = None


class SigningDialog(QDialog):
    """Ask for key, password, title and folder; for a return also for the last day."""

    def __init__(self, title: str, about: str, parent: QWidget, *, signer: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.addWidget(label(about, self, wrap=True))
        kinds = self.tr("Tệp khóa (*.ntmkey *.key);;Mọi tệp (*)")
        self.key = PathBox(Ask.FILE, self.tr("Chọn tệp khóa ký"), self, kinds=kinds)
        self.password = password_line(self)
        self.title = line(self, text=signer)
        self.out_dir = PathBox(Ask.FOLDER, self.tr("Chọn nơi ghi gói"), self)
        self.due = QDateEdit(self)
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("dd/MM/yyyy")
        self.due.hide()
        self._asks_due = False
        rows = self._rows = Rows()
        rows.add(self.tr("Tệp khóa ký"), self.key)
        rows.add(self.tr("Mật khẩu khóa"), self.password)
        rows.add(self.tr("Chức vụ người ký"), self.title)
        rows.add(self.tr("Ghi gói vào"), self.out_dir)
        column.addLayout(rows)
        self._add_buttons(column)

    def ask_due(self, day: date) -> None:
        """Ask also for the last day, beginning with this one."""
        self._asks_due = True
        self.due.setDate(QDate(day.year, day.month, day.day))
        self._rows.add(self.tr("Hạn gửi lại"), self.due)
        self.due.show()

    def _add_buttons(self, column: QVBoxLayout) -> None:
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.button(kinds.Ok).setText(self.tr("Ký"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        for field in (self.password, self.title):
            field.textChanged.connect(self._enable)
        for path in (self.key, self.out_dir):
            path.changed.connect(self._enable)
        self._enable()

    @property
    def signing(self) -> Signing | None:
        """Return what was asked for; None while it is not complete."""
        key, out_dir = self.key.path, self.out_dir.path
        if key is None or out_dir is None or not (self.password.text() and text_of(self.title)):
            return None
        chosen = self.due.date()
        due = date(chosen.year(), chosen.month(), chosen.day()) if self._asks_due else None
        return Signing(key, self.password.text(), text_of(self.title), out_dir, due)

    def _enable(self) -> None:
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(self.signing is not None)
