"""Issue 10, Build 2: a figure is typed once and shown wherever it belongs, and nothing is lost."""

import json
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from doing import explain_blanks, receive
from held_book import Held as Workbook

from ctmtqg_desktop.catalogue.records.form import Cell, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.entries.change import SheetKey
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.blank_forms import is_blank
from ctmtqg_desktop.exchange.sender.books.fill_in import fill_in
from ctmtqg_desktop.exchange.sender.books.take_back import take_back
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.sender.orders import Enter, FillIn, Reopen, Submit, TakeBack
from ctmtqg_desktop.exchange.sender.submit import submit
from ctmtqg_desktop.intake.entry_file import read_entry_file
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR, BEFORE = "ket-qua-nam-xa", Period.parse("2024"), Period.parse("2023")
OUTCOMES, HEALTH, MINORITIES = "lct-ket-qua-nam", "dtts-da7", "dtts-ket-qua"
POVERTY = "gnbv-ket-qua"
A, B = "03394", "03400"
OWNER = Cell("ty_le_cuoi_ky", "dt_da7_0_03", "dat")
OF_ALL = Cell("ty_le_cuoi_ky", "dt_da7_0_03", "tong_so")
SHOWN = Cell("bao_hiem", "bhyt_dtts", "dat")
SHOWN_OF = Cell("bao_hiem", "bhyt_dtts", "tong_so")
RATE = Cell("bao_hiem", "bhyt_dtts", "ty_le")
ALSO = Cell("ty_le_cuoi_ky", "dt_kq_04", "dat")
OWN = Cell("bao_hiem", "bhyt_dan_so", "dat")
VISITS, VISITS_THERE = (
    Cell("bao_hiem", "kham_thai", "dat"),
    Cell("ty_le_cuoi_ky", "dt_da7_0_04", "dat"),
)
"""Asked in no other form of the same report."""
FALL = Cell("muc_giam", "chung", "value")
POOR, HOUSEHOLDS = Cell("ngheo", "ho_ngheo", "dat"), Cell("ngheo", "ho_ngheo", "tong_so")
DIFFERS = "entries.filled-differs"


def opened(world, code, *sets):
    made = world.open_desk(code, name=f"{code}-{len(list(world.root.iterdir()))}")
    choose(made.workspace, [SET, "ctmtqg-xa", "dtts-xa", "gnbv-ra-soat-xa", *sets])
    return made


@pytest.fixture
def desk(world):
    made = opened(world, A)
    yield made
    made.workspace.close()


def typed(desk, form, *pairs, period=YEAR):
    sheet = desk.sheet(form, period)
    step = sheet.set_texts([(cell, text) for cell, text in pairs])
    desk.commit(sheet, step.change)
    return sheet, step


def differing(desk, form=OUTCOMES):
    return [f for f in desk.sheet(form, YEAR).findings() if f.code == DIFFERS]


# -- shown


def test_a_figure_typed_once_stands_in_every_form_that_shows_it(desk):
    typed(desk, HEALTH, (OWNER, "90"), (OF_ALL, "120"))
    outcomes, minorities = desk.sheet(OUTCOMES, YEAR), desk.sheet(MINORITIES, YEAR)
    assert (outcomes.text(SHOWN), outcomes.text(RATE)) == ("90", "75,00")
    assert minorities.text(ALSO) == "90"
    assert not outcomes.spec(SHOWN).is_input
    assert not minorities.spec(ALSO).is_input


def test_open_forms_follow_at_once_and_back_again(desk):
    outcomes, minorities = desk.sheet(OUTCOMES, YEAR), desk.sheet(MINORITIES, YEAR)
    assert outcomes.spec(VISITS).is_input
    sheet, step = typed(desk, HEALTH, (OWNER, "90"), (OF_ALL, "100"), (VISITS_THERE, "5"))
    assert (outcomes.text(SHOWN), minorities.text(ALSO)) == ("90", "90")
    assert (outcomes.text(VISITS), outcomes.spec(VISITS).is_input) == ("5", False)
    typed(desk, HEALTH, (OWNER, "91"))
    assert (outcomes.text(SHOWN), outcomes.text(RATE)) == ("91", "91,00")
    typed(desk, HEALTH, (OWNER, "90"))
    back = step.change.inverse()
    sheet.apply(back)
    desk.commit(sheet, back)
    assert outcomes.value(SHOWN) is EMPTY
    assert outcomes.value(RATE) is EMPTY
    assert outcomes.spec(VISITS).is_input  # nothing of that report has been begun


def test_where_the_owner_is_not_reported_the_next_one_is_it(desk):
    typed(desk, MINORITIES, (ALSO, "40"))
    assert desk.sheet(OUTCOMES, YEAR).text(SHOWN) == "40"
    assert desk.sheet(MINORITIES, YEAR).spec(ALSO).is_input


