"""Issue 9, 6: a long roster never stops the window; a long step is saved and undone as one."""

from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QTimer

from ctmtqg_desktop.catalogue.records.form import Cell, Missing, Rule, Severity
from ctmtqg_desktop.entries.rows import add_rows
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.form.editing import LONG, Doors, Editing
from ctmtqg_desktop.ui.form.findings import FindingsPanel, looking_words
from ctmtqg_desktop.ui.form.grid import MOST_SINGLE, GridModel
from ctmtqg_desktop.ui.form.roster import row_moves

SMALL = Rule(
    "nho", "von < triệu(5)", Severity.ERROR, "{row}: {von} nhiều quá.", Missing.SKIP, "ct", "row",
    (), "von",
)  # fmt: skip


@pytest.fixture
def long_sheet(bench):
    def make(rows):
        form = bench.form()
        sheet = bench.sheet(replace(form, rules=(*form.rules, SMALL)))
        keys = [row.key for row in add_rows(sheet, "ct", rows).change.rows]
        sheet.set_texts([(Cell("ct", key, "von"), str(at % 7)) for at, key in enumerate(keys)])
        return sheet

    return make


@pytest.fixture
def editing_of(store):
    made = []

    def make(sheet):
        made.append(Editing(sheet, Doors(store.commit, store.justify, say)))
        return made[-1]

    yield make
    for editing in made:
        shiboken6.delete(editing)


def take_block(editing, rows):
    """Add rows and fill them, as a paste does."""
    added = add_rows(editing.sheet, "ct", rows)
    filled = editing.sheet.set_texts(
        [
            (Cell("ct", row.key, column), text)
            for row in added.change.rows
            for column, text in (("ten", f"Cầu {row.key}"), ("von", "6"))
        ]
    )
    editing.take_steps([added, filled], "dán")


def test_what_takes_long_is_looked_for_while_the_window_goes_on(long_sheet, editing_of, qtbot):
    sheet = long_sheet(6000)
    editing = editing_of(sheet)
    panel, turns = FindingsPanel(editing), []
    qtbot.addWidget(panel)
    assert editing.is_looking
    assert panel.title.text() == panel.calm.text() == looking_words()
    clock = QTimer(panel)
    clock.timeout.connect(lambda: turns.append(editing.is_looking))
    clock.start(0)
    qtbot.waitUntil(lambda: not editing.is_looking)
    assert True in turns
    assert editing.findings == sheet.findings()
    assert len(editing.findings) == 6000 // 7 * 2
    assert "1.714" in panel.title.text() or "1714" in panel.title.text()
    editing.type_texts([(editing.findings[-1].cell, "1")])
    editing.look_again()
    assert editing.findings == sheet.findings()


def test_a_long_block_is_one_step_and_is_saved_as_one(long_sheet, open_page, store):
    sheet = long_sheet(3)
    page = open_page(sheet)
    before, rows = sheet.content(), LONG // 2
    store.changes.clear()
    take_block(page.editing, rows)
    assert len(store.changes) == page.editing.stack.count() == 1
    assert (len(store.changes[0].rows), len(store.changes[0].cells)) == (rows, 2 * rows)
    assert page.editing.is_saved
    page.editing.stack.undo()
    assert (sheet.content().rows, sheet.content().entries) == (before.rows, before.entries)
    page.editing.stack.redo()
    assert sheet.text(Cell("ct", sheet.rows("ct")[-1], "von")) == "6"


def test_a_long_step_that_cannot_be_saved_stays_and_is_saved_later(long_sheet, open_page, store):
    sheet = long_sheet(3)
    page = open_page(sheet)
    store.error = WorkspaceError("workspace.disk-full")
    take_block(page.editing, LONG)
    assert not page.editing.is_saved
    store.error = None
    page.editing.save_again()
    assert page.editing.is_saved
    assert len(store.changes[-1].rows) == LONG


def test_many_cells_are_shown_again_as_one(long_sheet, editing_of):
    sheet = long_sheet(MOST_SINGLE + 1)
    editing = editing_of(sheet)
    model = GridModel(editing, sheet.form.section("ct"), editing)
    shown = []
    model.dataChanged.connect(lambda first, last: shown.append((first.row(), last.row())))
    editing.type_texts([(Cell("ct", key, "ten"), "Cầu") for key in sheet.rows("ct")])
    assert shown == [(0, MOST_SINGLE)]


def test_rows_far_apart_come_back_at_once(long_sheet, editing_of, qtmodeltester):
    sheet = long_sheet(3 * MOST_SINGLE)
    editing = editing_of(sheet)
    model = GridModel(editing, sheet.form.section("ct"), editing)
    qtmodeltester.check(model)
    keys = sheet.rows("ct")
    editing.remove_rows("ct", keys[::2])
    assert [model.row_key(at) for at in range(model.rowCount())] == list(keys[1::2])
    editing.stack.undo()
    assert [model.row_key(at) for at in range(model.rowCount())] == list(keys)
    assert model.place(Cell("ct", keys[5], "von")) == (5, 2)


@pytest.mark.parametrize(
    ("old", "new"), [("abcdef", "fbd"), ("abc", "cab"), ("", "ab"), ("axbyc", "abzc")]
)
def test_row_moves_made_in_order_give_the_new_rows(old, new):
    rows = list(old)
    for move in row_moves(old, new):
        if move.is_added:
            rows[move.first : move.first] = move.keys
        else:
            assert tuple(rows[move.first : move.first + len(move.keys)]) == move.keys
            del rows[move.first : move.first + len(move.keys)]
    assert rows == list(new)
