"""Issue 4 point 1: a key file's password is changed in the window, the authority's with it."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from ctmtqg_desktop.exchange.post.signers import opened as open_signer
from ctmtqg_desktop.exchange.post.signing import KeyFile
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.ui.trust.password_control import PasswordControl
from ctmtqg_desktop.ui.trust.password_dialog import PasswordDialog
from ctmtqg_desktop.ui.window import build_receiver_window, build_window

NEW = "mật khẩu mới"


@pytest.fixture(params=["sender", "receiver"])
def place(request, world, opened):
    """A window, and the key file that belongs to it."""
    if request.param == "sender":
        window = build_window(request.getfixturevalue("desk"), world.period)
        key = world.key(world.codes[1])
    else:
        window = build_receiver_window(request.getfixturevalue("office"), world.period)
        key = world.key("106")
    opened[0].append(window)
    window.show()
    return window, key


def dialog_of(window):
    return next(d for d in window.findChildren(PasswordDialog) if shiboken6.isValid(d))


def fill(dialog, key, *passwords):
    dialog.key.set_path(key)
    for field, text in zip((dialog.password, dialog.new, dialog.again), passwords, strict=True):
        field.setText(text)


def test_a_password_is_changed_by_the_keyboard(place, world, qtbot):
    window, key = place
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier
                   | Qt.KeyboardModifier.ShiftModifier)  # fmt: skip
    dialog = dialog_of(window)
    fill(dialog, key, world.password, NEW, NEW)
    QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    assert window.notice.text().startswith("Đã đổi mật khẩu tệp khóa")
    with open_signer(KeyFile(key, NEW), at=None) as signer:
        assert signer.spki_sha256 == keys.spki_of_file(key.read_bytes())


def test_the_authority_goes_with_the_receivers_key(office, world, opened, qtbot):
    window = build_receiver_window(office, world.period)
    opened[0].append(window)
    window.show()
    (passwords,) = window.findChildren(PasswordControl)
    assert passwords.button.parentWidget() is not None
    dialog = passwords.ask()
    fill(dialog, world.key("106"), world.password, NEW, NEW)
    dialog.accept()
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    assert "và khóa cấp thẻ trong sổ." in window.notice.text()
    keys.open_key(office.workspace.signers.authority().sealed_key, NEW)


def test_a_wrong_old_password_is_said_and_changes_nothing(place, world, qtbot):
    window, key = place
    before = key.read_bytes()
    (passwords,) = window.findChildren(PasswordControl)
    dialog = passwords.ask()
    fill(dialog, key, "không đúng", NEW, NEW)
    dialog.accept()
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    assert "Mật khẩu khóa ký không đúng" in window.notice.text()
    assert key.read_bytes() == before


def test_what_is_missing_is_said(place, world):
    window, key = place
    (passwords,) = window.findChildren(PasswordControl)
    dialog = passwords.ask()
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert dialog.obstacle() == "Chọn tệp khóa ký."
    for given, words in (
        (("", "", ""), "Nhập mật khẩu cũ."),
        (("a", "ngắn", "ngắn"), "Mật khẩu mới ít nhất 8 ký tự."),
        ((NEW, NEW, NEW), "Mật khẩu mới phải khác mật khẩu cũ."),
        (("a", NEW, "khác hẳn"), "Hai lần nhập mật khẩu mới chưa giống nhau."),
    ):
        fill(dialog, key, *given)
        assert dialog.obstacle() == words
        assert not ok.isEnabled()
    fill(dialog, key, "a", NEW, NEW)
    assert ok.isEnabled()
    dialog.reject()
