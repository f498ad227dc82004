"""Filled forms in print: header trees, number line, marks, reasons, letter (NĐ 30 4, 7, 9; R1)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Cell, Severity
from ctmtqg_desktop.catalogue.records.legal import MARKS, Confidence
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.overview import input_cells
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.documents.section_table import section_table
from ctmtqg_desktop.reports.documents.sheet import Cover, report_document, sheet_document
from ctmtqg_desktop.reports.excel.excel import write_xlsx
from ctmtqg_desktop.reports.page.layout import Layout
from ctmtqg_desktop.reports.page.page import (
    AppendixTitle,
    Notes,
    PageTable,
    Paragraph,
    place_header,
)
from ctmtqg_desktop.reports.page.page_text import table_lines, write_text
from ctmtqg_desktop.reports.pdf.pdf import write_pdf
from ctmtqg_desktop.rules.finding import Finding

Open = Callable[..., Sheet]
_GIVEN = "Giảm so kỳ trước. Đề nghị ghi lý do."


def table_of(sheet: Sheet, section_id: str) -> PageTable:
    section = sheet.form.section(section_id)
    assert section is not None
    return section_table(section, sheet)


def test_a_grid_prints_its_header_tree_number_line_and_money_in_its_measure(
    open_sheet: Open,
) -> None:
    sheet = open_sheet("ntm-nguon-luc")
    sheet.set_texts(
        [
            (Cell("nguon_luc", "nstw_dau_tu", "ke_hoach"), "23.198"),
            (Cell("nguon_luc", "nstw_su_nghiep", "ke_hoach"), "4.915,5"),
            (Cell("nguon_luc", "nstw_dau_tu", "luy_ke"), "20.000"),
        ]
    )
    lines = table_lines(table_of(sheet, "nguon_luc"))
    assert lines[0].startswith("| TT | Nguồn vốn§ | Kế hoạch vốn |  | Giải ngân |")
    assert "Lũy kế từ đầu năm" in lines[1]
    assert lines[2] == "| A | B | 1 | 2 | 3 | 4 | 5=4/(1+2) |"
    found = next(line for line in lines if "trực tiếp đầu tư" in line)
    assert found.startswith("| 1 | Vốn Ngân sách Trung ương trực tiếp đầu tư | 28.113,5 |")


def test_a_computed_figure_is_rounded_once_and_stays_a_number_in_excel(
    open_sheet: Open, cover: Cover
) -> None:
    sheet = open_sheet("ntm-nguon-luc")
    for column, typed in (("ke_hoach", "3"), ("keo_dai", "0"), ("luy_ke", "2")):
        sheet.set_texts([(Cell("nguon_luc", "nsdp", column), typed)])
    table = table_of(sheet, "nguon_luc")
    row = next(row for row in table.rows if row.cells[1].text.startswith("Vốn ngân sách địa"))
    assert row.cells[-1].number == Decimal("66.67")
    book = openpyxl.load_workbook(BytesIO(write_xlsx(sheet_document(sheet, cover))))
    values = [cell.value for line in book.worksheets[0].iter_rows() for cell in line]
    assert 66.67 in values


def test_empty_zero_and_not_applicable_print_differently(open_sheet: Open) -> None:
    sheet = open_sheet("ntm-xa-tu-danh-gia")
    section = sheet.form.section("bo_tieu_chi")
    assert section is not None
    open_cells = [c for c in input_cells(sheet, section.id) if sheet.spec(c).not_applicable]
    cell = next(c for c in open_cells if sheet.spec(c).is_input)
    sheet.set_texts([(cell, "KAD"), (Cell("chung", "so_ho", "value"), "0")])
    fields = table_lines(table_of(sheet, "chung"))
    assert next(line for line in fields if "Tổng số hộ" in line).endswith("| hộ | 0 |")
    assert next(line for line in fields if "nhân khẩu" in line).endswith("| người |  |")
    assert any("KAD" in line for line in table_lines(table_of(sheet, section.id)))


def test_every_section_of_every_form_has_a_sound_header(
    catalogue: Catalogue, open_sheet: Open
) -> None:
    for key, form in catalogue.forms.items():
        sheet = open_sheet(form.id)
        for section in sheet.form.sections:
            table = section_table(section, sheet)
            place_header(table)
            for row in table.rows:
                assert sum(cell.colspan for cell in row.cells) == len(table.columns), key
            assert not table.numbers or len(table.numbers) == len(table.columns)


def test_a_roster_numbers_its_rows_and_adds_only_what_may_be_added(open_sheet: Open) -> None:
    sheet = open_sheet("ntm-cong-trinh")
    assert table_of(sheet, "cong_trinh").rows[0].cells[0].text == phrase("paper.empty-roster")
    for plan, spent in (("100", "50"), ("300", "30")):
        row = sheet.add_row("cong_trinh").change.rows[0].key
        sheet.set_texts(
            [
                (Cell("cong_trinh", row, "ten"), "=Đường bản"),
                (Cell("cong_trinh", row, "ke_hoach"), plan),
                (Cell("cong_trinh", row, "luy_ke"), spent),
            ]
        )
    rows = table_of(sheet, "cong_trinh").rows
    assert [row.cells[0].text for row in rows] == ["1", "2", "Tổng cộng"]
    numbers = [cell.number for cell in rows[-1].cells if cell.number is not None]
    assert numbers == [Decimal(400), Decimal(80)]
    ratios = [cell.number for row in rows[:2] for cell in row.cells][-6:]
    assert Decimal(120) not in ratios


def test_what_is_unverified_is_marked_and_the_mark_explained(
    open_sheet: Open, cover: Cover
) -> None:
    sheet = open_sheet("dtts-da1")
    document = sheet_document(sheet, cover)
    text = write_text(document)
    assert sheet.form.title.upper() + "*" in text
    assert "Hỗ trợ trực tiếp đất sản xuất*" in text
    assert "Hỗ trợ đất ở† |" in text
    assert phrase("paper.mark-unverified") in text
    assert phrase("paper.mark-press") in text
    assert phrase("paper.mark-secondary") not in text


def test_a_verified_form_carries_no_mark(open_sheet: Open) -> None:
    class Verified:
        def __init__(self, sheet: Sheet) -> None:
            sections = tuple(
                replace(
                    section,
                    rows=tuple(replace(r, confidence=Confidence.OFFICIAL) for r in section.rows),
                    columns=tuple(
                        replace(c, confidence=Confidence.OFFICIAL) for c in section.columns
                    ),
                )
                for section in sheet.form.sections
            )
            self.form = replace(sheet.form, sections=sections, confidence=Confidence.OFFICIAL)
            self.measures, self.rows = sheet.measures, sheet.rows
            self.spec, self.entry, self.label = sheet.spec, sheet.entry, sheet.label

    from ctmtqg_desktop.reports.documents.sheet import form_blocks

    blocks = list(form_blocks(Verified(open_sheet("ntm-nguon-luc"))))
    assert not any(
        set(MARKS) & set(line)
        for b in blocks
        if isinstance(b, PageTable)
        for line in table_lines(b)
    )
    told = [line for b in blocks if isinstance(b, Notes) for line in b.lines]
    assert not any(line.startswith(tuple(MARKS)) for line in told)


def test_the_measure_of_the_money_stands_above_and_others_in_the_header_once(
    open_sheet: Open,
) -> None:
    from ctmtqg_desktop.reports.documents.sheet import form_blocks

    money = [b.text for b in form_blocks(open_sheet("ntm-nguon-luc")) if isinstance(b, Paragraph)]
    assert "Đơn vị tính: triệu đồng" in money
    mixed = "\n".join(table_lines(table_of(open_sheet("dtts-da1"), "ho_tro")))
    above = [b.text for b in form_blocks(open_sheet("dtts-da1")) if isinstance(b, Paragraph)]
    assert "Đơn vị tính: triệu đồng" in above
    assert "Tổng số (hộ)" in mixed
    assert "Hộ nghèo* |" in mixed
    assert "(triệu đồng)" not in mixed
    assert "Tỷ lệ giải ngân (%) (%)" not in mixed


def test_a_report_is_a_letter_with_a_form_in_each_appendix_and_the_reasons_last(
    catalogue: Catalogue, open_sheet: Open, cover: Cover, layout: Layout
) -> None:
    sheets = [open_sheet("ntm-nguon-luc"), open_sheet("ntm-cong-trinh")]
    place = Cell("nguon_luc", "nstw", "luy_ke")
    findings = [
        Finding(Severity.JUSTIFY, "a", sheets[0].form.id, place, _GIVEN, "Thu hồi."),
        Finding(Severity.WARNING, "b", sheets[0].form.id, None, "Chỉ để biết."),
    ]
    report_set = catalogue.report_set("ctmtqg-xa")
    document = report_document(sheets, cover, report_set, findings=findings)
    labels = [block.label for block in document.blocks if isinstance(block, AppendixTitle)]
    assert labels == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    text = write_text(document)
    assert "Số:       /BC-UBND // Bản Bo, ngày      tháng      năm" in text
    assert "Kính gửi: Ủy ban nhân dân huyện Tam Đường" in text
    assert "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn Ước" in text
    assert "03 phụ lục kèm theo" in text
    assert "| Giảm so kỳ trước. | Thu hồi. |" in text
    assert "Chỉ để biết." not in text
    assert "Đề nghị ghi lý do" not in text
    assert "tự đánh giá" not in text
    assert write_pdf(document, layout).pages >= 4


def test_a_computed_percentage_always_shows_its_decimals_and_a_typed_figure_what_was_typed(
    open_sheet: Open,
) -> None:
    sheet = open_sheet("ntm-nguon-luc")
    typed = {"nsdp": ("100", "86"), "nstw_dau_tu": ("1.000,5", "500")}
    for row, (plan, spent) in typed.items():
        for column, text in (("ke_hoach", plan), ("keo_dai", "0"), ("luy_ke", spent)):
            sheet.set_texts([(Cell("nguon_luc", row, column), text)])
    lines = table_lines(table_of(sheet, "nguon_luc"))
    assert next(line for line in lines if line.startswith("| 2 |")).endswith("| 86 | 86,00 |")
    assert next(line for line in lines if line.startswith("| 1.1 |")).endswith("| 500 | 49,98 |")
    assert sheet.text(Cell("nguon_luc", "nsdp", "ty_le")) == "86,00"


def test_the_letter_says_how_many_criteria_are_met_and_which_are_not(
    catalogue: Catalogue, open_sheet: Open, cover: Cover
) -> None:
    class Judged:
        """A sheet whose verdicts are given: criterion 5 fails, 11 is open, the rest are met."""

        def __init__(self, sheet: Sheet) -> None:
            self.form, self.measures, self.rows = sheet.form, sheet.measures, sheet.rows
            self.spec, self.label, self._sheet = sheet.spec, sheet.label, sheet

        def entry(self, cell: Cell) -> EntryValue:
            if cell.column != "dat":
                return self._sheet.entry(cell)
            return EMPTY if cell.row == "tc11" else cell.row != "tc5"

    sheets = [Judged(open_sheet("ntm-xa-tu-danh-gia"))]
    text = write_text(report_document(sheets, cover, catalogue.report_set("ctmtqg-xa")))
    said = "Theo Phụ lục, đơn vị tự đánh giá đạt 17/19 tiêu chí; chưa đạt tiêu chí số 5; "
    assert said + "chưa có kết luận về tiêu chí số 11." in text


def test_what_nobody_has_signed_is_a_draft(open_sheet: Open, cover: Cover) -> None:
    sheet = open_sheet("ntm-nguon-luc")
    assert not sheet_document(sheet, cover).draft
    assert sheet_document(sheet, replace(cover, digest="")).draft
