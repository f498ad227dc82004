"""Issue 11, Build 8: one last look before F9, and what to do with the file after it."""

import pytest
from confirming import looked
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.rows import remove_rows
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.exchange.act import to_json
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.sender.orders import LookBeforeSigning, Reopen
from ctmtqg_desktop.ui.parts.files.drives import Stick
from ctmtqg_desktop.ui.sign import written_card

SET = "ctmtqg-xa"


@pytest.fixture
def page(sender, desk, world, tmp_path, qtbot):
    """Stand before the signature: everything filled, the approved key chosen."""
    world.fill(desk, world.codes[1])
    sender.show_period(sender.period)
    sender.check()
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    out = tmp_path / "noi-ghi"
    out.mkdir()
    sender.sign.key.set_path(world.key(world.codes[1]))
    sender.sign.password.setText(world.password)
    sender.sign.out_dir.set_path(out)
    return sender.sign


def words(widget):
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def press(sender, page, qtbot, key):
    """Order by F9, and press a key in the look that opens."""
    sender._sign_key()
    looked(page, qtbot)
    QTest.keyClick(page.look, key)


def test_it_names_report_receiver_figures_and_key(sender, page, desk, qtbot):
    sender._sign_key()
    looked(page, qtbot)
    told = words(page.look)
    for part in ("năm 2024, lần 1", "gửi Huyện Tam Đường", "hạn 10/01/2025", "khoa.key",
                 "Tổng số tiêu chí đạt", "Mọi phần đều đã nhập đủ", "Còn 0/"):  # fmt: skip
        assert part in told, part
    order = LookBeforeSigning(SET, "2024", page.key.path, page.title.text())
    assert to_json(do(desk, order).facts) == to_json(page.look.facts)
    assert page.look.minimumSizeHint().height() <= 700
    assert 3 <= len(page.look.facts["figures"]) <= 8


def test_escape_goes_back_and_signs_nothing(sender, page, desk, qtbot):
    press(sender, page, qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.look.isVisible())
    assert desk.report(SET, sender.period).status is Status.DRAFT
    assert page.password.text()  # what was typed stays


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F9])
def test_enter_and_f9_sign(sender, page, desk, qtbot, key):
    press(sender, page, qtbot, key)
    qtbot.waitUntil(lambda: desk.report(SET, sender.period).status is Status.EXPORTED)


def test_a_last_look_at_a_second_revision_names_what_changed(sender, page, desk, qtbot):
    press(sender, page, qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(page._result.isVisible)
    do(desk, Reopen(SET, "2024", "Sửa số hộ"))
    sheet = desk.sheet("ntm-nguon-luc", sender.period)
    cell = next(c for c in sheet.cells.typed if c.column == "ke_hoach")
    desk.commit(sheet, sheet.set_texts([(cell, "77777")]).change)
    told = do(desk, LookBeforeSigning(SET, "2024")).facts
    (change,) = told["changes"]
    assert (change["cell"], change["now"]) == (str(cell), "77.777")
    assert change["before"]
    assert told["revision"] == 2


def test_a_row_that_is_gone_is_a_change_too(sender, page, desk, qtbot):
    press(sender, page, qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(page._result.isVisible)
    do(desk, Reopen(SET, "2024", "Bỏ một công trình"))
    sheet = desk.sheet("ntm-cong-trinh", sender.period)
    first = sheet.rows("cong_trinh")[0]
    name = sheet.text(Cell("cong_trinh", first, "ten"))
    desk.commit(sheet, remove_rows(sheet, "cong_trinh", (first,)).change)
    changes = do(desk, LookBeforeSigning(SET, "2024")).facts["changes"]
    assert name in {one["before"] for one in changes if not one["now"]}


def test_what_blocks_can_be_looked_at_and_not_signed(sender, desk):
    told = do(desk, LookBeforeSigning(SET, "2024")).facts
    assert told["blocking"]
    assert told["figures"] == []
    assert told["empty"] == told["total"]


# -- afterwards


@pytest.fixture
def written(sender, page, qtbot):
    press(sender, page, qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._result.isVisible() and not sender.jobs.is_busy)
    return page


def test_it_says_where_the_file_is_and_what_is_waited_for(written):
    told = words(written._result)
    assert "chưa ở USB nào" in told
    assert "đến Huyện Tam Đường" in told
    assert "chờ biên nhận" in told


def test_nothing_may_be_signed_stands_beside_no_shut_button(written):
    told = words(written)
    assert "Có thể ký" not in told
    assert not written.go.isEnabled()
    assert written._why.isVisible()


def test_the_letter_names_the_file_and_asks_for_a_receipt(written):
    written._result.letter.click()
    letter = QGuiApplication.clipboard().text()
    assert "Kính gửi: Huyện Tam Đường" in letter
    assert written._path.text().rpartition("/")[2] in letter
    assert "biên nhận" in letter


def test_without_a_stick_it_asks_for_one(written, monkeypatch):
    monkeypatch.setattr(written_card, "sticks", lambda: ())
    written._result.to_stick.click()
    assert "cắm USB" in written._result.way.text()


def test_one_button_copies_to_the_stick_and_names_it(
    written, sender, tmp_path, monkeypatch, qtbot
):
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    monkeypatch.setattr(written_card, "sticks", lambda: (Stick("KINGSTON", stick),))
    for where in ("words", "sender.looking.handover"):
        monkeypatch.setattr(
            f"ctmtqg_desktop.exchange.{where}.stick_of",
            lambda path: "KINGSTON" if "KINGSTON" in str(path) else "",
        )
    written._result.to_stick.click()
    qtbot.waitUntil(lambda: "KINGSTON" in written._path.text() and not sender.jobs.is_busy)
    (copy,) = stick.iterdir()
    assert copy.suffix == ".asice"
    assert "KINGSTON" in written._result.way.text()
    assert "rút" in written._result.way.text()
    assert not written._result.to_stick.isVisible()
