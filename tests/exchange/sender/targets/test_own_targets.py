"""Issue 10, point 3: a target stands at the cell it is about, in every period, for all who ask."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from shipped import shipped_library

from ctmtqg_desktop.catalogue.records.form import Cell, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import NOT_APPLICABLE, Value
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.receiver.orders import Track
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import Check
from ctmtqg_desktop.exchange.sender.targets.target_at_cell import OwnTarget
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create

NOW = datetime(2024, 10, 5, 8, tzinfo=VIETNAM)
DTTS, CITY, DISTRICT = "002-dtts-lai-chau-2024", "000-lai-chau-2025", "003-tam-duong-2024"
YEAR, QUARTER = Period.parse("2024"), Period.parse("2024-Q3")
WATER = ("nuoc_tap_trung.chuyen_tiep.so_ho", "nuoc_tap_trung.khoi_cong_moi.so_ho")


def desk_at(tmp_path: Path, code: str, name: str) -> Iterator[Desk]:
    identity = Identity(code, date(2024, 12, 31), "sender", NOW, name)
    library = shipped_library()
    with create(tmp_path / f"{code}.ctmtqg", identity) as made:
        yield desk_of(Program(lambda: library.catalogue, lambda: NOW), made, library)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sùng Phài of Lai Châu city: 101 households shall have water in 2024."""
    yield from desk_at(tmp_path, "03403", "Xã Sùng Phài")


@pytest.fixture
def commune(tmp_path: Path) -> Iterator[Desk]:
    """A commune of Tam Đường, whose plan speaks of the district."""
    yield from desk_at(tmp_path, "03394", "Xã Thèn Sin")


def type_in(desk: Desk, form: str, period: Period, cells: dict[str, Value]) -> None:
    sheet = desk.sheet(form, period)
    step = sheet.set_entries([(Cell.parse(name), value) for name, value in cells.items()])
    desk.commit(sheet, step.change)


def water(desk: Desk, households: int, period: Period = YEAR) -> OwnTarget:
    """Type how many households got water; tell how target 101 stands beside the cell."""
    figures = dict(zip(WATER, (Decimal(households), Decimal(0)), strict=True))
    type_in(desk, "dtts-da1", period, figures)
    return beside(desk, "dtts-da1", period)["S002-002"]


def beside(desk: Desk, form: str, period: Period) -> dict[str, OwnTarget]:
    found = desk.targets.beside(desk.sheet(form, period))
    return {one.target.id: one for one in found}


def told(desk: Desk, target: str, period: Period = YEAR, sets: str = "") -> list[tuple[str, str]]:
    done = do(desk, Check(sets, period.code))
    return [(f.severity.value, f.message) for f in done.found if f.code == f"target.{target}"]


def test_a_missed_target_asks_for_a_reason_with_the_sentence_of_the_plan(desk: Desk) -> None:
    assert water(desk, 12).tracked.state.value == "not-met"
    ((severity, message),) = told(desk, "S002-002")
    assert severity == "justify"
    assert "12 hộ" in message
    assert "≥ 101 hộ" in message
    assert "Nước sinh hoạt đến 101 hộ tại bản Tả Chải" in message
    assert "(Kế hoạch DTTS&MN thành phố Lai Châu năm 2024, mục III.1)" in message


def test_a_reached_target_is_not_told_and_an_exceeded_one_neither(desk: Desk) -> None:
    for households in (101, 340):
        assert water(desk, households).tracked.state.value == "met"
        assert told(desk, "S002-002") == []


def test_the_reason_is_kept_and_lets_it_stand(desk: Desk) -> None:
    water(desk, 12)
    sheet = desk.sheet("dtts-da1", YEAR)
    (finding,) = [f for f in desk.told(sheet) if f.code == "target.S002-002"]
    desk.justify(sheet, finding, "Công trình chuyển sang năm sau")
    (again,) = [f for f in desk.told(sheet) if f.code == "target.S002-002"]
    assert (again.justification, again.blocks) == ("Công trình chuyển sang năm sau", False)


def test_within_the_year_it_is_only_something_to_know(desk: Desk) -> None:
    assert water(desk, 100, QUARTER).tracked.state.value == "not-met"
    ((severity, message),) = told(desk, "S002-002", QUARTER)
    assert severity == "info"
    assert "tiến độ" not in message  # the form does not say that this column counts on


def test_what_counts_from_the_start_of_the_year_is_on_course(desk: Desk) -> None:
    target = next(t for t in desk.catalogue.plan(DTTS).targets if t.id == "S002-003")
    cell = Cell.parse(target.answer.cell)
    so_far = Decimal(target.figure) - 1
    type_in(desk, "dtts-da2", QUARTER, {
        f"{cell.section}.{cell.row}.ngheo": Decimal(1),
        f"{cell.section}.{cell.row}.luy_ke": so_far,
    })  # fmt: skip
    one = beside(desk, "dtts-da2", QUARTER)["S002-003"]
    if one.is_ours:
        assert one.tracked.state.value == "on-course"
        ((severity, message),) = told(desk, "S002-003", QUARTER, "dtts-xa")
        assert severity == "info"
        assert "đúng tiến độ" in message
    assert one.tracked.progress.actual == so_far
    assert one.stands_at(cell)
    assert one.stands_at(cell._replace(column="luy_ke"))


