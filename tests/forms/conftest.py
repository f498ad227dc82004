"""Fill any declared form with plausible figures, as a careful officer would."""

import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import (
    Cell,
    CellType,
    SectionKind,
    Severity,
)
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.personal import lists_of
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import PersonKind
from ctmtqg_desktop.entries.change import Change, SheetKey
from ctmtqg_desktop.entries.overview import inputs
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import Wording
from ctmtqg_desktop.rules.engine import Surroundings
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.rules.program import compile_form

WORDS, PERSON = "Nội dung thử", "Hộ Giàng Thị Thử"
BY_TYPE = {
    CellType.MONEY: "100", CellType.NUMBER: "4", CellType.INTEGER: "4", CellType.PERCENT: "50",
    CellType.TEXT: WORDS, CellType.DATE: "15/3/2024", CellType.MET: "đạt",
}  # fmt: skip
PLAUSIBLE = {
    "keo_dai.giai_ngan": "60", "keo_dai.thu_hoi": "40",
    "luy_ke": "50", "kp_luy_ke": "100", "tong_muc": "900",
    # houses: all new; works by kind: all of one kind
    "ho.dt_da1_0_05_sua_chua": "0",
    "theo_loai.trong_ky": "0", "theo_loai.hoan_thanh": "0", "theo_loai.loai_giao_thong": "8",
    # the movement of poor and near-poor households: 10 - 3 + 4 = 11
    "dien_bien.dau_ky": "10", "dien_bien.cuoi_ky": "11", "thanh_can_ngheo": "1",
    "vuot_chuan": "1", "giam_khac": "1", "thanh_ngheo": "1", "tu_can_ngheo": "1",
    "tu_ngheo": "1", "tai_ngheo": "1", "tai_can_ngheo": "1", "phat_sinh": "1", "tang_khac": "1",
    "ket_qua.dan_cu": "40", "ket_qua.ho_ngheo.ho_kinh": "5", "ket_qua.ho_ngheo.ho_dtts": "6",
    "ket_qua.ho_ngheo.khau_kinh": "5", "ket_qua.ho_ngheo.khau_dtts": "6",
    "ket_qua.ho_can_ngheo.ho_kinh": "5", "ket_qua.ho_can_ngheo.ho_dtts": "6",
    "ket_qua.ho_can_ngheo.khau_kinh": "5", "ket_qua.ho_can_ngheo.khau_dtts": "6",
    "chung.tong_ngheo": "11", "chung.tong_can_ngheo": "11", "thieu_can_ngheo.so_ho": "1",
    "nhom.tong": "11", "dan_toc.r1.ho_ngheo": "5", "dan_toc.r2.ho_ngheo": "6",
    "dan_toc.r1.ho_can_ngheo": "5", "dan_toc.r2.ho_can_ngheo": "6",
    "khau_ngheo": "20", "khau_can_ngheo": "20", "ho_dan_cu": "20",
    # plan 003: 1.000 = 570 + 430 and 1.320 = 250 + 200 + 15 + 60 + 795
    "dao_tao.nong_nghiep": "570", "dao_tao.phi_nong_nghiep": "430",
    "viec_lam.chuong_trinh": "250", "viec_lam.vay_von": "200", "viec_lam.xuat_khau": "15",
    "viec_lam.tkv": "60", "viec_lam.tuyen_chon": "795",
}  # fmt: skip
BY_PERSON = {PersonKind.IDENTITY_NUMBER: "012090{:06d}", PersonKind.BIRTH_MALE: "1990"}
BLANK = frozenset({"nam_nu"})
"""Columns left empty: a person's year of birth stands in one of two."""
CHOSEN = {
    "dan_toc.r2.nhom": "dtts",
    "cong_trinh.r2.loai": "khoi-cong-moi",
}
_TOTAL = re.compile(r"(\w+)\.(\w+) = tổng\(([\w., ]+)\)")
ROSTER_ROWS = 2


def unit_of(period: Period) -> Unit:
    """Return a commune that is there in any year."""
    return Unit(
        "00001", "xa", "Xã Thử", "", period.start, "tdmnpb", "Ủy ban nhân dân xã Thử", "Thử",
        "dữ liệu thử", Confidence.UNVERIFIED,
    )  # fmt: skip


