"""Documents and tools that several tests of the room use."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from shipped import shipped_reading

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.change import SheetKey
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import Wording
from ctmtqg_desktop.reports.documents.sheet import Cover
from ctmtqg_desktop.reports.page.layout import Layout, read_layout
from ctmtqg_desktop.reports.page.page import (
    Addressee,
    AppendixTitle,
    Block,
    Document,
    HeaderCell,
    Heading,
    Notes,
    PageCell,
    PageColumn,
    PageTable,
    Paragraph,
    SignatureBlock,
    TableRow,
    Title,
)
from ctmtqg_desktop.reports.page.words import authority_lines
from ctmtqg_desktop.rules.engine import Surroundings
from ctmtqg_desktop.rules.program import FormProgram, compile_form

YEAR = Period(2024, PeriodKind.YEAR)
CREATED = datetime(2024, 12, 10, 9, 30, tzinfo=VIETNAM)


@pytest.fixture(scope="session")
def layout() -> Layout:
    return read_layout()


@pytest.fixture
def make_document() -> Callable[..., Document]:
    def make(*blocks: Block, landscape: bool = False) -> Document:
        return Document(
            title="Báo cáo thử",
            unit="UBND xã Bản Bo",
            period="Năm 2024",
            created=CREATED,
            blocks=blocks,
            digest="1a2b3c4d5e6f" + "0" * 52,
            landscape=landscape,
        )

    return make


@pytest.fixture
def heading() -> Heading:
    return Heading(
        ("ỦY BAN NHÂN DÂN", "XÃ BẢN BO"),
        number="Số: 05/BC-UBND",
        place_date="Bản Bo, ngày 05 tháng 3 năm 2024",
    )


@pytest.fixture
def grid() -> PageTable:
    """A form's table: a header of two levels, the number line, a group, a total, odd texts."""
    head = HeaderCell
    return PageTable(
        columns=(
            PageColumn(Decimal(10), "centre"),
            PageColumn(Decimal(60)),
            PageColumn(Decimal(25), "right"),
            PageColumn(Decimal(25), "right"),
            PageColumn(Decimal(40)),
        ),
        header=(
            (head("TT", 1, 2), head("Chỉ tiêu", 1, 2), head("Vốn", 2), head("Ghi chú", 1, 2)),
            (head("Kế hoạch"), head("Giải ngân")),
        ),
        numbers=("A", "B", "1", "2", "C"),
        rows=(
            TableRow((PageCell("I"), PageCell("Dự án 1", colspan=4)), "group"),
            TableRow(
                (
                    PageCell("1"),
                    PageCell("Đường trục xã", level=1, mark="*"),
                    PageCell(number=Decimal("28113.5"), decimals=1),
                    PageCell(number=Decimal("1234567.25")),
                    PageCell("=1+1"),
                )
            ),
            TableRow(
                (
                    PageCell("2"),
                    PageCell("Đạt ☑ ≥ 70%"),
                    PageCell(""),
                    PageCell(number=Decimal(0)),
                    PageCell("–"),
                )
            ),
            TableRow(
                (
                    PageCell("Tổng cộng", colspan=2, align="centre"),
                    PageCell(number=Decimal("28113.5"), decimals=1),
                    PageCell(number=Decimal("1234567.25")),
                    PageCell(),
                ),
                "total",
            ),
        ),
    )


@pytest.fixture
def report(make_document: Callable[..., Document], heading: Heading, grid: PageTable) -> Document:
    return make_document(
        heading,
        Title("BÁO CÁO", "Kết quả thực hiện\nnăm 2024"),
        Addressee(("UBND huyện Tam Đường", "Phòng Nông nghiệp")),
        Paragraph("Căn cứ Quyết định số 90/QĐ-TTg;", "basis"),
        Paragraph("Xã báo cáo như sau: thu < chi & đạt ✓."),
        Paragraph("Đơn vị tính: triệu đồng", "measure"),
        grid,
        Notes(("* Chưa đối chiếu với văn bản gốc.",)),
        SignatureBlock(
            ("Như trên", "Lưu: VT"), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn Ước"
        ),
        AppendixTitle("Phụ lục", "Giải trình", landscape=True),
        Paragraph("Không có."),
    )


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    reading = shipped_reading()
    assert not reading.mistakes
    return reading.catalogue


@pytest.fixture
def open_program(catalogue: Catalogue) -> Callable[..., FormProgram]:
    """Compile a real form of the catalogue as a unit fills it in 2024."""

    def opened(form_id: str, unit_code: str = "03424") -> FormProgram:
        unit = catalogue.unit_for(unit_code, YEAR)
        form = catalogue.form_at(form_id, YEAR.end)
        others = {
            alias: catalogue.opened(catalogue.form_at(other, YEAR.end), unit, YEAR)
            for alias, other in form.uses.items()
        }
        return compile_form(catalogue.opened(form, unit, YEAR), others)

    return opened


@pytest.fixture
def open_sheet(
    catalogue: Catalogue, open_program: Callable[..., FormProgram]
) -> Callable[..., Sheet]:
    """Open a real form of the catalogue for a unit, without storage."""

    def opened(form_id: str, unit_code: str = "03424") -> Sheet:
        form = catalogue.form_at(form_id, YEAR.end)
        return Sheet(
            key=SheetKey(form.id, form.version, unit_code, YEAR.code),
            program=open_program(form_id, unit_code),
            unit=catalogue.unit_for(unit_code, YEAR),
            period=YEAR,
            wording=Wording(catalogue.measures, lambda code, facts: f"{code} {facts}"),
            around=Surroundings(),
        )

    return opened


@pytest.fixture
def cover(catalogue: Catalogue) -> Cover:
    unit = catalogue.unit_for("03424", YEAR)
    return Cover(
        unit=unit,
        period=YEAR,
        at=CREATED,
        addressees=("Ủy ban nhân dân huyện Tam Đường",),
        authority=authority_lines(unit.agency, unit.name, "Chủ tịch UBND xã Bản Bo"),
        signer="Nguyễn Văn Ước",
        digest="1a2b3c4d5e6f" + "0" * 52,
    )
