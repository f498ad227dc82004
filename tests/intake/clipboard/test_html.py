"""Issue 9 item 1: HTML of Calc, Excel, WPS and Google Sheets as given cells, exact."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.clipboard.html import read_html
from ctmtqg_desktop.intake.given import GivenKind as K
from ctmtqg_desktop.intake.given import Span

HERE = Path(__file__).parent
CALC = ("calc-en-US", "calc-de-DE", "calc-vi-VN")


def block(name):
    return read_html((HERE / f"{name}.html").read_text("utf-8"))


def table(html):
    return read_html(html).table


def texts(html):
    return [[given.text for given in row] for row in table(html).rows]


def facts(given):
    return given.kind, given.number if given.number is not None else given.day


@pytest.mark.parametrize("name", CALC)
def test_calc_says_the_same_under_every_locale(name):
    found = block(name)
    rows = found.table.rows
    assert found.is_exact
    assert [facts(g) for g in rows[1][2:]] == [
        (K.NUMBER, 28113), (K.NUMBER, Decimal("0.86")),
        (K.DATE, date(2024, 2, 1)), (K.BOOLEAN, 1),
    ]  # fmt: skip
    assert [facts(g) for g in rows[2][2:5]] == [
        (K.NUMBER, Decimal("28113.456")), (K.NUMBER, Decimal("0.12345")),
        (K.DATE, date(2024, 2, 13)),
    ]  # fmt: skip
    assert rows[2][5].kind is K.ERROR  # Calc stores a zero for it
    assert [facts(g) for g in rows[3][2:]] == [
        (K.NUMBER, Decimal("0.3")), (K.NUMBER, 1), (K.DATE, date(2024, 3, 5)), (K.NUMBER, 56226),
    ]  # fmt: skip
    assert [g.kind for g in rows[4][:2]] == [K.TEXT, K.TEXT]  # "1,234" and "1.234" as words
    assert [facts(g) for g in rows[4][2:4]] == [(K.NUMBER, 0), (K.NUMBER, Decimal("-1234.5"))]
    assert [facts(g) for g in rows[5][2:4]] == [
        (K.NUMBER, Decimal("1234.5")),
        (K.NUMBER, 28113000),
    ]
    assert facts(rows[6][5]) == (K.NUMBER, Decimal("1.5E-7"))


@pytest.mark.parametrize("name", CALC)
def test_calc_keeps_codes_lines_fonts_and_merged_cells(name):
    found = block(name).table
    assert found.rows[1][0].text == "00123"
    assert found.rows[2][0].text == "000123"
    assert found.rows[2][1].text == '"Kênh" mương\ndòng hai'
    assert found.rows[3][1].font == ".VnTime"
    assert found.rows[3][1].text == "§\xadêng liªn x·"
    assert found.spans == (Span(5, 0, 5, 1), Span(5, 2, 6, 2))
    assert [g.kind for g in found.rows[6][:4]] == [K.NUMBER, K.TEXT, K.BLANK, K.TEXT]


@pytest.mark.parametrize("name", CALC)
def test_a_code_whose_digits_calc_has_lost_is_no_number(name):
    found = block(name).table.rows[4][5]
    assert found.kind is K.TEXT
    assert "E+019" in found.text


def test_a_note_of_calc_is_no_content():
    found = texts('<table><tr><td sdval="5" sdnum="1033;"><a class="comment-indicator"></a>'
                  "<comment>ghi chú</comment>5</td></tr></table>")  # fmt: skip
    assert found == [["5"]]


def test_a_book_that_counts_from_1904_shows_its_own_days():
    found = table('<table><tr><td sdval="43861" sdnum="1033;0;DD/MM/YYYY">01/02/2024</td></table>')
    assert found.rows[0][0].day == date(2024, 2, 1)


def test_excel_shows_its_figures_with_the_signs_it_names():
    found = block("excel-en-US")
    rows = found.table.rows
    assert not found.is_exact
    assert rows[0][0].text == "00123"
    assert rows[0][1].text == "Đường liên xã\nđoạn 2"
    assert facts(rows[0][2]) == (K.NUMBER, 28113)
    assert facts(rows[0][4]) == (K.NUMBER, Decimal("0.86"))
    assert rows[0][5].kind is K.TEXT  # "Short Date" does not say which comes first
    assert (rows[1][0].number, rows[1][0].number_format) == (123, "000000")
    assert rows[1][1].font == ".VnTime"
    assert facts(rows[1][2]) == (K.NUMBER, 0)
    assert facts(rows[1][5]) == (K.DATE, date(2024, 2, 1))
    assert [g.kind for g in rows[3][4:]] == [K.ERROR, K.BOOLEAN]
    assert facts(rows[4][2]) == (K.NUMBER, -3016)
    assert rows[4][4].kind is K.ERROR  # shown in thousands: the rest of it is not there
    assert facts(rows[4][5]) == (K.NUMBER, Decimal("28.113"))
    assert rows[5][0].kind is K.TEXT
    assert [g.kind for g in rows[5][1:5]] == [K.ERROR, K.BLANK, K.BLANK, K.NUMBER]


def test_excel_tells_what_it_hides_and_what_only_reaches_over():
    found = block("excel-en-US").table
    assert found.hidden_rows == {2}
    assert found.hidden_columns == {3}
    assert found.spans == (Span(4, 0, 4, 1), Span(4, 2, 5, 2))
    assert len(found.rows) == 6


def test_a_vietnamese_excel_shows_the_comma():
    rows = block("excel-vi-VN").table.rows
    assert [g.number for g in rows[0][1:3]] == [28113, Decimal("1234.5")]
    assert [g.number for g in rows[1][1:3]] == [Decimal("28113.5"), Decimal("28.113")]
    assert [g.number for g in (rows[0][4], rows[1][4])] == [Decimal("0.86"), Decimal("0.075")]


def test_wps_writes_what_excel_used_to():
    found = block("wps")
    assert found.is_exact
    assert [facts(g) for g in found.table.rows[0]] == [
        (K.NUMBER, Decimal("28113.456")), (K.DATE, date(2024, 2, 13)), (K.NUMBER, Decimal("0.86")),
        (K.TEXT, None), (K.TEXT, None), (K.BOOLEAN, 1), (K.ERROR, None), (K.UNCOMPUTED, None),
    ]  # fmt: skip


def test_google_sheets_says_its_values():
    assert [facts(g) for g in block("sheets").table.rows[0]] == [
        (K.NUMBER, Decimal("28113.5")), (K.TEXT, None), (K.NUMBER, Decimal("0.86")),
        (K.DATE, date(2024, 2, 13)), (K.BOOLEAN, 1), (K.ERROR, None),
    ]  # fmt: skip


def test_paragraphs_around_a_table_are_rows_and_nothing_is_lost():
    found = texts("<body><p>Biểu số 1</p><table><tr><td>a<p>b</p><del>cũ</del></td><td>1</td></tr>"
                  "</table><p>Ghi chú</p></body>")  # fmt: skip
    assert found == [["Biểu số 1"], ["a\nb", "1"], ["Ghi chú"]]


def test_a_table_that_lays_out_another_gives_way_to_it():
    inner = "<table><tr><td>1</td><td>2</td></tr></table>"
    assert texts(f"<table><tr><td>{inner}</td></tr></table>") == [["1", "2"]]
    assert texts(f"<table><tr><td>x{inner}</td><td>y</td></tr></table>") == [["x\n1\n2", "y"]]


def test_html_without_a_table_is_none():
    assert read_html("<b>28.113</b>") is None


def test_cells_that_reach_down_keep_their_places():
    found = texts("<table><tr><td rowspan=3>a<td>1<tr><td colspan=2>2<tr><td>3<td>4</table>")
    assert found == [["a", "1"], ["", "2", ""], ["", "3", "4"]]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000,
        "<table><tr><td>" * 5000,
        "<table>" + "<tr><td colspan=9999>1</td></tr>" * 2000 + "</table>",
    ],
)
def test_what_nobody_copies_is_refused(html):
    with pytest.raises(IntakeError) as refused:
        read_html(html)
    assert refused.value.code == "intake.clipboard-too-many-cells"


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td sdval='x' sdnum='1033;0;;;;'>5",
        "<table><tr><td x:num='1e999999999'>5",
        "<table><tr><td sdval='99999999' sdnum='1033;0;DD/MM/YYYY'>5",
        "<table><tr><td data-sheets-value='[[[['>5",
        '<table><tr><td data-sheets-value=\'{"1":3,"3":1e9999}\'>5',
        "<table><tr><td rowspan=-1 colspan=x>5",
        "</td></tr></table><table></p><tr>\0<td>5</b>",
        '<style>a{{{{b:\'"}</style><table><tr><td style="mso-number-format:\'\\">5',
    ],
)
def test_a_broken_cell_says_what_it_shows(html):
    assert "5" in "".join("".join(row) for row in texts(html))