def test_what_only_a_report_that_nobody_makes_would_hold_is_typed_as_ever(world):
    desk = world.open_desk(A, name="alone")
    choose(desk.workspace, [SET])
    sheet, _ = typed(desk, OUTCOMES, (VISITS, "7"))
    assert sheet.text(VISITS) == "7"
    assert VISITS not in sheet.filled
    assert SHOWN in sheet.filled  # of a form of the same report
    desk.workspace.close()


def test_a_blank_owner_leaves_the_shown_cell_blank_and_shut(desk):
    typed(desk, HEALTH, (OF_ALL, "100"))
    outcomes = desk.sheet(OUTCOMES, YEAR)
    assert outcomes.value(SHOWN) is EMPTY
    with pytest.raises(FormError) as refused:
        outcomes.set_texts([(SHOWN, "3")])
    assert refused.value.code == "form.cell-filled"
    assert "Dự án 7" in str(refused.value.facts["source"])


def test_what_does_not_apply_is_shown_where_it_may(desk):
    typed(desk, OUTCOMES, (Cell("muc_giam", "huyen_ngheo", "value"), "KAD"))
    poverty = desk.sheet(POVERTY, YEAR)
    assert poverty.value(Cell("muc", "gn_kq_03", "value")) is NOT_APPLICABLE


def test_forms_that_show_one_another_open_in_any_order(world):
    for first, second in ((OUTCOMES, POVERTY), (POVERTY, OUTCOMES)):
        name = f"{first}-truoc"
        desk = world.open_desk(A, name=name)
        choose(desk.workspace, [SET])
        school = Cell("ty_le_cuoi_ky", "gn_kq_04", "dat")
        typed(desk, POVERTY, (school, "12"))
        typed(desk, OUTCOMES, (FALL, "2,5"))
        desk.workspace.close()
        again = desk_of(
            Program(lambda: world.catalogue, world.clock),
            open_workspace(world.root / f"{name}.ctmtqg", clock=world.clock),
        )
        sheets = {form: again.sheet(form, YEAR) for form in (first, second)}
        assert sheets[OUTCOMES].text(Cell("giao_duc", "tre_em_ngheo_di_hoc", "dat")) == "12"
        assert sheets[POVERTY].text(Cell("muc", "gn_kq_01", "value")) == "2,5"
        again.workspace.close()


# -- both typed


def test_what_was_typed_here_before_is_kept_and_told(desk):
    typed(desk, OUTCOMES, (VISITS, "80"))
    typed(desk, HEALTH, (VISITS_THERE, "90"))
    (found,) = differing(desk)
    assert (found.severity, found.cell, found.blocks) == (Severity.JUSTIFY, VISITS, True)
    assert "80" in found.message
    assert "90" in found.message
    assert "Dự án 7" in found.message
    assert desk.sheet(OUTCOMES, YEAR).text(VISITS) == "90"
    desk.justify(desk.sheet(OUTCOMES, YEAR), found, "Hai thời điểm chốt số.")
    assert not differing(desk)[0].blocks
    typed(desk, OUTCOMES, (VISITS, ""))  # what stands here may be taken away, and only that
    assert not differing(desk)
    assert desk.sheet(OUTCOMES, YEAR).text(VISITS) == "90"


def test_equal_figures_in_both_places_are_no_finding(desk):
    typed(desk, OUTCOMES, (VISITS, "90"))
    typed(desk, HEALTH, (VISITS_THERE, "90"))
    assert not differing(desk)


def test_an_emptied_owner_brings_back_nothing_but_what_stood_here(desk):
    typed(desk, OUTCOMES, (VISITS, "80"))
    typed(desk, HEALTH, (VISITS_THERE, "90"), (OF_ALL, "100"))
    typed(desk, HEALTH, (VISITS_THERE, ""))
    assert desk.sheet(OUTCOMES, YEAR).text(VISITS) == "80"
    assert differing(desk)  # and it is told that the owner has none


# -- from a file


def entered(desk, folder, cells, **more):
    path = folder / "so-lieu.json"
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    return enter(desk, Enter(OUTCOMES, YEAR.code, read_entry_file(path), **more))


