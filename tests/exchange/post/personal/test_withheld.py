"""Issue 4 point 8: lists of households stay at home, their totals travel and stand."""

import json
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import pytest
from doing import receive

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.paper.write import pdf_bytes
from ctmtqg_desktop.exchange.sender.enclose import has_lists
from ctmtqg_desktop.exchange.sender.print import form_draft
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.reports.excel.excel import write_xlsx

SET, YEAR, UNIT = "gnbv-ra-soat-xa", Period.parse("2024"), "03394"
FORM = "gnbv-danh-sach-ho"
NAME, ID = "Lò Thị Mẩy", "012345678901"
TOTAL = Cell("cong", "ngheo", "ho")


def data_of(package):
    return json.loads(unseal(package).parts[payload.PATH])


def form_of(document):
    return next(form for form in document["forms"] if form["id"] == FORM)


def refused(act, *more, **named):
    with pytest.raises(CtmtqgError) as caught:
        act(*more, **named)
    return caught.value.code


# -- left out


def test_lists_are_left_out_unless_they_are_asked_for(desk, send):
    assert has_lists(desk, SET, YEAR)
    done = send()
    opened = unseal(done.package.read_bytes())
    for part in (*opened.parts.values(), done.package.read_bytes()):
        assert NAME.encode() not in part
        assert ID.encode() not in part
    form = form_of(data_of(done.package.read_bytes()))
    assert form["withheld"] == {"ds_ngheo": 2, "ds_can_ngheo": 0}
    assert form["rows"] == {}
    assert form["computed"]["numbers"]["cong.ngheo.ho"] == "1"
    assert form["computed"]["numbers"]["cong.ngheo.khau"] == "2"


def test_print_in_the_package_says_that_a_list_stayed_at_home(mailed, pdf_text):
    opened = unseal(mailed.package.read_bytes())
    text = pdf_text(opened.parts["report.pdf"])
    assert "Danh sách 2 dòng có dữ liệu cá nhân, không gửi kèm" in " ".join(text.split())
    assert "Lò Thị" not in text


def test_receiver_accepts_the_totals_and_asks_no_rule_of_the_lists(receiver, mailed):
    done = mailed
    (got,) = receive(receiver, [done.package])
    assert (got.outcome, got.code) == ("accepted", "")
    submission = receiver.workspace.submissions.find(done.content_sha256)
    sheet = receiver.sheets_of(submission)[FORM]
    assert sheet.value(TOTAL) == 1
    assert sheet.withheld == {"ds_ngheo": 2, "ds_can_ngheo": 0}
    assert sheet.rows("ds_ngheo") == ()
    assert receiver.workspace.upkeep.doctor() == []


def test_consolidation_adds_the_totals_that_travelled(receiver, mailed):
    receive(receiver, [mailed.package])
    whole = receiver.consolidate(SET, YEAR).form(FORM)
    assert whole.totals[TOTAL].value == 1
    assert whole.totals[Cell("cong", "ngheo", "khau")].value == 2
    assert whole.rows("ds_ngheo") == ()


def test_sender_keeps_its_list(desk, send):
    done = send()
    submission = desk.workspace.submissions.find(done.content_sha256)
    kept = desk.workspace.submissions.sheets_of(submission.id)[FORM]
    assert kept.entries[Cell("ds_ngheo", "r1", "ten")] == NAME
    assert desk.sheet(FORM, YEAR).rows("ds_ngheo") == ("r1", "r2")


def forged(signer, package, change):
    """Sign a package anew with something else in its data."""
    from ctmtqg_desktop.package.seal import seal

    opened = unseal(package)
    report = payload.load_report(opened.parts[payload.PATH])
    forms = tuple(change(f) if f.id == FORM else f for f in report.forms)
    parts = [
        PackagePart(payload.PATH, PartRole.DATA, payload.dump_report(replace(report, forms=forms)))
    ]
    head = opened.manifest.header
    return seal(parts, head, signer=signer, at=head.created).data


def withholding(**changes):
    def change(form):
        return replace(form, **changes)

    return change


@pytest.mark.parametrize("changes", [
    {"withheld": {"ds_ngheo": 2, "ds_can_ngheo": 0, "cong": 1}},
    {"withheld": {"ds_ngheo": 2, "khac": 0}},
    {"rows": {"ds_ngheo": ("r1",)}},
    {"typed": {Cell("ds_ngheo", "r1", "ten"): NAME}},
    {"reasons": {("x", "ds_ngheo.r1.ten"): "vì"}},
], ids=["not-personal", "unknown", "rows", "cells", "reasons"])  # fmt: skip
def test_only_personal_lists_may_be_left_out_and_only_whole(receiver, signer, mailed, changes):
    data = forged(signer, mailed.package.read_bytes(), withholding(**changes))
    assert receiver.judge(data).code == "exchange.withheld-refused"


def test_totals_of_a_list_that_is_not_declared_withheld_are_computed_again(
    receiver, signer, mailed
):
    def change(form):
        wrong = {**form.computed, Cell("cong", "ngheo", "ho"): Decimal(-1)}
        return replace(form, computed=wrong, withheld={})

    data = forged(signer, mailed.package.read_bytes(), change)
    assert receiver.judge(data).code == "exchange.computed-differs"


@pytest.mark.parametrize("held", [{}, [], {"ds": -1}, {"ds": "2"}, {"ds": True}, {"a.b.c": 1}])
def test_what_is_withheld_is_read_strictly(mailed, held):
    from ctmtqg_desktop.package import canonical

    document = data_of(mailed.package.read_bytes())
    form_of(document)["withheld"] = held
    assert refused(payload.load_report, canonical.dump(document)).startswith("package.payload")


# -- masks, and who exported what


def test_print_and_table_mask_but_the_sheet_shows_all(desk, tmp_path, pdf_text):
    from openpyxl import load_workbook

    document = form_draft(desk, FORM, YEAR)
    path = tmp_path / "x.xlsx"
    path.write_bytes(write_xlsx(document))
    texts = {cell.value for row in load_workbook(path).worksheets[0].iter_rows() for cell in row}
    assert "01********01" in texts
    assert "12*****89" in texts
    assert ID not in texts
    assert document.personal
    assert desk.sheet(FORM, YEAR).text(Cell("ds_ngheo", "r1", "cccd")) == ID
    text = pdf_text(pdf_bytes(document)[0])
    assert ID not in text


def test_every_export_of_a_report_has_its_line(desk, introduced, send, signer):
    done = send(lists=True)
    (line,) = desk.workspace.exports.latest()
    assert (line.what, line.personal, line.signer) == ("envelope", True, signer.spki_sha256)
    assert line.path == str(done.package)
    assert line.sha256 == sha256(done.package.read_bytes()).hexdigest()


def test_an_export_without_lists_says_so(desk, send):
    done = send()
    (line,) = desk.workspace.exports.latest()
    assert (line.what, line.personal, line.path) == ("report", False, str(done.package))
