"""A dialog that does slow work itself, before there is a window to do it."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.ui.parts.busy import Busy, Work
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.parts.notice import Notice


class ActDialog(QDialog):
    """Hold a notice, the work on its own thread, and the two buttons.

    A refusal leaves the dialog open with all that was typed.
    """

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.jobs = Jobs(self)
        self.column = QVBoxLayout(self)
        self.notice = Notice(self)
        self.busy = Busy(self.jobs, self)
        self.busy.done.connect(self.done_with)
        self.busy.refused.connect(self.refused)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.ok: QPushButton = self.buttons.button(kinds.Ok)
        self.buttons.accepted.connect(self.go)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self.jobs.close)

    def end(self) -> None:
        """Put notice, progress and buttons below what was added to the column."""
        for part in (self.notice, self.busy, self.buttons):
            self.column.addWidget(part)

    def go(self) -> None:
        """Do what was asked for."""

    def run(self, words: str, work: Work) -> None:
        """Do the slow part away from the window."""
        self.notice.hide()
        self.ok.setEnabled(False)
        self.busy.run(words, work)

    def done_with(self, result: object) -> None:
        """Take what came of the work."""

    def refused(self, error: CtmtqgError) -> None:
        """Say why it was refused."""
        self.notice.say_error(error)
        self.ok.setEnabled(True)
