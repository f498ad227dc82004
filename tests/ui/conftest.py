"""The window's test bench: one theme per session, real sheets, windows really deleted."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import (  # fmt: skip
    Aggregate,
    Cell,
    CellOverride,
    CellType,
    Choice,
    Column,
    Form,
    Missing,
    Row,
    Rule,
    Section,
    SectionKind,
    Severity,
)
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.change import Change, SheetKey
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import Wording
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.engine import Surroundings
from ctmtqg_desktop.rules.program import compile_form
from ctmtqg_desktop.ui.form.editing import Doors, Editing
from ctmtqg_desktop.ui.form.view import FormPage
from ctmtqg_desktop.ui.look.theme import apply_theme
from ctmtqg_desktop.ui.look.translate import speak_vietnamese
from ctmtqg_desktop.ui.parts.enter_press import EnterPress

AT = datetime(2024, 12, 20, 14, 32, 7, tzinfo=VIETNAM)
SURE = Confidence.OFFICIAL
MEASURES = {
    "trieu-dong": Measure("trieu-dong", "triệu đồng", "1000000", 1, money=True),
    "phan-tram": Measure("phan-tram", "%", decimals=1),
    "ho": Measure("ho", "hộ"),
}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.ui)


@pytest.fixture(scope="session", autouse=True)
def themed(qapp):
    apply_theme(qapp)
    speak_vietnamese(qapp)
    EnterPress(qapp)
    return qapp


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory):
    """Keep what windows remember away from whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("nha")))
        yield


MONEY = {"type": CellType.MONEY, "measure": "trieu-dong", "aggregate": Aggregate.SUM}


def grid_section():
    columns = (
        Column("ke_hoach", "Kế hoạch", header=("Kinh phí",), number="1", **MONEY),
        Column("luy_ke", "Lũy kế", header=("Kinh phí", "Giải ngân"), number="2", **MONEY),
        Column(
            "ty_le", "Tỷ lệ", CellType.PERCENT, "phan-tram", ("Kinh phí", "Giải ngân"), "3=2/1",
            Aggregate.FORMULA, "tỷ_lệ(luy_ke, ke_hoach)", 1,
        ),
        Column("dat", "Tự đánh giá", CellType.MET, number="4", not_applicable=True),
        Column(
            "nguon", "Nguồn", CellType.CHOICE, number="5",
            choices=(Choice("tw", "Ngân sách trung ương"), Choice("dp", "Địa phương")),
        ),
        Column("ghi_chu", "Ghi chú", number="6"),
    )  # fmt: skip
    rows = (
        Row(
            "tong",
            "Tổng số",
            level=0,
            formula="tổng(a, b, c)",
            confidence=SURE,
            cells={c: CellOverride(locked=True) for c in ("dat", "nguon", "ghi_chu")},
        ),
        Row("a", "Đường giao thông", no="1", requirement="≥ 80", source="QĐ 318", confidence=SURE),
        Row("b", "Thủy lợi", no="2", confidence=Confidence.UNVERIFIED),
        Row("khoa", "Dòng khóa", no="2.1", heading=True, confidence=SURE),
        Row("c", "Điện", no="3", confidence=SURE),
    )
    return Section("von", SectionKind.GRID, "II. Vốn", columns, rows, row_label="Nội dung")


def fields_section():
    rows = (
        Row("so_ho", "Tổng số hộ", no="1", measure="ho", type=CellType.INTEGER, required=True),
        Row("ho_ngheo", "Hộ nghèo", no="2", measure="ho", type=CellType.INTEGER),
        Row(
            "ty_le", "Tỷ lệ hộ nghèo", no="3", measure="phan-tram", type=CellType.PERCENT,
            decimals=1, formula="tỷ_lệ(chung.ho_ngheo, chung.so_ho)", aggregate=Aggregate.FORMULA,
        ),
        Row("dat", "Đạt chuẩn", no="4", type=CellType.MET),
        Row("ngay", "Ngày công nhận", no="5", type=CellType.DATE),
        Row("kho_khan", "Khó khăn, vướng mắc", no="6", type=CellType.TEXT),
    )  # fmt: skip
    return Section("chung", SectionKind.FIELDS, "I. Chung", rows=rows)


