"""Long work on a sheet: the window goes on, says how far it is, and lets a person stop it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

from ctmtqg_desktop.errors import Cancelled

Told = Callable[[int, int], None]
"""Take how much is done, and of how much; raises ``Cancelled`` when a person wants it stopped."""
SHOWN_AFTER_MS, TURN_S = 400, 0.015
_ONLY_DRAWING = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents

_Result = TypeVar("_Result")


class Impatience:
    """Do long work at once, where no window waits for it."""

    @contextmanager
    def telling(self, words: str) -> Iterator[Told]:
        """Hold what takes how far the work is."""
        del words
        yield lambda _done, _all: None

    def apart(self, work: Callable[[], _Result]) -> _Result:
        """Return what work gives that touches no widget."""
        return work()


class Patience(Impatience):
    """Do long work while a window goes on; keys that are pressed meanwhile wait for its end."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    @contextmanager
    def telling(self, words: str) -> Iterator[Told]:
        """Show a bar with a way to stop, once the work has taken a while."""
        bar = QProgressDialog(words, QCoreApplication.translate("Patience", "Dừng"), 0, 0)
        bar.setParent(self._window, bar.windowFlags() | Qt.WindowType.Dialog)
        bar.setWindowModality(Qt.WindowModality.WindowModal)
        bar.setMinimumDuration(SHOWN_AFTER_MS)
        bar.setAutoReset(False)

        def tell(done: int, total: int) -> None:
            bar.setMaximum(total)
            bar.setValue(done)
            QCoreApplication.processEvents(
                QEventLoop.ProcessEventsFlag.AllEvents if bar.isVisible() else _ONLY_DRAWING
            )
            if bar.wasCanceled():
                raise Cancelled

        try:
            yield tell
        finally:
            bar.close()
            bar.deleteLater()

    def apart(self, work: Callable[[], _Result]) -> _Result:
        """Return what work gives on a thread of its own."""
        with ThreadPoolExecutor(1) as pool:
            found = pool.submit(work)
            while not found.done():
                QCoreApplication.processEvents(_ONLY_DRAWING)
                wait((found,), TURN_S)
            return found.result()
