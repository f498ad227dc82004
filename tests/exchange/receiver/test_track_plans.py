"""Issue 3, content 6: track answers for all five plans; what is not known is unknown."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import Value
from ctmtqg_desktop.entries.consolidate import Source, consolidate_form
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.exchange.answers.land import concerned
from ctmtqg_desktop.exchange.answers.lines import is_same_name
from ctmtqg_desktop.exchange.answers.track import Tracked, targets_against
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation
from ctmtqg_desktop.targets.progress import TargetState

YEAR, OUTCOMES, SELF = Period.parse("2024"), "lct-ket-qua-nam", "ntm-xa-tu-danh-gia"
PLANS = {
    "000-lai-chau-2025": 33,
    "001-cao-bang-2025": 42,
    "002-dtts-lai-chau-2024": 19,
    "003-tam-duong-2024": 140,
    "004-vo-nhai-2030": 5,
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_catalogue()


@pytest.fixture(scope="module")
def library(catalogue: Catalogue) -> Library:
    return Library(catalogue)


def sheet(library: Library, code: str, form: str, cells: dict[str, Value], at: Period) -> Source:
    unit = library.catalogue.units.at(code, at.end)
    entries = {Cell.parse(name): value for name, value in cells.items()}
    declared = library.catalogue.form_at(form, at.end)
    made = library.sheets({form: (declared, Content(entries, {}, {}))}, unit, at)
    return Source(unit, 1, code * 12, made[form])


def whole(
    library: Library, receiver: str, sources: list[Source], period: Period = YEAR
) -> Consolidation:
    by_form: dict[str, list[Source]] = {}
    for source in sources:
        by_form.setdefault(source.sheet.form.id, []).append(source)
    forms = tuple(consolidate_form(found[0].sheet.program, found) for found in by_form.values())
    kept = {form: tuple(found) for form, found in by_form.items()}
    unit = library.catalogue.units.at(receiver, period.end)
    return Consolidation("", period, unit, forms, {}, kept, (), ())


def tracked(
    library: Library, plan: str, receiver: str, sources: list[Source], period: Period = YEAR
) -> dict[str, Tracked]:
    found = targets_against(library, plan, whole(library, receiver, sources, period), every=True)
    return {item.target.id: item for item in found}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("receiver", ["12", "106", "105", "04", "170"])
def test_every_plan_is_listed_whole_by_every_receiver(
    library: Library, plan: str, receiver: str
) -> None:
    found = tracked(library, plan, receiver, [])
    assert len(found) == PLANS[plan]
    assert {item.state for item in found.values()} <= {TargetState.UNKNOWN, TargetState.UNBOUND}


def test_only_the_targets_of_the_period_unless_all_are_asked_for(library: Library) -> None:
    reports = whole(library, "105", [])
    assert targets_against(library, "000-lai-chau-2025", reports) == ()
    assert len(targets_against(library, "002-dtts-lai-chau-2024", reports)) == 19


WARDS = ("03386", "03387", "03388", "03389", "03408")


def city(library: Library, wards: tuple[str, ...] = WARDS) -> list[Source]:
    """Lai Châu city: two communes with 30 of 40 and 60 of 60, so 90 %, not 87.5; wards with 0."""
    numbers = {"03403": (30, 40), "03409": (60, 60), **dict.fromkeys(wards, (0, 0))}
    return [
        sheet(
            library, code, OUTCOMES,
            {
                "giao_duc.thcs.dat": Decimal(met),
                "giao_duc.thcs.tong_so": Decimal(of),
                "so_luong.so_ho_ngheo.goc": Decimal(100 if of else 0),
                "so_luong.so_ho_ngheo.thuc_hien": Decimal(met),
                "so_luong.diem_nong.thuc_hien": Decimal(0),
                "binh_quan.thu_nhap_nong_thon.goc": Decimal(20),
                "binh_quan.thu_nhap_nong_thon.thuc_hien": Decimal(met),
            },
            YEAR,
        )
        for code, (met, of) in numbers.items()
    ]  # fmt: skip


def test_ratio_is_recomputed_from_all_units_and_judged_so_far(library: Library) -> None:
    """The target is due in 2025; the figure of 2024 says how far it is."""
    found = tracked(library, "000-lai-chau-2025", "105", city(library))["S000-009"]
    assert (found.progress.actual, found.state) == (Decimal(90), TargetState.NOT_MET)
    assert (found.actual_text, found.coverage_text) == ("90 %", "7/7 đơn vị")
    assert [part.unit.code for part in found.parts][:2] == ["03403", "03409"]


def test_fall_is_what_is_gone_of_the_base_year(library: Library) -> None:
    """90 poor households of 200: 55 % fewer, and 49 % are asked for."""
    found = tracked(library, "000-lai-chau-2025", "105", city(library))["S000-005"]
    assert (found.progress.actual, found.state) == (Decimal(55), TargetState.MET)


def test_nothing_that_must_be_zero_is_met_when_all_say_so(library: Library) -> None:
    found = tracked(library, "000-lai-chau-2025", "105", city(library))["S000-032"]
    assert (found.state, found.coverage_text) == (TargetState.MET, "7/7 đơn vị")
    some = tracked(library, "000-lai-chau-2025", "105", city(library, WARDS[:2]))["S000-032"]
    assert (some.state, some.coverage_text) == (TargetState.NOT_ENOUGH, "4/7 đơn vị")
    one_hot = sheet(library, "03403", OUTCOMES, {"so_luong.diem_nong.thuc_hien": Decimal(1)}, YEAR)
    certain = tracked(library, "000-lai-chau-2025", "105", [one_hot])["S000-032"]
    assert (certain.state, certain.coverage_text) == (TargetState.NOT_MET, "1/7 đơn vị")


def test_mean_of_units(library: Library) -> None:
    found = tracked(library, "000-lai-chau-2025", "105", city(library, ()))["S000-001"]
    assert found.progress.actual == (Decimal("1.5") + 3) / 2


def test_share_of_communes_and_those_below_fifteen(library: Library) -> None:
    blank = [sheet(library, code, SELF, {}, YEAR) for code in ("03403", "03409")]
    found = tracked(library, "000-lai-chau-2025", "105", blank)["S000-002"]
    assert (found.progress.actual, found.state) == (None, TargetState.UNKNOWN)
    communes = library.catalogue.units.children("040", YEAR.end)
    rated = [sheet(library, u.code, SELF, {}, YEAR) for u in communes if u.kind == "xa"]
    below = tracked(library, "001-cao-bang-2025", "04", rated)["S001-029"]
    assert (below.progress.actual, below.state) == (None, TargetState.UNKNOWN)


def test_units_that_say_no_are_counted_and_silent_ones_are_not(library: Library) -> None:
    cells: list[dict[str, Value]] = [
        {"chung.khong_no_dong.value": False}, {"chung.khong_no_dong.value": True}, {},
    ]  # fmt: skip
    codes = ("03403", "03409", "03412")
    sources = [sheet(library, c, SELF, v, YEAR) for c, v in zip(codes, cells, strict=True)]
    found = tracked(library, "001-cao-bang-2025", "04", sources)["S001-040"]
    assert (found.progress.actual, found.state) == (Decimal(1), TargetState.NOT_MET)
    silent = tracked(library, "001-cao-bang-2025", "04", sources[2:])["S001-040"]
    assert silent.state is TargetState.UNKNOWN


def test_target_of_one_commune_is_answered_by_its_own_sheet(library: Library) -> None:
    sources = [
        sheet(library, code, "dtts-da1", {"nuoc_tap_trung.khoi_cong_moi.so_ho": Decimal(n)}, YEAR)
        for code, n in (("03403", 101), ("03409", 7))
    ]
    found = tracked(library, "002-dtts-lai-chau-2024", "105", sources)["S002-002"]
    assert (found.progress.actual, found.state) == (Decimal(101), TargetState.MET)


def test_activity_without_a_figure_is_met_when_there_is_one(library: Library) -> None:
    cell = "chi_tieu.dt_da8_0_02.trong_ky"
    for count, state in ((3, TargetState.MET), (0, TargetState.NOT_ENOUGH)):
        sources = [sheet(library, "03409", "dtts-da8", {cell: Decimal(count)}, YEAR)]
        found = tracked(library, "002-dtts-lai-chau-2024", "105", sources)
        assert found["S002-013"].state is state


def test_period_that_is_over_is_not_judged_by_later_figures(library: Library) -> None:
    """Plan 003 is of 2024; a report of 2025 says nothing about it."""
    later = Period.parse("2025-H1")
    cells: dict[str, Value] = {"nguon_luc.nsdp.ke_hoach": Decimal(10**9)}
    sources = [sheet(library, "03412", "ntm-nguon-luc", cells, later)]
    found = tracked(library, "003-tam-duong-2024", "106", sources, later)
    assert {item.state for item in found.values()} <= {TargetState.UNKNOWN, TargetState.UNBOUND}


def test_code_given_to_another_unit_does_not_answer(library: Library) -> None:
    """03403 of plan 002 is the commune Sùng Phài; today's 03390 is not the town of plan 003."""
    after = Period.parse("2025")
    cells: dict[str, Value] = {"nguon_luc.nsdp.ke_hoach": Decimal(10**9)}
    new = sheet(library, "03390", "ntm-nguon-luc", cells, after)
    assert new.unit.name == "Xã Bình Lư"
    plan = library.catalogue.plan("003-tam-duong-2024")
    town = next(t for t in plan.targets if t.unit == "03390" and t.answer.by)
    assert library.catalogue.units.at(town.unit, plan.day_of(town)).name == "Thị trấn Tam Đường"
    found = tracked(library, plan.id, "12", [new], after)
    assert found[town.id].state is TargetState.UNKNOWN


