"""Issue 10, Build 2: a cell whose figure is typed elsewhere is shut, and F3 goes there."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ctmtqg_desktop.catalogue.records.form import Cell, CellOverride
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.clipboard.plain import read_plain
from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.rules.engine import Surroundings, TypedElsewhere
from ctmtqg_desktop.ui.form.pasting.plan import SAME, Landing, plan_paste
from ctmtqg_desktop.ui.form.pasting.words import item_words
from ctmtqg_desktop.ui.form.states import State

SHOWN, FIELD = Cell("von", "a", "ke_hoach"), Cell("chung", "ho_ngheo", "value")
THERE = Cell("so", "mot", "dat")
MILLION = Decimal(1_000_000)


class Elsewhere:
    """What another form holds of the two figures; None where nobody reports that form."""

    def __init__(self):
        self.figures = {SHOWN: 5 * MILLION, FIELD: Decimal(7)}
        self.is_reported = True

    def __call__(self, cell):
        if cell not in self.figures or not self.is_reported:
            return None
        return TypedElsewhere("kia", "Biểu kia", THERE, self.figures[cell])


@pytest.fixture
def elsewhere():
    return Elsewhere()


@pytest.fixture
def shown_page(open_page, elsewhere, bench):
    fields, grid, roster = bench.form().sections
    one = tuple(replace(r, indicator="x") if r.id == "ho_ngheo" else r for r in fields.rows)
    two = tuple(
        replace(r, cells={"ke_hoach": CellOverride(indicator="y")}) if r.id == "a" else r
        for r in grid.rows
    )
    sections = (replace(fields, rows=one), replace(grid, rows=two), roster)
    around = Surroundings(derives=True, elsewhere=elsewhere)
    page = open_page(bench.sheet(bench.form(sections=sections), around))
    page.show_section(1)
    return page


def plan(grid, cell, text):
    place = Landing.on(grid.model, *grid.model.place(cell))
    return plan_paste(place, read_plain(text))


def test_the_cell_is_shut_and_says_where_its_figure_is_from(shown_page):
    grid, sheet = shown_page.view(), shown_page.sheet
    row, column = grid.model.place(SHOWN)
    assert sheet.text(SHOWN) == "5"
    assert not grid.model.is_input(row, column)
    assert shown_page.editing.state(SHOWN) is State.COMPUTED
    grid.go_to(SHOWN)
    shown_page.detail.show_cell(SHOWN)
    assert "Biểu kia" in shown_page.detail.beside.text()
    assert "F3" in shown_page.detail.beside.text()


def test_f3_goes_to_where_the_figure_is_typed(shown_page, qtbot):
    shown_page.view().go_to(SHOWN)
    with qtbot.waitSignal(shown_page.owner_wanted) as wanted:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F3)
    assert wanted.args == ["kia", THERE]
    shown_page.view().go_to(Cell("von", "b", "ke_hoach"))
    with qtbot.assertNotEmitted(shown_page.owner_wanted):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F3)


def test_a_pasted_figure_is_the_same_or_refused_by_name(shown_page):
    grid = shown_page.view()
    same, other = plan(grid, SHOWN, "5\t1"), plan(grid, SHOWN, "6\t1")
    assert [(i.fate, i.code) for i in same.items] == [(Fate.LEFT_OUT, SAME), (Fate.TAKEN, "")]
    assert [i.fate for i in other.items] == [Fate.REFUSED, Fate.TAKEN]
    assert "Biểu kia" in item_words(other, other.items[0], say)
    grid.go_to(SHOWN)
    grid.take_block("6\t1")
    grid.pane.good.click()
    assert shown_page.sheet.text(SHOWN) == "5"
    assert shown_page.sheet.text(Cell("von", "a", "luy_ke")) == "1"


def test_a_field_opens_and_shuts_as_its_owner_comes_and_goes(shown_page, elsewhere):
    shown_page.show_section(0)
    field = shown_page.view()._rows[FIELD]
    assert field.box.isReadOnly()
    assert field.typed() == "7"
    elsewhere.is_reported = False
    shown_page.editing.refresh()
    assert not field.box.isReadOnly()
    assert shown_page.sheet.value(FIELD) is EMPTY
    elsewhere.is_reported, elsewhere.figures[FIELD] = True, EMPTY
    shown_page.editing.refresh()
    assert field.box.isReadOnly()
    assert field.typed() == ""


def test_what_was_typed_here_before_goes_with_delete(shown_page, elsewhere):
    sheet, grid = shown_page.sheet, shown_page.view()
    elsewhere.is_reported = False
    shown_page.editing.refresh()
    shown_page.editing.type_texts([(SHOWN, "4")])
    elsewhere.is_reported = True
    shown_page.editing.refresh()
    assert [f.code for f in sheet.findings()] == ["entries.filled-differs"]
    grid.go_to(SHOWN)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert sheet.findings() == ()
    assert sheet.text(SHOWN) == "5"
    shown_page.editing.stack.undo()
    assert [f.code for f in sheet.findings()] == ["entries.filled-differs"]
