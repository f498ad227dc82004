"""Saving that takes long: at once where nobody waits, else while the window goes on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop
from typing_extensions import override

TURN_S = 0.015
_Result = TypeVar("_Result")


class Impatience:
    """Do work at once."""

    def apart(self, work: Callable[[], _Result]) -> _Result:
        """Return what work gives that touches no widget."""
        return work()


class Patience(Impatience):
    """Do work on a thread of its own; keys that are pressed meanwhile wait for its end."""

    @override
    def apart(self, work: Callable[[], _Result]) -> _Result:
        with ThreadPoolExecutor(1) as pool:
            found = pool.submit(work)
            while not found.done():
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
                wait((found,), TURN_S)
            return found.result()
