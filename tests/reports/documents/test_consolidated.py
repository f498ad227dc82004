"""Consolidated print: totals, lists with units, the matrix of Tam Đường 2024 (R10), tracking."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.expand import criterion_rows
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.entries.consolidate import Matrix, Source, consolidate_form
from ctmtqg_desktop.entries.overview import input_cells
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.documents.consolidated import (
    Gathered,
    MatrixColumn,
    MatrixRow,
    appendix,
    consolidated_document,
    matrix_blocks,
    matrix_of,
    matrix_table,
    target_line,
    totals_blocks,
    tracking_blocks,
    tracking_table,
)
from ctmtqg_desktop.reports.documents.sheet import Cover
from ctmtqg_desktop.reports.documents.total_figures import TotalFigures
from ctmtqg_desktop.reports.page.layout import Layout
from ctmtqg_desktop.reports.page.page import (
    Notes,
    PageTable,
    Paragraph,
    SignatureBlock,
    place_header,
)
from ctmtqg_desktop.reports.page.page_text import table_lines, write_text
from ctmtqg_desktop.reports.pdf.pdf import write_pdf
from ctmtqg_desktop.rules.program import FormProgram
from ctmtqg_desktop.text import NBSP

Open = Callable[..., Sheet]
Program = Callable[..., FormProgram]

MET_IN_2024 = (12, 12, 12, 12, 11, 12, 12, 12, 12, 11, 9, 12, 12, 12, 12, 12, 11, 12, 12)
"""Communes of Tam Đường that meet each criterion, of 12 (plan 003)."""


def tam_duong() -> tuple[list[MatrixColumn], list[MatrixRow]]:
    columns = [MatrixColumn(f"tc{i}", str(i)) for i in range(1, 20)]
    rows = [
        MatrixRow(
            f"Xã {unit}",
            {f"tc{i}": unit < n for i, n in enumerate(MET_IN_2024, 1)},
        )
        for unit in range(12)
    ]
    return columns, rows


def test_the_matrix_of_tam_duong_adds_up_to_222_and_18_and_a_half() -> None:
    table = matrix_table(*tam_duong())
    lines = table_lines(table)
    place_header(table)
    assert lines[-2].endswith("| 11 | 9 | 12 | 12 | 12 | 12 | 12 | 11 | 12 | 12 | 222 |")
    assert lines[-1].endswith("| 18,5 |")
    assert "| 12 | Xã 11 |" in lines[-3]
    assert lines[-3].endswith("| 15 |")


def test_unknown_not_met_and_not_applicable_have_different_signs() -> None:
    columns = [MatrixColumn(x, x) for x in "abcd"]
    row = MatrixRow("Xã", {"a": True, "b": False, "c": NOT_APPLICABLE})
    table = matrix_table(columns, [row])
    assert [cell.shown for cell in table.rows[0].cells[2:]] == ["✓", "–", "KAD", "", "1"]
    assert matrix_table(columns, []).rows[-1].cells[-1].shown == ""


def test_a_long_average_is_rounded_to_two_decimals() -> None:
    columns = [MatrixColumn(x, x) for x in "ab"]
    rows = [MatrixRow(str(i), {"a": True, "b": bool(i)}) for i in range(3)]
    assert matrix_table(columns, rows).rows[-1].cells[-1].shown == "1,67"


def test_a_consolidated_matrix_keeps_what_each_value_means(
    catalogue: Catalogue, open_sheet: Open
) -> None:
    criteria = next(iter(catalogue.criteria_sets.values()))
    unit = open_sheet("ntm-xa-tu-danh-gia").unit
    codes = [criterion.code for _, criterion in criterion_rows(criteria)]
    met = {(unit.code, code): EMPTY for code in codes}
    met |= {(unit.code, "1"): True, (unit.code, "2"): False, (unit.code, "3"): NOT_APPLICABLE}
    columns, rows = matrix_of(Matrix((unit,), criteria.criteria, met, ()))
    assert [column.code for column in columns] == codes
    shown = matrix_table(columns, rows).rows[0].cells
    assert [cell.shown for cell in shown[1:6]] == ["Xã Bản Bo", "✓", "–", "KAD", ""]


def two_sources(open_sheet: Open, form_id: str) -> list[Source]:
    sheets = [open_sheet(form_id, code) for code in ("03424", "03412")]
    return [Source(sheet.unit, 1, "0" * 64, sheet) for sheet in sheets]


def test_totals_print_recomputed_percentages(
    catalogue: Catalogue, open_sheet: Open, open_program: Program
) -> None:
    sources = two_sources(open_sheet, "ntm-nguon-luc")
    for source, plan, spent in zip(sources, ("100", "300"), ("50", "30"), strict=True):
        for column, typed in (("ke_hoach", plan), ("keo_dai", "0"), ("luy_ke", spent)):
            source.sheet.set_texts([(Cell("nguon_luc", "nsdp", column), typed)])
    whole = consolidate_form(open_program("ntm-nguon-luc"), sources)
    figures = TotalFigures(whole, catalogue.measures)
    named = [(source.unit.name, source.sheet) for source in sources]
    blocks = list(totals_blocks(figures, named))
    lines = [line for b in blocks if isinstance(b, PageTable) for line in table_lines(b)]
    found = next(line for line in lines if "Vốn ngân sách địa phương" in line)
    assert "| 400 |" in found
    assert found.endswith("| 80 | 20,00 |")


def test_counted_verdicts_print_as_numbers_and_notes_are_left_out(
    catalogue: Catalogue, open_sheet: Open, open_program: Program
) -> None:
    sources = two_sources(open_sheet, "ntm-xa-tu-danh-gia")
    wanted = [
        cell
        for cell in input_cells(sources[0].sheet, "bo_tieu_chi")
        if cell.row == "tc1_1" and sources[0].sheet.spec(cell).is_input
    ]
    for source in sources:
        source.sheet.set_texts([(cell, "Đ") for cell in wanted if cell.column == "tu_danh_gia"])
    whole = consolidate_form(open_program("ntm-xa-tu-danh-gia"), sources)
    figures = TotalFigures(whole, catalogue.measures)
    section = figures.form.section("bo_tieu_chi")
    assert section is not None
    assert [column.id for column in section.columns] == ["yeu_cau", "don_vi_tinh", "dat"]
    tables = [b for b in totals_blocks(figures, []) if isinstance(b, PageTable)]
    line = next(line for line in table_lines(tables[1]) if line.startswith("| 1.1 |"))
    assert line.endswith("| 2 |")


def test_a_list_of_all_units_names_the_unit_of_each_row(
    catalogue: Catalogue, open_sheet: Open, open_program: Program
) -> None:
    sources = two_sources(open_sheet, "ntm-cong-trinh")
    for source in sources:
        row = source.sheet.add_row("cong_trinh").change.rows[0].key
        source.sheet.set_texts([(Cell("cong_trinh", row, "ke_hoach"), "1.500")])
    whole = consolidate_form(open_program("ntm-cong-trinh"), sources)
    figures = TotalFigures(whole, catalogue.measures)
    named = [(source.unit.name, source.sheet) for source in sources]
    table = next(b for b in totals_blocks(figures, named) if isinstance(b, PageTable))
    assert [row.cells[1].text for row in table.rows[:2]] == ["Xã Bản Bo", "Xã Bình Lư"]
    assert [c.number for c in table.rows[-1].cells if c.number is not None] == [Decimal(3000)]
    place_header(table)


def test_a_target_prints_with_its_sign_figure_and_the_words_of_the_plan(
    catalogue: Catalogue,
) -> None:
    plan = catalogue.plan("003-tam-duong-2024")
    target = next(t for t in plan.targets if t.figure == "18.5")
    line = target_line(
        target, unit="Huyện Tam Đường", measure="tiêu chí/xã", reported="18,5", state="Đạt"
    )
    assert line.assigned == f"≥{NBSP}18,5"
    row = table_lines(tracking_table([line]))[1]
    assert target.quote in row
    assert f"| ≥{NBSP}18,5 | 18,5 | Đạt |" in row
    first = next(b for b in tracking_blocks([line]) if isinstance(b, Paragraph))
    assert first.text == "Số chỉ tiêu đối chiếu được: 1. Đạt: 1."


def test_the_document_says_whose_reports_are_missing_and_is_signed_before_appendices(
    cover: Cover, layout: Layout
) -> None:
    columns, rows = tam_duong()
    blocks = [
        *matrix_blocks(columns, rows),
        *appendix("Phụ lục", "Thêm", [Paragraph("Hết.")]),
    ]
    gathered = Gathered(("Xã A",), ("Xã B", "Xã C"))
    document = consolidated_document("Kết quả thực hiện", cover, blocks, gathered)
    text = write_text(document)
    assert "BÁO CÁO\nTổng hợp kết quả thực hiện năm 2024\n" in text
    assert "từ báo cáo đã tiếp nhận của 1/3 đơn vị: xã A." in text
    assert "Chưa có báo cáo được tiếp nhận: xã B, xã C." in text
    assert "- Phụ lục: Thêm." in text
    assert "Kính gửi: Ủy ban nhân dân huyện Tam Đường" in text
    kinds = [type(block) for block in document.blocks]
    assert kinds.index(SignatureBlock) == len(kinds) - 3
    assert write_pdf(document, layout).pages >= 2


def test_without_an_addressee_nobody_is_told_as_above(cover: Cover) -> None:
    alone = replace(cover, addressees=())
    text = write_text(consolidated_document("Kết quả", alone, [], Gathered(("Xã A",))))
    assert "Kính gửi" not in text
    assert "Như trên" not in text
    assert "- Lưu: VT." in text


def test_a_field_that_cannot_be_totalled_says_so_and_a_counted_one_says_what_it_counts(
    catalogue: Catalogue, open_sheet: Open, open_program: Program
) -> None:
    sources = two_sources(open_sheet, "ntm-xa-tu-danh-gia")
    figures = TotalFigures(
        consolidate_form(open_program("ntm-xa-tu-danh-gia"), sources), catalogue.measures
    )
    blocks = list(totals_blocks(figures, [], notes=figures.notes))
    lines = [line for b in blocks if isinstance(b, PageTable) for line in table_lines(b)]
    assert next(line for line in lines if "Tình trạng công nhận" in line).endswith("| x |")
    assert next(line for line in lines if "Tổng số hộ" in line).endswith("| hộ |  |")
    assert any("Không nợ đọng" in line and "(số đơn vị đạt)" in line for line in lines)
    notes = [line for b in blocks if isinstance(b, Notes) for line in b.lines]
    assert phrase("paper.not-totalled") in notes
