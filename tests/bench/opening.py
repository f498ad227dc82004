"""Opening the largest form: read, compiled, laid out, painted."""

from pathlib import Path

import shiboken6
from case import PERIOD, Case, open_desk
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QWidget

from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.form.editing import Doors
from ctmtqg_desktop.ui.form.view import FormPage
from ctmtqg_desktop.ui.start import application


def case(folder: Path) -> Case:
    """Hold the form with the most cells against a plain table of as many cells."""
    application(["bench"])
    desk = open_desk(folder)
    sheets = [desk.sheet(form.id, PERIOD) for form in desk.forms("ctmtqg-xa", PERIOD)]
    largest = max(sheets, key=_size)
    count = _size(largest)

    def ours() -> None:
        fresh = Desk(
            Room(desk.workspace, desk.unit, desk.clock, Library(desk.catalogue))
        )  # with nothing compiled or opened yet
        sheet = fresh.sheet(largest.form.id, PERIOD)
        _show(FormPage(sheet, Doors(fresh.commit, fresh.justify, say)))

    def other() -> None:
        table = QTableWidget(count // 6 + 1, 6)
        for number in range(count):
            table.setItem(number // 6, number % 6, QTableWidgetItem("1.234,5"))
        _show(table)

    name = f"open form {largest.form.id}, {count} cells"
    return Case(name, ours, "QTableWidget of as many cells", other, close=desk.workspace.close)


def _size(sheet: Sheet) -> int:
    """Return how many cells are shown."""
    sections = [section.id for section in sheet.form.sections]
    return sum(len(sheet.rows(one)) * len(sheet.columns(one)) for one in sections)


def _show(widget: QWidget) -> None:
    widget.resize(1366, 768)
    widget.show()
    QApplication.processEvents()
    shiboken6.delete(widget)
