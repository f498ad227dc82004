"""Issue 11, wall 14: counts without lines and nearly empty reports ask for a reason everywhere."""

from dataclasses import replace

import pytest
from doing import receive

from ctmtqg_desktop.catalogue.records.form import Cell, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.overview import PartFill, is_thin, part_fills
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.receiver.verdict_words import cautions_of
from ctmtqg_desktop.exchange.sender.blank_forms import left_empty
from ctmtqg_desktop.exchange.sender.desk import while_filling
from ctmtqg_desktop.exchange.sender.nothing_arose import say_nothing_arose
from ctmtqg_desktop.exchange.sender.orders import SayNothingArose, Submit
from ctmtqg_desktop.exchange.sender.submit import submit
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal

SET, YEAR, CODE = "ctmtqg-xa", Period.parse("2024"), "03394"
SELF, FUNDS, WORKS, VILLAGES = "ntm-xa-tu-danh-gia", "ntm-nguon-luc", "ntm-cong-trinh", "ntm-ban"
CRITERIA, COUNT = "entries.blank-part.bo_tieu_chi", "counted.ntm-ban-so-ban"


@pytest.fixture
def desk(world, mail):
    world.authority = mail.world.authority
    made = world.open_desk(CODE)
    world.card(made, mail[CODE].signer)
    yield made
    made.workspace.close()


def typed(desk, form, **cells):
    sheet = desk.sheet(form, YEAR)
    texts = [(Cell.parse(name.replace("__", ".")), text) for name, text in cells.items()]
    desk.commit(sheet, sheet.set_texts(texts).change)
    return sheet


def emptied(desk, form, section=""):
    sheet = desk.sheet(form, YEAR)
    cells = [cell for cell in sheet.cells.typed if section in {"", cell.section}]
    desk.commit(sheet, sheet.set_texts([(cell, "") for cell in cells]).change)
    return sheet


def codes(found):
    return {one.code for one in found if one.blocks}


def test_villages_that_are_counted_and_not_listed_ask_for_a_reason(desk):
    sheet = typed(desk, VILLAGES, chung__so_ban="2")
    (found,) = [f for f in sheet.findings() if f.code == COUNT]
    assert (found.severity, str(found.cell), found.blocks) == (
        Severity.JUSTIFY, "chung.so_ban.value", True,
    )  # fmt: skip
    assert "Ghi 2" in found.message
    assert "entries.blank-part.ban" not in codes(left_empty(sheet))  # asked once


@pytest.mark.parametrize(("lines", "asks"), [(0, True), (1, True), (2, False)])
def test_as_many_lines_as_are_counted_are_asked_for(desk, lines, asks):
    sheet = typed(desk, VILLAGES, chung__so_ban="2")
    for number in range(lines):
        row = sheet.add_row("ban").change.rows[0].key
        sheet.set_texts([(Cell("ban", row, "ten"), f"Bản {number}")])
    assert (COUNT in codes(sheet.findings())) is asks


def test_none_counted_and_none_listed_is_only_an_empty_list(desk):
    sheet = typed(desk, VILLAGES, chung__so_ban="0")
    assert COUNT not in codes(sheet.findings())
    assert codes(left_empty(sheet)) == {"entries.blank-part.ban"}


def test_rows_of_blanks_are_no_lines(desk):
    sheet = typed(desk, VILLAGES, chung__so_ban="0")
    sheet.add_row("ban")
    assert codes(left_empty(sheet)) == {"entries.blank-part.ban"}


def test_three_cells_and_no_criterion_judged_are_told_at_entry_and_at_check(world, desk):
    world.fill(desk)
    sheet = emptied(desk, SELF, "bo_tieu_chi")
    assert CRITERIA in codes(while_filling(desk, sheet))
    assert CRITERIA in codes(desk.findings(SET, YEAR))
    assert "chưa đánh giá tiêu chí nào" in next(
        f.message for f in left_empty(sheet) if f.code == CRITERIA
    )


def test_required_cells_are_told_while_a_form_is_filled_and_not_before(desk):
    assert while_filling(desk, desk.sheet(VILLAGES, YEAR)) == ()
    sheet = desk.sheet(VILLAGES, YEAR)
    row = sheet.add_row("ban").change.rows[0].key
    sheet.set_texts([(Cell("ban", row, "ten"), "Bản Mới")])
    places = [str(f.cell) for f in while_filling(desk, sheet) if f.code == "entries.required"]
    assert places == ["chung.so_ban.value", f"ban.{row}.dang_ky"]


