"""Issue 9, part 4: what a workbook says it is, unseen; a form to fill in keeps its look."""

from io import BytesIO

import openpyxl
import pytest

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.book_marks import BookKind, TablePlace
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.returned.identity import read_book_identity
from ctmtqg_desktop.reports.documents.consolidated import Gathered, consolidated_document
from ctmtqg_desktop.reports.documents.sheet import fill_in_document, sheet_document
from ctmtqg_desktop.reports.excel.excel import write_xlsx
from ctmtqg_desktop.reports.excel.fill_in import WithBlankRows, write_fill_in

FUNDS, WORKS, HOUSES = "ntm-nguon-luc", "ntm-cong-trinh", "gnbv-danh-sach-ho"


def identity_of(data):
    return read_book_identity(read_book(data, "x.xlsx"), "x.xlsx")


def filled_in(sheet, cover, rows=5):
    figures = WithBlankRows(sheet, rows)
    return write_fill_in(fill_in_document(figures, cover, personal=False), sheet, figures)


def opened(data):
    return openpyxl.load_workbook(BytesIO(data))


def marked(sheet, text):
    return next(c for row in sheet.iter_rows() for c in row if c.value == text)


def test_a_print_says_what_it_is_where_nobody_looks(open_sheet, cover):
    data = write_xlsx(sheet_document(open_sheet(FUNDS), cover))
    found = identity_of(data)
    assert (found.origin.kind, found.origin.unit) == (BookKind.PRINT, "03424")
    assert (found.origin.period, found.forms) == ("2024", (FUNDS,))
    book = opened(data)
    assert book["ctmtqg"].sheet_state == "veryHidden"
    sheet = book.worksheets[0]
    line = marked(sheet, f"ctmtqg:{FUNDS}.v1/nguon_luc")
    assert sheet.row_dimensions[line.row].hidden
    assert sheet.column_dimensions[line.column_letter].hidden
    assert line.column_letter not in sheet.print_area


def test_a_total_says_that_it_is_one(cover):
    document = consolidated_document("Kết quả", cover, [], Gathered(("Xã Bản Bo",)))
    assert identity_of(write_xlsx(document)).origin.kind is BookKind.TOTALS


def test_a_number_that_is_masked_in_print_is_no_cell_of_it(open_sheet, cover):
    sheet = open_sheet(HOUSES)
    sheet.add_row("ds_ngheo")
    masked = {c.id for s in sheet.form.sections for c in s.columns if c.mask}
    assert masked
    for data, shown in (
        (write_xlsx(sheet_document(sheet, cover)), set()), (filled_in(sheet, cover), masked),
    ):  # fmt: skip
        columns = {name for labels in identity_of(data).tables.values() for name in labels}
        assert columns & masked == shown


def test_only_the_cells_of_the_form_are_open_and_checked(open_sheet, cover):
    sheet = open_sheet(WORKS)
    book = opened(filled_in(sheet, cover))
    shown = book.worksheets[0]
    assert shown.protection.sheet
    assert not shown.protection.password
    assert book.security.lockStructure
    place = TablePlace(WORKS, sheet.form.version, "cong_trinh")
    line = marked(shown, f"ctmtqg:{place}")
    columns = {c.value: c.column for c in shown[line.row] if c.value}
    below = line.row + 1
    spec = sheet.program.form.section("cong_trinh").column
    for name in ("ten", "nguon", "ke_hoach", "ty_le"):
        cell = shown.cell(below, columns[name])
        assert cell.protection.locked is bool(spec(name).formula)
    checks = {r.coord: v for v in shown.data_validations.dataValidation for r in v.sqref.ranges}
    kinds = {
        name: next(v.type for coord, v in checks.items() if inside(coord, below, columns[name]))
        for name in ("ten", "nguon", "ke_hoach")
    }
    assert kinds == {"ten": "textLength", "nguon": "list", "ke_hoach": "decimal"}
    assert shown.cell(below, columns["ten"]).number_format == "@"
    assert str(shown.cell(below, columns["ty_le"]).value).startswith("=")


def inside(coord, row, column):
    left, top, right, bottom = openpyxl.utils.range_boundaries(coord)
    return left <= column <= right and top <= row <= bottom


@pytest.mark.parametrize("text", ["=1+1", "+CMD", "@SUM(A1)", "-2"])
def test_a_text_in_a_cell_is_never_a_formula(open_sheet, cover, text):
    sheet = open_sheet(WORKS)
    key = sheet.add_row("cong_trinh").change.rows[0].key
    sheet.set_texts([(Cell("cong_trinh", key, "ten"), text)])
    cell = marked(opened(filled_in(sheet, cover)).worksheets[0], text)
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_the_same_form_gives_the_same_bytes(open_sheet, cover):
    sheet = open_sheet(WORKS)
    assert filled_in(sheet, cover) == filled_in(sheet, cover)
