"""Issue 9 item 1: HTML first, XML Spreadsheet where it is more exact, then the text."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.clipboard.copied import (
    HTML,
    MAX_PLAIN_BYTES,
    PLAIN,
    SPREADSHEET_XML,
    read_clipboard,
)
from ctmtqg_desktop.intake.clipboard.spreadsheet_xml import read_spreadsheet_xml
from ctmtqg_desktop.intake.given import GivenKind as K
from ctmtqg_desktop.intake.given import Span

HERE = Path(__file__).parent


def data(name):
    return (HERE / name).read_bytes()


def texts(table):
    return [[cell.text for cell in row] for row in table.rows]


def test_xml_spreadsheet_is_exact():
    found = read_spreadsheet_xml(data("excel.xml"))
    first = found.rows[0]
    assert first[0].text == "00123"
    assert [g.number for g in first[1:3]] == [Decimal("28113.456"), Decimal("0.86")]
    assert first[2].number_format == "0.00%"
    assert first[3].day == date(2024, 2, 13)
    assert first[4].font == ".VnTime"
    assert first[5].kind is K.BOOLEAN
    assert found.rows[1] == ()
    assert found.rows[2][0].text == "gộp ô"
    assert [g.kind for g in found.rows[2][4:]] == [K.ERROR, K.UNCOMPUTED]
    assert found.spans == (Span(2, 0, 3, 1),)
    assert found.hidden_rows == {2}
    assert found.rows[3][2].number == 3016


@pytest.mark.parametrize("wrong", [b"", b"a\tb", b"<a/>", b"<!DOCTYPE x><a/>", b"<Workbook"])
def test_what_is_no_xml_spreadsheet_is_none(wrong):
    assert read_spreadsheet_xml(wrong) is None


def test_rounded_html_gives_way_to_exact_xml():
    formats = {HTML: data("excel-en-US.html"), SPREADSHEET_XML: data("excel.xml")}
    assert read_clipboard(formats).rows[0][1].number == Decimal("28113.456")
    formats[HTML] = data("wps.html")
    assert read_clipboard(formats).rows[0][1].day == date(2024, 2, 13)


def test_html_without_a_table_gives_way_to_the_text():
    assert texts(read_clipboard({HTML: b"<b>x</b>", PLAIN: b"1\t2"})) == [["1", "2"]]


def test_html_of_another_block_gives_way_to_the_text():
    other = b"<table><tr><td>9</td></tr></table>"
    assert texts(read_clipboard({HTML: other, PLAIN: b"1\t2"})) == [["1", "2"]]


@pytest.mark.parametrize("name", ["calc-en-US", "calc-de-DE", "calc-vi-VN"])
def test_calc_is_read_from_its_html(name):
    formats = {HTML: data(f"{name}.html"), PLAIN: data(f"{name}.txt")}
    assert read_clipboard(formats).rows[1][2].number == 28113


def test_a_cell_of_two_paragraphs_is_one_though_the_text_has_two_lines():
    word = "<table><tr><td><p>a</p><p>b</p></td><td>1</td></tr></table>"
    assert texts(read_clipboard({HTML: word.encode(), PLAIN: b"a\nb\t1"})) == [["a\nb", "1"]]


def test_utf_16_is_known_by_its_mark():
    assert texts(read_clipboard({PLAIN: "Đường\t1".encode("utf-16")})) == [["Đường", "1"]]


@pytest.mark.parametrize("formats", [{}, {PLAIN: b" \n\t"}, {HTML: b"<table><tr><td></table>"}])
def test_nothing_to_paste_is_said(formats):
    with pytest.raises(IntakeError) as refused:
        read_clipboard(formats)
    assert refused.value.code == "intake.clipboard-empty"


def test_a_text_too_large_is_refused_before_it_is_read():
    with pytest.raises(IntakeError) as refused:
        read_clipboard({PLAIN: b"x" * (MAX_PLAIN_BYTES + 1)})
    assert refused.value.code == "intake.clipboard-too-big"
