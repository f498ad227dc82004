"""Long work: one worker thread, results delivered on the main thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal

from ctmtqg_desktop.errors import Cancelled


class Job(QObject):
    """One piece of long work; its signals arrive on the main thread.

    Signals:
        progressed: done, all (0 when not known), and a few words.
        done: the result.
        failed: the exception.
        cancelled: the user stopped it; nothing is to be shown.
        ended: after one of the three.
    """

    progressed = Signal(int, int, str)
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _reported = Signal(int, int, str)
    _finished = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = Event()
        queued = Qt.ConnectionType.QueuedConnection
        self._reported.connect(self._pass_on, queued)
        self._finished.connect(self._conclude, queued)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    def report(self, done: int, total: int = 0, words: str = "") -> None:
        """Say how far the work is; called by the work, on the worker thread.

        Raises:
            Cancelled: the user wants it stopped.
        """
        if self._stop.is_set():
            raise Cancelled
        self._reported.emit(done, total, words)

    def run(self, work: Callable[["Job"], object]) -> None:
        """Do the work on the calling (worker) thread and send what came of it."""
        try:
            if self._stop.is_set():
                raise Cancelled
            result, error = work(self), None
        except BaseException as caught:
            result, error = None, caught
        self._finished.emit(result, error)

    def _pass_on(self, done: int, total: int, words: str) -> None:
        self.progressed.emit(done, total, words)

    def _conclude(self, result: object, error: object) -> None:
        if isinstance(error, Cancelled):
            self.cancelled.emit()
        elif error is not None:
            self.failed.emit(error)
        else:
            self.done.emit(result)
        self.ended.emit()
        self.deleteLater()


class Jobs(QObject):
    """Run long work one piece after another, off the main thread."""

    busy = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")
        self._running: list[Job] = []

    def start(self, work: Callable[[Job], object]) -> Job:
        """Queue work and return its job; connect to its signals at once.

        The work runs on the worker thread: it touches no widget, and calls ``job.report`` often
        enough to be stopped.
        """
        job = Job(self)
        self._running.append(job)
        job.ended.connect(self._forget)
        if len(self._running) == 1:
            self.busy.emit(True)
        self._worker.submit(job.run, work)
        return job

    @property
    def is_busy(self) -> bool:
        """Say whether any work is queued or running."""
        return bool(self._running)

    def close(self) -> None:
        """Stop everything and wait for the worker; call it before the window goes."""
        for job in self._running:
            job.cancel()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _forget(self) -> None:
        job = self.sender()
        self._running = [known for known in self._running if known is not job]
        if not self._running:
            self.busy.emit(False)
