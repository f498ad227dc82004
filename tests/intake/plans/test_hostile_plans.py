"""Issue 10, point 7: documents that are damaged, huge, disguised or made to harm."""

import struct
import time
import zipfile
import zlib
from io import BytesIO

import pytest
from handmade_docx import TYPES, body, docx, numbering, paragraph, table

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.plans.document import read_plan_text

GOAL = "- Trồng mới 75 ha chè."
HEAD = ("KẾ HOẠCH", "năm 2024 huyện Tam Đường", "I. MỤC TIÊU")


def refused(data):
    with pytest.raises(IntakeError) as error:
        read_plan_text(data, "plan.docx")
    return error.value.code


def test_a_document_of_word_is_read(read):
    given = docx(*map(paragraph, (*HEAD, GOAL)))
    (one,) = read(given).proposals
    assert (one.sentence, str(one.value), one.measure) == ("Trồng mới 75 ha chè.", "75", "ha")


def test_rows_of_a_table_are_read(read):
    rows = (
        ("TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2023", "Kế hoạch năm 2024", "Đơn vị chủ trì"),
        ("1", "Diện tích chè trồng mới", "ha", "60", "75", "Phòng Nông nghiệp"),
        ("2", "Tỷ lệ hộ nghèo", "%", "21,5", "17", ""),
    )
    given = docx(*map(paragraph, HEAD), table(*rows))
    found = [
        (p.operator, str(p.value), p.measure, p.period, p.kind.value, p.responsible)
        for p in read(given).proposals
    ]
    assert found == [
        ("=", "60", "ha", "2023", "baseline", "Phòng Nông nghiệp"),
        (">=", "75", "ha", "2024", "target", "Phòng Nông nghiệp"),
        ("=", "21.5", "phan-tram", "2023", "baseline", ""),
        ("<=", "17", "phan-tram", "2024", "target", ""),
    ]


def test_rows_may_be_units(read):
    rows = (
        ("TT", "Xã", "Số bản đạt chuẩn năm 2024"),
        ("1", "Giang Ma", "6"),
        ("2", "Nà Tăm", "4"),
    )
    given = docx(*map(paragraph, HEAD), table(*rows))
    assert [(p.unit, str(p.value)) for p in read(given).proposals] == [
        ("03405", "6"),
        ("03427", "4"),
    ]


def test_a_table_without_headings_proposes_nothing(read):
    given = docx(*map(paragraph, HEAD), table(("1", "Giang Ma", "6"), ("2", "Nà Tăm", "4")))
    assert read(given).proposals == ()