def roster_section():
    columns = (
        Column("ten", "Tên công trình", number="B", required=True),
        Column("von", "Vốn", number="1", **MONEY),
        Column("ngay", "Khởi công", CellType.DATE, number="2"),
    )
    return Section("ct", SectionKind.ROSTER, "III. Công trình", columns)


RULES = (
    Rule(
        "qua-ke-hoach", "luy_ke <= ke_hoach", Severity.JUSTIFY,
        "Lũy kế ({luy_ke}) lớn hơn kế hoạch ({ke_hoach}).", Missing.SKIP, "von", "row",
        ("a", "b", "c"), "luy_ke",
    ),
    Rule(
        "ho-ngheo-nhieu", "chung.ho_ngheo <= chung.so_ho", Severity.ERROR,
        "Hộ nghèo nhiều hơn tổng số hộ.", Missing.SKIP, cell="chung.ho_ngheo",
    ),
)  # fmt: skip


def make_form(**changes):
    form = Form(
        "form", "thu", 1, "Biểu thử nghiệm", "Biểu thử", "ntm", "thử", SURE, date(2021, 1, 1),
        (fields_section(), grid_section(), roster_section()), rules=RULES,
    )  # fmt: skip
    return replace(form, **changes)


def make_sheet(form=None, around=None):
    form = form or make_form()
    unit = Unit(
        "03390", "xa", "Xã Sơn Bình", "105", date(2021, 1, 1), "", "UBND xã Sơn Bình",
        "Sơn Bình", "thử", SURE,
    )  # fmt: skip
    return Sheet(
        key=SheetKey(form.id, form.version, unit.code, "2024"), program=compile_form(form, {}),
        unit=unit, period=Period.parse("2024"), wording=Wording(MEASURES, say),
        around=around or Surroundings(),
    )  # fmt: skip


class Store:
    """A store in memory that can be made to fail."""

    def __init__(self):
        self.changes: list[Change] = []
        self.reasons = {}
        self.error = None

    def commit(self, _sheet, change):
        if self.error is not None:
            raise self.error
        self.changes.append(change)
        return AT

    def justify(self, sheet, finding, text):
        if self.error is not None:
            raise self.error
        sheet.reasons[(finding.code, str(finding.cell or ""))] = text


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def sheet():
    return make_sheet()


@pytest.fixture
def editing(sheet, store):
    made = Editing(sheet, Doors(store.commit, store.justify, say))
    yield made
    delete(made)


@pytest.fixture
def open_page(store, qtbot):
    """Open form pages that are deleted for real."""
    opened = []

    def open_one(sheet, **options):
        page = FormPage(sheet, Doors(store.commit, store.justify, say), **options)
        page.resize(1146, 728)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        opened.append(page)
        return page

    yield open_one
    for page in opened:
        page.close()
        delete(page)


@pytest.fixture
def page(open_page, sheet):
    return open_page(sheet)


@pytest.fixture
def exact_page(open_page):
    """Open the grid section with three decimals in its first column, so that 28,113 goes in."""
    grid = grid_section()
    columns = tuple(replace(c, decimals=3) if c.id == "ke_hoach" else c for c in grid.columns)
    sections = (fields_section(), replace(grid, columns=columns), roster_section())
    page = open_page(make_sheet(make_form(sections=sections)))
    page.show_section(1)
    return page


@pytest.fixture
def wide_page(open_page):
    """Open a roster of twelve columns of figures."""
    columns = tuple(Column(f"c{at}", f"C{at}", CellType.NUMBER) for at in range(12))
    section = Section("ct", SectionKind.ROSTER, "Công trình", columns)
    return open_page(make_sheet(make_form(sections=(section,), rules=())))


@pytest.fixture
def grid(page):
    """Open the grid section with the cursor on its first input cell."""
    page.show_section(1)
    return page.view()


@pytest.fixture
def roster(page):
    page.show_section(2)
    return page.view()


def delete(thing):
    if shiboken6.isValid(thing):
        shiboken6.delete(thing)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def cell(text):
    return Cell.parse(text)


@pytest.fixture
def at():
    return cell


@pytest.fixture
def bench():
    """Hand the makers of forms and sheets to tests, which cannot import a conftest."""
    from types import SimpleNamespace

    return SimpleNamespace(
        form=make_form, sheet=make_sheet, money=MONEY, at=AT, measures=MEASURES, grid=grid_section,
        roster=roster_section,
    )  # fmt: skip
