"""Acts of a receiving unit upon what was received, by three doors.

Issue 8: the consolidated print counts a plan's targets as ``track`` and the window do, and the
window shows every target of a plan as the command does.
"""

from datetime import datetime
from decimal import Decimal

import pytest
from accepted import accept
from openpyxl import load_workbook

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.receiver.orders import (
    Consolidate,
    PrintConsolidated,
    ShowHistory,
    Track,
)
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import office_of
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.workspace.workspace import open_workspace

from . import offices
from .conftest import Case, assert_one_answer
from .offices import BOOK, SET, YEAR

PLAN, OTHER = "003-tam-duong-2024", "ntm-ban"


@pytest.fixture
def received(office, world, mail, tmp_path):
    return offices.received(office, world, mail, tmp_path / "scene")


@pytest.fixture
def land(tmp_path):
    at = datetime(2027, 1, 5, 8, 0, tzinfo=VIETNAM)
    return offices.merged_land(tmp_path / "scene", at)


def _choose_set(window, qtbot):
    window.totals.sets.choose(SET)
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def _consolidate_by_page(window, scene, qtbot):
    _choose_set(window, qtbot)
    window.go("consolidated")


def _track_by_page(window, scene, qtbot):
    page = window.track
    page.plan.setCurrentIndex(page.plan.findData(PLAN))
    window.go("track")


def _print_by_page(window, scene, qtbot):
    from ctmtqg_desktop.ui.paper.export_dialog import ExportDialog

    _choose_set(window, qtbot)
    page = window.track
    page.plan.setCurrentIndex(page.plan.findData(PLAN))
    window.export()
    dialog = window.shell.findChild(ExportDialog)
    dialog.xlsx.setChecked(True)
    dialog.path.set_path(scene.root / "in")
    dialog.accept()


def _history_by_page(window, scene, qtbot):
    _choose_set(window, qtbot)
    page = window.history.page
    page.unit.setCurrentIndex(page.unit.findData("03390"))
    window.go("history")


CASES = (
    Case("consolidate", "received", lambda _: Consolidate(SET, YEAR),
         lambda s: ["consolidate", s.path(BOOK), SET, YEAR], _consolidate_by_page),
    Case("consolidate", "received", lambda _: Consolidate(SET, YEAR, "12"),
         lambda s: ["consolidate", s.path(BOOK), SET, YEAR, "--at", "12"],
         code="exchange.not-here"),
    Case("track", "received", lambda _: Track(PLAN, YEAR),
         lambda s: ["track", s.path(BOOK), "--plan", PLAN, "--period", YEAR], _track_by_page),
    Case("track", "received", lambda _: Track("khac", YEAR),
         lambda s: ["track", s.path(BOOK), "--plan", "khac", "--period", YEAR],
         code="form.plan-unknown"),
    Case("print-consolidated", "received",
         lambda s: PrintConsolidated(YEAR, SET, PLAN, s.root / "in.pdf", s.root / "in.xlsx"),
         lambda s: ["print", s.path(BOOK), "--report-set", SET, "--period", YEAR, "--plan", PLAN,
                    "--pdf", s.root / "in.pdf", "--xlsx", s.root / "in.xlsx"],
         _print_by_page, exact=(".pdf", ".xlsx")),
    Case("show-history", "land", lambda _: ShowHistory("03390", SET),
         lambda s: ["history", s.path(BOOK), "03390", "--report-set", SET], _history_by_page),
    Case("show-history", "land", lambda _: ShowHistory("99999", SET),
         lambda s: ["history", s.path(BOOK), "99999", "--report-set", SET],
         code="form.unit-unknown"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)


def test_the_print_counts_a_plans_targets_as_track_does(received, declared, world, tmp_path):
    """All report sets of the period answer, whichever set's totals are printed."""
    path = received.path(BOOK)
    with open_workspace(path) as workspace:
        choose(workspace, (SET, OTHER))
        cells = {Cell("chung", "so_ban", "value"): Decimal(12)}
        accept(workspace, "03400", YEAR, world.clock(), report=(OTHER, OTHER), cells=cells)
        office = office_of(Program(lambda: declared, world.clock), workspace)
        counts = do(office, Track(PLAN, YEAR)).facts["counts"]
        for set_id in (SET, OTHER):
            xlsx = tmp_path / f"{set_id}.xlsx"
            do(office, PrintConsolidated(YEAR, set_id, PLAN, xlsx=xlsx))
            assert printed_states(xlsx) == {s: counts.get(s, 0) for s in PRINTED}
    assert counts["not-enough"] > 10


PRINTED = ("met", "not-met", "not-enough")


def printed_states(xlsx):
    book = load_workbook(xlsx, read_only=True)
    seen = (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    tables = [list(sheet.iter_rows(values_only=True)) for sheet in seen]
    *_, (rows, at) = (
        (rows, row.index("Kết quả")) for rows in tables for row in rows if "Kết quả" in row
    )
    cells = [row[at] for row in rows]
    return {state: cells.count(say(f"target.{state}", {})) for state in PRINTED}