def test_criteria_are_not_answered_by_nothing_arose(world, desk):
    world.fill(desk)
    emptied(desk, SELF, "bo_tieu_chi")
    for text in ("", "Không phát sinh trong kỳ báo cáo."):
        with pytest.raises(FormError) as refused:
            say_nothing_arose(desk, SayNothingArose(SET, YEAR.code, (SELF,), text))
        assert refused.value.code == "exchange.words-needed"
    say_nothing_arose(
        desk, SayNothingArose(SET, YEAR.code, (f"{SELF}/bo_tieu_chi",), "Chưa họp đánh giá")
    )
    assert CRITERIA not in codes(desk.findings(SET, YEAR))


def test_one_word_is_enough_for_a_part_and_a_full_part_takes_none(world, desk):
    world.fill(desk)
    emptied(desk, WORKS, "cong_trinh")
    with pytest.raises(FormError) as refused:
        say_nothing_arose(desk, SayNothingArose(SET, YEAR.code, (f"{FUNDS}/nguon_luc",)))
    assert refused.value.code == "exchange.form-not-blank"


@pytest.mark.parametrize(
    ("filled", "total", "thin"), [(3, 172, True), (9, 19, True), (10, 19, False), (1, 10, False),
                                  (1, 11, True), (0, 0, False), (86, 172, False), (85, 172, True)]
)  # fmt: skip
def test_less_than_half_and_much_of_it_is_thin(desk, filled, total, thin):
    section = desk.sheet(SELF, YEAR).form.sections[0]
    assert is_thin((PartFill(section, filled, total),)) is thin


def test_an_ordinary_full_report_is_asked_nothing(world, desk):
    world.fill(desk)
    assert not [f for s in desk.sheets(SET, YEAR) for f in left_empty(s)]


def signed(desk, mail, out):
    return submit(desk, Submit(SET, YEAR.code, Signing(Held(mail[CODE].signer), out)))


def test_it_is_refused_at_signing_and_travels_with_a_reason(world, desk, mail, office, tmp_path):
    world.fill(desk)
    emptied(desk, SELF, "bo_tieu_chi")
    assert signed(desk, mail, tmp_path).is_refused
    say_nothing_arose(desk, SayNothingArose(SET, YEAR.code, (SELF,), "Chưa họp đánh giá"))
    done = signed(desk, mail, tmp_path)
    assert not done.is_refused, done.facts
    (outcome,) = receive(office, [done.found.package])
    assert outcome.outcome == "accepted"
    assert not any(c.startswith("exchange.thin") for c in outcome.verdict.cautions)


def test_of_an_earlier_program_the_office_is_told_how_empty_it_is(
    world, desk, mail, office, tmp_path
):
    world.fill(desk)
    emptied(desk, SELF, "bo_tieu_chi")
    say_nothing_arose(desk, SayNothingArose(SET, YEAR.code, (SELF,), "Chưa họp đánh giá"))
    done = signed(desk, mail, tmp_path)
    path = tmp_path / "cu.asice"
    path.write_bytes(without_reasons(done.found.package.read_bytes(), mail[CODE].signer))
    (outcome,) = receive(office, [path])
    assert outcome.outcome == "accepted"
    assert outcome.verdict.bottom_line == "warning"
    (said,) = [one for one in cautions_of(outcome.verdict) if "để trống" in one]
    total = sum(fill.total for s in desk.sheets(SET, YEAR) for fill in part_fills(s))
    assert f"/{total} ô để trống mà đơn vị không ghi lý do" in said
    again = office.judge(path.read_bytes())
    assert again.verdict.cautions == outcome.verdict.cautions


def without_reasons(data, signer):
    opened = unseal(data)
    report = payload.load_report(opened.parts["data.json"])
    forms = tuple(replace(f, reasons={}) if f.id == SELF else f for f in report.forms)
    told = payload.dump_report(replace(report, forms=forms))
    head = opened.manifest.header
    parts = [PackagePart("data.json", PartRole.DATA, told)]
    return seal(parts, head, signer=signer, at=head.created).data
