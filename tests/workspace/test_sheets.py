"""Every kind of value comes back exactly; one change is one transaction; history is kept."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.entries.change import CellChange, Change, Refused, RowChange, SheetKey
from ctmtqg_desktop.errors import Cancelled, WorkspaceError
from ctmtqg_desktop.workspace.records import HistoryItem
from ctmtqg_desktop.workspace.schema.codec import LIMIT, from_token, scaled, to_token, unscaled
from ctmtqg_desktop.workspace.workspace import open_workspace

CELL = Cell("chung", "dan-so", "value")
NUMBERS = count()
VALUES = [
    Decimal(0), Decimal("-0.001"), Decimal("12345678901234.567"), Decimal("1E+3"),
    Decimal("9223372036854775.807"), Decimal("-9223372036854775.807"), Decimal("582.685"),
    "", "Xã Bản Bo", "=1+1", "dòng\nhai", "n12", True, False, date(2024, 2, 29),
    NOT_APPLICABLE, Refused("12,34,5", "entries.not-a-number"), Refused("a|b", "x.y"),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_every_kind_of_value_comes_back_after_a_restart(ws, path, key, set_cell, value, file_key):
    set_cell(CELL, value)
    ws.close()
    with open_workspace(path, key=file_key) as again:
        found = again.sheets.load(key).entries[CELL]
    assert found == value
    assert type(found) is type(value)


def test_empty_cell_is_absent_and_is_neither_zero_nor_not_applicable(ws, key, set_cell):
    set_cell(CELL, Decimal(0))
    assert ws.sheets.load(key).entries == {CELL: Decimal(0)}
    set_cell(CELL, EMPTY, Decimal(0))
    assert ws.sheets.load(key).entries == {}


@given(st.integers(-LIMIT, LIMIT))
def test_scaled_numbers_are_exact_over_the_whole_range(thousandths):
    number = Decimal(thousandths).scaleb(-3)
    found = unscaled(scaled(number))
    assert found == number
    assert "E" not in str(found)
    assert from_token(to_token(number)) == number


@given(st.one_of(
    st.text(), st.booleans(), st.dates(), st.just(EMPTY), st.just(NOT_APPLICABLE),
    st.builds(Refused, st.text(), st.just("entries.not-a-number")),
))  # fmt: skip
def test_token_of_anything_reads_back(value):
    assert from_token(to_token(value)) == value


@pytest.mark.parametrize(("number", "code"), [
    ("0.0001", "workspace.too-many-decimals"),
    ("33.3333333333333333333333333", "workspace.too-many-decimals"),
    ("9223372036854775.808", "workspace.number-too-large"),
    ("1E+30", "workspace.number-too-large"),
    ("NaN", "workspace.number-too-large"), ("1E-999999999", "workspace.too-many-decimals"),
])  # fmt: skip
def test_number_that_cannot_be_kept_is_refused_never_rounded(ws, key, set_cell, number, code):
    set_cell(CELL, Decimal(7))
    with pytest.raises(WorkspaceError) as refused:
        set_cell(CELL, Decimal(number), Decimal(7))
    assert refused.value.code == code
    assert ws.sheets.load(key).entries == {CELL: Decimal(7)}
    assert len(ws.sheets.history(key, CELL)) == 1


def test_one_bad_cell_of_a_block_saves_nothing_of_it(ws, key, now):
    good, bad = Cell("chung", "a", "value"), Cell("chung", "b", "value")
    change = Change((
        CellChange(good, EMPTY, Decimal(1)), CellChange(bad, EMPTY, Decimal("0.00001")),
    ))  # fmt: skip
    with pytest.raises(WorkspaceError):
        ws.sheets.save(key, change, now)
    assert ws.sheets.load(key).entries == {}


def test_history_keeps_every_change_of_a_cell_in_order(ws, key, now):
    later = now + timedelta(minutes=1)
    ws.sheets.save(key, Change((CellChange(CELL, EMPTY, Decimal("1.50")),)), now)
    ws.sheets.save(key, Change((CellChange(CELL, Decimal("1.5"), NOT_APPLICABLE),)), later)
    assert ws.sheets.history(key, CELL) == (
        HistoryItem(now, EMPTY, Decimal("1.5")),
        HistoryItem(later, Decimal("1.5"), NOT_APPLICABLE),
    )
    assert ws.sheets.history(key, Cell("chung", "x", "value")) == ()


def test_sheets_of_other_units_periods_and_versions_do_not_mix(ws, key, set_cell):
    set_cell(CELL, Decimal(1))
    for other in (
        SheetKey(key.form, 3, key.unit, key.period), SheetKey("x", 2, key.unit, key.period),
        SheetKey(key.form, 2, "03425", key.period), SheetKey(key.form, 2, key.unit, "2024-H2"),
    ):  # fmt: skip
        assert ws.sheets.load(other).entries == {}


def _rows(*rows, cells=()):
    return Change(cells, tuple(RowChange("works", *row) for row in rows))


def test_roster_rows_keep_their_order_through_inserts_and_removals(ws, key, now):
    ws.sheets.save(key, _rows(("r1", 0, True), ("r2", 1, True)), now)
    ws.sheets.save(key, _rows(("r3", 1, True)), now)
    assert ws.sheets.load(key).rows == {"works": ("r1", "r3", "r2")}
    ws.sheets.save(key, _rows(("r1", 0, False)), now)
    ws.sheets.save(key, _rows(("r4", 2, True)), now)
    assert ws.sheets.load(key).rows == {"works": ("r3", "r2", "r4")}


def test_next_row_never_repeats_a_number_even_of_a_removed_row(ws, key, now):
    assert ws.sheets.load(key).next_row == 1
    ws.sheets.save(key, _rows(("r1", 0, True), ("r2", 1, True)), now)
    ws.sheets.save(key, _rows(("r2", 1, False)), now)
    assert ws.sheets.load(key).next_row == 3


def test_removed_row_takes_its_cells_and_its_inverse_brings_them_back(ws, key, now):
    name, money = Cell("works", "r1", "name"), Cell("works", "r1", "money")
    filled = (CellChange(name, EMPTY, "Cầu"), CellChange(money, EMPTY, Decimal(5)))
    added = _rows(("r1", 0, True), cells=filled)
    ws.sheets.save(key, added, now)
    ws.sheets.save(key, added.inverse(), now)
    assert not ws.sheets.load(key).entries
    assert not ws.sheets.load(key).rows
    ws.sheets.save(key, added, now)
    assert ws.sheets.load(key).entries == {name: "Cầu", money: Decimal(5)}


def test_cells_left_in_a_removed_row_are_in_the_history(ws, key, now):
    cell = Cell("works", "r1", "name")
    ws.sheets.save(key, _rows(("r1", 0, True), cells=(CellChange(cell, EMPTY, "Cầu"),)), now)
    ws.sheets.save(key, _rows(("r1", 0, False)), now)
    assert ws.sheets.load(key).entries == {}
    assert ws.sheets.history(key, cell)[-1] == HistoryItem(now, "Cầu", EMPTY)


def test_justification_is_replaced_and_taken_away(ws, key, now):
    ws.sheets.justify(key, "tong", str(CELL), "Vì mưa lũ", now)
    ws.sheets.justify(key, "tong", str(CELL), "Vì mưa lũ tháng 7", now)
    ws.sheets.justify(key, "khac", "", "Đã đối chiếu", now)
    assert ws.sheets.justifications(key) == {
        ("tong", str(CELL)): "Vì mưa lũ tháng 7", ("khac", ""): "Đã đối chiếu",
    }  # fmt: skip
    assert ws.sheets.load(key).reasons == ws.sheets.justifications(key)
    ws.sheets.justify(key, "tong", str(CELL), "", now)
    assert ws.sheets.justifications(key) == {("khac", ""): "Đã đối chiếu"}


def test_outer_transaction_that_fails_undoes_all_of_it(ws, key, set_cell):
    def fail_at_the_end():
        with ws.transaction():
            set_cell(CELL, Decimal(1))
            ws.settings.choose_sets(["a"])
            raise Cancelled

    with pytest.raises(Cancelled):
        fail_at_the_end()
    assert ws.sheets.load(key).entries == {}
    assert ws.settings.chosen_sets() == frozenset()
    set_cell(CELL, Decimal(2))
    assert ws.sheets.load(key).entries == {CELL: Decimal(2)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=1, max_size=12),
    st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=1, max_size=12),
)
def test_rows_stand_where_a_sheet_puts_them_however_many_come_and_go_at_once(
    ws, now, first, second
):
    form = f"bieu-{next(NUMBERS)}"
    key, keys, number = SheetKey(form, 1, "03394", "2024"), [], 0
    for steps in (first, second):
        rows = []
        for at in (at for is_added, at in steps if is_added):
            number += 1
            rows.append(RowChange("ds", f"r{number}", min(at, len(keys)), added=True))
            keys.insert(rows[-1].index, rows[-1].key)
        for at in (at for is_added, at in steps if not is_added and keys):
            index = at % len(keys)
            rows.append(RowChange("ds", keys.pop(index), index, added=False))
            if not keys:
                break
        ws.sheets.save(key, Change(rows=tuple(rows)), now)
        assert ws.sheets.load(key).rows == ({"ds": tuple(keys)} if keys else {})
        assert ws.sheets.load(key).next_row == number + 1
