"""Issue 9, 6: what a change costs does not grow with the rows beside it; nothing is searched."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import Change, SheetKey, as_one
from ctmtqg_desktop.entries.overview import computed
from ctmtqg_desktop.entries.row_order import RowOrder
from ctmtqg_desktop.entries.rows import add_rows, remove_rows
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.rules.engine import Surroundings

WORKS, YEAR = "ntm-cong-trinh", Period.parse("2024")


class Counted:
    """A sheet of works that counts how often its formulas and checks run."""

    def __init__(self, library, unit):
        self.runs = Counter()
        program = library.program(library.catalogue.form(WORKS), unit, YEAR)
        program = replace(
            program,
            computed={cell: self._counting(bound) for cell, bound in program.computed.items()},
            checks=tuple(replace(c, bound=self._counting(c.bound)) for c in program.checks),
        )
        key = SheetKey(WORKS, 1, unit.code, YEAR.code)
        self.sheet = Sheet(key=key, program=program, unit=unit, period=YEAR,
                           wording=library.wording, around=Surroundings())  # fmt: skip

    def _counting(self, bound):
        def run(values):
            self.runs[bound.formula.source] += 1
            return bound.formula.evaluate(values)

        return replace(bound, formula=replace(bound.formula, _run=run))

    def fill(self, rows):
        step = add_rows(self.sheet, "cong_trinh", rows)
        keys = [row.key for row in step.change.rows]
        return keys, self.sheet.set_texts(
            [(Cell("cong_trinh", key, "ke_hoach"), str(at + 1)) for at, key in enumerate(keys)]
            + [(Cell("cong_trinh", key, "luy_ke"), "1") for key in keys]
            + [(Cell("cong_trinh", key, "nguon"), "ntm") for key in keys]
        )


@pytest.fixture
def counted(library, declared):
    unit = declared.units.at("03394", YEAR.end)
    return lambda: Counted(library, unit)


def test_one_committed_cell_runs_as_many_formulas_in_a_long_roster(counted):
    def runs_of(rows):
        made = counted()
        keys, _ = made.fill(rows)
        made.runs.clear()
        step = made.sheet.set_texts([(Cell("cong_trinh", keys[rows // 2], "ke_hoach"), "7")])
        return made.runs, {cell._replace(row="") for cell in step.touched}

    assert runs_of(200) == runs_of(2000)
    assert sum(runs_of(200)[0].values()) < 20


def test_one_committed_cell_is_judged_as_often_in_a_long_roster(counted):
    def runs_of(rows):
        made = counted()
        keys, _ = made.fill(rows)
        assert made.sheet.watch.look(10**9)
        made.runs.clear()
        made.sheet.set_texts([(Cell("cong_trinh", keys[rows // 2], "luy_ke"), "9")])
        assert made.sheet.watch.look(10**9)
        found = made.sheet.watch.findings()
        runs = dict(made.runs)
        assert found == made.sheet.findings()
        return runs

    assert runs_of(200) == runs_of(2000)


def test_a_block_runs_each_formula_once_a_row_and_each_total_once(counted):
    made = counted()
    made.sheet.findings()
    made.runs.clear()
    made.fill(300)
    per_row = sum(node.section == "cong_trinh" for node in made.sheet.program.computed)
    totals = len(made.sheet.program.computed) - per_row
    assert per_row >= 1
    assert sum(made.runs.values()) <= 2 * (300 * per_row + 2 * totals)


def test_a_whole_column_follows_cells_rows_and_undo(counted):
    sheet = counted().sheet
    add_rows(sheet, "cong_trinh", 3)
    keys = sheet.rows("cong_trinh")
    sheet.set_texts([(Cell("cong_trinh", key, "ke_hoach"), "2") for key in keys])
    step = sheet.set_texts([(Cell("cong_trinh", keys[1], "ke_hoach"), "x")])
    column = sheet.cells.column("cong_trinh", "ke_hoach")
    assert (column[0], column[1]) == (2_000_000, EMPTY)
    gone = remove_rows(sheet, "cong_trinh", keys[:1])
    assert sheet.cells.column("cong_trinh", "ke_hoach") == (EMPTY, 2_000_000)
    sheet.apply(gone.change.inverse())
    sheet.apply(step.change.inverse())
    assert sheet.cells.column("cong_trinh", "ke_hoach") == (2_000_000,) * 3


def test_of_a_cell_named_twice_the_last_one_counts_and_undo_knows_the_first(counted):
    sheet = counted().sheet
    add_rows(sheet, "cong_trinh", 1)
    cell = Cell("cong_trinh", sheet.rows("cong_trinh")[0], "ke_hoach")
    step = sheet.set_texts([(cell, "1"), (cell, "2")])
    assert [(item.before, item.after) for item in step.change.cells] == [(EMPTY, 2_000_000)]
    more = sheet.set_texts([(cell, "3")])
    whole = as_one([step.change, more.change, Change()])
    assert [(item.before, item.after) for item in whole.cells] == [(EMPTY, 3_000_000)]


def test_rows_are_removed_in_any_order_and_come_back(counted):
    made = counted()
    keys, _ = made.fill(9)
    before = (made.sheet.content(), computed(made.sheet))
    wanted = [keys[at] for at in (7, 0, 3, 8, 1, 7)]
    gone = remove_rows(made.sheet, "cong_trinh", wanted)
    assert made.sheet.rows("cong_trinh") == tuple(keys[at] for at in (2, 4, 5, 6))
    made.sheet.apply(gone.change.inverse())
    content = made.sheet.content()
    assert (content.rows, dict(content.entries)) == (before[0].rows, dict(before[0].entries))
    assert computed(made.sheet) == before[1]
    with pytest.raises(FormError):
        remove_rows(made.sheet, "cong_trinh", [keys[0], "r999"])
    assert made.sheet.content().rows == before[0].rows


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.booleans()), max_size=30))
def test_keys_are_looked_up_as_they_would_be_searched(steps):
    keys, plain = RowOrder(), []
    for number, (is_added, at, asks) in enumerate(steps):
        if is_added or not plain:
            index = min(at, len(plain))
            plain.insert(index, f"r{number}")
            keys.insert(index, f"r{number}")
        else:
            key = plain.pop(at % len(plain))
            keys.remove(at, key)
        if asks:
            assert [keys.place(key) for key in plain] == list(range(len(plain)))
        assert (keys.all(), len(keys)) == (tuple(plain), len(plain))
        assert all(key in keys for key in plain)
        assert "r-1" not in keys