def test_a_file_that_says_the_same_is_taken_and_another_figure_is_refused(desk, tmp_path):
    typed(desk, HEALTH, (OWNER, "1.090"))
    done = entered(desk, tmp_path, {str(SHOWN): "1.090", str(OWN): "5"})
    assert not done.is_refused
    assert done.facts["set"] == 1
    assert [one["code"] for one in done.facts["left_out"]] == ["intake.cell-same"]
    done = entered(desk, tmp_path, {str(SHOWN): "80", str(OWN): "6"})
    assert done.is_refused
    (refused,) = done.facts["refused"]
    assert (refused["code"], refused["cell"]) == ("intake.cell-filled", str(SHOWN))
    assert "Dự án 7" in refused["message"]
    assert desk.sheet(OUTCOMES, YEAR).text(OWN) == "5"
    done = entered(desk, tmp_path, {str(SHOWN): "80", str(OWN): "6"}, partial=True)
    assert done.facts["set"] == 1
    assert desk.sheet(OUTCOMES, YEAR).text(SHOWN) == "1.090"


def test_a_fill_in_workbook_shuts_what_is_shown_and_refuses_another_figure(desk, tmp_path):
    typed(desk, HEALTH, (OWNER, "90"))
    path = tmp_path / "dien.xlsx"
    fill_in(desk, FillIn(OUTCOMES, YEAR.code, path, 0))
    held = Workbook(path)
    held.put(str(SHOWN), 81)
    held.put(str(OWN), 5)
    done = take_back(desk, TakeBack(held.save()))
    assert [one["code"] for one in done.facts["refused"]] == ["intake.cell-filled"]
    assert "Dự án 7" in done.facts["refused"][0]["message"]
    assert desk.sheet(OUTCOMES, YEAR).text(SHOWN) == "90"
    pages = openpyxl.load_workbook(path).worksheets
    cells = [c for page in pages for row in page.iter_rows() for c in row if c.value == 81]
    assert [cell.protection.locked for cell in cells] == [True]


# -- it travels


def sent(desk, signer, out, period=YEAR):
    explain_blanks(desk, SET, period)
    for sheet in desk.sheets(SET, period):
        for finding in sheet.findings():
            if finding.blocks:
                desk.justify(sheet, finding, "Theo sổ theo dõi.")
    order = Submit(SET, period.code, Signing(Held(signer), out))
    done = submit(desk, order)
    assert not done.is_refused, done.found
    return done.found


@pytest.fixture
def office(world):
    made = world.open_office()
    yield made
    made.workspace.close()


def reporting(world, office, code):
    desk = opened(world, code)
    signer = world.signer(code)
    world.card(desk, signer)
    world.enrol(office, code, signer)
    return desk, signer


def of_form(package, form):
    report = payload.load_report(unseal(package.read_bytes()).parts["data.json"])
    return next(one for one in report.forms if one.id == form)


def test_it_travels_as_computed_and_is_taken_at_its_word(world, office, tmp_path):
    desk, signer = reporting(world, office, A)
    typed(desk, HEALTH, (OWNER, "90"), (OF_ALL, "100"))
    typed(desk, OUTCOMES, (OWN, "5"))
    done = sent(desk, signer, tmp_path)
    form = of_form(done.package, OUTCOMES)
    assert (form.computed[SHOWN], form.computed[RATE]) == (90, 90)
    assert SHOWN not in form.typed
    (outcome,) = receive(office, [done.package])
    assert (outcome.outcome, outcome.code) == ("accepted", "")
    whole = office.consolidate(SET, YEAR).form(OUTCOMES)
    assert whole.value(SHOWN) == 90
    assert whole.value(RATE) == 90
    desk.workspace.close()


def test_a_signed_report_stays_as_it_was_sent(world, office, tmp_path):
    desk, signer = reporting(world, office, A)
    typed(desk, HEALTH, (OWNER, "90"), (OF_ALL, "100"))
    sent(desk, signer, tmp_path)
    typed(desk, HEALTH, (OWNER, "95"))
    assert desk.sheet(OUTCOMES, YEAR).text(SHOWN) == "90"
    reopen(desk, Reopen(SET, YEAR.code, "Số đã sửa ở biểu Dự án 7."))
    assert desk.sheet(OUTCOMES, YEAR).text(SHOWN) == "95"
    desk.workspace.close()


@pytest.mark.parametrize(
    ("typed_there", "computed_there", "code"),
    [
        (Decimal(80), Decimal(90), "exchange.computed-differs"),
        (None, Decimal("90.5"), "exchange.cell-refused"),
        (None, "chín mươi", "exchange.cell-refused"),
        (None, Decimal(-5), "exchange.cell-refused"),
    ],
)
def test_a_forged_figure_is_refused(world, office, tmp_path, typed_there, computed_there, code):
    desk, signer = reporting(world, office, A)
    typed(desk, HEALTH, (OWNER, "90"), (OF_ALL, "100"))
    opened_one = unseal(sent(desk, signer, tmp_path).package.read_bytes())
    report = payload.load_report(opened_one.parts["data.json"])

    def change(form):
        if form.id != OUTCOMES:
            return form
        more = {} if typed_there is None else {SHOWN: typed_there}
        figures = {**form.computed, SHOWN: computed_there}
        return replace(form, typed={**form.typed, **more}, computed=figures)

    report = replace(report, forms=tuple(change(form) for form in report.forms))
    unsigned = opened_one.parts["report.pdf"].partition(b"%%EOF\n")[0] + b"%%EOF\n"
    parts = [PackagePart("data.json", PartRole.DATA, payload.dump_report(report)),
             PackagePart("report.pdf", PartRole.PRINT, unsigned)]  # fmt: skip
    head = opened_one.manifest.header
    path = tmp_path / "gia.asice"
    path.write_bytes(seal(parts, head, signer=signer, at=head.created).data)
    (outcome,) = receive(office, [path])
    assert outcome.code == code
    desk.workspace.close()


