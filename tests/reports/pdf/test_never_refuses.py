"""DESIGN 4, 8: whatever stands in a table, it is printed: groups, long notes, rows over pages."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from how_much import share
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ctmtqg_desktop.catalogue.records.form import Cell as Address
from ctmtqg_desktop.catalogue.records.form import CellType
from ctmtqg_desktop.entries.overview import inputs
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.reports.documents.sheet import Cover, sheet_document
from ctmtqg_desktop.reports.page.layout import Layout
from ctmtqg_desktop.reports.page.page import (
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

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")
NOTE = "Quyết định số 12/QĐ-UBND ngày 3/4/2026 của Ủy ban nhân dân "
CLOSING = SignatureBlock(("Lưu: VT",), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn Ước")

Make = Callable[..., Document]


def pages(data: bytes, folder: Path) -> list[str]:
    source = folder / "x.pdf"
    source.write_bytes(data)
    done = subprocess.run(["pdftotext", "-layout", source, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def table(rows: list[tuple[str, str, str]]) -> PageTable:
    """Make a table of (style, result, note); every row says which it is."""
    return PageTable(
        (PageColumn(), PageColumn(), PageColumn(), PageColumn()),
        (tuple(HeaderCell(text) for text in ("TT", "Nội dung", "Kết quả", "Ghi chú")),),
        tuple(
            TableRow(
                (PageCell(f"d{i}"), PageCell(f"Tiêu chí {i}"), PageCell(result), PageCell(note)),
                style,
            )  # type: ignore[arg-type]
            for i, (style, result, note) in enumerate(rows)
        ),
    )


def whole(length: int) -> str:
    return (NOTE * (length // len(NOTE) + 1))[:length]


def written(make: Make, layout: Layout, rows: list[tuple[str, str, str]]) -> bytes:
    blocks = (Paragraph("I. Kết quả", "section"), table(rows), Notes(("* Ghi chú.",)), CLOSING)
    return write_pdf(make(*blocks), layout).data


@needs_poppler
@pytest.mark.parametrize("length", [0, 38, 150, 600, 4000])
@pytest.mark.parametrize("style", ["group", "normal"])
@pytest.mark.parametrize("result", ["", "90"])
def test_neighbouring_groups_with_notes_of_any_length_are_printed(
    make_document: Make, layout: Layout, tmp_path: Path, length: int, style: str, result: str
) -> None:
    rows = [(style, result, whole(length))] * 14
    found = pages(written(make_document, layout, rows), tmp_path)
    words = " ".join(found).split()
    assert [words.count(f"d{i}") for i in range(14)] == [1] * 14
    assert all("TT" in page.split() for page in found)
    assert "CHỦ TỊCH" in found[-1]


@needs_poppler
@pytest.mark.parametrize("length", [38, 4000])
def test_one_row_alone_is_printed(
    make_document: Make, layout: Layout, tmp_path: Path, length: int
) -> None:
    found = pages(written(make_document, layout, [("group", "90", whole(length))]), tmp_path)
    assert "d0" in found[0]
    assert "CHỦ TỊCH" in found[-1]


@needs_poppler
@pytest.mark.parametrize("filler", range(28, 44, 2))
def test_a_group_is_not_parted_from_its_first_row(
    make_document: Make, layout: Layout, tmp_path: Path, filler: int
) -> None:
    plain, heading = ("normal", "1", ""), ("group", "", "")
    rows = [plain] * filler + [heading, heading, ("normal", "1", whole(300))] + [plain] * 9
    found = pages(written(make_document, layout, rows), tmp_path)
    page = next(page for page in found if f"d{filler} " in page)
    assert f"d{filler + 1} " in page
    assert f"d{filler + 2} " in page


styles = st.sampled_from(("group", "group", "group", "normal", "total"))
lengths = st.sampled_from((0, 38, 130, 200, 400, 900, 2500, 4000))
rows_of = st.lists(st.tuples(styles, st.sampled_from(("", "90")), st.none() | lengths), min_size=1)


@needs_poppler
@settings(
    max_examples=share(30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows_of, st.tuples(lengths, lengths, st.sampled_from((0, 60, 400)), st.integers(0, 16)))
@example([("group", "", None)], (2500, 0, 400, 2))  # a header taller than the page it stood on
def test_any_table_is_printed_whole(
    make_document: Make,
    layout: Layout,
    tmp_path: Path,
    rows: list[tuple[str, str, int | None]],
    lengths: tuple[int, int, int, int],
) -> None:
    usual, said, heading, more = lengths
    made = table([(s, r, whole(usual if n is None else n)) for s, r, n in rows])
    wide = replace(
        made,
        columns=(*made.columns, *[PageColumn()] * more),
        header=((*made.header[0], *[HeaderCell(f"Cột {whole(heading)}")] * more),),
        rows=tuple(replace(r, cells=(*r.cells, *[PageCell("12.345")] * more)) for r in made.rows),
    )
    blocks = (Paragraph("I. Kết quả", "section"), wide, Notes((whole(said),)), CLOSING)
    found = pages(write_pdf(make_document(*blocks), layout).data, tmp_path)
    words = " ".join(found).split()
    assert all(words.count(f"d{i}") >= 1 for i in range(len(rows)))
    assert all(len(page.split()) > 12 for page in found), "a page without anything on it"


@pytest.mark.parametrize("form_id", ["ntm-xa-tu-danh-gia", "ntm-xa-nang-cao", "ntm-xa-kieu-mau"])
@pytest.mark.parametrize("length", [40, 100, 160, 250])
def test_a_criteria_form_with_a_note_in_every_row_is_printed(
    open_sheet: Callable[..., Sheet], cover: Cover, layout: Layout, form_id: str, length: int
) -> None:
    sheet = open_sheet(form_id)
    notes: list[tuple[Address, str]] = [
        (cell, whole(length)) for cell in inputs(sheet) if sheet.spec(cell).type is CellType.TEXT
    ]
    assert notes
    sheet.set_texts(notes)
    assert write_pdf(sheet_document(sheet, cover), layout).pages > 1