class World:
    """All forms of one unit for one period, each seeing the others."""

    def __init__(self, catalogue: Catalogue, period: Period) -> None:
        self.catalogue, self.period = catalogue, period
        self.unit = unit_of(period)
        self._sheets: dict[str, Sheet] = {}

    def sheet(
        self, form_id: str, *, filled: bool = True, version: int | None = None, **earlier: Sheet
    ) -> Sheet:
        """Return a new sheet of a form; the forms it uses are filled and stand around it.

        ``earlier`` are the sheets of earlier periods, named as in ``Surroundings``.
        """
        form = (
            self.catalogue.form(form_id, version) if version is not None
            else self.catalogue.form_at(form_id, self.period.end)
        )  # fmt: skip
        others = {used: self._other(used) for used in form.uses.values()}
        opened = {alias: others[used].form for alias, used in form.uses.items()}
        program = compile_form(self.catalogue.opened(form, self.unit, self.period), opened)
        made = Sheet(
            key=SheetKey(form.id, form.version, self.unit.code, self.period.code),
            program=program, unit=self.unit, period=self.period,
            wording=Wording(self.catalogue.measures, lambda code, facts: f"{code} {facts}"),
            around=Surroundings(others=others.get, **earlier),
        )  # fmt: skip
        if filled:
            fill(made)
        return made

    def _other(self, form_id: str) -> Sheet:
        if form_id not in self._sheets:
            self._sheets[form_id] = self.sheet(form_id)
        return self._sheets[form_id]


Keep = Callable[[Change], object]
SCALED = {CellType.MONEY, CellType.NUMBER, CellType.INTEGER}


def fill(sheet: Sheet, keep: Keep = lambda _: None) -> None:
    """Type something plausible into every cell, then settle the totals that rules demand.

    ``keep`` is told of every step, as a store is.
    """
    for section in sheet.form.sections:
        if section.kind is SectionKind.ROSTER and not section.tasks:
            for _ in range(ROSTER_ROWS):
                keep(sheet.add_row(section.id).change)
    texts = [(cell, plausible(sheet, cell)) for cell in inputs(sheet)]
    lists = lists_of(sheet.form)
    texts = [
        (cell, f"{PERSON if cell.section in lists else text} {number}" if text == WORDS else text)
        for number, (cell, text) in enumerate(texts, 1)
    ]
    keep(sheet.set_texts(texts).change)
    for cell, total in _totals(sheet):
        if sheet.spec(cell).is_input:
            keep(sheet.set_texts([(cell, total)]).change)


def vary(sheet: Sheet, keep: Keep = lambda _: None) -> int:
    """Give every row other figures, where the form's rules allow; return in how many sections.

    The figures of a row are multiplied by its number, so that what holds along a row still does.
    """
    before = len(errors(sheet))
    varied = 0
    for section in sheet.form.sections:
        cells = [c for c in inputs(sheet) if c.section == section.id]
        numbers = [c for c in cells if sheet.spec(c).type in SCALED and sheet.text(c).isdigit()]
        places = {row: place for place, row in enumerate(sheet.rows(section.id), 2)}
        old = [(c, sheet.text(c)) for c in numbers]
        new = [(c, str(int(text) * places[c.row])) for c, text in old]
        done = sheet.set_texts(new).change
        if len(errors(sheet)) > before:
            sheet.set_texts(old)
        elif new:
            keep(done)
            varied += 1
    return varied


def errors(sheet: Sheet) -> list[Finding]:
    """Return what no reason could excuse."""
    return [f for f in sheet.findings() if f.severity is Severity.ERROR]


def plausible(sheet: Sheet, cell: Cell) -> str:
    """Return what to type: by full address, row, section's column, column, or type."""
    section, row, column = cell
    names = (f"{section}.{row}.{column}", f"{section}.{row}", f"{section}.{column}", column)
    spec = sheet.spec(cell)
    if column in BLANK:
        return ""
    declared = sheet.form.section(section).column(column)
    if declared is not None and declared.kind in BY_PERSON:
        return BY_PERSON[declared.kind].format(int(row.removeprefix("r")))
    if spec.choices:
        return CHOSEN.get(f"{section}.{row}.{column}", spec.choices[0].id)
    money = spec.type is CellType.MONEY and column == "luy_ke"
    known = next((PLAUSIBLE[name] for name in names if name in PLAUSIBLE and not money), None)
    return known if known is not None and spec.type.is_number else BY_TYPE[spec.type]


def _totals(sheet: Sheet) -> Iterator[tuple[Cell, str]]:
    for rule in sheet.form.rules:
        found = _TOTAL.fullmatch(rule.check)
        if not found or rule.each != "form" or rule.severity is not Severity.ERROR:
            continue
        row, column, parts = found.groups()
        places = [Cell(rule.section, *part.split(".")) for part in parts.split(", ")]
        yield Cell(rule.section, row, column), str(sum(int(sheet.text(p)) for p in places))


@pytest.fixture(scope="session")
def worlds() -> Callable[[Catalogue, Period], World]:
    """Give the world of a period, made once."""
    made: dict[Period, World] = {}
    return lambda catalogue, period: made.setdefault(period, World(catalogue, period))


@pytest.fixture(scope="session")
def filler() -> SimpleNamespace:
    """Give the functions that fill any sheet."""
    return SimpleNamespace(fill=fill, vary=vary, errors=errors, blank=BLANK)
