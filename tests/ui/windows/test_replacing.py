"""Issue 4 point 3: the office makes a lost authority anew in the window, once it is confirmed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel

from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.x509.certificate import spki_of

NEW = "mat-khau-moi"


@pytest.fixture
def dialog(receiver, tmp_path, qtbot):
    receiver.go("approve")
    receiver.approve.out_dir.set_path(tmp_path)
    receiver.approve.lost.setFocus()
    QTest.keyClick(receiver.approve.lost, Qt.Key.Key_Space)
    found = QApplication.activeModalWidget()
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    yield found
    found.close()


def fill(dialog, path):
    """Fill all fields by keyboard, from the first to the box at the end."""
    dialog.reason.setFocus()
    for words in ("hong may", str(path), None, NEW, NEW, None, None, None):
        if words is not None:
            QTest.keyClicks(QApplication.focusWidget(), words)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is dialog.sure


def test_nothing_is_done_before_what_follows_was_read(dialog, tmp_path):
    said = " ".join(one.text() for one in dialog.findChildren(QLabel))
    for words in ("Chữ ký đã duyệt giữ nguyên", "30 số mới", "tệp khóa mới", "mật khẩu cũ"):
        assert words in said
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert dialog.obstacle() == "Nhập lý do."
    fill(dialog, tmp_path / "moi.ntmkey")
    assert dialog.obstacle() == "Đọc điều sẽ xảy ra rồi đánh dấu đã hiểu."
    assert dialog.order is None
    assert not ok.isEnabled()
    QTest.keyClick(dialog.sure, Qt.Key.Key_Space)
    assert ok.isEnabled()
    dialog.again.setText("khác")
    assert dialog.obstacle() == "Hai lần nhập mật khẩu không giống nhau."
    dialog.reject()
    assert dialog.password.text() == ""


def test_the_new_cards_and_digits_are_there_and_the_new_key_signs(
    dialog, receiver, tmp_path, qtbot
):
    page, workspace = receiver.approve, receiver.office.workspace
    before, rows = workspace.signers.authority(), workspace.signers.enrolled()
    path = tmp_path / "moi.ntmkey"
    fill(dialog, path)
    QTest.keyClick(dialog.sure, Qt.Key.Key_Space)
    dialog.accept()
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    now = workspace.signers.authority()
    digits = keys.fingerprint_digits(spki_of(now.certificate_der))
    assert now.certificate_der != before.certificate_der
    assert digits in receiver.shell.notice.text()
    assert len(list(tmp_path.glob("the_don_vi_*.asice"))) == 2
    assert set(rows) < set(workspace.signers.enrolled()), "what was enrolled stays"
    assert page.key.path == path
    assert keys.spki_of_file(path.read_bytes()) in {
        row.spki_sha256 for row in workspace.signers.enrolled("106")
    }


def test_a_refusal_leaves_all_as_it_was(dialog, receiver, tmp_path, qtbot):
    page, workspace = receiver.approve, receiver.office.workspace
    before, path = workspace.signers.authority(), tmp_path / "moi.ntmkey"
    fill(dialog, path)
    QTest.keyClick(dialog.sure, Qt.Key.Key_Space)
    (tmp_path / "chặn").write_text("a file where the folder should be", "utf-8")
    dialog.out_dir.set_path(tmp_path / "chặn")
    dialog.accept()
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    assert receiver.shell.notice.isVisible()
    assert workspace.signers.authority() == before
    assert not path.exists()
    assert page.key.path is None


def test_a_path_may_be_typed_sign_by_sign(dialog):
    for typed in ("/", "~", "~b", "~bao-gio-co", "..", "."):
        dialog.path.line.setText(typed)
        assert dialog.path.path is not None
    dialog.path.line.setText("/a/moi")
    assert dialog.path.path.name == "moi.ntmkey"
