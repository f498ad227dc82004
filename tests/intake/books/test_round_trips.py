"""Issue 9: what a book holds is what is read of it, cell by cell, whatever stands beside it."""

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.given import BLANK, Given, GivenKind, given_number, given_text

LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="_"
)
USUAL = ["00394", "28.113", "1/2/2024", "  a\nb ", "=A1", "§­êng", "TRUE", "…", "-"]
TEXTS = st.text(LETTERS, min_size=1, max_size=12) | st.sampled_from(USUAL)
NUMBERS = (
    st.integers(-(10**15), 10**15)
    | st.floats(-1e15, 1e15, allow_nan=False)
    | st.decimals(-(10**9), 10**9, places=3)
)
PLAIN = ("", "0", "0.00", "0%", "0.00%", "#,##0", "00000", '#,##0 "đồng"', "#,##0.0;[Red]-#,##0.0")
DAYS = st.dates(date(1900, 3, 1), date(9999, 12, 31))
DAILY = ("dd/mm/yyyy", "d-mmm-yy", "[$-42A]dd mmmm yyyy", "mm/yyyy", "yyyy\\-mm\\-dd")


def number(value, code):
    if isinstance(value, float):
        value = float(f"{value:.16g}")  # openpyxl writes no more
    return value, code or "General", given_number(float(value), number_format=code)


def day(value, code):
    text = f"{value.day:02}/{value.month:02}/{value.year:04}"
    return value, code, Given(GivenKind.DATE, text, day=value, number_format=code)


def clock(seconds):
    value = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    return value, "h:mm:ss", Given(GivenKind.TEXT, value.isoformat(), number_format="h:mm:ss")


def answer(value):
    return value, "General", Given(GivenKind.BOOLEAN, str(value).upper(), Decimal(value))


CELLS = (
    TEXTS.map(lambda text: (text, "General", given_text(text)))
    | st.builds(number, NUMBERS, st.sampled_from(PLAIN))
    | st.builds(day, DAYS, st.sampled_from(DAILY))
    | st.integers(0, 86_399).map(clock)
    | st.booleans().map(answer)
    | st.just((None, "General", BLANK))
)
TABLES = st.lists(st.lists(CELLS, max_size=6), max_size=8)


def written(tables):
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet()
        for row in table:
            cells = []
            for value, code, _ in row:
                cell = WriteOnlyCell(sheet, value)
                if isinstance(value, str):
                    cell.data_type = "s"
                cell.number_format = code
                cells.append(cell)
            sheet.append(cells)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def trimmed(rows):
    """Return rows without the blanks behind and below."""
    kept = [list(row) for row in rows]
    for row in kept:
        while row and row[-1] == BLANK:
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


@settings(max_examples=200, deadline=None)
@given(st.lists(TABLES, min_size=1, max_size=3))
def test_what_was_written_is_what_is_read(tables):
    book = read_book(written(tables), "so.xlsx")
    expected = [trimmed([given for _, _, given in row] for row in table) for table in tables]
    assert [trimmed(table.rows) for table in book.tables] == expected
    assert [list(map(list, table.rows)) for table in book.tables] == expected


@given(
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 1, 1)).map(
        lambda t: t.replace(microsecond=0)
    )
)
@settings(max_examples=50, deadline=None)
def test_a_moment_is_the_day_it_is_on(moment):
    rows = [[(moment, "dd/mm/yyyy h:mm", None)]]
    found = read_book(written([rows]), "so.xlsx").tables[0].cell(0, 0)
    assert found.day == moment.date()
    assert found.text.endswith(str(moment.time())) or moment.time() == time(0)


def test_a_duration_is_counted_in_hours():
    rows = [[(timedelta(days=2, hours=1), "[h]:mm:ss", None)]]
    assert read_book(written([rows]), "so.xlsx").tables[0].cell(0, 0).text == "49:00:00"
