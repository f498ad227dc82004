"""Requirements: a package carries targets and units too; old reports stay with the old version.

At the receiver as well: what was accepted in one version is read, totalled and printed in it.
Issue 8: ``receive``, ``verify`` and ``print`` by command know what was published; they took the
shipped catalogue alone before.
"""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from doing import receive, track

from ctmtqg_desktop.catalogue.read.toml_writer import form_to_toml
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.demo.reports import filled
from ctmtqg_desktop.cli.tools import Tools
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.sender.orders import Enter, Submit
from ctmtqg_desktop.exchange.sender.print import form_draft
from ctmtqg_desktop.exchange.sender.submit import submit

FORM, SET, YEAR, NEXT = "dtts-da1", "ctmtqg-xa", Period.parse("2024"), Period.parse("2025")
QUARTER = Period.parse("2025-Q1")
CELL = Cell("ket_qua", "nha_hoan_thanh", "value")
NEW_ROW = Cell("ket_qua", "so_ban_moi", "value")
PLAN = """kind = "plan"
id = "ke-hoach-thu"
title = "Kế hoạch thử"
issuer = "Ủy ban nhân dân huyện Tam Đường"
source = "Kế hoạch thử"
confidence = "unverified"
targets = [
  {{ id = "T-1", quote = "ít nhất {figure} nhà", unit = "106", period = "2024", indicator = "Nhà", operator = ">=", figure = "{figure}", measure = "ho", kind = "target", source = "Kế hoạch thử", confidence = "unverified", answer = {{ by = "cell", form = "dtts-da1", cell = "ket_qua.nha_hoan_thanh.value" }} }},
]
"""  # noqa: E501  one target is one line, as in the files
UNITS = """kind = "units"
units = [
  { code = "99001", kind = "xa", name = "Xã Thử Nghiệm", parent = "106", valid_from = 2024-01-01, valid_to = 2025-06-30, region = "tdmnpb", agency = "Ủy ban nhân dân xã Thử Nghiệm", place = "Thử Nghiệm", source = "Quyết định thử", confidence = "unverified" },
]
"""  # noqa: E501


@pytest.fixture
def sent(commune, receiver):
    """The commune's report of 2024, accepted by the receiver in version 1 of its forms."""
    report = next(r for r in filled() if (r.unit, r.set_id) == ("03394", SET))
    desk = commune.desk
    for form in desk.forms(SET, YEAR):
        done = enter(desk, Enter(form.id, YEAR.code, report.entries(desk.unit, form.id))).found
        assert not done.refused
    done = submit(
        desk,
        Submit(
            SET,
            YEAR.code,
            Signing(Held(commune.author.signer), commune.home, commune.author.title),
        ),
    ).found
    (received,) = receive(receiver.office, [done.package])
    assert received.outcome == "accepted", received.message
    return done


def test_an_accepted_report_is_read_in_the_version_it_was_made_in(sent, issue, v2, receiver):
    before = receiver.office
    (submission,) = before.consolidate(SET, YEAR).submissions
    value = before.sheets_of(submission)[FORM].value(CELL)
    assert isinstance(value, Decimal)
    issue(da1=form_to_toml(v2))
    office = receiver.office
    assert office.catalogue.form(FORM).version == 2
    sheet = office.sheets_of(submission)[FORM]
    assert (sheet.form.version, sheet.value(CELL)) == (1, value)
    whole = office.consolidate(SET, YEAR)
    total = whole.form(FORM)
    assert total.form.version == 1
    assert total.totals[CELL].value == value
    assert NEW_ROW not in total.totals


def test_the_commune_prints_its_old_report_as_it_was_signed(sent, issue, v2, commune):
    before = form_draft(commune.desk, FORM, YEAR)
    commune.take(issue(da1=form_to_toml(v2)))
    desk = commune.desk
    assert desk.sheet(FORM, YEAR).form.version == 1
    assert desk.sheet(FORM, NEXT).form.version == 2
    after = form_draft(desk, FORM, YEAR)
    assert str(after).count("Số bản mới được hỗ trợ") == 0
    assert after.digest == before.digest
    assert after.digest
    assert not after.draft
    assert "Số bản mới được hỗ trợ" in str(form_draft(desk, FORM, NEXT))


