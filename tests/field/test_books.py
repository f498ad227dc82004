"""Issue 9: the books that others misread, as cells (in a form: test_enter)."""

from decimal import Decimal
from pathlib import Path

import pytest

from ctmtqg_desktop.intake.books.book import read_book

HERE = Path(__file__).parent


def table(file):
    return read_book((HERE / file).read_bytes(), file).tables[0]


def test_a_computed_number_means_its_fifteen_digits():
    found = table("01-computed-floats.xlsx")
    assert [row[1].number for row in found.rows[1:]] == [Decimal("0.3"), Decimal(28113)]


def test_a_sheet_is_as_large_as_its_cells():
    found = table("03-dimension-a1.xlsx")
    assert [row[3].number for row in found.rows[1:]] == list(range(100, 112))


def test_a_formula_that_was_never_computed_says_so():
    found = table("04-formula-without-cached-value.xlsx")
    assert [row[1].kind for row in found.rows[1:]] == ["uncomputed", "number"]


@pytest.mark.parametrize("file", ["06-strict-ooxml.xlsx", "07-power-query-utf16.xlsx"])
def test_only_what_is_read_is_judged_and_strict_is_read(file):
    found = table(file)
    assert [cell.text for cell in found.rows[1]][:3] == [
        "Đường bản A", "Chương trình NTM", "Khởi công mới"]  # fmt: skip
    assert found.cell(1, 3).number == 100


def test_a_quote_is_a_letter_and_every_row_is_there():
    found = table("12-unbalanced-quote.tsv")
    assert [len(row) for row in found.rows] == [5, 5, 5]
    assert found.cell(0, 0).text.startswith('"')
