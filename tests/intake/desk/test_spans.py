"""Cells merged over rows: a word holds for each of them, a figure is of all and so of none."""

from ctmtqg_desktop.intake.desk.spans import spread
from ctmtqg_desktop.intake.given import (
    BLANK,
    GivenKind,
    GivenTable,
    Span,
    given_number,
    given_text,
)

A, SOURCE, NINE = given_text("A"), given_text("Chương trình NTM"), given_number(900, "900")


def test_a_word_holds_for_the_rows_of_its_cell():
    table = GivenTable("", ((A, SOURCE), (A,), (A, BLANK)), (Span(0, 1, 2, 1),))
    assert [row[1] for row in spread(table).rows] == [SOURCE] * 3


def test_a_figure_of_several_rows_is_the_figure_of_none():
    found = spread(GivenTable("", ((A, NINE), (A, BLANK)), (Span(0, 1, 1, 1),)))
    assert [row[1].kind for row in found.rows] == [GivenKind.SHARED] * 2


def test_a_cell_merged_along_its_row_stays_one_cell():
    table = GivenTable("", ((NINE, BLANK, A),), (Span(0, 0, 0, 1),))
    assert spread(table).rows == ((NINE, BLANK, A),)


def test_a_span_beyond_the_rows_adds_none():
    table = GivenTable("", ((A,),), (Span(0, 3, 9, 4), Span(5, 0, 6, 0)))
    assert len(spread(table).rows) == 1