def test_units_that_ended_hand_on_their_targets(library: Library) -> None:
    """Lai Châu city ended on 30/6/2025; its wards of today answer for 2025, at the province."""
    due = Period.parse("2025")
    cells: dict[str, Value] = {
        "giao_duc.thcs.dat": Decimal(99), "giao_duc.thcs.tong_so": Decimal(100),
    }  # fmt: skip
    sources = [sheet(library, code, OUTCOMES, cells, due) for code in ("03388", "03408", "03390")]
    found = tracked(library, "000-lai-chau-2025", "12", sources, due)["S000-009"]
    assert (found.state, found.coverage_text) == (TargetState.MET, "2/2 đơn vị")
    assert [part.unit.code for part in found.parts] == ["03388", "03408"]
    behind = {o.unit.code: o.succession.new for o in found.land.behind if o.succession}
    assert behind == {
        "03386": "03388", "03387": "03408", "03388": "03388", "03389": "03388",
        "03403": "03388", "03408": "03408", "03409": "03408",
    }  # fmt: skip
    assert {unit.name for unit in found.land.beyond} == {
        "Xã Lản Nhì Thàng", "Xã Nùng Nàng", "Xã Bản Giang"
    }  # fmt: skip
    assert "Xã Sùng Phài" in found.succession_text
    some = tracked(library, "000-lai-chau-2025", "12", sources[:1], due)["S000-009"]
    assert (some.state, some.coverage_text) == (TargetState.NOT_ENOUGH, "1/2 đơn vị")