def test_an_old_draft_goes_on_in_its_version_and_totals_take_both(world, office, tmp_path):
    old, old_signer = reporting(world, office, B)
    key = SheetKey(OUTCOMES, 1, B, YEAR.code)
    sheet = old.library.sheet(
        world.catalogue.form(OUTCOMES, 1), old.unit, YEAR, around=old.sheet(HEALTH, YEAR).around
    )
    change = sheet.set_texts([(SHOWN, "10"), (SHOWN_OF, "20")]).change
    old.workspace.sheets.save(key, change, world.clock())
    typed(old, HEALTH, (OWNER, "11"))
    assert old.sheet(OUTCOMES, YEAR).form.version == 1
    assert old.sheet(OUTCOMES, YEAR).text(SHOWN) == "10"
    new, new_signer = reporting(world, office, A)
    typed(new, HEALTH, (OWNER, "90"), (OF_ALL, "100"))
    packages = [sent(old, old_signer, tmp_path).package, sent(new, new_signer, tmp_path).package]
    assert [one.outcome for one in receive(office, packages)] == ["accepted", "accepted"]
    whole = office.consolidate(SET, YEAR).form(OUTCOMES)
    assert whole.form.version == 2
    assert (whole.value(SHOWN), whole.value(SHOWN_OF)) == (100, 120)
    for one in (old, new):
        one.workspace.close()


# -- derived


def test_a_fall_is_computed_from_what_was_sent_the_year_before(world, office, tmp_path):
    desk, signer = reporting(world, office, A)
    this, last = YEAR, BEFORE
    typed(desk, OUTCOMES, (POOR, "30"), (HOUSEHOLDS, "100"), period=this)
    assert desk.sheet(OUTCOMES, this).spec(FALL).is_input  # nothing is known of last year
    desk.workspace.close()
    desk, signer = reporting(world, office, A)
    typed(desk, OUTCOMES, (POOR, "33"), (HOUSEHOLDS, "100"), period=last)
    sent(desk, signer, tmp_path, period=last)
    reopen(desk, Reopen(SET, last.code, "Rà soát lại."))
    typed(desk, OUTCOMES, (POOR, "50"), period=last)  # not sent: it does not count yet
    typed(desk, OUTCOMES, (POOR, "30"), (HOUSEHOLDS, "100"), period=this)
    sheet = desk.sheet(OUTCOMES, this)
    assert (sheet.text(FALL), sheet.spec(FALL).is_input) == ("3", False)
    typed(desk, OUTCOMES, (POOR, "60"), period=this)
    assert sheet.value(FALL) == -27
    assert desk.sheet(POVERTY, this).value(Cell("muc", "gn_kq_01", "value")) == -27
    desk.workspace.close()


def test_a_target_of_a_plan_is_not_typed(world):
    desk = world.open_desk("03403", name="sung-phai")
    choose(desk.workspace, [SET])
    goal = Cell("bao_hiem", "bhyt_dtts", "muc_tieu")
    sheet = desk.sheet(OUTCOMES, YEAR)
    assert sheet.text(goal) == "98,00"
    assert not sheet.spec(goal).is_input
    assert is_blank(sheet)  # a target alone is no report
    assert sheet.spec(Cell("bao_hiem", "bhyt_dan_so", "muc_tieu")).is_input
    with pytest.raises(FormError):
        sheet.set_texts([(goal, "50")])
    desk.workspace.close()


def test_a_ceiling_is_reached_from_above(world):
    desk = world.open_desk("03403", name="tran")
    choose(desk.workspace, [SET])
    row = ("bao_hiem", "suy_dinh_duong")
    dat, tong, goal = (Cell(*row, column) for column in ("dat", "tong_so", "so_muc_tieu"))
    sheet, _ = typed(desk, OUTCOMES, (dat, "20"), (tong, "100"))
    assert sheet.text(goal) == "65,50"  # 13,1 of 20
    typed(desk, OUTCOMES, (dat, "10"))
    assert sheet.text(goal) == "100,00"
    desk.workspace.close()
