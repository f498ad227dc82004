"""Issue 9, land and time: a workspace works for its own unit, never for another land's.

Seen before: unit 03394 is another commune since 1/7/2025, yet its new workspace entered, printed
and signed 2024. Units are keyed by code and day.
"""

from datetime import date, datetime
from decimal import Decimal

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.change import CellChange, Change, SheetKey
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.post.land import other_land
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
from ctmtqg_desktop.exchange.receiver.orders import ShowHistory
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.exchange.sender.orders import (
    Check,
    Enter,
    ExportPrint,
    PrintForm,
    PrintReport,
    Submit,
)
from ctmtqg_desktop.intake.entry_file import typed_file
from ctmtqg_desktop.messages import sentence
from ctmtqg_desktop.workspace.records import Identity, Role
from ctmtqg_desktop.workspace.workspace import create

NEW, OLD = date(2025, 8, 1), date(2024, 12, 31)
CELL = "nguon_luc.nsdp.ke_hoach"
FORM, SET = "ntm-nguon-luc", "ctmtqg-xa"


@pytest.fixture
def open_at(tmp_path):
    """Return what opens a workspace of a code on a day, at its desk."""
    opened = []

    def at(day, code="03394", *, role=Role.SENDER):
        now = datetime.combine(day, datetime.min.time(), VIETNAM)
        place = tmp_path / f"{code}-{day}.ctmtqg"
        workspace = create(place, Identity(code, day, role.value, now))
        opened.append(workspace)
        program = Program(shipped_catalogue, lambda: now)
        return (desk_of if role is Role.SENDER else office_of)(program, workspace)

    yield at
    for workspace in opened:
        workspace.close()


def entered(desk, period):
    return do(desk, Enter(FORM, period, typed_file([(CELL, "1")])))


def orders(tmp_path, period):
    signing = Signing(KeyFile(tmp_path / "khong-co.key", "x" * 8), tmp_path, "Chủ tịch")
    return {
        "enter": Enter(FORM, period, typed_file([(CELL, "1")])),
        "check": Check(SET, period), "check-all": Check("", period),
        "submit": Submit(SET, period, signing),
        "print-form": PrintForm(FORM, period, tmp_path / "a.pdf"),
        "print-report": PrintReport(period, SET, tmp_path / "b.pdf"),
        "export-pdf": ExportPrint(SET, period, tmp_path),
    }  # fmt: skip


ACTS = ["enter", "check", "check-all", "submit", "print-form", "print-report", "export-pdf"]


@pytest.mark.parametrize("act", ACTS)
def test_no_act_fills_prints_or_signs_another_communes_year(open_at, tmp_path, act):
    desk = open_at(NEW)
    with pytest.raises(FormError) as caught:
        do(desk, orders(tmp_path, "2024")[act])
    said, facts = caught.value.code, caught.value.facts
    assert said == "exchange.land-before"
    assert (facts["then"], facts["unit"], facts["since"], facts["day"]) == (
        "Xã Thèn Sin", "Xã Sin Suối Hồ", "01/07/2025", "2024-12-31",
    )  # fmt: skip
    assert "Xã Nậm Xe (03586)" in facts["parts"]
    words = str(sentence(said, facts))
    assert "Xã Thèn Sin" in words
    assert "Địa bàn qua các năm" in words
    assert not list(tmp_path.glob("*.pdf"))
    assert not desk.workspace.sheets.versions(FORM, "03394", "2024")


def test_the_old_units_workspace_goes_on_with_its_own_years(open_at, tmp_path):
    desk = open_at(OLD)
    assert entered(desk, "2024").facts["set"]
    assert do(desk, PrintForm(FORM, "2024", tmp_path / "a.pdf")).paths
    do(desk, Check(SET, "2024"))
    assert entered(desk, "2022").facts["set"]
    with pytest.raises(FormError, match="land-after"):
        entered(desk, "2026")
    with pytest.raises(FormError, match="land-after"):
        entered(desk, "2025")
    assert desk.due(Period.parse("2024"))
    assert desk.due(Period.parse("2026")) == ()


def test_the_new_units_workspace_fills_its_own_years(open_at):
    desk = open_at(NEW)
    assert entered(desk, "2025").facts["set"]
    assert desk.due(Period.parse("2025"))
    assert desk.due(Period.parse("2024")) == ()


def test_figures_of_another_land_are_no_earlier_year_of_ours(open_at):
    """What an older program let in for 2024 is not set beside 2025."""
    desk = open_at(NEW)
    form, earlier = desk.catalogue.form_at(FORM, date(2024, 12, 31)), Period.parse("2024")
    key = SheetKey(form.id, form.version, "03394", "2024")
    change = Change((CellChange(Cell.parse(CELL), EMPTY, Decimal(5)),))
    desk.workspace.sheets.save(key, change, desk.clock())
    assert desk._earlier(FORM, earlier) is None
    assert open_at(OLD, "03400").other_land(earlier) is None


@pytest.mark.parametrize(("code", "day", "period", "said"), [
    ("03394", NEW, "2024", "before"), ("03394", NEW, "2025-H1", "before"),
    ("03394", NEW, "2025", None), ("03394", NEW, "2025-M07", None), ("03394", NEW, "2030", None),
    ("03394", OLD, "2024", None), ("03394", OLD, "2025-H1", None), ("03394", OLD, "2025", "after"),
    ("03394", OLD, "2019", None),  # the tables do not reach back so far
    ("106", OLD, "2024", None), ("106", OLD, "2025", None),
    ("12", NEW, "2024", None), ("12", OLD, "2026", None),
    ("01", NEW, "2024", None), ("01", OLD, "2026", None),  # the same city in both tables
    ("03451", NEW, "2024", None), ("03451", OLD, "2026", None),  # a commune that stayed itself
])  # fmt: skip
def test_whose_a_code_was(code, day, period, said):
    catalogue = shipped_catalogue()
    found = other_land(catalogue, catalogue.units.at(code, day), Period.parse(period))
    assert (found.code if found else None) == (said and f"exchange.land-{said}")


def test_check_passes_over_sets_that_were_not_there_yet_or_had_ended(open_at):
    desk = open_at(NEW)
    for year in ("2025", "2026", "2031"):
        period = Period.parse(year)
        every = {f.form for f in do(desk, Check("", year)).found}
        sets = [s.id for s in desk.report_sets(period) if period.kind.value in s.periods]
        there = [s for s in sets if desk.catalogue.concerns(s, desk.unit, period.end)]
        assert every <= {f.id for s in there for f in desk.forms(s, period)}
        assert len(there) < len(sets) or year == "2025"


def test_the_units_that_were_its_land_are_shown_at_the_desk_too(open_at):
    done = do(open_at(NEW), ShowHistory("03394", SET))
    assert not done.is_refused
    assert [year["period"] for year in done.facts["years"]] == ["2023", "2024", "2025"]
    then = [part["name"] for part in done.facts["parts"] if part["period"] == "2024"]
    assert then == ["Xã Thèn Sin", "Xã Nậm Xe", "Xã Sin Suối Hồ"]
    assert [p["name"] for p in done.facts["parts"] if p["period"] == "2025"] == ["Xã Sin Suối Hồ"]
