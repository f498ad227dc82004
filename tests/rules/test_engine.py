"""DESIGN 4: rules are data; a missing operand skips, counts as zero or fails."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from ctmtqg_desktop.catalogue.records.form import (
    Cell,
    CellType,
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
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.rules.engine import Engine, Surroundings
from ctmtqg_desktop.rules.program import compile_form

MILLION = 1_000_000


class Held:
    """Values as a sheet would give them."""

    def __init__(self, cells=(), rows=()):
        self.cells = dict(cells)
        self.keys = dict(rows)

    def value(self, cell):
        return self.cells.get(cell, EMPTY)

    def rows(self, section):
        return self.keys.get(section, ())


def form(*sections, rules=(), uses=None):
    return Form(
        "form", "thu", 1, "Thử", "Thử", "x", "thử", Confidence.SEED, date(2021, 1, 1), sections,
        rules=rules, uses=uses or {},
    )  # fmt: skip


def field(name, kind=CellType.INTEGER, **more):
    return Row(name, name.upper(), type=kind, measure="ho", **more)


FIELDS = Section("chung", SectionKind.FIELDS, rows=(
    field("a"), field("b"), field("loai", CellType.TEXT), field("dat", CellType.MET),
))  # fmt: skip
ROSTER = Section("ds", SectionKind.ROSTER, columns=(
    Column("so", "Số", CellType.NUMBER), Column("ten", "Tên"),
))  # fmt: skip


def rule(check, **more):
    given = {"id": "r", "check": check, "severity": Severity.ERROR, "message": "{row}{column}",
             "missing": Missing.SKIP} | more  # fmt: skip
    return Rule(**given)


def findings(rules, cells=(), rows=(), sections=(FIELDS, ROSTER), **around):
    program = compile_form(form(*sections, rules=rules), {})
    engine = Engine(program, Held(cells, rows), Surroundings(**around))
    return list(engine.findings(lambda _, value: f"<{value}>"))


def at(name, section="chung"):
    return Cell(section, name, "value")


@pytest.mark.parametrize(("missing", "found"), [
    (Missing.SKIP, 0), (Missing.ZERO, 1), (Missing.FAIL, 1),
])  # fmt: skip
@pytest.mark.parametrize("absent", [EMPTY, NOT_APPLICABLE])
def test_a_missing_number_skips_or_counts_as_zero_or_fails(missing, found, absent):
    check = rule("chung.a < chung.b", missing=missing)
    assert len(findings([check], {at("a"): Decimal(3), at("b"): absent})) == found


@pytest.mark.parametrize("check", [
    "chung.loai <> \"x\"", "chung.dat", "không có(chung.loai)", "không áp_dụng(chung.dat)",
])  # fmt: skip
def test_reading_as_zero_is_for_numbers_only(check):
    """A missing text or verdict is no number: no zero may stand in its place."""
    absent = {at("loai"): EMPTY, at("dat"): NOT_APPLICABLE}
    zero, skip = (findings([rule(check, missing=m)], absent) for m in (Missing.ZERO, Missing.SKIP))
    assert zero == skip == []


def test_a_figure_that_is_there_decides_whatever_missing_says():
    for missing in Missing:
        check = rule("chung.a < chung.b", missing=missing)
        assert not findings([check], {at("a"): Decimal(1), at("b"): Decimal(2)})
        assert findings([check], {at("a"): Decimal(2), at("b"): Decimal(2)})


def test_a_rule_per_row_of_a_roster_names_the_row_and_points_into_it():
    check = rule("so < 10", section="ds", each="row", cell="so", message="{row}: {so} / {no}")
    cells = {Cell("ds", "r4", "so"): Decimal(12), Cell("ds", "r2", "so"): Decimal(3)}
    found = findings([check], cells, {"ds": ("r2", "r4")})
    assert [(f.cell, f.message) for f in found] == [
        (Cell("ds", "r4", "so"), "dòng 2: <12> / dòng 2")
    ]


def test_a_rule_over_a_whole_column_sees_every_row():
    check = rule("tổng(ds.so) = chung.a", cell="chung.a")
    cells = {Cell("ds", k, "so"): Decimal(n) for k, n in (("r1", 3), ("r2", 4))}
    rows = {"ds": ("r1", "r2")}
    assert not findings([check], {**cells, at("a"): Decimal(7)}, rows)
    found = findings([check], {**cells, at("a"): Decimal(8)}, rows)
    assert [f.cell for f in found] == [at("a")]


@pytest.mark.parametrize(("name", "around"), [
    ("kỳ_trước", "previous"), ("kỳ_trước_cùng_năm", "previous_in_year"),
    ("cùng_kỳ", "last_year"),
])  # fmt: skip
def test_names_reach_into_other_periods(name, around):
    check = rule(f"chung.a >= {name}.chung.a", message=f"{{chung.a}} {{{name}.chung.a}}")
    now = {at("a"): Decimal(1)}
    assert not findings([check], now)
    found = findings([check], now, **{around: Held({at("a"): Decimal(2)})})
    assert [f.message for f in found] == ["<1> <2>"]


def test_names_reach_the_target_and_other_forms():
    check = rule("chung.a >= chỉ_tiêu.chung.a")
    assert not findings([check], {at("a"): Decimal(1)})
    assert findings([check], {at("a"): Decimal(1)}, targets={at("a"): Decimal(2)})
    program = compile_form(
        form(FIELDS, rules=[rule("chung.a = bieu.chung.a")], uses={"bieu": "khac"}),
        {"bieu": replace(form(FIELDS), id="khac")},
    )
    others = {"khac": Held({at("a"): Decimal(9)})}.get
    engine = Engine(program, Held({at("a"): Decimal(1)}), Surroundings(others=others))
    assert len(list(engine.findings(lambda _r, v: str(v)))) == 1


def test_formulas_are_computed_operands_first_and_a_circle_is_refused():
    rows = (field("c", formula="chung.b + 1"), field("b", formula="chung.a + 1"), field("a"))
    program = compile_form(form(Section("chung", SectionKind.FIELDS, rows=rows)), {})
    assert program.order == (at("b"), at("c"))
    assert program.affected([at("a")]) == (at("b"), at("c"))
    circle = (field("c", formula="chung.b + 1"), field("b", formula="chung.c + 1"))
    with pytest.raises(FormError) as refused:
        compile_form(form(Section("chung", SectionKind.FIELDS, rows=circle)), {})
    assert refused.value.code == "rules.cycle"


def test_the_checks_that_a_change_can_turn_are_found():
    rules = [rule("chung.a > 0", id="x"), rule("chung.b > 0", id="y"),
             rule("tổng(ds.so) > 0", id="z")]  # fmt: skip
    program = compile_form(form(FIELDS, ROSTER, rules=rules), {})
    assert [c.rule.id for c in program.checks_of([at("a")])] == ["x"]
    assert [c.rule.id for c in program.checks_of([Cell("ds", "r7", "so")])] == ["z"]


def test_a_rule_that_is_no_question_is_refused():
    with pytest.raises(FormError) as refused:
        compile_form(form(FIELDS, rules=[rule("chung.a + 1")]), {})
    assert refused.value.code == "rules.not-logic"


# -- the rules of the shipped forms


FUNDS, WORKS, SELF = "ntm-nguon-luc", "ntm-cong-trinh", "ntm-xa-tu-danh-gia"


def fund(row, column="ke_hoach"):
    return Cell("nguon_luc", row, column)


def found(sheet, code):
    return [f for f in sheet.findings() if f.code == code]


def fill(sheet, **columns):
    sheet.set_texts([(fund("nsdp", name), text) for name, text in columns.items()])


def test_disbursed_may_not_exceed_planned_and_carried_over(new_sheet):
    sheet = new_sheet(FUNDS)
    fill(sheet, ke_hoach="100", keo_dai="20,5", luy_ke="120,5", trong_ky="1")
    assert not found(sheet, "nl-giai-ngan-vuot-von")
    fill(sheet, luy_ke="1.120,501")
    one = found(sheet, "nl-giai-ngan-vuot-von")
    assert [(f.severity, f.cell, f.blocks) for f in one] == [
        (Severity.ERROR, fund("nsdp", "luy_ke"), True)
    ]
    assert "1.120,501 triệu đồng" in one[0].message
    assert "20,5 triệu đồng" in one[0].message
    assert one[0].message.startswith("2. Vốn ngân sách địa phương")


def test_nothing_is_found_while_figures_are_missing(new_sheet):
    sheet = new_sheet(FUNDS)
    assert sheet.findings() == ()
    fill(sheet, trong_ky="7")
    assert not found(sheet, "nl-giai-ngan-vuot-von")


def test_cumulative_is_compared_with_the_period_before_in_the_same_year_only(new_sheet):
    before = new_sheet(FUNDS, period="2024-M02")
    fill(before, luy_ke="50", ke_hoach="100")
    march = new_sheet(FUNDS, period="2024-M03", previous=before, previous_in_year=before)
    fill(march, luy_ke="40", ke_hoach="100")
    one = found(march, "nl-luy-ke-giam")
    assert [(f.severity, f.blocks) for f in one] == [(Severity.JUSTIFY, True)]
    assert "40 triệu đồng thấp hơn kỳ trước (50 triệu đồng)" in one[0].message
    january = new_sheet(FUNDS, period="2025-M01", unit="03424", previous=before)
    fill(january, luy_ke="1", ke_hoach="100")
    assert not found(january, "nl-luy-ke-giam")


def test_a_written_reason_lets_a_finding_stand(new_sheet):
    before = new_sheet(FUNDS)
    fill(before, luy_ke="50", ke_hoach="100")
    sheet = new_sheet(FUNDS, previous=before, previous_in_year=before)
    fill(sheet, luy_ke="40", ke_hoach="100")
    one = found(sheet, "nl-luy-ke-giam")[0]
    sheet.reasons[(one.code, str(one.cell))] = "Thu hồi tạm ứng"
    again = found(sheet, "nl-luy-ke-giam")[0]
    assert (again.justification, again.blocks) == ("Thu hồi tạm ứng", False)


@pytest.mark.parametrize(("typed", "suspicious"), [
    ("0,028", True), ("0", False), ("0,1", False), ("28.113", False), ("28.113.000", True),
])  # fmt: skip
def test_a_wrong_measure_is_suspected(new_sheet, typed, suspicious):
    sheet = new_sheet(FUNDS)
    fill(sheet, ke_hoach=typed)
    one = found(sheet, "nl-nghi-sai-don-vi")
    assert bool(one) is suspicious
    assert all(f.severity is Severity.WARNING and not f.blocks for f in one)


def test_below_a_threshold_wants_a_reason(new_sheet):
    sheet = new_sheet(SELF)
    sheet.set_texts([(Cell("bo_tieu_chi", "tc10", "ket_qua"), "30")])
    one = found(sheet, "tdg-tieu-chi-chua-dat")
    assert [(f.cell, f.severity) for f in one] == [
        (Cell("bo_tieu_chi", "tc10", "dat"), Severity.JUSTIFY)
    ]
    assert "Tiêu chí số 10 chưa đạt" in one[0].message


def test_less_than_the_assigned_target_wants_a_reason(new_sheet, library, declared):
    from ctmtqg_desktop.catalogue.records.periods import Period

    period = Period.parse("2024")
    unit = declared.unit_for("03405", period)
    targets = library.targets(declared.form(SELF), unit, period)
    assert targets == {Cell("chung", "so_ban_dat", "value"): Decimal(6)}
    sheet = new_sheet(SELF, unit="03405", targets=targets)
    sheet.set_texts([(Cell("chung", "so_ban_dat", "value"), "5")])
    one = found(sheet, "tdg-ban-dat-chi-tieu")
    assert "5 thấp hơn chỉ tiêu được giao 6 bản" in one[0].message
    sheet.set_texts([(Cell("chung", "so_ban_dat", "value"), "6")])
    assert not found(sheet, "tdg-ban-dat-chi-tieu")


def test_a_criterion_met_before_and_lost_now_wants_a_reason(new_sheet):
    before = new_sheet(SELF, period="2023")
    before.set_texts([(Cell("bo_tieu_chi", "tc10", "ket_qua"), "99")])
    sheet = new_sheet(SELF, previous=before)
    sheet.set_texts([(Cell("bo_tieu_chi", "tc10", "ket_qua"), "30")])
    assert found(sheet, "tdg-tieu-chi-rot")


def test_works_are_checked_row_by_row_and_against_their_total(new_sheet):
    sheet = new_sheet(WORKS)
    for plan in ("100", "200"):
        key = sheet.add_row("cong_trinh").change.rows[0].key
        sheet.set_texts([(Cell("cong_trinh", key, "ke_hoach"), plan),
                         (Cell("cong_trinh", key, "keo_dai"), "0"),
                         (Cell("cong_trinh", key, "luy_ke"), "150")])  # fmt: skip
    one = found(sheet, "ct2-giai-ngan-vuot-von")
    assert [f.cell.row for f in one] == [sheet.rows("cong_trinh")[0]]
    assert "dòng 1: lũy kế giải ngân 150 triệu đồng" in one[0].message


def test_sum_of_parts_is_checked_against_a_total_from_elsewhere(new_sheet):
    """The total itself is computed; what is told of it elsewhere must agree to the đồng."""
    sheet = new_sheet(FUNDS)
    fill(sheet, ke_hoach="0,001")
    assert sheet.value(fund("tong")) == 1000
    assert not found(sheet, "nl-tong-bang-thanh-phan")


def test_a_figure_of_another_form_is_told_in_its_measure(new_sheet):
    funds = new_sheet(FUNDS)
    funds.set_texts([(fund("nsdp"), "777")])
    sheet = new_sheet(WORKS, others={FUNDS: funds}.get)
    key = sheet.add_row("cong_trinh").change.rows[0].key
    sheet.set_texts([(Cell("cong_trinh", key, "nguon"), "nsdp"),
                     (Cell("cong_trinh", key, "ke_hoach"), "1.000")])  # fmt: skip
    said = [f.message for f in sheet.findings() if "777" in f.message]
    assert said
    assert all("777 triệu đồng" in text for text in said)
    assert all("1.000 triệu đồng" in text for text in said)
