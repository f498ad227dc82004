"""PDF: NĐ 30 page numbers, fonts embedded, headers repeated, nothing lost, bytes repeatable."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from ctmtqg_desktop.reports.page.layout import Layout
from ctmtqg_desktop.reports.page.page import (
    AppendixTitle,
    Document,
    HeaderCell,
    Notes,
    PageCell,
    PageColumn,
    PageTable,
    Paragraph,
    SignatureBlock,
    TableRow,
)
from ctmtqg_desktop.reports.pdf.pdf import write_pdf

ROOT = Path(__file__).parents[3]
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")


def page_texts(data: bytes, tmp_path: Path) -> list[str]:
    source = tmp_path / "x.pdf"
    source.write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-layout", str(source), "-"], capture_output=True, check=True
    )
    return done.stdout.decode().split("\f")[:-1]


def sizes(data: bytes) -> list[tuple[int, int]]:
    with pikepdf.open(BytesIO(data)) as document:
        boxes = [page.mediabox for page in document.pages]
    return [(round(float(box[2])), round(float(box[3]))) for box in boxes]


def long_table(rows: int, text: str = "Số công trình được đầu tư") -> PageTable:
    return PageTable(
        (PageColumn(Decimal(10)), PageColumn(Decimal(80)), PageColumn(Decimal(30))),
        ((HeaderCell("TT"), HeaderCell("Chỉ tiêu"), HeaderCell("Số lượng")),),
        tuple(
            TableRow((PageCell(f"r{i}"), PageCell(text), PageCell(number=Decimal(1000 + i))))
            for i in range(rows)
        ),
    )


def test_every_font_is_embedded_and_none_is_helvetica(report: Document, layout: Layout) -> None:
    with pikepdf.open(BytesIO(write_pdf(report, layout).data)) as document:
        fonts = [
            font
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary)
            for font in [item]
            if item.get("/Type") == pikepdf.Name.Font
        ]
        names = {str(font.BaseFont) for font in fonts}
        assert all("FontFile2" in str(list(font.FontDescriptor.keys())) for font in fonts)
    assert {name.partition("+")[2] for name in names} == {
        "Tinos",
        "Tinos-Bold",
        "Tinos-Italic",
        "Tinos-BoldItalic",
        "DejaVuSans",
    }


def test_two_processes_write_the_same_bytes(report: Document, layout: Layout) -> None:
    script = (
        "import hashlib, sys; from datetime import datetime, timezone, timedelta;"
        "from ctmtqg_desktop.reports.page.layout import read_layout;"
        "from ctmtqg_desktop.reports.page.page import Document, Paragraph;"
        "from ctmtqg_desktop.reports.pdf.pdf import write_pdf;"
        "at = datetime(2024, 12, 10, tzinfo=timezone(timedelta(hours=7)));"
        "d = Document('a', 'b', 'c', at, (Paragraph('Đường ☑ bản'),));"
        "print(hashlib.sha256(write_pdf(d, read_layout()).data).hexdigest())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    ]
    assert runs[0] == runs[1]
    assert write_pdf(report, layout) == write_pdf(report, layout)


@needs_poppler
def test_the_head_of_a_report_reads_as_the_decree_writes_it(
    report: Document, layout: Layout, tmp_path: Path
) -> None:
    first = page_texts(write_pdf(report, layout).data, tmp_path)[0]
    for phrase in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 05/BC-UBND",
        "Bản Bo, ngày 05 tháng 3 năm 2024",
        "- UBND huyện Tam Đường;",
        "thu < chi & đạt ✓.",
        "Đường trục xã*",
        "28.113,5",
        "1.234.567,25",
        "=1+1",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "Nguyễn Văn Ước",
        "Mã đối chiếu: 1a2b3c4d5e6f · UBND xã Bản Bo · Năm 2024",
    ):
        assert phrase in first


@needs_poppler
def test_pages_are_numbered_from_the_second_and_anew_in_an_appendix(
    make_document: Callable[..., Document], layout: Layout, tmp_path: Path
) -> None:
    document = make_document(long_table(90), AppendixTitle("Phụ lục", "Thêm"), long_table(60))
    printed = write_pdf(document, layout)
    texts = page_texts(printed.data, tmp_path)
    firsts = [text.strip().split("\n")[0].strip() for text in texts]
    start = next(i for i, text in enumerate(texts) if "Phụ lục" in text)
    assert printed.pages == len(texts)
    assert not firsts[0].isdigit()
    assert firsts[1:start] == [str(i) for i in range(2, start + 1)]
    assert firsts[start] == "Phụ lục"
    assert firsts[start + 1] == "2"


@needs_poppler
def test_the_header_is_repeated_and_every_row_appears_once(
    make_document: Callable[..., Document], layout: Layout, tmp_path: Path
) -> None:
    texts = page_texts(write_pdf(make_document(long_table(200)), layout).data, tmp_path)
    assert len(texts) > 3
    assert all("Chỉ tiêu" in text for text in texts)
    words = " ".join(texts).split()
    assert all(words.count(f"r{i}") == 1 for i in range(200))


@needs_poppler
def test_a_row_taller_than_a_page_goes_on_without_losing_a_word(
    make_document: Callable[..., Document], layout: Layout, tmp_path: Path
) -> None:
    words = [f"w{i}" for i in range(3000)]
    document = make_document(long_table(2, " ".join(words)))
    found = " ".join(page_texts(write_pdf(document, layout).data, tmp_path)).split()
    assert all(found.count(word) == 2 for word in words)


@needs_poppler
def test_a_heading_goes_to_the_next_page_with_its_table(
    make_document: Callable[..., Document], layout: Layout, tmp_path: Path
) -> None:
    for filler in range(33, 40):
        document = make_document(
            long_table(filler), Paragraph("II. PHẦN SAU", "section"), long_table(3)
        )
        texts = page_texts(write_pdf(document, layout).data, tmp_path)
        page = next(text for text in texts if "II. PHẦN SAU" in text)
        below = page.split("II. PHẦN SAU")[1]
        assert "Chỉ tiêu" in below
        assert "1.001" in below


def test_a_wide_table_turns_its_section_only(
    make_document: Callable[..., Document], layout: Layout
) -> None:
    wide = PageTable(
        tuple(PageColumn() for _ in range(14)),
        (tuple(HeaderCell(f"Cột {i}") for i in range(14)),),
        (TableRow(tuple(PageCell(number=Decimal(1234567)) for _ in range(14))),),
    )
    document = make_document(Paragraph("a"), AppendixTitle("Phụ lục", "b"), wide)
    assert sizes(write_pdf(document, layout).data) == [(595, 842), (842, 595)]


@needs_poppler
def test_a_table_too_wide_for_any_page_is_cut_into_parts(
    make_document: Callable[..., Document], layout: Layout, tmp_path: Path
) -> None:
    wide = PageTable(
        tuple(PageColumn() for _ in range(42)),
        (tuple(HeaderCell(f"K{i}") for i in range(42)),),
        (
            TableRow(
                (
                    PageCell("1"),
                    PageCell("Tên"),
                    *(PageCell(number=Decimal(10**8 + i)) for i in range(40)),
                )
            ),
        ),
    )
    texts = page_texts(write_pdf(make_document(wide), layout).data, tmp_path)
    assert len(texts) > 1
    assert all("Tên" in text for text in texts)
    words = " ".join(texts).split()
    assert all(words.count(f"100.000.{i:03d}") == 1 for i in range(40))


def test_a_sign_no_font_has_becomes_a_square_not_a_hole(
    make_document: Callable[..., Document], layout: Layout
) -> None:
    from ctmtqg_desktop.reports.pdf.fonts import Fonts

    assert Fonts().runs("漢", bold=False, italic=False) == [("Tinos-Regular", "□")]
    assert write_pdf(make_document(Paragraph("漢字")), layout).pages == 1


def test_an_empty_document_is_one_empty_page(
    make_document: Callable[..., Document], layout: Layout
) -> None:
    assert write_pdf(make_document(), layout).pages == 1


def test_fonts_have_every_vietnamese_letter() -> None:
    from ctmtqg_desktop.reports.pdf.fonts import Fonts

    letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ₫≤≥→–…"
    fonts = Fonts()
    for bold in (False, True):
        for italic in (False, True):
            for text in (letters, letters.upper()):
                runs = fonts.runs(text, bold=bold, italic=italic)
                assert runs == [(fonts.name(bold=bold, italic=italic), text)]


@needs_poppler
def test_a_draft_says_so_at_the_foot_of_every_page_and_a_signed_report_does_not(
    make_document: Callable[..., Document], layout: Layout, tmp_path: Path
) -> None:
    signed = make_document(long_table(60))
    pages = page_texts(write_pdf(replace(signed, digest="", draft=True), layout).data, tmp_path)
    assert len(pages) > 1
    assert all("DỰ THẢO" in page for page in pages)
    for page in page_texts(write_pdf(signed, layout).data, tmp_path):
        assert "DỰ THẢO" not in page
        assert "Mã đối chiếu: 1a2b3c4d5e6f" in page


@needs_poppler
@pytest.mark.parametrize("rows", range(20, 48, 3))
def test_neither_signature_nor_notes_stand_alone_on_a_page(
    make_document: Callable[..., Document], layout: Layout, tmp_path: Path, rows: int
) -> None:
    closing = SignatureBlock(("Lưu: VT",), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"))
    table = long_table(rows)
    signed = make_document(table, Notes(("* Ghi chú.",)), closing)
    last = page_texts(write_pdf(signed, layout).data, tmp_path)[-1]
    assert f"r{rows - 1} " in last
    assert "Ghi chú." in last
    assert "CHỦ TỊCH" in last
    noted = make_document(table, Notes(("* Ghi chú.",)))
    last = page_texts(write_pdf(noted, layout).data, tmp_path)[-1]
    assert f"r{rows - 1} " in last
    assert "Ghi chú." in last


@needs_poppler
@pytest.mark.parametrize("lines", range(16, 26))
def test_a_letter_carries_its_last_words_over_with_the_signature(
    make_document: Callable[..., Document], layout: Layout, tmp_path: Path, lines: int
) -> None:
    closing = SignatureBlock(("Lưu: VT",), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"))
    document = make_document(*(Paragraph(f"Dòng {i}.") for i in range(lines)), closing)
    last = page_texts(write_pdf(document, layout).data, tmp_path)[-1]
    assert f"Dòng {lines - 1}." in last
    assert "CHỦ TỊCH" in last


@needs_poppler
def test_a_small_table_is_not_cut_between_pages(
    make_document: Callable[..., Document], layout: Layout, tmp_path: Path
) -> None:
    small = long_table(6, "Bảng nhỏ")
    document = make_document(long_table(28), Paragraph("II. Tổng hợp", "section"), small)
    pages = page_texts(write_pdf(document, layout).data, tmp_path)
    assert [page.count("Bảng nhỏ") for page in pages if "Bảng nhỏ" in page] == [6]
    assert "II. Tổng hợp" in next(page for page in pages if "Bảng nhỏ" in page)
