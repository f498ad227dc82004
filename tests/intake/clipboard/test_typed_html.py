"""Issue 9 item 1: what is copied out comes to other programs as figures, days and texts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ctmtqg_desktop.intake.clipboard.html import read_html
from ctmtqg_desktop.intake.clipboard.typed_html import (
    CopiedCell,
    copied_number,
    copied_percent,
    typed_html,
)
from ctmtqg_desktop.intake.given import GivenKind

D = Decimal
HERE = Path(__file__).parent


def back(*cells):
    return read_html(typed_html([cells])).table.rows[0]


def test_figures_days_and_percentages_come_back_as_they_were():
    found = back(
        copied_number("28.113,5", D("28113.5"), 1),
        copied_percent("86,00", D(86), 2),
        CopiedCell("01/02/2024", day=date(2024, 2, 1)),
        CopiedCell("00123"),
    )
    assert [g.kind for g in found] == [
        GivenKind.NUMBER, GivenKind.NUMBER, GivenKind.DATE, GivenKind.TEXT,
    ]  # fmt: skip
    assert [g.number for g in found[:2]] == [D("28113.5"), D("0.86")]
    assert found[0].number_format == "#,##0.00"  # Calc has no other
    assert found[1].number_format == "0.00%"
    assert found[2].day == date(2024, 2, 1)


def test_both_ways_of_writing_a_figure_stand_there():
    html = typed_html([[copied_number("9.684", D(9684), 0), CopiedCell("00123"), CopiedCell()]])
    assert 'x:num="9684" sdval="9684" sdnum="1033;0;#,##0"' in html
    assert r"""mso-number-format:"\#\,\#\#0\""""[:-2] in html
    assert 'x:str sdnum="1033;0;@"' in html
    assert "<td></td>" in html


@pytest.mark.parametrize("text", ["=1+1", "<b>", 'a"b', "a\nb", "28,113", "1/2", "@x", "-"])
def test_a_text_stays_the_text_it_was(text):
    found = back(CopiedCell(text))[0]
    assert (found.kind, found.text) == (GivenKind.TEXT, text)


def test_a_figure_of_many_digits_is_exact():
    assert back(copied_number("", D("123456789012.345"), 3))[0].number == D("123456789012.345")


@pytest.mark.parametrize("name", ["en-US", "de-DE", "vi-VN"])
def test_what_calc_got_from_here_comes_back_the_same(name):
    """Pasted in LibreOffice Calc 7.4 under a locale, and copied there again."""
    first, second = read_html((HERE / f"back-{name}.html").read_text("utf-8")).table.rows
    assert [g.text for g in (first[0], first[6], first[7], second[0])] == [
        "00123", "=1+1", "1,234", "028190000123",
    ]  # fmt: skip
    assert [g.number for g in first[2:5]] == [28113, D("28113.5"), D("0.86")]
    assert [g.number for g in second[2:5]] == [D("0.5"), D("3244.9"), D("0.075")]
    assert [row[5].day for row in (first, second)] == [date(2024, 2, 1), date(2024, 2, 13)]
    assert [row[7].kind for row in (first, second)] == [GivenKind.TEXT, GivenKind.TEXT]
