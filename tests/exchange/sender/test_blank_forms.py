"""Issue 10, Build 4: a blank report is not signed without a reason, said once for a form."""

import json
import shutil
import subprocess
from dataclasses import replace

import pytest
from doing import receive

from ctmtqg_desktop.catalogue.records.form import Cell, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.sender.blank_forms import blank_form, blank_report
from ctmtqg_desktop.exchange.sender.check import check
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.sender.nothing_arose import say_nothing_arose
from ctmtqg_desktop.exchange.sender.orders import Check, Enter, SayNothingArose, Submit
from ctmtqg_desktop.exchange.sender.submit import submit
from ctmtqg_desktop.intake.entry_file import read_entry_file, typed_file
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal

SET, YEAR, CODE = "ctmtqg-xa", Period.parse("2024"), "03394"
FUNDS, SUPPORT = "ntm-nguon-luc", "dtts-da1"
WORKS, LIST = "ntm-cong-trinh", "cong_trinh"
FORM, REPORT = "entries.blank-form", "entries.blank-report"
NOTHING = "Không phát sinh trong kỳ báo cáo."


@pytest.fixture
def desk(world, mail):
    world.authority = mail.world.authority
    made = world.open_desk(CODE)
    world.card(made, mail[CODE].signer)
    yield made
    made.workspace.close()


@pytest.fixture
def filled(world, desk):
    """A report that is complete but for one form, into which nothing was typed."""
    world.fill(desk)
    sheet = desk.sheet(SUPPORT, YEAR)
    step = sheet.set_texts([(cell, "") for cell in sheet.cells.typed])
    desk.commit(sheet, step.change)
    return desk


def printed_text(data, folder):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    (folder / "a.pdf").write_bytes(data)
    asked = ["pdftotext", "-raw", "a.pdf", "-"]
    return subprocess.run(asked, cwd=folder, capture_output=True, text=True, check=True).stdout


def found(desk, *codes):
    return [f for f in desk.findings(SET, YEAR) if f.code in codes]


def signed(desk, mail, out):
    return submit(desk, Submit(SET, YEAR.code, Signing(Held(mail[CODE].signer), out)))


def test_a_wholly_blank_report_is_not_signed(desk, mail, tmp_path):
    done = signed(desk, mail, tmp_path)
    assert done.is_refused
    assert done.found[0].code == REPORT
    assert {f.form for f in done.found if f.code == FORM} == {f.id for f in desk.forms(SET, YEAR)}


def test_each_blank_form_is_asked_and_then_the_report_is_not(desk):
    forms = tuple(form.id for form in desk.forms(SET, YEAR))
    say_nothing_arose(desk, SayNothingArose(SET, YEAR.code, forms[:-1]))
    assert [f.form for f in found(desk, FORM) if f.blocks] == [forms[-1]]
    assert found(desk, REPORT)
    say_nothing_arose(desk, SayNothingArose(SET, YEAR.code, (forms[-1], forms[-1])))
    assert not found(desk, REPORT)
    assert {f.justification for f in found(desk, FORM)} == {NOTHING}


@pytest.mark.parametrize("text", ["0", "KAD", "x"])
def test_a_form_in_which_anything_was_typed_is_not_blank(desk, text):
    sheet = desk.sheet(FUNDS, YEAR)
    sheet.set_texts([(Cell("nguon_luc", "nsdp", "ke_hoach"), text)])
    assert FUNDS not in {f.form for f in found(desk, FORM)}
    assert not found(desk, REPORT)


def test_an_empty_row_of_a_list_is_nothing(desk):
    sheet = desk.sheet(WORKS, YEAR)
    sheet.add_row(LIST)
    assert blank_form(sheet)


def test_a_form_typed_into_and_emptied_again_is_blank(filled):
    (one,) = found(filled, FORM)
    assert (one.form, one.severity, one.cell, one.blocks) == (
        SUPPORT,
        Severity.JUSTIFY,
        None,
        True,
    )
    assert not found(filled, REPORT)


def test_a_list_that_is_kept_back_is_something(new_sheet):
    sheet = new_sheet(WORKS)
    assert blank_form(sheet)
    sheet.withheld = {LIST: 3}
    assert not blank_form(sheet)
    assert not blank_report([])


