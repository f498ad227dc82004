"""Issue 2, part 2: 19 criteria, 57 sub-criteria; wording by date, threshold by region and year."""

from decimal import Decimal

import pytest

from ctmtqg_desktop.catalogue.expand import TOTAL_CONTENTS, TOTAL_CRITERIA, expand_form
from ctmtqg_desktop.catalogue.records.form import Cell, CellType, cell_spec
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE

SET, FORM, GRID = "ntm-xa-2021-2025", "ntm-xa-tu-danh-gia", "bo_tieu_chi"


@pytest.fixture(scope="module")
def opened(declared):
    def make(period="2024", region="tdmnpb"):
        form = declared.form(FORM)
        return expand_form(form, declared.criteria_sets, region, Period.parse(period))

    return make


@pytest.fixture(scope="module")
def grid(opened):
    return lambda period="2024", region="tdmnpb": opened(period, region).section(GRID)


def spec(section, row, column):
    return cell_spec(section, section.row(row), section.column(column))


def test_the_grid_has_every_criterion_and_every_content(declared, grid):
    criteria = declared.criteria_sets[SET]
    codes = [s.code for c in criteria.criteria for s in c.subcriteria]
    assert (len(criteria.criteria), len(codes)) == (19, 57)
    rows = {row.id: row for row in grid().rows}
    assert {f"tc{code.replace('.', '_')}" for code in codes} <= set(rows)
    assert len({row.id for row in grid().rows}) == len(grid().rows)
    assert [row.no for row in grid().rows if row.heading and row.no][:2] == ["1", "2"]


def test_every_content_can_be_answered_in_exactly_one_way(grid):
    section = grid()
    for row in section.rows:
        answers = [c for c in ("ket_qua", "tu_danh_gia") if spec(section, row.id, c).is_input]
        divided = section.row(f"{row.id}_nam") is not None
        is_head = row.heading
        assert bool(answers) is not is_head, row.id
        assert spec(section, row.id, "dat").formula or row.id.startswith("tong_"), row.id
        if divided:
            assert answers == ["ket_qua"], row.id


@pytest.mark.parametrize("code", ["13.1", "15.4", "17.1", "18.4"])
def test_wording_of_decision_211_holds_from_the_day_it_says(declared, grid, code):
    row = f"tc{code.replace('.', '_')}"
    before, after = grid("2023").row(row), grid("2024").row(row)
    assert "211" in after.source
    if code == "17.1":  # its wording before the decision is not known: the later one stands
        assert before.label == after.label
    else:
        assert before.label != after.label
        assert "211" not in before.source
    subs = (s for c in declared.criteria_sets[SET].criteria for s in c.subcriteria)
    wordings = next(s for s in subs if s.code == code).wordings
    assert after.label == max(wordings, key=lambda w: w.valid_from).text


def test_wording_of_all_other_contents_did_not_change(grid):
    changed = {
        row.no
        for row in grid("2024").rows
        if row.no and grid("2023").row(row.id).label != row.label
    }
    assert changed == {"13.1", "15.4", "18.4"}


@pytest.mark.parametrize(("year", "figure"), [("2022", "39"), ("2023", "42"), ("2024", "45"),
                                              ("2025", "48")])  # fmt: skip
def test_income_threshold_rises_with_the_year(grid, year, figure):
    assert grid(year).row("tc10").requirement == f"≥ {figure}"


def test_threshold_is_that_of_the_region(grid):
    assert grid("2024", "tdmnpb").row("tc10").requirement == "≥ 45"
    assert grid("2024", "no-such-region").row("tc10").requirement != "≥ 45"


def test_where_the_province_sets_the_figure_the_officer_judges(declared, grid):
    section = grid()
    subs = [s for c in declared.criteria_sets[SET].criteria for s in c.subcriteria]
    left = [s for s in subs if s.by_province and s.judged.value != "met"
            and s.threshold("tdmnpb", 2024) is None and not s.parts]  # fmt: skip
    assert left
    for sub in left:
        row = f"tc{sub.code.replace('.', '_')}"
        assert section.row(row).requirement == "Tỉnh quy định", sub.code
        assert spec(section, row, "ket_qua").is_input, sub.code
        assert spec(section, row, "tu_danh_gia").is_input, sub.code
        assert spec(section, row, "dat").formula == "đánh_giá(tu_danh_gia, tu_danh_gia)"


def test_a_form_without_criteria_is_returned_as_it_is(declared):
    form = declared.form("ntm-nguon-luc")
    assert expand_form(form, declared.criteria_sets, "tdmnpb", Period.parse("2024")) is form


