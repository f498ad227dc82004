"""Issue 2, parts 4 and 5: one committed step is durable; a signed report is locked; amendments."""

import json
import shutil

import pytest

from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import Refused
from ctmtqg_desktop.entries.rows import remove_rows
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import FormError, WorkspaceError
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.enter import enter, fate_sentence
from ctmtqg_desktop.exchange.sender.orders import Enter, Reopen
from ctmtqg_desktop.intake.entry_file import read_entry_file, typed_file
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
FUNDS, WORKS, SELF = "ntm-nguon-luc", "ntm-cong-trinh", "ntm-xa-tu-danh-gia"
CELL = Cell("nguon_luc", "nsdp", "ke_hoach")


@pytest.fixture
def desk(world):
    made = world.open_desk("03394")
    yield made
    made.workspace.close()


def reopened(desk, world):
    desk.workspace.close()
    path = world.root / f"{desk.unit.code}.ctmtqg"
    return desk_of(
        Program(lambda: desk.catalogue, world.clock), open_workspace(path, clock=world.clock)
    )


def test_a_committed_step_is_there_after_reopening(desk, world):
    sheet = desk.sheet(FUNDS, YEAR)
    step = sheet.set_texts([(CELL, "11.873"), (Cell("nguon_luc", "cong_dong", "luy_ke"), "mười")])
    desk.commit(sheet, step.change)
    works = desk.sheet(WORKS, YEAR)
    row = works.add_row("cong_trinh")
    desk.commit(works, row.change)
    desk.commit(works, remove_rows(works, "cong_trinh", [row.change.rows[0].key]).change)
    again = reopened(desk, world)
    sheet = again.sheet(FUNDS, YEAR)
    assert sheet.value(CELL) == 11_873_000_000
    assert sheet.value(Cell("nguon_luc", "tong", "ke_hoach")) == 11_873_000_000
    kept = sheet.entry(Cell("nguon_luc", "cong_dong", "luy_ke"))
    assert kept == Refused("mười", "entries.not-a-number")
    new = again.sheet(WORKS, YEAR).add_row("cong_trinh").change.rows[0].key
    assert new != row.change.rows[0].key
    again.workspace.close()


def test_what_was_not_committed_is_not_there(desk, world):
    desk.sheet(FUNDS, YEAR).set_texts([(CELL, "5")])
    again = reopened(desk, world)
    assert again.sheet(FUNDS, YEAR).value(CELL) is EMPTY
    again.workspace.close()


def test_the_report_set_of_a_unit_follows_its_kind(desk, world):
    assert [f.id for f in desk.forms(SET, YEAR)] == [SELF, FUNDS, WORKS, "dtts-da1"]
    town = world.open_desk("03390")
    assert [f.id for f in town.forms(SET, YEAR)] == [FUNDS, WORKS, "dtts-da1"]
    town.workspace.close()


@pytest.mark.parametrize(("ask", "code"), [
    (lambda d: d.forms("khong-co", YEAR), "form.report-set-unknown"),
    (lambda d: d.sheet("khong-co", YEAR), "form.unknown"),
    (lambda d: d.forms(SET, Period.parse("2019")), "form.no-forms"),
])  # fmt: skip
def test_what_there_is_not_is_refused(desk, ask, code):
    with pytest.raises(FormError) as refused:
        ask(desk)
    assert refused.value.code == code


def test_what_is_due_says_how_much_is_filled_and_when(desk):
    due = next(d for d in desk.due(YEAR) if d.report_set.id == SET)
    assert (due.report_set.id, due.filled) == (SET, 0)
    assert (due.deadline.isoformat(), due.days_left) == ("2025-01-10", 4)
    sheet = desk.sheet(FUNDS, YEAR)
    sheet.set_texts([(CELL, "1")])
    assert desk.due(YEAR)[0].filled == 1


