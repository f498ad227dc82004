"""Issue 4 points 8, 10: lists, the journal, encrypted workspaces and envelopes on screen."""

from datetime import date

import pytest
import shiboken6
from confirming import looked
from doing import explain_blanks
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.reading_keys import ensure_reading_key
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.sender.orders import Enter
from ctmtqg_desktop.exchange.upkeep.orders import Encryption, Init
from ctmtqg_desktop.intake.entry_file import typed_file
from ctmtqg_desktop.trust.keys import age
from ctmtqg_desktop.trust.keys.recovery import recovery_lines
from ctmtqg_desktop.ui.inbox.reading_dialog import ReadingDialog
from ctmtqg_desktop.ui.opening.unlock_dialog import RecoverDialog, UnlockDialog
from ctmtqg_desktop.ui.opening.workspace_dialog import WorkspaceDialog
from ctmtqg_desktop.ui.receiver_window import Receiver
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.workspace.workspace import create, open_workspace

SET, YEAR, UNIT = "gnbv-ra-soat-xa", Period.parse("2024"), "03394"
WORD = "mật khẩu của sổ"


@pytest.fixture
def desk(world):
    from ctmtqg_desktop.exchange.keeping.chosen_sets import choose

    workspace = create(world.root / "gui.ctmtqg", world.identity(UNIT, "sender"))
    choose(workspace, [SET])
    made = desk_of(Program(lambda: world.catalogue, world.clock), workspace)
    people = ({"ten": "Lò Thị Mẩy", "quan_he": "Chủ hộ"},)
    enter(made, Enter("gnbv-danh-sach-ho", YEAR.code, typed_file((), rows={"ds_ngheo": people})))
    explain_blanks(made, SET, YEAR)
    yield made
    workspace.close()


@pytest.fixture
def sender(desk, qtbot):
    made = Sender(desk, YEAR)
    made.shell.resize(1366, 768)
    made.shell.show()
    qtbot.waitUntil(lambda: not made.is_opening)
    yield made
    made.shell.close()


def key_file(world):
    return world.key_file(world.signer(UNIT))


def checked(sender, qtbot):
    sender.check()
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)


def sign(sender, world, qtbot, out):
    page = sender.sign
    page.key.set_path(key_file(world))
    page.password.setText("mật khẩu thử")
    page.out_dir.set_path(out)
    page.order()
    looked(page, qtbot)
    with qtbot.waitSignal(sender.shell.acting.acted) as done:
        page.look.go.click()
    return done.args[1].paths[0]


def test_lists_cannot_be_sent_before_the_receivers_key_is_known(sender):
    sender.check()
    box = sender.sign.enclose
    assert box.isVisible()
    assert not box.box.isEnabled()
    assert "thẻ đơn vị" in box._words.text()
    assert not box.wanted


def test_lists_stay_unless_ticked_by_key_and_the_journal_tells(
    sender, desk, world, qtbot, tmp_path
):
    desk.workspace.reading_keys.learn("106", age.new_reading_key()[0])
    checked(sender, qtbot)
    box = sender.sign.enclose.box
    assert box.isEnabled()
    assert not box.isChecked()
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert sender.sign.enclose.wanted
    path = sign(sender, world, qtbot, tmp_path)
    assert path.name.endswith(".asice.age")
    assert sender.sign._result.isVisible()
    assert "rút" not in _texts(sender.sign._result)  # no stick was written to
    sender.go("exports")
    line = sender.exports.page.lines.current()
    assert (line.what, line.personal) == ("envelope", True)


def _texts(widget):
    from PySide6.QtWidgets import QLabel

    return " ".join(found.text() for found in widget.findChildren(QLabel))


def test_without_the_tick_the_package_is_plain_and_listless(sender, world, qtbot, tmp_path):
    checked(sender, qtbot)
    path = sign(sender, world, qtbot, tmp_path)
    assert path.name.endswith(".asice")
    assert "Lò Thị Mẩy".encode() not in path.read_bytes()


def test_a_file_in_the_way_is_told_and_no_word_of_pulling_the_stick(
    sender, world, qtbot, tmp_path
):
    (tmp_path / f"{UNIT}_{SET}_2024_r01.asice").write_bytes(b"another")
    checked(sender, qtbot)
    page = sender.sign
    page.key.set_path(key_file(world))
    page.password.setText("mật khẩu thử")
    page.out_dir.set_path(tmp_path)
    page.order()
    looked(page, qtbot)
    with qtbot.waitSignal(sender.shell.acting.failed) as told:
        page.look.go.click()
    assert told.args[1].code == "package.file-exists"
    assert not page._result.isVisible()