def test_where_nobody_sends_the_form_any_more_it_says_so(library: Library) -> None:
    """The communes of the city became wards, which are not judged as rural communes."""
    found = tracked(library, "000-lai-chau-2025", "12", [], Period.parse("2025"))["S000-002"]
    assert (found.state, found.coverage_text) == (TargetState.UNKNOWN, "")
    assert found.succession_text.endswith("không đơn vị nào nộp biểu này.")


def test_a_district_that_ended_is_measured_to_2030(library: Library) -> None:
    found = tracked(library, "004-vo-nhai-2030", "19", [], Period.parse("2030"))["S004-002"]
    assert (found.state, found.coverage_text) == (TargetState.UNKNOWN, "0/7 đơn vị")
    assert len(found.land.behind) == 15
    assert found.land.beyond == ()


def test_the_province_has_the_plans_of_the_units_below_it(library: Library) -> None:
    def plans(code: str, year: int) -> list[str]:
        day = date(year, 12, 31)
        catalogue = library.catalogue
        found = catalogue.plans.values()
        return [p.id[:3] for p in found if code in concerned(catalogue, p, day)]

    assert plans("12", 2026) == ["000", "002", "003"]
    assert plans("19", 2026) == ["004"]
    assert plans("106", 2024) == ["003"]
    assert plans("04", 2026) == ["001"]


def test_a_unit_excused_by_name_owes_nothing(library: Library) -> None:
    reports = whole(library, "105", city(library, WARDS[1:]))
    excused = replace(reports, excused=frozenset(WARDS[:1]))
    for reported, state in ((reports, "not-enough"), (excused, "met")):
        found = targets_against(library, "000-lai-chau-2025", reported, every=True)
        assert {t.target.id: t for t in found}["S000-032"].state.value == state