def test_other_forms_and_earlier_periods_are_seen(desk):
    half = Period.parse("2024-H1")
    first = desk.sheet(FUNDS, half)
    desk.commit(first, first.set_texts([(Cell("nguon_luc", "nsdp", "luy_ke"), "50")]).change)
    second = desk.sheet(FUNDS, Period.parse("2024-H2"))
    second.set_texts([(Cell("nguon_luc", "nsdp", "luy_ke"), "40")])
    assert [f.code for f in second.findings()] == ["nl-luy-ke-giam"]
    next_year = desk.sheet(FUNDS, Period.parse("2025-H1"))
    next_year.set_texts([(Cell("nguon_luc", "nsdp", "luy_ke"), "1")])
    assert not next_year.findings()


def test_a_reason_is_kept_and_can_be_taken_back(desk, world):
    sheet = desk.sheet(SELF, YEAR)
    step = sheet.set_texts([(Cell("bo_tieu_chi", "tc10", "ket_qua"), "30")])
    desk.commit(sheet, step.change)
    (finding,) = (f for f in sheet.findings() if f.code == "tdg-tieu-chi-chua-dat")
    desk.justify(sheet, finding, "  Mất mùa \n do rét ")
    again = reopened(desk, world)
    sheet = again.sheet(SELF, YEAR)
    (kept,) = (f for f in sheet.findings() if f.code == "tdg-tieu-chi-chua-dat")
    assert (kept.justification, kept.blocks) == ("Mất mùa do rét", False)
    again.justify(sheet, kept, "")
    assert next(f for f in sheet.findings() if f.code == kept.code).blocks
    again.workspace.close()


def test_a_reason_in_old_letters_is_told_before_signing(desk):
    sheet = desk.sheet(SELF, YEAR)
    step = sheet.set_texts([(Cell("bo_tieu_chi", "tc10", "ket_qua"), "30")])
    desk.commit(sheet, step.change)
    (finding,) = (f for f in sheet.findings() if f.code == "tdg-tieu-chi-chua-dat")
    desk.justify(sheet, finding, "MÊt mïa do rÐt ®Ëm")
    (told,) = (f for f in desk.findings(SET, YEAR) if f.code == "entries.tcvn3")
    assert (told.cell, told.blocks) == (finding.cell, False)
    assert "Mất mùa do rét đậm" in told.message


def test_missing_required_cells_are_named_before_signing(desk):
    found = {(f.code, f.cell) for f in desk.findings(SET, YEAR)}
    assert ("entries.required", Cell("chung", "so_ban", "value")) in found
    assert ("entries.empty-cells", None) in found


# -- enter


def test_a_file_is_entered_as_one_step_and_read_again(desk, world, tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({
        "cells": {"cong_trinh.r1.ten": "Cầu Nà Khuy", "tong_hop.ntm.so_luong": 1}, "rows": {},
    }), "utf-8")  # fmt: skip
    done = enter(desk, Enter(WORKS, YEAR.code, read_entry_file(path))).found
    codes = {r.cell: r.code for r in done.refused}
    assert done.set == 0
    assert codes == {"cong_trinh.r1.ten": "form.cell-unknown",
                     "tong_hop.ntm.so_luong": "form.cell-locked"}  # fmt: skip
    path.write_text(json.dumps({"rows": {"cong_trinh": [
        {"ten": "Cầu Nà Khuy", "ke_hoach": 1200.5, "nguon": "ntm", "loai": "Chuyển tiếp"},
        {"ten": "Kè", "nguon": "nsdp"},
    ]}}), "utf-8")  # fmt: skip
    done = enter(desk, Enter(WORKS, YEAR.code, read_entry_file(path))).found
    assert (done.set, done.refused) == (6, ())
    again = reopened(desk, world)
    sheet = again.sheet(WORKS, YEAR)
    assert sheet.value(Cell("tong_hop", "ntm", "ke_hoach")) == 1_200_500_000
    assert sheet.value(Cell("tong_hop", "nsdp", "so_luong")) == 1
    again.workspace.close()