def test_a_report_of_the_new_version_is_accepted_beside_the_old(
    sent, issue, v2, commune, receiver
):
    """A receiver that published a form takes reports in it."""
    commune.take(issue(da1=form_to_toml(v2)))
    desk = commune.desk
    report = next(r for r in filled() if (r.unit, r.set_id) == ("03394", SET))
    for form in desk.forms(SET, QUARTER):
        enter(desk, Enter(form.id, QUARTER.code, report.entries(desk.unit, form.id)))
    done = submit(
        desk,
        Submit(
            SET,
            QUARTER.code,
            Signing(Held(commune.author.signer), commune.home, commune.author.title),
        ),
    ).found
    (received,) = receive(receiver.office, [done.package])
    assert received.outcome == "accepted", received.message
    office = receiver.office
    versions = {
        period.code: office.consolidate(SET, period).form(FORM).form.version
        for period in (YEAR, QUARTER)
    }
    assert versions == {YEAR.code: 1, QUARTER.code: 2}


def test_assigned_targets_travel_and_are_tracked(sent, issue, receiver, commune):
    path = issue(ke_hoach=PLAN.format(figure="1"))
    (taken,) = commune.take(path)
    assert taken.code == "exchange.catalogue-taken"
    assert commune.catalogue.plan("ke-hoach-thu").targets[0].figure == "1"
    (tracked,) = track(receiver.office, "ke-hoach-thu", YEAR)
    assert (tracked.target.id, tracked.state.value) == ("T-1", "met")
    with pytest.raises(FormError, match="catalogue-changes-published"):
        issue(ke_hoach=PLAN.format(figure="2"))


def test_a_list_of_units_travels(issue, commune, receiver):
    assert receiver.catalogue.units.find("99001", date(2024, 6, 1)) is None
    commune.take(issue(don_vi=UNITS))
    for place in (commune, receiver):
        unit = place.catalogue.units.at("99001", date(2024, 6, 1))
        assert unit.name == "Xã Thử Nghiệm"
        assert place.catalogue.units.find("99001", date(2026, 1, 1)) is None
    assert "99001" in {row.unit.code for row in receiver.office.board(SET, YEAR).units}


def test_a_version_may_not_be_dropped_by_a_later_package(issue, v2, receiver):
    issue(da1=form_to_toml(v2))
    with pytest.raises(FormError, match="catalogue-changes-published"):
        issue(da1=form_to_toml(replace(v2, version=3, valid_from=date(2026, 1, 1), valid_to=None)))


def test_a_command_at_the_office_knows_what_was_published(
    sent, issue, v2, commune, receiver, capsys
):
    commune.take(issue(da1=form_to_toml(v2)))
    issue(ke_hoach=PLAN.format(figure="1"), da1=form_to_toml(v2))
    desk = commune.desk
    report = next(r for r in filled() if (r.unit, r.set_id) == ("03394", SET))
    for form in desk.forms(SET, QUARTER):
        enter(desk, Enter(form.id, QUARTER.code, report.entries(desk.unit, form.id)))
    signing = Signing(Held(commune.author.signer), commune.home, commune.author.title)
    package = submit(desk, Submit(SET, QUARTER.code, signing)).facts["package"]
    book, pdf = receiver.workspace.place, commune.home / "in.pdf"
    receiver.workspace.close()
    tools = Tools(Program(lambda: receiver.built_in, receiver.clock), lambda *_: [])

    def run(*argv):
        code = main.run([*(str(word) for word in argv), "--json"], tools)
        return code, json.loads(capsys.readouterr().out)

    code, said = run("verify", package, "--workspace", book)
    assert code == 0, said
    code, said = run("receive", book, package)
    assert (code, said["files"][0]["outcome"]) == (0, "accepted"), said
    assert run("track", book, "--plan", "ke-hoach-thu", "--period", "2024")[0] == 0
    printed = ("print", book, "--period", QUARTER.code, "--plan", "ke-hoach-thu", "--pdf", pdf)
    assert run(*printed)[0] == 0
    assert pdf.exists()
