"""The last edge: a bug is written to a file and told in words, and the window lives on."""

import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from ctmtqg_desktop.clock import Clock

MOST_BYTES = 256 * 1024
"""A file of crashes no larger than this takes another one."""
MOST_FILES = 3
"""How many of the written files a box names."""


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
    """Write a crash to ``folder`` and return its file; None when the disk refuses.

    Crashes of one second share a file, which does not grow without end.
    """
    path = folder / f"loi-{clock():%Y%m%d-%H%M%S}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            if file.tell() < MOST_BYTES:
                file.write(text)
    except OSError:
        return None
    return path


class CrashTeller(QObject):
    """Tell that something went wrong, without stopping the event loop.

    One box at a time: what goes wrong while it is open is added to it.

    Attributes:
        box: the open box, held here or it would vanish at once; None when there is none.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.box: QMessageBox | None = None
        self._times = 0
        self._files: list[Path] = []

    def tell(self, path: Path | None) -> None:
        """Tell of one crash and the file it was written to; None where it could not be."""
        self._times += 1
        if path is not None and path not in self._files:
            self._files.append(path)
        if self.box is None:
            self.box = self._made()
        self.box.setInformativeText(self._details())
        self.box.show()
        self.box.raise_()
        self.box.activateWindow()

    def _made(self) -> QMessageBox:
        """Make a box above the window in use, but not its own: it outlives a closing dialog."""
        box = QMessageBox()
        box.setWindowModality(Qt.WindowModality.ApplicationModal)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("Chương trình gặp lỗi"))
        box.setText(
            self.tr(
                "Chương trình gặp lỗi ngoài dự kiến. Số liệu báo “Đã lưu” vẫn còn nguyên. "
                "Hãy đóng và mở lại chương trình."
            )
        )
        box.finished.connect(self._forget)
        below = QApplication.activeWindow()
        if below is not None:
            box.winId()  # makes the handle
            box.windowHandle().setTransientParent(below.windowHandle())
        return box

    def _details(self) -> str:
        said = []
        if self._times > 1:
            said.append(self.tr("Lỗi đã xảy ra {times} lần.").format(times=self._times))
        if self._files:
            listed = "\n".join(str(path) for path in self._files[-MOST_FILES:])
            said.append(self.tr("Gửi tệp này cho người hỗ trợ: {path}").format(path=listed))
        return "\n".join(said)

    def _forget(self) -> None:
        if self.box is not None:
            self.box.deleteLater()
        self.box = None
        self._times, self._files = 0, []
