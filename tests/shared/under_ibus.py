"""Type with a real ibus-unikey into a real window; run by ``test_real_input_method``.

Run inside a session of its own (``dbus-run-session``) on a display of its own. Prints what the
sheet holds at the end, as JSON.
"""

import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1] / "ui" / "conftest.py"


def started_ibus():
    """Start the daemon with Unikey; return it when the engine answers."""
    daemon = subprocess.Popen(
        ["ibus-daemon", "--panel=disable", "--config=default", "-r"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(100):
        subprocess.run(["ibus", "engine", "Unikey"], capture_output=True, check=False)
        told = subprocess.run(["ibus", "engine"], capture_output=True, check=False)
        if told.stdout.strip() == b"Unikey":
            return daemon
        time.sleep(0.1)
    raise SystemExit("ibus does not answer")


def bench():
    """Return the window's test bench, which is no package."""
    spec = importlib.util.spec_from_file_location("bench", BENCH)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def wait(app, seconds=0.4):
    """Let the window work."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.005)


class Hands:
    """Press keys and the mouse as the window system does."""

    def __init__(self, app, page, made):
        self.app, self.page, self.made = app, page, made

    def type(self, letters):
        self._do("type", "--delay", "30", letters)

    def press(self, key):
        self._do("key", key)

    def click(self, text):
        view = self.page.view()
        index = view.model.index(*view.model.place(self.made.cell(text)))
        spot = view.table.viewport().mapToGlobal(view.table.visualRect(index).center())
        self._do("mousemove", str(spot.x()), str(spot.y()), "click", "1")

    def _do(self, *what):
        done = subprocess.Popen(["xdotool", *what])
        while done.poll() is None:
            self.app.processEvents()
            time.sleep(0.005)
        wait(self.app)


def opened(made):
    """Return the application and a page with four blank rows of a list."""
    from PySide6.QtWidgets import QApplication

    app = QApplication(sys.argv[:1])
    made.apply_theme(app)
    store = made.Store()
    page = made.FormPage(made.make_sheet(), made.Doors(store.commit, store.justify, made.say))
    page.resize(1200, 700)
    page.show()
    page.activateWindow()
    page.show_section(2)
    for _ in range(4):
        page.view().add_row()
    wait(app, 1.0)
    return app, page


def type_rows(hands):
    """Type as a clerk does: click on, Tab, another section, F2; each word is left half done."""
    hands.click("ct.r1.ten")
    hands.type("Nguyeenx")
    hands.click("ct.r2.ten")
    hands.type("Lof Thij")
    hands.press("Tab")
    hands.click("ct.r3.ten")
    hands.type("Dduwowngf")
    hands.press("ctrl+Prior")
    hands.press("ctrl+Next")
    hands.click("ct.r1.ten")
    hands.press("F2")
    hands.type(" Vawn")
    hands.click("ct.r4.ten")
    hands.type("Keenh")
    hands.page.commit_typing()
    wait(hands.app)


def main():
    """Type, and print what the sheet holds."""
    daemon = started_ibus()
    os.environ |= {"QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": "ibus"}
    made = bench()
    app, page = opened(made)
    type_rows(Hands(app, page, made))
    daemon.terminate()
    sheet = page.sheet
    print(json.dumps({str(cell): sheet.text(cell) for cell in sheet.content().entries}))


if __name__ == "__main__":
    main()
