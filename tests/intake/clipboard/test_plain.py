"""Issue 9 items 1 and 2: tab text; an unbalanced quote is a letter, no row is eaten."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctmtqg_desktop.intake.clipboard.plain import read_plain
from ctmtqg_desktop.intake.given import GivenKind

HERE = Path(__file__).parent


def texts(text):
    return [[cell.text for cell in row] for row in read_plain(text).rows]


def test_an_unbalanced_quote_is_a_letter():
    found = texts((HERE / "12-unbalanced-quote.tsv").read_text("utf-8"))
    assert [len(row) for row in found] == [5, 5, 5]
    assert found[0][0] == '"Nâng cấp đường bản A'


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a\t"b\nc"\r\nd\te\r\n\r\n', [["a", "b\nc"], ["d", "e"]]),
        ('"a ""b"" c"\t1', [['a "b" c', "1"]]),
        ('"Kênh" mương\t1\n"x\t2', [['"Kênh" mương', "1"], ['"x', "2"]]),
        ('1\t"a\n2\tb"\n3\tc', [["1", '"a'], ["2", 'b"'], ["3", "c"]]),
        ('1\t"a\nb"\t2\n3\tc\t4', [["1", "a\nb", "2"], ["3", "c", "4"]]),
        ('"một\nô"', [["một\nô"]]),
        ('"a\tb"\n1', [["a\tb"], ["1"]]),
        ("12\"\t'=x\n'y", [['12"', "=x"], ["'y"]]),
        ('""\t1', [["", "1"]]),
        ("a\vb\t1", [["a\nb", "1"]]),
    ],
)
def test_quotes_hold_a_cell_together_where_that_evens_the_rows(text, rows):
    assert texts(text) == rows


def test_a_fault_of_a_formula_is_no_word():
    row = read_plain("#DIV/0!\t#####\tErr:502\t#1\t#N/A").rows[0]
    kinds = [cell.kind for cell in row]
    assert kinds == [GivenKind.ERROR] * 3 + [GivenKind.TEXT, GivenKind.ERROR]


def test_nothing_is_cut():
    assert len(texts("\n".join(f"{at}\t1" for at in range(60_000)))) == 60_000


@given(st.text(alphabet='"\t\nab', max_size=60))
def test_no_row_is_eaten_and_no_letter_lost(text):
    found = texts(text)
    letters = [mark for mark in text if mark in "ab"]
    assert [mark for row in found for cell in row for mark in cell if mark in "ab"] == letters


@pytest.mark.parametrize("text", ['"' * 99_999, '"a""\t' * 50_000, '"a\t' * 50_000])
def test_quotes_without_end_are_read_in_time(text):
    assert read_plain(text).width >= 0
