"""Issue 10, contents 1 and 6: a real office answers from other years, receipts and heirs."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from accepted import accept
from doing import track
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import Consolidate, Track
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import office_of
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create

PLAN, REVIEW = "004-vo-nhai-2030", ("gnbv-ra-soat-xa", "gnbv-tong-hop")
OUTCOMES = ("ket-qua-nam-xa", "lct-ket-qua-nam")
NOW, IN_TIME = datetime(2026, 1, 20, 8, tzinfo=VIETNAM), datetime(2025, 12, 1, 8, tzinfo=VIETNAM)
POOR, ALL = (Cell("ket_qua", row, "ho_dtts") for row in ("ho_ngheo", "dan_cu"))
POOR_KINH, ALL_KINH = (Cell("ket_qua", row, "ho_kinh") for row in ("ho_ngheo", "dan_cu"))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The province of Thái Nguyên after the merger; Võ Nhai has been seven communes since."""
    identity = Identity("19", date(2025, 12, 31), "receiver", NOW, "Tỉnh Thái Nguyên")
    with create(tmp_path / "tinh.ctmtqg", identity) as made:
        yield office_of(Program(shipped_catalogue, lambda: NOW), made)


def review(office: Office, units: list[str], year: str, poor: int, of: int = 100) -> None:
    cells = {
        POOR: Decimal(poor), ALL: Decimal(of), POOR_KINH: Decimal(0), ALL_KINH: Decimal(0)
    }  # fmt: skip
    for code in units:
        accept(office.workspace, code, year, IN_TIME, report=REVIEW, cells=cells)


def old_communes() -> list[str]:
    units = shipped_catalogue().units.children("170", date(2025, 6, 30))
    return [unit.code for unit in units]


NEW = ["05716", "05719", "05722", "05725", "05740", "05746", "05755"]


def test_the_fall_is_computed_from_the_rates_of_old_and_new_units(office: Office) -> None:
    """30 % in 2023, not all in 2022, 22 % in 2025: four points a year since 2023."""
    review(office, old_communes()[1:], "2022", 40)
    review(office, old_communes(), "2023", 30)
    review(office, NEW, "2025", 22)
    review(office, ["05590"], "2025", 99)  # a commune elsewhere in the province
    found = {t.target.id: t for t in track(office, PLAN, Period.parse("2025"))}
    points, share = found["S004-001"], found["S004-002"]
    assert (points.progress.actual, points.state.value) == (Decimal(4), "met")
    assert points.basis == "Tỷ lệ 30 % năm 2023, 22 % năm 2025."
    assert (points.coverage_text, len(points.land.behind)) == ("7/7 đơn vị", 15)
    assert share.actual_text == "26,67 %"
    assert share.state.value == "not-met"


def test_without_a_first_year_there_is_not_enough(office: Office) -> None:
    review(office, NEW, "2025", 22)
    found = {t.target.id: t for t in track(office, PLAN, Period.parse("2025"))}
    assert (found["S004-001"].state.value, found["S004-001"].progress.actual) == (
        "not-enough", None,
    )  # fmt: skip


def test_a_rate_that_rose_is_not_met_whatever_fall_was_typed(office: Office) -> None:
    review(office, old_communes(), "2024", 30)
    review(office, NEW, "2025", 60)
    typed = {Cell("muc_giam", "chung", "value"): Decimal(9)}
    for code in NEW:
        accept(office.workspace, code, "2025", IN_TIME, report=OUTCOMES, cells=typed)
    found = {t.target.id: t for t in track(office, PLAN, Period.parse("2025"))}
    assert (found["S004-001"].progress.actual, found["S004-001"].state.value) == (-30, "not-met")


def test_receipts_answer_the_duty_to_report(office: Office) -> None:
    def told() -> tuple[str, str]:
        done = do(office, Track(PLAN, "2025"))
        facts = next(t for t in done.facts["targets"] if t["id"] == "S004-005")  # type: ignore[attr-defined]
        return facts["state"], facts["coverage"]

    assert told() == ("unknown", "0/7 báo cáo")
    cells = {Cell("so_luong", "diem_nong", "thuc_hien"): Decimal(0)}
    for code in NEW[:6]:
        accept(office.workspace, code, "2025", IN_TIME, report=OUTCOMES, cells=cells)
    assert told() == ("not-met", "6/7 báo cáo")
    accept(office.workspace, NEW[6], "2025", IN_TIME, report=OUTCOMES, cells=cells)
    assert told() == ("met", "7/7 báo cáo")


def test_a_late_report_did_not_keep_the_duty(office: Office) -> None:
    cells = {Cell("so_luong", "diem_nong", "thuc_hien"): Decimal(0)}
    for code in NEW:
        accept(office.workspace, code, "2025", NOW, report=OUTCOMES, cells=cells)
    found = {t.target.id: t for t in track(office, PLAN, Period.parse("2025"))}["S004-005"]
    assert (found.state.value, found.actual_text) == ("not-met", "0/7 báo cáo đúng hạn")


def test_the_office_offers_the_plan_of_the_district_that_ended(office: Office) -> None:
    assert PLAN in office.plans()


def test_a_total_of_nobody_is_not_called_complete(office: Office) -> None:
    done = do(office, Consolidate("ket-qua-nam-xa", "2025"))
    assert done.code == "done.consolidate-none"
