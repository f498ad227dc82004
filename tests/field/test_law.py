"""Issue 9: random books and clipboards; every figure is right or not taken, and none is lost.

A book has one hand: its texts are written in one country's way, its numbers as a spreadsheet has
them. What the sheet holds afterwards is held against what the hand meant.
"""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl import Workbook

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.exchange.sender.carry_in import carry_in, judge_placed, undo
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.desk.readings import Fate
from ctmtqg_desktop.intake.desk.sheets import place_book
from ctmtqg_desktop.intake.given import (
    BLANK,
    Given,
    GivenBook,
    GivenKind,
    GivenTable,
    given_number,
    given_text,
)
from tests.shared.how_much import share

FORM, SECTION = "lct-cong-trinh", "cong_trinh"
COLUMNS = ("ten", "khoi_cong", "tong_muc", "ke_hoach")
MILLION = Decimal(10) ** 6
NAMES = ("Đường bản A", "Kênh thủy lợi", "Nhà văn hóa", "Cầu treo", "Trạm y tế", "Điểm trường")


def vietnamese(value):
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def english(value):
    return f"{value:,}"


def bare_dot(value):
    return f"{value}"


def bare_comma(value):
    return f"{value}".replace(".", ",")


def spaced(value):
    return f"{value:,}".replace(",", "\u00a0").replace(".", ",")


WRITERS = (vietnamese, english, bare_dot, bare_comma, spaced)
DAYS = (
    lambda d: f"{d.day}/{d.month}/{d.year}", lambda d: f"{d.month}/{d.day}/{d.year}",
    lambda d: f"{d:%d-%m-%Y}", lambda d: d.isoformat(),
)  # fmt: skip
amounts = st.one_of(
    st.integers(0, 2_000_000).map(Decimal),
    st.integers(0, 2_000_000_000).map(lambda n: Decimal(n).scaleb(-3)),
)
days = st.integers(0, 1500).map(lambda n: date(2021, 1, 1) + timedelta(days=n))


@st.composite
def amount_column(draw, rows):
    """Return (given, what was meant) for a column of money; None is: nothing may be taken."""
    write, is_text = draw(st.sampled_from(WRITERS)), draw(st.booleans())
    odd = st.sampled_from(["", "…", "-", "#REF!", "uncomputed", "chưa có", "12 tỷ"])
    return [
        _odd(draw(odd)) if draw(st.integers(0, 9)) == 0 else _amount(draw(amounts), write, is_text)
        for _ in range(rows)
    ]


def _amount(value, write, is_text):
    return (given_text(write(value)) if is_text else given_number(float(value)), value)


def _odd(text):
    if text == "#REF!":
        return Given(GivenKind.ERROR, text), None
    if text == "uncomputed":
        return Given(GivenKind.UNCOMPUTED), None
    return given_text(text), Decimal(0) if text == "-" else None


@st.composite
def day_column(draw, rows):
    write, is_text = draw(st.sampled_from(DAYS)), draw(st.booleans())
    meant = [draw(days) for _ in range(rows)]
    return [
        (given_text(write(day)) if is_text else Given(GivenKind.DATE, day=day), day)
        for day in meant
    ]


@st.composite
def tables(draw):
    """Return a table and what its rows meant: (name, day, amount, amount)."""
    rows = draw(st.integers(1, 8))
    called = [f"{draw(st.sampled_from(NAMES))} {n}" for n in range(rows)]
    names = [(given_text(name), name) for name in called]
    columns = [names, draw(day_column(rows)), draw(amount_column(rows)),
               draw(amount_column(rows))]  # fmt: skip
    titles = draw(st.lists(st.just((given_text("DANH MỤC CÔNG TRÌNH"),)), max_size=3))
    heading = tuple(map(given_text, COLUMNS))
    numbering = draw(st.booleans())
    number_line = [tuple(given_text(t) for t in ("A", "B", "1", "2"))] if numbering else []
    body = [tuple(column[row][0] for column in columns) for row in range(rows)]
    if draw(st.booleans()):
        body.append((given_text("Tổng cộng"), BLANK, given_number(1), given_number(2)))
    if draw(st.booleans()):
        body += [(BLANK,), (given_text("Người lập biểu"),)]
    meant = [tuple(column[row][1] for column in columns) for row in range(rows)]
    return GivenTable(SECTION, (*titles, heading, *number_line, *body)), meant


@pytest.fixture(scope="module")
def empty_sheet(new_sheet):
    return lambda: new_sheet(FORM, unit="03394")


def taken_in(sheet, book):
    placed = place_book(book, sheet.form, "so.xlsx")
    before = sheet.content()
    incoming = judge_placed(sheet, placed, {})
    counts = {fate: len(incoming.of(fate)) for fate in Fate}
    there = sum(not g.is_blank for t in book.tables for row in t.rows for g in row) - len(COLUMNS)
    assert sum(counts.values()) == there
    assert all(one.code for one in incoming.fates if one.fate is not Fate.TAKEN)
    step = carry_in(sheet, incoming)
    return incoming, step, before


def hold(sheet, incoming, meant):
    """Hold what the sheet has now against what was meant, row by row."""
    rows = sheet.rows(SECTION)
    assert len(rows) == len(meant)
    for key, row in zip(rows, meant, strict=True):
        for column, value in zip(COLUMNS, row, strict=True):
            held = sheet.value(Cell(SECTION, key, column))
            right = value * MILLION if isinstance(value, Decimal) else value
            assert held is EMPTY or held == right, (column, held, right)
    for one in incoming.of(Fate.TAKEN):
        cell = Cell.parse(one.cell)
        assert sheet.value(cell) is not EMPTY


@settings(max_examples=share(2000))
@for_all(made=tables())
def test_every_figure_of_a_table_is_right_or_not_taken(empty_sheet, made):
    table, meant = made
    sheet = empty_sheet()
    incoming, step, before = taken_in(sheet, GivenBook((table,)))
    hold(sheet, incoming, meant)
    undo(sheet, step)
    after = sheet.content()
    assert (after.entries, after.rows) == (before.entries, before.rows)


@settings(max_examples=share(400))
@for_all(made=tables())
def test_every_figure_of_a_written_book_is_right_or_not_taken(empty_sheet, made):
    table, meant = made
    sheet = empty_sheet()
    incoming, *_ = taken_in(sheet, read_book(written(table), "so.xlsx"))
    hold(sheet, incoming, meant)


def written(table):
    """Write a table as a workbook; a formula without a value is what openpyxl writes."""
    book = Workbook()
    book.active.title = table.name
    for at, row in enumerate(table.rows, 1):
        for column, given in enumerate(row, 1):
            cell = book.active.cell(at, column)
            if given.kind is GivenKind.UNCOMPUTED:
                cell.value = "=1+1"
            elif given.kind is GivenKind.ERROR:
                cell.value, cell.data_type = given.text, "e"
            elif given.number is not None:
                cell.value = float(given.number)
            else:
                cell.value = given.day or given.text or None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
