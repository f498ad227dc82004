"""The strip that shows a long piece of work: how far it is, and a way to stop it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.ui.parts.card import button, label
from ctmtqg_desktop.ui.parts.jobs import Job, Jobs

Work = Callable[[Job], object]


class Busy(QWidget):
    """Run work through ``jobs`` and show it; hidden while nothing runs.

    Signals:
        done: the result.
        refused: the CtmtqgError.
        stopped: the user stopped it.
    """

    done = Signal(object)
    refused = Signal(object)
    stopped = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        self._words = label("", self, role="soft")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(10)
        self._bar.setAccessibleName(self.tr("Tiến độ công việc"))
        self._stop = button(self.tr("Dừng"), self, picture="x")
        self._stop.clicked.connect(self.cancel)
        row.addWidget(self._words, 2)
        row.addWidget(self._bar, 3)
        row.addWidget(self._stop)
        self.hide()

    @property
    def is_running(self) -> bool:
        """Say whether work runs."""
        return self._job is not None

    def run(self, words: str, work: Work) -> None:
        """Start work; one that runs already is stopped first and its result forgotten.

        ``work`` runs on the worker thread and gets the job to report to.
        """
        self._leave()
        job = self._jobs.start(work)
        self._job = job
        self._words.setText(words)
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        self.show()
        job.progressed.connect(self._progress)
        job.done.connect(self._done)
        job.failed.connect(self._failed)
        job.cancelled.connect(self._cancelled)

    def _leave(self) -> None:
        """Stop what runs and never hear of it again."""
        if self._job is None:
            return
        self._job.progressed.disconnect(self._progress)
        self._job.done.disconnect(self._done)
        self._job.failed.disconnect(self._failed)
        self._job.cancelled.disconnect(self._cancelled)
        self._job.cancel()
        self._job = None

    def cancel(self) -> None:
        """Ask what runs to stop."""
        if self._job is not None:
            self._job.cancel()
            self._stop.setEnabled(False)
            self._words.setText(self.tr("Đang dừng…"))

    def _progress(self, done: int, total: int, words: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if words:
            self._words.setText(words)

    def _end(self) -> None:
        self._job = None
        self.hide()

    def _done(self, result: object) -> None:
        self._end()
        self.done.emit(result)

    def _cancelled(self) -> None:
        self._end()
        self.stopped.emit()

    def _failed(self, error: BaseException) -> None:
        self._end()
        if not isinstance(error, CtmtqgError):
            raise error  # a bug: the crash watch writes it down
        self.refused.emit(error)