def test_numbers_that_word_counts_itself_are_sections(read):
    lists = numbering(
        ("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "o")
    )
    given = docx(
        paragraph("KẾ HOẠCH"), paragraph("năm 2024 huyện Tam Đường"),
        paragraph("Kết quả năm 2023", depth=0), paragraph("Đã trồng 60 ha chè.", depth=1),
        paragraph("Mục tiêu", depth=0), paragraph("Nông nghiệp", depth=1),
        paragraph("Cây chè", depth=2), paragraph("Trồng mới 75 ha chè.", depth=3),
        paragraph("Đường", depth=1), paragraph("Làm 3 km đường.", depth=3),
        numbering__xml=lists,
    )  # fmt: skip
    found = [(p.section, p.sentence, p.kind.value) for p in read(given).proposals]
    assert found == [
        ("I.1", "Đã trồng 60 ha chè.", "baseline"),
        ("II.1.a", "Trồng mới 75 ha chè.", "target"),
        ("II.2", "Làm 3 km đường.", "target"),
    ]


def test_a_text_without_sections_is_read(read):
    text = (
        "KẾ HOẠCH\nTrồng chè huyện Tam Đường năm 2024\n"
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 02/01/2024 về 300 ha chè;\n"
        "Trồng mới 75 ha chè.\nLàm 3 km đường.\n"
    )
    found = read(text.encode())
    assert found.title == "Trồng chè huyện Tam Đường năm 2024"
    assert [str(p.value) for p in found.proposals] == ["75", "3"]


def test_a_head_in_a_table_is_a_head(read):
    head = table(
        ("ỦY BAN NHÂN DÂN HUYỆN TAM ĐƯỜNG Số: 15/KH-UBND", "Tam Đường, ngày 05 tháng 01 năm 2024")
    )
    end = table(("Nơi nhận: - Lưu: VT (02 bản).", "TM. ỦY BAN NHÂN DÂN"))
    found = read(docx(head, *map(paragraph, (*HEAD, GOAL)), end))
    assert (found.number, str(found.day), found.unit.code) == ("15/KH-UBND", "2024-01-05", "106")
    assert [str(p.value) for p in found.proposals] == ["75"]


def test_years_over_columns_are_periods(read):
    rows = (
        ("TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", ""), ("", "", "", "2025", "2026"),
        ("1", "Diện tích chè", "ha", "80", "90"),
    )  # fmt: skip
    found = read(docx(*map(paragraph, HEAD), table(*rows))).proposals
    assert [(p.period, str(p.value)) for p in found] == [("2025", "80"), ("2026", "90")]


def test_what_was_struck_out_is_not_read(read):
    struck = "<w:p><w:del><w:r><w:delText>- Trồng mới 99 ha chè.</w:delText></w:r></w:del></w:p>"
    given = docx(*map(paragraph, HEAD), struck, paragraph(GOAL))
    assert [str(p.value) for p in read(given).proposals] == ["75"]


def test_an_old_font_is_read(read):
    from spelling import in_tcvn3

    given = docx(*map(paragraph, HEAD), paragraph(in_tcvn3(GOAL), ".VnTime"))
    assert [p.sentence for p in read(given).proposals] == ["Trồng mới 75 ha chè."]


def test_a_macro_is_refused():
    assert refused(docx(paragraph(GOAL), vbaProject__bin=b"x")) == "intake.plan-macros"


@pytest.mark.parametrize("declared", [
    '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    '<!DOCTYPE w SYSTEM "file:///etc/passwd">',
])  # fmt: skip
def test_declarations_are_refused(declared):
    whole = body(paragraph(GOAL)).replace("?>", f"?>{declared}", 1)
    assert refused(docx(document=whole)) == "intake.plan-entities"


def test_declarations_in_wide_letters_are_refused():
    whole = body(paragraph(GOAL)).replace("UTF-8", "UTF-16").encode("utf-16")
    assert refused(docx(document=whole)) == "intake.plan-entities"


def test_a_bomb_is_refused():
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", b"<" + b" " * 130_000_000)
    assert refused(made.getvalue()) == "intake.plan-too-big"


def test_a_bomb_that_lies_about_its_size_is_refused():
    data = bytearray(docx(document="<w/>" + " " * 1_000_000))
    size = struct.pack("<I", 1_000_004)
    while size in data:
        at = data.index(size)
        data[at : at + 4] = struct.pack("<I", 10)
    assert refused(bytes(data)) == "intake.plan-damaged"


def test_elements_within_elements_without_end_are_refused():
    deep = body("<w:sdt>" * 5000 + "</w:sdt>" * 5000)
    assert refused(docx(document=deep)) == "intake.plan-too-long"


def test_a_huge_table_is_refused():
    rows = table(*[(str(n), "bản", "1") for n in range(10_500)])
    assert refused(docx(rows, rows)) == "intake.plan-too-long"


def test_a_cell_over_a_million_columns_harms_nobody(read):
    wide = (
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr>"
        f"{paragraph('Chỉ tiêu')}</w:tc></w:tr></w:tbl>"
    )
    assert read(docx(*map(paragraph, HEAD), wide, paragraph(GOAL))).proposals[0].value == 75


@pytest.mark.parametrize(("data", "code"), [
    (b"", "intake.plan-empty"),
    (b" \n\n ", "intake.plan-empty"),
    (b"%PDF-1.7 ...", "intake.plan-format"),
    (b"{\\rtf1 abc}", "intake.plan-format"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "intake.plan-format"),
    (b"PK\x03\x04 garbage", "intake.plan-damaged"),
    (bytes(range(256)) * 20, "intake.plan-format"),
    (zlib.compress(b"x" * 9999), "intake.plan-format"),
])  # fmt: skip
def test_what_is_no_plan_is_refused(data, code):
    assert refused(data) == code


def test_a_workbook_is_no_plan():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert refused(made.getvalue()) == "intake.plan-format"


def test_time_grows_with_the_text_and_no_faster(read):
    one = "- Trồng mới {} ha chè tại bản Nà Cóng xã Nà Tăm;\n"
    lines = "".join(one.format(n + 1) for n in range(400))
    words = "- Nâng cao chất lượng, tuyên truyền sâu rộng (Quyết định số 12/QĐ-TTg), " * 600 + "\n"

    def spent(times):
        begun = time.process_time()
        read((lines + words) * times)
        return time.process_time() - begun

    spent(1)
    once, four = spent(1), spent(4)
    assert four < 9 * once + 0.5


@pytest.mark.parametrize(
    "given", ["5 ", "1", "(", "..", "1.2.", "xã Bản Bo ", "từ 5% lên ", "- a\n"]
)
def test_no_text_takes_more_than_its_length(read, given):
    """A megabyte of whatever is repeated would take a minute or an hour where time grew faster."""
    begun = time.process_time()
    read((given * (100_000 // len(given))).encode())
    assert time.process_time() - begun < 10
