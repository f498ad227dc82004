"""XLSX: exact numbers with formats, no formulas, merged headers, frozen panes, print set-up."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ctmtqg_desktop.reports.excel.excel import write_xlsx
from ctmtqg_desktop.reports.page.page import (
    Document,
    HeaderCell,
    Heading,
    PageCell,
    PageColumn,
    PageTable,
    Paragraph,
    TableRow,
    Title,
)


def load(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def find(sheet: Worksheet, value: object) -> openpyxl.cell.Cell:
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == value]
    assert found, value
    return found[0]


def one_cell(make_document: Callable[..., Document], cell: PageCell) -> openpyxl.cell.Cell:
    table = PageTable((PageColumn(),), ((HeaderCell("Đầu cột"),),), (TableRow((cell,)),))
    sheet = load(write_xlsx(make_document(table))).worksheets[0]
    head = find(sheet, "Đầu cột")
    return sheet.cell(head.row + 1, 1)


def test_a_number_stays_an_exact_number_with_the_decimals_of_the_form(
    report: Document,
) -> None:
    sheet = load(write_xlsx(report))["Báo cáo"]
    assert find(sheet, 28113.5).number_format == "#,##0.0"
    assert find(sheet, 1234567.25).number_format == "#,##0.00"
    assert find(sheet, 0).number_format == "#,##0"


def test_a_mark_does_not_turn_a_number_into_text(make_document: Callable[..., Document]) -> None:
    written = one_cell(make_document, PageCell(number=Decimal("1.5"), mark="*"))
    assert (written.value, written.number_format) == (1.5, '#,##0.0"*"')


def test_more_digits_than_excel_keeps_are_written_as_text(
    make_document: Callable[..., Document],
) -> None:
    written = one_cell(make_document, PageCell(number=Decimal("12345678901234567")))
    assert (written.value, written.data_type) == ("12.345.678.901.234.567", "s")


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5 hộ", "@SUM(A1)", "#N/A", "1E5", "0123"])
def test_text_is_never_a_formula_an_error_or_a_number(
    make_document: Callable[..., Document], text: str
) -> None:
    document = make_document(
        PageTable((PageColumn(),), ((HeaderCell("A"),),), (TableRow((PageCell(text),)),))
    )
    data = write_xlsx(document)
    with zipfile.ZipFile(BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 't="e"' not in sheet
    written = one_cell(make_document, PageCell(text))
    assert written.data_type == "s"
    assert written.value == text
    assert written.quotePrefix is (text[0] in "=+-@")


def test_control_characters_do_not_stop_the_writer(make_document: Callable[..., Document]) -> None:
    assert one_cell(make_document, PageCell("a\x01b")).value == "ab"


def test_headers_are_merged_as_printed_and_repeated_on_every_page(
    make_document: Callable[..., Document], heading: Heading, grid: PageTable
) -> None:
    sheet = load(write_xlsx(make_document(heading, Title("BIỂU 01"), grid)))["Báo cáo"]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    top = find(sheet, "TT").row
    assert {f"A{top}:A{top + 1}", f"C{top}:D{top}", f"E{top}:E{top + 1}"} <= merged
    assert sheet.print_title_rows == f"${top}:${top + 2}"
    assert sheet.freeze_panes == f"A{top + 3}"
    assert find(sheet, "A").row == top + 2


def test_every_sheet_prints_on_a4_as_wide_as_the_page(report: Document) -> None:
    book = load(write_xlsx(report))
    assert book.sheetnames == ["Báo cáo", "Phụ lục 1"]
    for sheet in book.worksheets:
        assert int(sheet.page_setup.paperSize) == int(sheet.PAPERSIZE_A4)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    orientations = [sheet.page_setup.orientation for sheet in book.worksheets]
    assert orientations == ["portrait", "landscape"]
    assert "Mã đối chiếu: 1a2b3c4d5e6f" in book.worksheets[0].oddFooter.left.text


def test_a_long_header_is_not_frozen_over_the_whole_screen(
    make_document: Callable[..., Document], grid: PageTable
) -> None:
    sheet = load(write_xlsx(make_document(Paragraph("Căn cứ " * 300), grid))).worksheets[0]
    assert sheet.freeze_panes is None
    assert sheet.print_title_rows


def test_a_number_fits_its_column(make_document: Callable[..., Document]) -> None:
    written = one_cell(make_document, PageCell(number=Decimal("123456789012.5")))
    width = written.parent.column_dimensions["A"].width
    assert width >= len("123.456.789.012,5")


def test_the_same_document_gives_the_same_bytes(report: Document) -> None:
    data = write_xlsx(report)
    assert write_xlsx(report) == data
    with zipfile.ZipFile(BytesIO(data)) as book:
        core = book.read("docProps/core.xml").decode()
        assert core.count("2024-12-10T02:30:00Z") == 2


def test_the_header_of_one_table_is_not_repeated_over_another(
    make_document: Callable[..., Document], grid: PageTable
) -> None:
    two = load(write_xlsx(make_document(grid, grid))).worksheets[0]
    assert not two.print_title_rows
    long = PageTable(grid.columns, grid.header, grid.rows * 10, grid.numbers)
    sheet = load(write_xlsx(make_document(grid, long))).worksheets[0]
    headers = [cell.row for row in sheet.iter_rows() for cell in row if cell.value == "TT"]
    assert sheet.print_title_rows == f"${headers[1]}:${headers[1] + 2}"


def test_the_print_area_holds_every_row_and_a_draft_says_so(report: Document) -> None:
    sheet = load(write_xlsx(replace(report, draft=True))).worksheets[0]
    assert sheet.print_area.endswith(f"${sheet.max_row}")
    assert sheet.oddFooter.right.text == "DỰ THẢO"
    assert not load(write_xlsx(report)).worksheets[0].oddFooter.right.text


def test_many_long_texts_do_not_make_the_page_too_wide_to_read(
    make_document: Callable[..., Document],
) -> None:
    wide = PageTable(
        (PageColumn(),) * 12,
        (tuple(HeaderCell(f"Cột {i}") for i in range(12)),),
        (TableRow((PageCell("Đường giao thông nông thôn liên bản, liên xã"),) * 12),),
    )
    sheet = load(write_xlsx(make_document(wide))).worksheets[0]
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKL"]
    assert sum(widths) <= 12 * 16