def test_blank_is_no_data_and_a_blank_form_is_not_asked(desk: Desk) -> None:
    assert beside(desk, "dtts-da1", YEAR)["S002-002"].tracked.state.value == "unknown"
    assert told(desk, "S002-002") == []
    type_in(desk, "dtts-da1", YEAR, {"ho_tro.dat_o.ngheo": Decimal(1)})
    assert [severity for severity, _ in told(desk, "S002-002")] == ["info"]


def test_not_applicable_is_no_miss(desk: Desk) -> None:
    type_in(desk, "dtts-da1", YEAR, dict.fromkeys(WATER, NOT_APPLICABLE))
    assert told(desk, "S002-002") == []


def test_it_stands_at_the_cells_that_are_typed_and_at_the_total(desk: Desk) -> None:
    one = water(desk, 12)
    assert all(one.stands_at(Cell.parse(name)) for name in WATER)
    assert one.stands_at(Cell.parse("nuoc_tap_trung.tong.so_ho"))
    assert not one.stands_at(Cell.parse("nuoc_tap_trung.tong.luy_ke"))


def test_what_a_rule_says_already_is_told_once_with_the_sentence(tmp_path: Path) -> None:
    own = next(
        target
        for target in shipped_library().catalogue.plan(DISTRICT).targets
        if target.unit != "106" and target.answer.cell == "chung.so_ban_dat.value"
    )
    for desk in desk_at(tmp_path, own.unit, "Xã"):
        type_in(desk, "ntm-xa-tu-danh-gia", YEAR, {own.answer.cell: Decimal(0)})
        (found,) = [
            f
            for f in desk.told(desk.sheet("ntm-xa-tu-danh-gia", YEAR))
            if str(f.cell) == own.answer.cell
        ]
        assert found.severity is Severity.JUSTIFY
        assert not found.code.startswith("target.")
        assert " ".join(own.quote.split()) in found.message


def test_a_target_of_the_district_is_the_districts(commune: Desk) -> None:
    """35 criteria are counted over communes; ours is one verdict, and nobody asks it to be 8."""
    found = beside(commune, "ntm-xa-tu-danh-gia", YEAR)
    counted = [one for one in found.values() if one.target.answer.by == "count-met"]
    assert len(counted) > 10
    assert not any(one.is_ours for one in counted)
    one = counted[-1]
    assert one.tracked.place == "Huyện Tam Đường"
    assert one.stands_at(Cell.parse(one.target.answer.cell))
    assert one.tracked.coverage_text == "0/12 đơn vị"
    assert [f for f in commune.findings("ctmtqg-xa", YEAR) if f.code.startswith("target.")] == []


def test_a_count_of_rows_stands_at_the_list(commune: Desk) -> None:
    rows = [
        one
        for one in beside(commune, "ntm-cong-trinh", YEAR).values()
        if one.target.answer.by == "count-rows"
    ]
    assert rows
    assert rows[0].at is None
    assert rows[0].stands_at(Cell("cong_trinh", "r1", "ten"))


@pytest.mark.parametrize("period", ["2024-M05", "2024-Q2", "2024-H1", "2024"])
def test_every_period_shows_it(commune: Desk, period: str) -> None:
    assert "S003-033" in beside(commune, "ntm-xa-tu-danh-gia", Period.parse(period))


@pytest.mark.parametrize(
    ("period", "shown"), [("2023", False), ("2024", True), ("2025-M05", False)]
)
def test_only_while_the_target_has_time(commune: Desk, period: str, shown: bool) -> None:
    found = [one.target.id for one in commune.targets.concerning(Period.parse(period))]
    assert ("S003-033" in found) is shown


def test_another_unit_is_not_asked(commune: Desk, desk: Desk) -> None:
    assert not any(one.target.id == "S002-002" for one in commune.targets.concerning(YEAR))
    plans = {one.tracker.plan.id for one in desk.targets.concerning(YEAR)}
    assert plans == {DTTS, CITY}


def test_without_a_plan_there_is_nothing(tmp_path: Path) -> None:
    for desk in desk_at(tmp_path, "00004", "Phường Trúc Bạch"):
        assert desk.targets.answered(YEAR) == ()


def test_desk_and_command_answer_alike_in_all_plans(desk: Desk, commune: Desk) -> None:
    """First page, strip, check and ``track`` are one answer, in states and in figures."""
    water(desk, 12)
    type_in(commune, "ntm-xa-tu-danh-gia", YEAR, {"chung.so_ban_dat.value": Decimal(1)})
    for one in (desk, commune):
        for period in (YEAR, QUARTER):
            home = {o.target.id: o for o in one.targets.answered(period)}
            tracked: dict[str, dict[str, object]] = {}
            for plan in one.catalogue.plans:
                facts = do(one, Track(plan, period.code)).facts["targets"]
                tracked |= {fact["id"]: fact for fact in facts}  # type: ignore[attr-defined]
            assert tracked.keys() == home.keys()
            for target, fact in tracked.items():
                item = home[target].tracked
                assert (fact["state"], fact["actual_text"], fact["coverage"]) == (
                    item.state.value, item.actual_text, item.coverage_text,
                )  # fmt: skip
                if home[target].section:
                    strip = beside(one, item.target.answer.form, period)[target]
                    assert strip == home[target]
            for finding in one.findings("ctmtqg-xa", period):
                if finding.code.startswith("target."):
                    item = home[finding.code.removeprefix("target.")].tracked
                    assert item.actual_text in finding.message
                    is_missed = finding.severity is Severity.JUSTIFY
                    assert is_missed <= (item.state.value == "not-met")
