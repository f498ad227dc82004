"""Issue 9 item 1: an .ods becomes the same cells as the .xlsx it is; repeats fill no memory."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from handmade_books import ods, ods_parts, packed

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.words import of_error
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.given import Span

HERE = Path(__file__).parent


def sheet(data):
    return read_book(data, "so.xls").tables[0]


def row(cells, more=""):
    return f"<table:table-row{more}>{cells}</table:table-row>"


def cell(attributes, text="", within=""):
    shown = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{within}{shown}</table:table-cell>"


FLOAT = 'office:value-type="float" office:value="{}"'
FORMULA = 'table:formula="of:=[.A2]"'


def refused(data):
    with pytest.raises(IntakeError) as caught:
        read_book(data, "so.ods")
    assert "so.ods" in of_error(caught.value).what
    return caught.value.code


def test_ods_and_xlsx_are_the_same_tables():
    def plain(name):
        book = read_book((HERE / name).read_bytes(), name)
        return [
            (table.name, table.spans, table.is_hidden,
             [[(cell.kind, cell.number, cell.day, cell.font) for cell in row]
              for row in table.rows]) for table in book.tables
        ]  # fmt: skip

    assert plain("calc.ods") == plain("calc.xlsx")


@pytest.mark.parametrize(("xml", "kind", "number", "text"), [
    (cell(FLOAT.format("28113.000000000004"), "28.113"), "number", 28113, "28.113"),
    (cell('office:value-type="percentage" office:value="0.86"', "86%"), "number",
     Decimal("0.86"), "86%"),
    (cell('office:value-type="currency" office:value="5"', "5 đ"), "number", 5, "5 đ"),
    (cell('office:value-type="boolean" office:boolean-value="true"', "ĐÚNG"), "boolean", 1,
     "TRUE"),
    (cell(FORMULA + " " + FLOAT.format(1), "TRUE"), "boolean", 1, "TRUE"),
    (cell('office:value-type="date" office:date-value="2024-02-01"', "1/2"), "date", None, "1/2"),
    (cell('office:value-type="time" office:time-value="PT36H05M00S"', "x"), "text", None,
     "36:05:00"),
    (cell('office:value-type="string"',
          "a<text:s text:c='2'/>b<text:tab/><text:span>c</text:span>"), "text", None, "a  b\tc"),
    (cell('office:value-type="string" office:string-value="x"'), "text", None, "x"),
    (cell('office:value-type="string"', "ô", "<office:annotation><text:p>ghi chú</text:p>"
     "</office:annotation>"), "text", None, "ô"),
    (cell(FORMULA), "uncomputed", None, ""), (cell(FORMULA + ' office:value-type="float"'),
     "uncomputed", None, ""),
    (cell(FORMULA, within="<text:p/>"), "blank", None, ""),
    (cell(FORMULA + ' office:value-type="string"', "#DIV/0!"), "error", None, "#DIV/0!"),
    (cell(FORMULA + ' office:value-type="float" office:value="0"', "Err:502"), "error", None,
     "Err:502"),
    (cell('office:value-type="string"', "#A"), "text", None, "#A"),
])  # fmt: skip
def test_a_cell_is_what_it_says(xml, kind, number, text):
    found = sheet(ods(row(xml))).cell(0, 0)
    assert (found.kind, found.number, found.text) == (kind, number, text)


def test_a_day_is_a_day():
    xml = cell('office:value-type="date" office:date-value="2024-02-01T10:30:00"')
    found = sheet(ods(row(xml))).cell(0, 0)
    assert (found.day, found.text) == (date(2024, 2, 1), "01/02/2024")


def test_what_is_repeated_is_there_so_often():
    blank = '<table:table-cell table:number-columns-repeated="{}"/>'
    five = cell(FLOAT.format(5) + ' table:number-columns-repeated="2"')
    rows = (
        row(blank.format(16384), ' table:number-rows-repeated="2"')
        + row(blank.format(1) + five + blank.format(16381), ' table:number-rows-repeated="3"')
        + row(blank.format(16384), ' table:number-rows-repeated="1048571"')
    )
    table = sheet(ods(rows))
    assert [[given.number for given in line] for line in table.rows] == [
        [], [], *[[None, 5, 5]] * 3
    ]  # fmt: skip


@pytest.mark.parametrize(("cells", "more", "code"), [
    (FLOAT.format(5) + ' table:number-columns-repeated="1000000000"', "", "book-too-many-cells"),
    (FLOAT.format(5), ' table:number-rows-repeated="1048576"', "sheet-too-long"),
    (FLOAT.format(5), ' table:number-rows-repeated="9999999999"', "book-too-many-cells"),
    (FLOAT.format(5) + ' table:number-columns-repeated="600"', "", "sheet-too-wide"),
    (FLOAT.format(5) + ' table:number-columns-repeated="0"', "", "workbook"),
    (FLOAT.format(5) + ' table:number-columns-repeated="-1"', "", "workbook"),
    (FLOAT.format(5) + ' table:number-columns-repeated="x"', "", "workbook"),
    (FLOAT.format("5,5"), "", "workbook"), (FLOAT.format("NaN"), "", "workbook"),
    (FLOAT.format("1e999"), "", "workbook"), ('office:value-type="float"', "", "workbook"),
])  # fmt: skip
def test_what_would_fill_the_memory_or_is_no_number_is_refused(cells, more, code):
    assert refused(ods(row(cell(cells), more))) == f"intake.{code}"


def test_spaces_and_sheets_within_cells_are_refused():
    many = cell("", "a<text:s text:c='999999999'/>")
    assert refused(ods(row(many))) == "intake.workbook"
    within = f"<table:table>{row(cell(FLOAT.format(5)))}</table:table>"
    assert refused(ods(row(cell("", within=within)))) == "intake.workbook"


def test_merged_cells_and_what_lies_under_them():
    wide = cell(FLOAT.format(1) + ' table:number-rows-spanned="2"')
    under = "<table:covered-table-cell office:value-type='float' office:value='9'/>"
    table = sheet(ods(row(wide + cell(FLOAT.format(2))) + row(under + cell(FLOAT.format(3)))))
    assert table.spans == (Span(0, 0, 1, 0),)
    assert [[given.number for given in line] for line in table.rows] == [[1, 2], [None, 3]]


STYLES = (
    '<number:number-style style:name="N1"><number:number number:min-integer-digits="5"/>'
    "</number:number-style>"
    '<style:style style:name="ma" style:family="table-cell" style:data-style-name="N1">'
    '<style:text-properties style:font-name=".VnTime"/></style:style>'
    '<style:style style:name="con" style:family="table-cell" style:parent-style-name="ma"/>'
    '<style:style style:name="vong" style:family="table-cell" style:parent-style-name="vong"/>'
    '<style:style style:name="ta" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def test_looks_come_from_parents_and_columns():
    columns = (
        "<table:table-column table:number-columns-repeated='2'/>"
        "<table:table-column table:default-cell-style-name='con'/>"
    )
    cells = (
        cell(FLOAT.format(1) + " table:style-name='con'")
        + cell(FLOAT.format(1) + " table:style-name='vong'")
        + cell("", "§")
        + cell(FLOAT.format(1))
    )
    table = sheet(ods(row(cells), columns=columns, styles=STYLES))
    assert [given.number_format for given in table.rows[0]] == ["00000", "", "", ""]
    assert table.cell(0, 2).font == ".VnTime"
    assert table.is_hidden


def test_tables_beside_the_sheets_are_none():
    held = f"<table:table>{row(cell(FLOAT.format(9)))}</table:table>"
    cached = f"<table:dde-links>{held}</table:dde-links>"
    book = read_book(ods(row(cell(FLOAT.format(1))), after=cached), "so.ods")
    assert len(book.tables) == 1


@pytest.mark.parametrize(("change", "code"), [
    ({"META-INF/manifest.xml": "<a><manifest:encryption-data/></a>"}, "workbook-encrypted"),
    ({"encrypted-package": "x"}, "workbook-encrypted"),
    ({"Basic/Standard/Module1.xml": "<x/>"}, "workbook-macros"),
    ({"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, "workbook-entities"),
    ({"content.xml": "<a/>"}, "workbook"), ({"content.xml": "<a>"}, "workbook"),
    ({"mimetype": "application/vnd.oasis.opendocument.text"}, "workbook"),
    ({"styles.xml": "<a"}, "workbook"),
])  # fmt: skip
def test_what_could_harm_is_refused_by_name(change, code):
    parts = ods_parts(row(cell(FLOAT.format(1))))
    assert refused(packed({**parts, **change})) == f"intake.{code}"