def test_each_is_what_every_unit_reaches_not_the_mean(library: Library) -> None:
    """Two model villages in one commune and none in another are not one in each."""
    communes = [u for u in library.catalogue.units.children("106", YEAR.end) if u.kind == "xa"]
    sources = []
    for number, unit in enumerate(communes):
        form = library.catalogue.form_at("ntm-ban", YEAR.end)
        rows = {"ban": ("r1", "r2")}
        told = ("co", "co") if number == 0 else ("khong", "khong" if number == 1 else "co")
        entries = {
            Cell("ban", row, "dien_hinh"): one for row, one in zip(rows["ban"], told, strict=True)
        }
        made = library.sheets({"ntm-ban": (form, Content(entries, rows, {}))}, unit, YEAR)
        sources.append(Source(unit, 1, "x", made["ntm-ban"]))
    found = tracked(library, "003-tam-duong-2024", "106", sources)["S003-134"]
    assert (found.state, found.actual_text) == (TargetState.NOT_MET, "11/12 đơn vị đạt")


@pytest.mark.parametrize("given", [
    "Đường nội đồng bản Sì Thâu Chải, xã Hồ Thầu", "đường nội đồng bản Sì Thâu Chải",
    "ĐƯỜNG NỘI  ĐỒNG BẢN SÌ THÂU CHẢI, X. Hồ Thầu", "Đường nội đồng bản Sì Thâu Chải.",
])  # fmt: skip
def test_a_work_is_known_by_its_name_without_the_commune(given: str) -> None:
    wanted = "Đường nội đồng bản Sì Thâu Chải, xã Hồ Thầu"
    assert is_same_name(given, wanted)
    assert not is_same_name("Đường nội đồng bản Sì Thâu Chải 2", wanted)
    assert not is_same_name("xã Hồ Thầu", wanted)
    assert not is_same_name("", wanted)


def test_a_target_of_two_kinds_of_help_counts_both(library: Library) -> None:
    """Land or housing: who helped with land alone has met it too."""
    filled: dict[str, Value] = {
        f"ho_tro.{row}.{column}": Decimal(0)
        for row in ("nha_o", "dat_o")
        for column in ("ngheo", "can_ngheo", "moi_thoat_ngheo")
    }
    for helped, state in ((2, TargetState.MET), (0, TargetState.NOT_MET)):
        cells = filled | {"ho_tro.dat_o.ngheo": Decimal(helped)}
        units = ("03403", "03409", *WARDS)
        sources = [sheet(library, code, "dtts-da1", cells, YEAR) for code in units]
        found = tracked(library, "002-dtts-lai-chau-2024", "105", sources)["S002-006"]
        assert (found.progress.actual, found.state) == (Decimal(7 * helped), state)
        assert found.coverage_text == "7/7 đơn vị"


def test_within_a_year_the_figure_counts_from_its_start(library: Library) -> None:
    """Nine of what is asked in a quarter, all of it since January: the year's part is reached."""
    plan, quarter = "002-dtts-lai-chau-2024", Period.parse("2024-Q3")
    target = next(t for t in library.catalogue.plan(plan).targets if t.id == "S002-003")
    part = Cell.parse(target.answer.cell)
    cells: dict[str, Value] = {
        f"{part.section}.{part.row}.ngheo": Decimal(1),
        f"{part.section}.{part.row}.luy_ke": Decimal(target.figure) - 1,
    }
    own = sheet(library, target.unit, target.answer.form, cells, quarter)
    found = tracked(library, plan, "105", [own], quarter)[target.id]
    assert found.progress.actual == Decimal(target.figure) - 1
    assert found.state is TargetState.ON_COURSE


def test_of_a_figure_that_may_be_of_the_quarter_alone_no_course_is_said(
    library: Library,
) -> None:
    plan, quarter = "002-dtts-lai-chau-2024", Period.parse("2024-Q3")
    target = next(t for t in library.catalogue.plan(plan).targets if t.id == "S002-002")
    cells: dict[str, Value] = {
        "nuoc_tap_trung.chuyen_tiep.so_ho": Decimal(100),
        "nuoc_tap_trung.khoi_cong_moi.so_ho": Decimal(0),
    }
    own = sheet(library, "03403", target.answer.form, cells, quarter)
    found = tracked(library, plan, "105", [own], quarter)[target.id]
    assert (found.progress.actual, found.state) == (Decimal(100), TargetState.NOT_MET)