def test_journal_opens_by_its_key_and_is_written_to_a_file(sender, desk, qtbot, tmp_path):
    QTest.keyClick(sender.shell, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert sender.shell.page_id == "exports"
    page = sender.exports.page
    assert not page.save.isEnabled()
    sender.exports.write(tmp_path / "nhat-ky.pdf")
    qtbot.waitUntil(lambda: desk.workspace.exports.latest() != ())
    assert (tmp_path / "nhat-ky.pdf").read_bytes().startswith(b"%PDF")


# -- encrypted workspaces


@pytest.fixture
def program(world):
    return Program(lambda: world.catalogue, world.clock)


@pytest.fixture
def locked(world, program):
    pytest.importorskip("sqlcipher3", reason="the encryption extra is not installed")
    path = world.root / "khoa.ctmtqg"
    how = Encryption(WORD, world.root / "p.pdf")
    done = do(program, Init(path, UNIT, at=YEAR.end, encryption=how))
    return path, done.found


def opened(path, key):
    with open_workspace(path, key=key) as workspace:
        return workspace.identity.unit_code


def test_password_dialog_keeps_asking_until_it_opens(locked, program, qtbot):
    path, _ = locked
    dialog = UnlockDialog(program, path)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.ok.isEnabled()
    dialog.password.setText("sai rồi")
    with qtbot.waitSignal(dialog.busy.refused) as told:
        QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    assert told.args[0].code == "trust.sealed-password-wrong"
    assert dialog.notice.isVisible()
    dialog.password.setText(WORD)
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    assert opened(path, dialog.key) == UNIT


def test_slip_sets_a_new_password_and_names_a_wrong_line(locked, program, qtbot):
    path, secret = locked
    lines = list(recovery_lines(secret))
    dialog = RecoverDialog(program, path)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.code.setPlainText("\n".join([*lines[:7], recovery_lines(bytes(32))[0]]))
    dialog.password.setText("mật khẩu mới")
    assert not dialog.ok.isEnabled()
    dialog.again.setText("mật khẩu mới")
    with qtbot.waitSignal(dialog.busy.refused) as told:
        dialog.go()
    assert told.args[0].facts == {"line": 8}
    dialog.code.setPlainText("\n".join(lines))
    with qtbot.waitSignal(dialog.accepted):
        dialog.go()
    assert opened(path, dialog.key) == UNIT


def test_setting_up_asks_for_a_password_twice_and_a_place_for_the_slip(
    world, program, qtbot, tmp_path
):
    dialog = WorkspaceDialog(program, tmp_path)
    qtbot.addWidget(dialog)
    dialog.show()
    unit = world.catalogue.units.at(UNIT, date(2025, 1, 6))
    dialog.tabs.setCurrentIndex(1)
    dialog.units.choose(unit.code)
    assert dialog.choice.encryption is None
    box = dialog.cipher
    assert not box.password.isVisible()
    box.box.setChecked(True)
    assert box.password.isVisible()
    for typed, again, words in (("1234567", "1234567", "8 ký tự"), (WORD, "khác", "giống nhau")):
        box.password.setText(typed)
        box.again.setText(again)
        assert words in dialog.obstacle()
    box.again.setText(WORD)
    assert dialog.obstacle() == ""
    how = dialog.choice.encryption
    assert (how.password, how.slip.suffix) == (WORD, ".pdf")
    how.slip.write_bytes(b"old")
    assert "phiếu" in dialog.obstacle()


# -- envelopes at the receiver


def test_receiver_is_asked_once_for_the_password_of_encrypted_packages(
    office, world, qtbot, tmp_path
):
    site = Site(office.workspace, office.unit, world.clock())
    ensure_reading_key(site, WORD)
    letter = tmp_path / "x.asice.age"
    letter.write_bytes(b"x")
    window = Receiver(office, YEAR)
    window.shell.show()

    def answer(password):
        dialog = next(d for d in window.shell.findChildren(ReadingDialog) if d.isVisible())
        dialog.password.setText(password)
        QTest.keyClick(dialog.password, Qt.Key.Key_Return)

    try:
        window.inbox.take([letter])
        with qtbot.waitSignal(window.shell.acting.failed) as told:
            answer("sai")
        assert told.args[1].code == "trust.sealed-password-wrong"
        with qtbot.waitSignal(window.shell.acting.acted) as told:
            answer(WORD)
        assert told.args[0].paths == (letter,)
        assert office.secret is not None
        with qtbot.waitSignal(window.shell.acting.acted):
            window.inbox.take([letter])  # opened once, it stays open
    finally:
        window.jobs.close()
        shiboken6.delete(window.shell)
