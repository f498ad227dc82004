"""Start-up: the whole process, from its birth to the first painted window and its end."""

import subprocess
import sys
from pathlib import Path

from case import Case, open_desk

# Instead of waiting for the user, the program paints its window and leaves.
_LEAVE = """
from PySide6.QtWidgets import QApplication
QApplication.exec = lambda *_: QApplication.processEvents() or 0
"""
_EMPTY = (
    """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.show()
"""
    + _LEAVE
    + "app.exec()"
)
# Ours decides itself when it imports Qt, so it is taught to leave only when its window stands.
_OURS = f"""
import sys
from ctmtqg_desktop import app
build = app._window_of
def built(workspace):
    exec({_LEAVE!r}, {{}})
    return build(workspace)
app._window_of = built
sys.exit(app.run(sys.argv[1:]))
"""


def case(folder: Path) -> Case:
    """Hold our window on a commune's workspace against an empty one."""
    desk = open_desk(folder)
    desk.workspace.close()
    workspace = str(folder / "bench.ctmtqg")

    def ours() -> None:
        subprocess.run([sys.executable, "-c", _OURS, "--workspace", workspace], check=True)

    def empty() -> None:
        subprocess.run([sys.executable, "-c", _EMPTY], check=True)

    return Case("start: window on a workspace", ours, "empty PySide6 window", empty)
