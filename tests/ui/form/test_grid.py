"""Covers: a section as a table; states by colour, icon and word; only touched cells repainted."""

from dataclasses import replace

import pytest

from ctmtqg_desktop.catalogue.records.form import (
    Aggregate,
    CellType,
    Column,
    Row,
    Section,
    SectionKind,
)
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.ui.form.grid import GridModel
from ctmtqg_desktop.ui.form.roster import Move, row_moves
from ctmtqg_desktop.ui.form.states import LOOKS, State, state_words


def test_models_keep_qts_rules(editing, qtmodeltester):
    for section in editing.sheet.form.sections[1:]:
        qtmodeltester.check(GridModel(editing, section, editing))
    editing.add_row("ct")


def test_printed_columns_come_from_the_row_and_unverified_ones_are_marked(editing):
    model = GridModel(editing, editing.sheet.form.sections[1], editing)
    assert [model.face(1, 0).text, model.face(1, 1).text] == ["1", "Đường giao thông"]
    assert model.face(2, 1).text == "Thủy lợi *"
    assert "* chưa đối chiếu" in model.tooltip(2, 1)


@pytest.mark.parametrize(
    ("typed", "state"),
    [("", State.EMPTY), ("12,5", State.TYPED), ("abc", State.REFUSED), ("-1", State.REFUSED)],
)
def test_a_cell_shows_its_state(editing, at, typed, state):
    model = GridModel(editing, editing.sheet.form.sections[1], editing)
    editing.type_texts([(at("von.a.ke_hoach"), typed)])
    face = model.face(*model.place(at("von.a.ke_hoach")))
    assert (face.text, face.state) == (typed, state)


def test_computed_locked_and_broken_cells_have_states_of_their_own(editing, at):
    model = GridModel(editing, editing.sheet.form.sections[1], editing)
    editing.type_texts([(at("von.a.ke_hoach"), "10"), (at("von.a.luy_ke"), "12")])
    editing.look_again()

    def state(text):
        return model.face(*model.place(at(text))).state

    assert state("von.tong.ke_hoach") is State.COMPUTED
    assert state("von.khoa.ke_hoach") is State.SHUT
    assert state("von.a.luy_ke") is State.REASON
    assert "lớn hơn kế hoạch" in model.tooltip(*model.place(at("von.a.luy_ke")))


def test_every_state_has_a_word_and_the_loud_ones_an_icon():
    assert all(state_words(state) for state in State)
    loud = {State.REFUSED, State.ERROR, State.REASON, State.WARNING}
    assert all(LOOKS[state].icon for state in loud)


def test_one_figure_repaints_only_what_it_touches(editing, at):
    model = GridModel(editing, editing.sheet.form.sections[1], editing)
    changed = []
    model.dataChanged.connect(lambda first, _: changed.append((first.row(), first.column())))
    editing.type_texts([(at("von.a.ke_hoach"), "100")])
    places = {model.place(at(f"von.{c}")) for c in ("a.ke_hoach", "tong.ke_hoach")}
    assert places <= set(changed)
    assert len(changed) <= 6


def test_what_a_screen_reader_says_has_row_column_and_state(editing, at):
    model = GridModel(editing, editing.sheet.form.sections[1], editing)
    editing.type_texts([(at("von.a.ke_hoach"), "abc")])
    spoken = model.spoken(*model.place(at("von.a.ke_hoach")))
    assert "Đường giao thông" in spoken
    assert "abc" in spoken
    assert "không nhận" in spoken


@pytest.mark.parametrize(
    ("old", "new", "moves"),
    [
        ("abc", "abXc", [Move(2, ("X",), is_added=True)]),
        ("abcd", "ad", [Move(1, ("b", "c"), is_added=False)]),
        ("ab", "cd", [Move(0, ("a", "b"), is_added=False), Move(0, ("c", "d"), is_added=True)]),
        ("ab", "ab", []),
    ],
)
def test_row_moves_turn_the_old_rows_into_the_new(old, new, moves):
    assert row_moves(old, new) == moves


def test_a_form_of_a_thousand_cells_opens(bench, open_page):
    columns = tuple(
        Column(f"c{i}", f"Cột {i}", CellType.NUMBER, aggregate=Aggregate.SUM) for i in range(10)
    )
    rows = tuple(Row(f"r{i}", f"Dòng {i}", confidence=Confidence.SEED) for i in range(100))
    section = Section("s", SectionKind.GRID, "Lớn", columns, rows)
    sheet = bench.sheet(replace(bench.form(), sections=(section,), rules=()))
    page = open_page(sheet)
    page.grab()
    assert page.view().model.rowCount() == 100


def test_twenty_rows_are_seen_on_a_small_screen(bench, open_page):
    rows = tuple(Row(f"r{i}", f"Dòng {i}") for i in range(40))
    section = replace(bench.grid(), rows=rows)
    page = open_page(bench.sheet(replace(bench.form(), sections=(section,), rules=())))
    table = page.view().table
    assert table.viewport().height() // table.rowHeight(0) >= 20
