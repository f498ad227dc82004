"""A returned report goes again only when each remark was met, or answered in words."""

import pytest

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.orders import Reopen
from ctmtqg_desktop.exchange.sender.pack import prepare
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.returns import Asked
from ctmtqg_desktop.package.unseal import unseal

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
SELF, WORKS = "ntm-xa-tu-danh-gia", "ntm-cong-trinh"
HOUSEHOLDS, PEOPLE = Cell("chung", "so_ho", "value"), Cell("chung", "so_nhan_khau", "value")


def waiting(scene):
    return [f for f in scene.desk.findings(SET, YEAR) if f.code.startswith("remark.")]


def blocking(scene):
    return [f for f in waiting(scene) if f.blocks]


def test_a_returned_report_cannot_go_again_as_it_was(scene):
    assert waiting(scene) == []
    scene.take(scene.send_back())
    (one,) = blocking(scene)
    assert (one.form, one.cell) == (SELF, HOUSEHOLDS)
    assert "Số hộ chưa khớp niên giám." in one.message
    with pytest.raises(FormError) as refused:
        prepare(scene.desk, SET, YEAR)
    assert refused.value.facts["findings"] == (one,)


def test_a_change_of_the_cell_meets_its_remark_and_back_again_does_not(scene):
    before = scene.desk.sheet(SELF, YEAR).text(HOUSEHOLDS)
    scene.take(scene.send_back())
    scene.type("1.234")
    assert waiting(scene) == []
    scene.type(before)
    assert len(blocking(scene)) == 1


def test_an_answer_in_words_meets_it_travels_and_is_asked_anew_by_the_next_return(scene):
    scene.take(scene.send_back())
    (one,) = blocking(scene)
    scene.desk.justify(scene.desk.sheet(SELF, YEAR), one, "Đã đối chiếu, số hộ đúng.")
    assert blocking(scene) == []
    done = scene.submit()
    sent = payload.load_report(unseal(done.package.read_bytes()).parts["data.json"])
    told = next(form for form in sent.forms if form.id == SELF).reasons
    assert told[(one.code, str(HOUSEHOLDS))] == "Đã đối chiếu, số hộ đúng."
    scene.receive(done)
    scene.take(scene.send_back())
    assert len(blocking(scene)) == 1


def test_another_cell_meets_no_remark_of_its_neighbour(scene):
    scene.take(
        scene.send_back(Asked(f"{SELF}/{HOUSEHOLDS}", "A."), Asked(f"{SELF}/{PEOPLE}", "B."))
    )
    scene.type("5.000", PEOPLE)
    assert [f.cell for f in blocking(scene)] == [HOUSEHOLDS]


def test_a_remark_upon_a_list_is_met_by_a_row_of_it(scene):
    scene.take(scene.send_back(Asked(f"{WORKS}/cong_trinh", "Sót một công trình.")))
    (one,) = blocking(scene)
    assert (one.form, one.cell) == (WORKS, None)
    sheet = scene.desk.sheet(WORKS, YEAR)
    added = sheet.add_row("cong_trinh")
    scene.desk.commit(sheet, added.change)
    key, column = added.change.rows[0].key, sheet.columns("cong_trinh")[0]
    typed = sheet.set_texts([(Cell("cong_trinh", key, column), "Đường bản Nà Đon")])
    scene.desk.commit(sheet, typed.change)
    assert waiting(scene) == []


def test_a_remark_upon_the_whole_report_is_asked_once_and_met_by_any_change(scene):
    scene.take(scene.send_back(Asked("", "Rà soát lại toàn bộ.")))
    (one,) = blocking(scene)
    assert one.form == SELF
    scene.type("5.000", PEOPLE)
    assert waiting(scene) == []


def test_a_revision_of_our_own_answers_nobody(scene):
    reopen(scene.desk, Reopen(SET, YEAR.code, "Sửa theo kho bạc"))
    assert waiting(scene) == []


def test_an_answer_to_one_remark_is_none_to_a_later_one_upon_the_same_cell(scene):
    first = scene.send_back()
    scene.take(first)
    (one,) = blocking(scene)
    scene.desk.justify(scene.desk.sheet(SELF, YEAR), one, "Đã đối chiếu, số hộ đúng.")
    assert blocking(scene) == []
    scene.take(scene.send_back(Asked(f"{SELF}/{HOUSEHOLDS}", "Chưa khớp với công an xã.")))
    (other,) = blocking(scene)
    assert "công an xã" in other.message


def test_each_remark_upon_parts_of_one_form_is_answered_by_itself(scene):
    scene.take(scene.send_back(Asked(SELF, "Rà soát cả biểu."), Asked(f"{SELF}/chung", "Mục I.")))
    one, other = blocking(scene)
    assert one.cell is other.cell is None
    scene.desk.justify(scene.desk.sheet(SELF, YEAR), one, "Đã rà soát.")
    assert [f.code for f in blocking(scene)] == [other.code]