def test_the_reason_travels_and_is_accepted_without_caution(filled, mail, office, tmp_path):
    say_nothing_arose(filled, SayNothingArose(SET, YEAR.code, (SUPPORT,)))
    done = signed(filled, mail, tmp_path).found
    opened = unseal(done.package.read_bytes())
    report = payload.load_report(opened.parts["data.json"])
    reasons = next(f for f in report.forms if f.id == SUPPORT).content.reasons
    assert reasons == {(FORM, ""): NOTHING}
    (outcome,) = receive(office, [done.package])
    assert outcome.outcome == "accepted"
    assert "exchange.unexplained" not in outcome.verdict.cautions


def test_the_reason_is_printed(filled, mail, tmp_path):
    say_nothing_arose(filled, SayNothingArose(SET, YEAR.code, (SUPPORT,), "Chưa giao vốn cho xã"))
    done = signed(filled, mail, tmp_path).found
    pdf = unseal(done.package.read_bytes()).parts["report.pdf"]
    assert "Chưa giao vốn cho xã" in " ".join(printed_text(pdf, tmp_path).split())


def test_a_blank_form_without_reason_is_told_at_the_receiver(filled, mail, office, tmp_path):
    """An earlier program signed such reports: they are taken in, and not silently."""
    say_nothing_arose(filled, SayNothingArose(SET, YEAR.code, (SUPPORT,)))
    done = signed(filled, mail, tmp_path).found
    path = tmp_path / "cu.asice"
    path.write_bytes(without_reasons(done.package.read_bytes(), mail[CODE].signer))
    (outcome,) = receive(office, [path])
    assert (outcome.outcome, outcome.verdict.cautions[:1]) == (
        "accepted", ("exchange.unexplained",),
    )  # fmt: skip
    again = office.judge(path.read_bytes())
    assert "exchange.unexplained" in again.verdict.cautions


def without_reasons(data, signer):
    opened = unseal(data)
    report = payload.load_report(opened.parts["data.json"])
    forms = tuple(replace(f, reasons={}) if f.id == SUPPORT else f for f in report.forms)
    told = payload.dump_report(replace(report, forms=forms))
    parts = [PackagePart("data.json", PartRole.DATA, told)]
    head = opened.manifest.header
    return seal(parts, head, signer=signer, at=head.created).data


def test_a_file_that_is_entered_may_say_it_too(filled, tmp_path):
    path = tmp_path / "ly-do.json"
    path.write_text(json.dumps({"reasons": {FORM: "Chưa giao vốn"}}), "utf-8")
    enter(filled, Enter(SUPPORT, YEAR.code, read_entry_file(path)))
    assert [f.justification for f in found(filled, FORM)] == ["Chưa giao vốn"]


def test_who_says_why_a_form_is_blank_is_not_told_of_its_empty_cells(filled):
    def told():
        return {f.form for f in found(filled, "entries.empty-cells")}

    assert SUPPORT in told()
    say_nothing_arose(filled, SayNothingArose(SET, YEAR.code, (SUPPORT,)))
    assert SUPPORT not in told()


def test_it_is_not_said_of_a_form_with_figures(filled):
    with pytest.raises(FormError) as refused:
        say_nothing_arose(filled, SayNothingArose(SET, YEAR.code, (SUPPORT, FUNDS)))
    assert refused.value.code == "exchange.form-not-blank"
    assert found(filled, FORM)[0].blocks


def test_a_reason_does_not_outlive_the_first_figure(desk):
    say_nothing_arose(desk, SayNothingArose(SET, YEAR.code, (FUNDS,)))
    assert FUNDS in {f.form for f in found(desk, FORM)}
    sheet = desk.sheet(FUNDS, YEAR)
    sheet.set_texts([(Cell("nguon_luc", "nsdp", "ke_hoach"), "5")])
    assert FUNDS not in {f.form for f in found(desk, FORM)}


def test_sets_that_nobody_owes_or_began_may_be_blank(world, desk):
    from ctmtqg_desktop.exchange.keeping.chosen_sets import choose

    choose(desk.workspace, [])
    told = check(desk, Check(period=YEAR.code)).found
    owed = {due.report_set.id for due in desk.due(YEAR)}
    sets = {m.id for f in told if f.code == FORM for m in desk.form(f.form, YEAR).report_sets}
    assert sets & owed
    assert all(
        {m.id for m in desk.form(f.form, YEAR).report_sets} & owed
        for f in told if f.code in {FORM, REPORT}
    )  # fmt: skip


def test_a_blank_reason_writes_the_proposed_words(filled):
    done = say_nothing_arose(filled, SayNothingArose(SET, YEAR.code, (SUPPORT,), "   "))
    assert done.facts["reason"] == NOTHING
    assert typed_file({}.items()).reasons == {}
