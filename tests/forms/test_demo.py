"""Requirements: the illustrative figures of Tam Đường 2024 make the plan's arithmetic come out.

Communes per criterion sum to 222 (18,5 each of 12), resources to 144.771 triệu đồng with their
parts, 41 works; no rule of severity error is broken and every demanded reason is there.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.assets import resource
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import (
    Cell,
    CellType,
    Column,
    Form,
    SectionKind,
    Severity,
)
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY, Value
from ctmtqg_desktop.entries.change import Refused
from ctmtqg_desktop.entries.typed import read_entry
from ctmtqg_desktop.rules.engine import Engine, Surroundings
from ctmtqg_desktop.rules.names import spec_of
from ctmtqg_desktop.rules.program import compile_form

YEAR = Period.parse("2024")
MILLION = 1_000_000
ASSESSMENT, RESOURCES, WORKS = "ntm-xa-tu-danh-gia", "ntm-nguon-luc", "ntm-cong-trinh"


@dataclass
class Filled:
    """One form of one unit, as typed and then computed."""

    form: Form
    cells: dict[Cell, Value] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)

    def value(self, cell: Cell) -> Value:
        return self.cells.get(cell, EMPTY)

    def rows(self, section: str) -> Sequence[str]:
        return self.keys.get(section, [])

    def number(self, address: str) -> Decimal:
        found = self.value(Cell.parse(address))
        assert isinstance(found, Decimal | bool), address
        return Decimal(found)


@dataclass
class Owner:
    """One unit of the demonstration."""

    name: str
    sheets: dict[str, Filled]
    reasons: dict[str, str]
    found: list[tuple[Severity, str]]


def _typed(
    declared: dict[str, Any], common: dict[str, Any], form: Form
) -> Iterator[tuple[Cell, str]]:
    cells = {**common.get(form.id, {}), **declared.get("forms", {}).get(form.id, {})}
    yield from ((Cell.parse(address), text) for address, text in cells.items())
    for section, rows in declared.get("rosters", {}).get(form.id, {}).items():
        for key, row in enumerate(rows):
            yield from ((Cell(section, str(key), column), text) for column, text in row.items())


def _filled(
    catalogue: Catalogue, declared: dict[str, Any], common: dict[str, Any], form: Form
) -> Filled:
    sheet = Filled(form)
    for section, rows in declared.get("rosters", {}).get(form.id, {}).items():
        sheet.keys[section] = [str(key) for key in range(len(rows))]
    for cell, text in _typed(declared, common, form):
        spec = spec_of(form, cell)
        assert spec is not None
        assert spec.is_input, (declared["code"], form.id, str(cell))
        value = read_entry(text, spec, catalogue.measures)
        assert not isinstance(value, Refused), (declared["code"], form.id, str(cell), text)
        sheet.cells[cell] = value
    return sheet


def _owner(catalogue: Catalogue, declared: dict[str, Any], demo: dict[str, Any]) -> Owner:
    unit = catalogue.unit_for(declared["code"], YEAR)
    common = demo["common"].get(unit.kind, {})
    forms = [
        catalogue.opened(f, unit, YEAR) for f in catalogue.forms_of("ctmtqg-xa", unit, YEAR.end)
    ]
    sheets = {f.id: _filled(catalogue, declared, common, f) for f in forms}
    opened = {f.id: f for f in forms}
    around = Surroundings(others=sheets.get)
    programs = [
        compile_form(f, {alias: opened[used] for alias, used in f.uses.items()}) for f in forms
    ]
    engines = [Engine(p, sheets[p.form.id], around) for p in programs]
    for engine in engines:
        for cell, value in engine.compute(engine.program.order):
            sheets[engine.program.form.id].cells[cell] = value
    found = [(f.severity, f"{f.code}@{f.cell}") for e in engines for f in e.findings(_shown)]
    return Owner(unit.name, sheets, declared.get("justifications", {}), found)


def _shown(ref: object, value: Value) -> str:
    del ref
    return str(value)


@pytest.fixture(scope="module")
def owners() -> list[Owner]:
    catalogue = shipped_catalogue()
    demo = tomllib.loads(resource("demo", "tam-duong-2024.toml").read_text(encoding="utf-8"))
    return [_owner(catalogue, declared, demo) for declared in demo["units"]]


def test_every_cell_to_type_is_typed(owners: list[Owner]) -> None:
    for owner in owners:
        for sheet in owner.sheets.values():
            for section in sheet.form.sections:
                for row in section.rows if section.kind is not SectionKind.ROSTER else ():
                    for column in section.columns or (Column("value", ""),):
                        cell = Cell(section.id, row.id, column.id)
                        spec = spec_of(sheet.form, cell)
                        if spec and spec.is_input and spec.type is not CellType.TEXT:
                            assert cell in sheet.cells, (owner.name, str(cell))


def test_communes_per_criterion(owners: list[Owner]) -> None:
    met = Counter[int]()
    for owner in owners:
        for number in range(1, 20) if ASSESSMENT in owner.sheets else ():
            met[number] += (
                owner.sheets[ASSESSMENT].value(Cell("bo_tieu_chi", f"tc{number}", "dat")) is True
            )
    assert {n: k for n, k in met.items() if k != 12} == {5: 11, 10: 11, 11: 9, 17: 11}
    assert sum(met.values()) == 222


def test_villages_and_communes_recognised(owners: list[Owner]) -> None:
    communes = [o.sheets[ASSESSMENT] for o in owners if ASSESSMENT in o.sheets]
    villages = {
        o.name: n
        for o in owners
        if ASSESSMENT in o.sheets and (n := o.sheets[ASSESSMENT].number("chung.so_ban_dat"))
    }
    assert villages == {"Xã Sơn Bình": 5, "Xã Giang Ma": 6, "Xã Nà Tăm": 4, "Xã Tả Lèng": 5}
    assert sum(c.number("chung.duy_tri") for c in communes) == 8


@pytest.mark.parametrize(
    ("row", "figure"),
    [("tong", 144_771), ("nstw", 28_113), ("nstw_dau_tu", 23_198), ("nstw_su_nghiep", 4_915),
     ("nsdp", 11_873), ("long_ghep", 104_785), ("long_ghep_gnbv", 14_979),
     ("long_ghep_dtts", 89_806), ("cong_dong", 0)],
)  # fmt: skip
def test_resources_add_up_to_the_dong(owners: list[Owner], row: str, figure: int) -> None:
    planned = (o.sheets[RESOURCES].number(f"nguon_luc.{row}.ke_hoach") for o in owners)
    assert sum(planned) == figure * MILLION


@pytest.mark.parametrize(
    ("fund", "carried", "new", "figure"),
    [("ntm", 13, 0, 23_198), ("nsdp", 6, 1, 11_873), ("dtts", 14, 7, 51_285)],
)
def test_works_of_each_fund(
    owners: list[Owner], fund: str, carried: int, new: int, figure: int
) -> None:
    kinds, planned = Counter[Value](), Decimal(0)
    for owner in owners:
        sheet = owner.sheets[WORKS]
        for key in sheet.rows("cong_trinh"):
            if sheet.value(Cell("cong_trinh", key, "nguon")) == fund:
                kinds[sheet.value(Cell("cong_trinh", key, "loai"))] += 1
                planned += sheet.number(f"cong_trinh.{key}.ke_hoach")
    assert kinds["chuyen-tiep"] == carried
    assert kinds["khoi-cong-moi"] == new
    assert planned == figure * MILLION


def test_only_explained_findings_remain(owners: list[Owner]) -> None:
    for owner in owners:
        assert {severity for severity, _ in owner.found} <= {Severity.JUSTIFY}, owner.name
        assert {place for _, place in owner.found} == set(owner.reasons), owner.name
    assert sum(len(o.reasons) for o in owners) == 6
