"""Issue 9, 6: a long roster never stops the window; a long paste can be stopped and undone."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressDialog

from ctmtqg_desktop.catalogue.records.form import Cell, Missing, Rule, Severity
from ctmtqg_desktop.entries.rows import add_rows
from ctmtqg_desktop.errors import Cancelled
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.form.editing import LONG, Doors, Editing
from ctmtqg_desktop.ui.form.findings import FindingsPanel, looking_words
from ctmtqg_desktop.ui.form.grid import MOST_SINGLE, GridModel
from ctmtqg_desktop.ui.form.patience import Impatience
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


def block(sheet, rows):
    """Return what ``type_block`` asks for: each of the last rows filled."""
    return lambda: [
        (Cell("ct", key, column), text)
        for key in sheet.rows("ct")[-rows:]
        for column, text in (("ten", f"Cầu {key}"), ("von", "6"))
    ]


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
    page.editing.type_block("ct", rows, block(sheet, rows))
    assert len(store.changes) == page.editing.stack.count() == 1
    assert (len(store.changes[0].rows), len(store.changes[0].cells)) == (rows, 2 * rows)
    assert page.editing.is_saved
    page.editing.stack.undo()
    assert (sheet.content().rows, sheet.content().entries) == (before.rows, before.entries)
    page.editing.stack.redo()
    assert sheet.text(Cell("ct", sheet.rows("ct")[-1], "von")) == "6"


def test_rows_are_shown_as_they_are_while_they_are_saved(long_sheet, open_page):
    sheet = long_sheet(3)
    page = open_page(sheet)
    page.show_section(2)
    model, seen = page.view().model, []

    class Looking(Impatience):
        def apart(self, work):
            seen.append((model.rowCount(), len(sheet.rows("ct"))))
            return work()

    page.editing.patience = Looking()
    page.editing.type_block("ct", LONG, block(sheet, LONG))
    page.editing.stack.undo()
    page.editing.stack.redo()
    assert seen == [(LONG + 3, LONG + 3), (3, 3), (LONG + 3, LONG + 3)]


class Stopped(Impatience):
    """A person who stops long work after its first turn."""

    @contextmanager
    def telling(self, _words):
        def tell(done, total):
            if done:
                raise Cancelled

        yield tell


def test_a_block_that_is_stopped_leaves_nothing_behind(long_sheet, open_page, store):
    sheet = long_sheet(3)
    page = open_page(sheet)
    page.editing.patience, said = Stopped(), []
    page.editing.said.connect(said.append)
    before = sheet.content()
    store.changes.clear()
    page.editing.type_block("ct", 900, block(sheet, 900))
    assert (sheet.content().rows, sheet.content().entries) == (before.rows, before.entries)
    assert (store.changes, page.editing.stack.count()) == ([], 0)
    assert "không dán" in said[-1]


def test_the_bar_of_long_work_goes_with_it_and_stops_it(page, qtbot):
    with page.editing.patience.telling("Đang dán…") as tell:
        tell(0, 10)
        bar = page.findChild(QProgressDialog)
        assert bar.labelText() == "Đang dán…"
        bar.cancel()
        with pytest.raises(Cancelled):
            tell(1, 10)
    qtbot.waitUntil(lambda: page.findChild(QProgressDialog) is None)
    assert page.editing.patience.apart(lambda: 7) == 7


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