def test_totals_ask_for_all_and_count_what_is_met(grid):
    rows = {row.id: row for row in grid().rows}
    assert (rows[TOTAL_CRITERIA].requirement, rows[TOTAL_CONTENTS].requirement) == ("19", "57")


# -- the verdicts, computed


def at(row, column="dat"):
    return Cell(GRID, row, column)


@pytest.fixture
def sheet(new_sheet):
    return new_sheet(FORM)


def judge(sheet, *items):
    sheet.set_texts([(at(row, column), text) for row, column, text in items])


def test_a_criterion_is_met_only_when_every_content_is(sheet):
    judge(sheet, ("tc1_1", "tu_danh_gia", "Đạt"))
    assert sheet.value(at("tc1")) is EMPTY
    judge(sheet, ("tc1_2", "tu_danh_gia", "Chưa đạt"))
    assert sheet.value(at("tc1")) is False
    judge(sheet, ("tc1_2", "tu_danh_gia", "Đạt"))
    assert sheet.value(at("tc1")) is True


def test_one_content_not_met_decides_even_while_others_are_unknown(sheet):
    judge(sheet, ("tc1_1", "tu_danh_gia", "c"))
    assert sheet.value(at("tc1")) is False


def test_a_figure_is_compared_with_its_threshold_exactly(sheet):
    judge(sheet, ("tc10", "ket_qua", "44,999"))
    assert sheet.value(at("tc10")) is EMPTY  # refused: three decimals where two are declared
    judge(sheet, ("tc10", "ket_qua", "44,99"))
    assert sheet.value(at("tc10")) is False
    judge(sheet, ("tc10", "ket_qua", "45"))
    assert sheet.value(at("tc10")) is True


def test_what_does_not_apply_is_passed_over(sheet, declared):
    subs = [s for c in declared.criteria_sets[SET].criteria for s in c.subcriteria
            if s.not_applicable and not s.parts and s.code.count(".")]  # fmt: skip
    assert subs
    sub = subs[0]
    row = f"tc{sub.code.replace('.', '_')}"
    column = "ket_qua" if sheet.spec(at(row, "ket_qua")).is_input else "tu_danh_gia"
    judged = "tu_danh_gia" if sheet.spec(at(row, "tu_danh_gia")).is_input else column
    judge(sheet, (row, judged, "KAD"))
    assert sheet.value(at(row)) is NOT_APPLICABLE
    head = sub.code.partition(".")[0]
    for other in sheet.form.section(GRID).rows:
        if other.no.startswith(f"{head}.") and other.no != sub.code:
            for col, text in (("tu_danh_gia", "Đạt"), ("ket_qua", "100")):
                if sheet.spec(at(other.id, col)).is_input:
                    judge(sheet, (other.id, col, text))
    assert sheet.value(at(f"tc{head}")) in {True, False}
    assert sheet.value(at(f"tc{head}")) is not EMPTY


def test_a_content_for_both_sexes_is_met_only_when_both_are(sheet):
    judge(sheet, ("tc12_1_nam", "tu_danh_gia", "Đạt"))
    assert sheet.value(at("tc12_1_nam")) is True
    assert sheet.value(at("tc12_1")) is EMPTY
    judge(sheet, ("tc12_1_nu", "tu_danh_gia", "Chưa đạt"))
    assert sheet.value(at("tc12_1")) is False
    judge(sheet, ("tc12_1_nu", "tu_danh_gia", "Đạt"))
    assert sheet.value(at("tc12_1")) is True
    assert not sheet.spec(at("tc12_1", "tu_danh_gia")).is_input


def test_the_figure_beside_the_judgement_is_kept(sheet):
    judge(sheet, ("tc12_1_nam", "ket_qua", "87,5"))
    assert sheet.value(at("tc12_1_nam", "ket_qua")) == Decimal("87.5")
    assert sheet.value(at("tc12_1_nam")) is EMPTY


def test_totals_count_criteria_and_contents(sheet):
    judge(sheet, ("tc1_1", "tu_danh_gia", "Đạt"), ("tc1_2", "tu_danh_gia", "Đạt"),
          ("tc10", "ket_qua", "50"))  # fmt: skip
    assert sheet.value(at(TOTAL_CRITERIA, "ket_qua")) == Decimal(2)
    assert sheet.value(at(TOTAL_CONTENTS, "ket_qua")) == Decimal(3)
    assert sheet.spec(at(TOTAL_CRITERIA, "ket_qua")).type is CellType.INTEGER
