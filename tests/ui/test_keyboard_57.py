"""Issue: all 57 sub-criteria are typed by keyboard alone, and closing at any moment loses nothing.

The real window on a real workspace; keys are sent to whatever widget has the focus.
"""

import random
from datetime import date, datetime
from decimal import Decimal

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.form import Cell, CellType
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.workspace.records import Identity, Role
from ctmtqg_desktop.workspace.workspace import create, open_workspace

NOTES = "ghi_chu"
FORM, SECTION, PERIOD = "ntm-xa-tu-danh-gia", "bo_tieu_chi", Period.parse("2024")
NOW = datetime(2024, 12, 20, 9, 0, tzinfo=VIETNAM)


@pytest.fixture(scope="module")
def catalogue():
    return shipped_catalogue()


@pytest.fixture
def place(tmp_path):
    return tmp_path / "so.ctmtqg"


def open_desk(catalogue, place):
    if place.exists():
        workspace = open_workspace(place)
    else:
        workspace = create(place, Identity("03413", date(2024, 12, 31), Role.SENDER.value, NOW))
        choose(workspace, ["ctmtqg-xa"])
    return desk_of(Program(lambda: catalogue, lambda: NOW), workspace)


def open_window(qtbot, desk):
    sender = Sender(desk, PERIOD)
    window = sender.shell
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    return sender


def drop(sender, desk):
    """Let the window vanish as in a power cut: nobody is asked, nothing is said goodbye to."""
    sender.jobs.close()
    shiboken6.delete(sender.shell)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.workspace.close()


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def write(text):
    """Type text into whatever has the focus, letter by letter, as an input method delivers it."""
    for letter in text:
        target = QApplication.focusWidget()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(target, event)


def answer(spec, number):
    return "đ" if spec.type is CellType.MET else str(1 + number % 90)


def input_cells(sheet):
    """Return the cells Tab visits, in its order; the notes are among them."""
    cells = (Cell(SECTION, row, c) for row in sheet.rows(SECTION) for c in sheet.columns(SECTION))
    return [cell for cell in cells if sheet.spec(cell).is_input]


def typed_cells(sheet):
    return [cell for cell in input_cells(sheet) if cell.column != NOTES]


def to_criteria(qtbot, sender):
    """Reach the grid by keys alone: to the form, then to its second section."""
    sender.open_form(FORM)
    page = sender.entry.page
    page.show_section(1)
    page.take_focus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def fill(sheet, rounds):
    """Tab through the input cells and answer each; return what was answered."""
    done = {}
    for cell in input_cells(sheet):
        if cell.column != NOTES:
            done[cell] = answer(sheet.spec(cell), len(done))
            write(done[cell])
        press(Qt.Key.Key_Tab)
        if len(done) == rounds:
            break
    return done


def test_all_57_sub_criteria_are_typed_by_keyboard_alone(qtbot, catalogue, place):
    desk = open_desk(catalogue, place)
    sender = open_window(qtbot, desk)
    to_criteria(qtbot, sender)
    sheet = desk.sheet(FORM, PERIOD)
    wanted = typed_cells(sheet)
    codes = {s.code for c in catalogue.criteria_sets["ntm-xa-2021-2025"].criteria
             for s in c.subcriteria}  # fmt: skip
    assert len(codes) == 57
    answered = {sheet.form.section(SECTION).row(cell.row).no for cell in wanted}
    assert codes <= answered | {"12.1", "12.2", "14.2", "15.1"}
    fill(sheet, len(wanted))
    assert [cell for cell in wanted if sheet.entry(cell) is EMPTY] == []
    for number, cell in enumerate(wanted):
        held = sheet.entry(cell)
        assert held is True or held == Decimal(answer(sheet.spec(cell), number))
    drop(sender, desk)
    again = open_desk(catalogue, place)
    stored = again.sheet(FORM, PERIOD)
    assert [cell for cell in wanted if stored.entry(cell) is EMPTY] == []
    again.workspace.close()


@pytest.mark.parametrize("rounds", random.Random(57).sample(range(1, 70), 4))
def test_closing_at_any_moment_loses_nothing_committed(qtbot, catalogue, place, rounds):
    desk = open_desk(catalogue, place)
    sender = open_window(qtbot, desk)
    to_criteria(qtbot, sender)
    sheet = desk.sheet(FORM, PERIOD)
    done = fill(sheet, rounds)
    held = {cell: sheet.entry(cell) for cell in done}
    write("4")
    drop(sender, desk)
    again = open_desk(catalogue, place)
    stored = again.sheet(FORM, PERIOD)
    assert {cell: stored.entry(cell) for cell in done} == held
    again.workspace.close()
