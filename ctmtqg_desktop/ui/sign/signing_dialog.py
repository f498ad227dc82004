"""Ask who signs, and where the written packages go."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from ctmtqg_desktop.clock import Clock
from ctmtqg_desktop.exchange.post.signing import Signing
from ctmtqg_desktop.ui.parts.card import label
from ctmtqg_desktop.ui.parts.fields import PathBox, Rows, begin_line, keep_line, line, text_of
from ctmtqg_desktop.ui.parts.files.ask import Ask
from ctmtqg_desktop.ui.parts.files.kinds import FileKind
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.sign.authority_row import AuthorityRow
from ctmtqg_desktop.ui.sign.signer_rows import SignerRows


class SigningDialog(QDialog):
    """Ask who signs, title and folder; for a return also for the last day."""

    def __init__(
        self, title: str, about: str, parent: QWidget, *, signer: str, jobs: Jobs, clock: Clock
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        column = QVBoxLayout(self)
        column.addWidget(label(about, self, wrap=True))
        rows = self._rows = Rows()
        self.signer = SignerRows(rows, jobs, clock, self)
        self.key, self.password = self.signer.key, self.signer.password
        self.title = line(self)
        begin_line(self.title, f"title.{signer}", signer)
        self.out_dir = PathBox(Ask.FOLDER, self.tr("Chọn nơi ghi gói"), self, FileKind.ANSWERS)
        self.due = QDateEdit(self)
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("dd/MM/yyyy")
        self.due.hide()
        self._asks_due = False
        self._lacks: list[Callable[[], str]] = []
        self.authority: AuthorityRow | None = None
        rows.add(self.tr("Chức vụ người ký"), self.title)
        rows.add(self.tr("Ghi vào"), self.out_dir)
        column.addLayout(rows)
        self._add_buttons(column)

    def ask_more(self, words: str, field: QWidget, lacks: Callable[[], str]) -> None:
        """Ask also for something else, above who signs.

        Args:
            words: name the row.
            field: a child of this dialog, which calls ``look_again`` when it has changed.
            lacks: says what is still missing of it; empty when nothing is.
        """
        self._rows.add_at(len(self._lacks), words, field)
        self._lacks.append(lacks)
        self.look_again()

    def ask_due(self, day: date) -> None:
        """Ask also for the last day, beginning with this one."""
        self._asks_due = True
        self.due.setDate(QDate(day.year, day.month, day.day))
        self._rows.add(self.tr("Hạn gửi lại"), self.due)
        self.due.show()

    def ask_authority(self) -> None:
        """Ask also for the password of the authority's own key."""
        self.authority = AuthorityRow(self._rows, self.signer, self)
        self.authority.changed.connect(self.look_again)
        self.finished.connect(self.authority.clear)
        self.look_again()

    def _add_buttons(self, column: QVBoxLayout) -> None:
        self._why = label("", self, role="soft", wrap=True)
        column.addWidget(self._why)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.button(kinds.Ok).setText(self.tr("Ký"))
        self.buttons.accepted.connect(self._keep)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(lambda _: self.signer.forget_secret())
        column.addWidget(self.buttons)
        self.title.textChanged.connect(self.look_again)
        self.out_dir.changed.connect(self.look_again)
        self.signer.changed.connect(self.look_again)
        self.look_again()

    def _keep(self) -> None:
        self.out_dir.used()
        keep_line(self.title)

    @property
    def signing(self) -> Signing | None:
        """Return what was asked for; None while it is not complete."""
        source, out_dir = self.signer.source, self.out_dir.path
        if source is None or out_dir is None or self.obstacle():
            return None
        above = self.authority.password if self.authority is not None else ""
        return Signing(source, out_dir, text_of(self.title), authority_password=above)

    @property
    def due_day(self) -> date | None:
        """Return the last day a return sets; None where none was asked for."""
        chosen = self.due.date()
        return date(chosen.year(), chosen.month(), chosen.day()) if self._asks_due else None

    def obstacle(self) -> str:
        """Return what is still missing; empty when nothing is."""
        for lacks in (*self._lacks, self.signer.obstacle):
            if why := lacks():
                return why
        if self.authority is not None and (why := self.authority.obstacle()):
            return why
        if not text_of(self.title):
            return self.tr("Nhập chức vụ người ký.")
        return self.tr("Chọn nơi ghi gói.") if self.out_dir.path is None else ""

    def look_again(self) -> None:
        """Say what is still missing, and let the rest be signed."""
        self._why.setText(self.obstacle())
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(self.signing is not None)
