"""Issue 9 item 1: what a system calls .xls and is a page or XML is read as what it is."""

from decimal import Decimal

import pytest
from handmade_books import ods_parts

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.book import read_book

PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{}"></head>'
    "<body><table><tr><td>Xã Đông Hòa</td><td x:num='28.113'>28</td></tr>"
    "<tr><td colspan=2>Cộng</td></tr></table></body></html>"
)
SHEET = "urn:schemas-microsoft-com:office:spreadsheet"
XML = (
    '<?xml version="1.0" encoding="{}"?><?mso-application progid="Excel.Sheet"?>'
    f'<Workbook xmlns="{SHEET}" xmlns:ss="{SHEET}" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style></Styles>'
    '<Worksheet ss:Name="Một"><Table><Row><Cell><Data ss:Type="String">Đường</Data></Cell>'
    '<Cell ss:StyleID="p"><Data ss:Type="Number">0.86</Data></Cell></Row></Table></Worksheet>'
    '<Worksheet ss:Name="Hai"><Table><Row ss:Index="3"><Cell ss:Index="2">'
    '<Data ss:Type="Number">5</Data></Cell></Row></Table><WorksheetOptions '
    'xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>'
    "</WorksheetOptions></Worksheet></Workbook>"
)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_page_is_a_table(code):
    (table,) = read_book(PAGE.format(code).encode(code), "so.xls").tables
    assert table.cell(0, 0).text == "Xã Đông Hòa"
    assert table.cell(0, 1).number == Decimal("28.113")
    assert (table.spans[0].right, len(table.rows)) == (1, 2)


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_every_sheet_of_an_xml_spreadsheet_is_read(code):
    first, second = read_book(XML.format(code).encode(code), "so.xls").tables
    assert (first.name, first.cell(0, 0).text, first.is_hidden) == ("Một", "Đường", False)
    assert (first.cell(0, 1).number, first.cell(0, 1).number_format) == (Decimal("0.86"), "0%")
    assert (second.name, second.cell(2, 1).number, second.is_hidden) == ("Hai", 5, True)


def test_a_flat_open_document_is_a_book():
    row = "<table:table-row><table:table-cell office:value-type='float' office:value='5'/>"
    flat = ods_parts(row + "</table:table-row>")["content.xml"]
    assert read_book(flat.encode(), "so.fods").tables[0].cell(0, 0).number == 5


@pytest.mark.parametrize(("data", "code"), [
    (XML.format("utf-8")[:-40].encode(), "workbook"),
    (XML.format("utf-8").replace("<Styles>", "<!DOCTYPE a><Styles>").encode(), "workbook"),
    (b"<html><frameset><frame src='sheet001.htm'></frameset></html>", "workbook"),
])  # fmt: skip
def test_what_is_cut_or_elsewhere_is_refused(data, code):
    with pytest.raises(IntakeError) as caught:
        read_book(data, "so.xls")
    assert caught.value.code == f"intake.{code}"


def test_a_sign_of_less_is_no_page():
    (table,) = read_book("<5 tuổi;12\n>5 tuổi;13\n".encode(), "so.csv").tables
    assert [cell.text for cell in table.rows[0]] == ["<5 tuổi", "12"]
