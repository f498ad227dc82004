"""The last edge: a bug is written to a file and told in words, and the window lives on."""

import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ctmtqg_desktop.clock import Clock

Tell = Callable[[Path | None], None]


class CrashWatch(QObject):
    """Catch what nobody caught, on any thread, and write it down.

    Attributes:
        happened: signal with the path of the written file, or None where none could be written.
    """

    happened = Signal(object)
    _caught = Signal(str)

    def __init__(self, folder: Path, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._clock = folder, clock
        self._caught.connect(self._write, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Become the hook of the interpreter and of its threads."""
        sys.excepthook = self.catch
        threading.excepthook = lambda args: self.catch(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Take one uncaught exception; Ctrl+C in a terminal still ends the program."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._caught.emit("".join(traceback.format_exception(kind, error, trace)))

    def _write(self, text: str) -> None:
        self.happened.emit(write_crash(self._folder, self._clock, text))


def write_crash(folder: Path, clock: Clock, text: str) -> Path | None:
    """Write a crash to ``folder`` and return its file; None when the disk refuses."""
    path = folder / f"loi-{clock():%Y%m%d-%H%M%S}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return path


def tell_crash(path: Path | None, parent: QWidget | None = None) -> None:
    """Show that something went wrong, without stopping the event loop."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(QCoreApplication.translate("Crash", "Chương trình gặp lỗi"))
    box.setText(
        QCoreApplication.translate(
            "Crash",
            "Chương trình gặp lỗi ngoài dự kiến. Số liệu báo “Đã lưu” vẫn còn nguyên. "
            "Hãy đóng và mở lại chương trình.",
        )
    )
    if path is not None:
        words = QCoreApplication.translate("Crash", "Gửi tệp này cho người hỗ trợ: {path}")
        box.setInformativeText(words.format(path=path))
    box.open()