def test_one_bad_cell_keeps_the_whole_file_out(desk, world):
    before = desk.sheet(FUNDS, YEAR).content()
    file = typed_file(((str(CELL), "5"), ("nguon_luc.nstw_dau_tu.ke_hoach", "x"), ("lạ", "1")))
    done = enter(desk, Enter(FUNDS, YEAR.code, file)).found
    assert done.set == 0
    assert [r.code for r in done.refused] == ["entries.not-a-number", "form.cell-unknown"]
    assert all(fate_sentence(r) for r in done.refused)
    assert desk.sheet(FUNDS, YEAR).content() == before
    again = reopened(desk, world)
    assert again.sheet(FUNDS, YEAR).content() == before
    again.workspace.close()


def test_partial_keeps_the_good_and_flags_the_bad_every_time(desk):
    file = typed_file(((str(CELL), "5"), ("nguon_luc.nstw_dau_tu.ke_hoach", "x")))
    first = enter(desk, Enter(FUNDS, YEAR.code, file, partial=True)).found
    assert (first.set, [r.code for r in first.refused]) == (1, ["entries.not-a-number"])
    again = enter(desk, Enter(FUNDS, YEAR.code, file, partial=True)).found
    assert (again.set, [r.code for r in again.refused]) == (0, ["entries.not-a-number"])
    assert desk.sheet(FUNDS, YEAR).value(CELL) == 5_000_000


def test_a_section_that_takes_no_rows_leaves_nothing_behind(desk):
    file = typed_file((), rows={"cong_trinh": ({"ten": "Cầu"},), "tong_hop": ({"ke_hoach": "1"},)})
    with pytest.raises(FormError) as refused:
        enter(desk, Enter(WORKS, YEAR.code, file))
    assert refused.value.code == "form.not-a-roster"
    assert desk.sheet(WORKS, YEAR).rows("cong_trinh") == ()


def test_a_failing_disk_leaves_sheet_and_file_as_they_were(desk, monkeypatch):
    def full(*_):
        raise WorkspaceError("workspace.disk-full", place="x")

    with monkeypatch.context() as broken:
        broken.setattr(desk.workspace.sheets, "save", full)
        with pytest.raises(WorkspaceError) as refused:
            enter(desk, Enter(FUNDS, YEAR.code, typed_file(((str(CELL), "5"),))))
    assert refused.value.code == "workspace.disk-full"
    assert desk.sheet(FUNDS, YEAR).value(CELL) is EMPTY
    assert enter(desk, Enter(FUNDS, YEAR.code, typed_file(((str(CELL), "5"),)))).found.set == 1


# -- versions


def test_a_period_takes_the_version_of_its_day(world, tmp_path, core_forms):
    forms = shutil.copytree(core_forms, tmp_path / "forms")
    text = next(forms.rglob("ntm-nguon-luc.v1.toml")).read_text("utf-8")
    later = text.replace("version = 1", "version = 2", 1).replace(
        "valid_from = 2021-01-01", "valid_from = 2025-01-01", 1
    )
    (forms / "ntm-nguon-luc.v2.toml").write_text(later, "utf-8")
    world.catalogue = read_catalogue(forms).catalogue
    desk = world.open_desk("03394")
    assert desk.sheet(FUNDS, YEAR).form.version == 1
    assert desk.sheet(FUNDS, Period.parse("2025-Q1")).form.version == 2
    desk.workspace.close()


# -- amendments


def test_a_report_that_was_never_sent_opens_no_revision(desk):
    with pytest.raises(WorkspaceError) as refused:
        reopen(desk, Reopen(SET, YEAR.code, "sửa"))
    assert refused.value.code == "workspace.revision-refused"
    desk.workspace.reports.set_status(desk.report(SET, YEAR).key, Status.COMPLETE, desk.clock())
    with pytest.raises(WorkspaceError) as refused:
        reopen(desk, Reopen(SET, YEAR.code, "sửa"))
    assert refused.value.code == "workspace.step-refused"


def test_an_amendment_needs_a_reason(desk):
    with pytest.raises(FormError) as refused:
        reopen(desk, Reopen(SET, YEAR.code, "  "))
    assert refused.value.code == "exchange.reason-missing"
