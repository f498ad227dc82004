"""Issue 4 point 1: the office signs with a token; its authority has a password of its own."""

import pytest
from cryptography.x509 import load_der_x509_certificate
from PySide6.QtTest import QTest

from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.token.token_faults import PinState
from ctmtqg_desktop.ui.sign.signer_rows import Way


@pytest.fixture
def seal_of_office(softhsm, new_token, office):
    key = softhsm.new_key("rsa")
    new_token("Chủ tịch huyện").put(key, softhsm.certificate(key, at=office.clock()))
    return key


def take_token(signer, softhsm, qtbot):
    signer.library.set_path(softhsm.LIBRARY)
    signer.way.setCurrentIndex(Way.TOKEN)
    qtbot.waitUntil(lambda: signer.token.picked is not None)


@pytest.fixture
def asked(receiver, world, tmp_path, qtbot):
    """The approving page with one new request of a unit, ready but for who signs."""
    from ctmtqg_desktop.exchange.acts import do
    from ctmtqg_desktop.exchange.keys.orders import Enrol, MakeKey, ShowRequests
    from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
    from ctmtqg_desktop.exchange.room import Program
    from ctmtqg_desktop.exchange.rooms import desk_of
    from ctmtqg_desktop.workspace.workspace import open_workspace

    with open_workspace(world.workspace("03412")) as store:
        desk = desk_of(Program(lambda: world.catalogue, receiver.office.clock), store)
        key = tmp_path / "moi.ntmkey"
        do(desk, MakeKey(key, world.password, "Phó Chủ tịch"))
        done = do(desk, Enrol(Signing(KeyFile(key, world.password), tmp_path, "Phó")))
    receiver.go("approve")
    page = receiver.approve
    page.wanted.emit(ShowRequests(done.paths))
    qtbot.waitUntil(lambda: page.digits.digits() == done.facts["fingerprint"])
    page.compared.setChecked(True)
    page.out_dir.set_path(tmp_path)
    return page


def test_a_unit_is_approved_with_a_token_and_the_authoritys_password(
    asked, receiver, seal_of_office, softhsm, world, qtbot
):
    page, before = asked, asked.signers.records.rowCount()
    take_token(page.signer, softhsm, qtbot)
    assert page.obstacle() == "Nhập PIN của token."
    page.password.setText(softhsm.PIN)
    assert page.obstacle() == "Nhập mật khẩu khóa cấp thẻ."
    page.authority.field.setText("không phải")
    page._approve()
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    assert "Mật khẩu" in receiver.shell.notice.text()
    assert page.password.text() == ""
    page.authority.field.setText(world.password)
    page.password.setText("sai")
    page._approve()
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    assert "PIN không đúng" in receiver.shell.notice.text()
    page._approve()  # pressing again sends nothing
    assert not receiver.jobs.is_busy or page.signer.token.is_searching
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    assert page.signer.token.picked.token.pin is PinState.LOW, "only one wrong PIN was sent"
    page.password.setText(softhsm.PIN)
    page._approve()
    qtbot.waitUntil(lambda: page.signers.records.rowCount() == before + 2)
    own = receiver.office.workspace.signers.enrolled("106")[-1]
    assert own.source == "token", "the token is listed among the office's own keys"
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    assert page.password.text() == page.authority.field.text() == ""
    assert receiver.office.workspace.settings.last_signer("signer").way == "TOKEN"
    (card,) = page.out_dir.path.glob("the_don_vi_03412*.asice")
    signed_by = unseal(card.read_bytes()).facts.certificate_der
    assert load_der_x509_certificate(signed_by).public_key() == seal_of_office.public_key()


def test_all_of_the_page_fits_the_small_screen_when_most_is_said(
    asked, receiver, seal_of_office, softhsm, world, qtbot
):
    """A token with its certificate, the warning about its PIN, a refusal, a request."""
    page, shell = asked, receiver.shell
    shell.resize(1366, 768)
    take_token(page.signer, softhsm, qtbot)
    page.password.setText("sai")
    page.authority.field.setText(world.password)
    page._approve()
    qtbot.waitUntil(lambda: not page.signer._timer.isActive() and not receiver.jobs.is_busy)
    assert page.signer.warning.isVisible()
    assert receiver.shell.notice.isVisible()
    assert (shell.width(), shell.height()) == (1366, 768)
    assert shell.minimumSizeHint().height() <= 768
    for words in (page.signer.seen, page.signer.warning):
        assert words.height() >= words.heightForWidth(words.width()), words.text()
    for field in (page.go, page.authority.field, page.title, page.slip):
        assert field.height() >= field.sizeHint().height(), field
    units = page.units.list
    seen = units.visualRect(units.currentIndex())
    assert units.viewport().rect().contains(seen), "the chosen unit stays in view"
    receiver.approve.show_signers((), has_authority=False)
    assert shell.height() == 768


def test_a_key_file_with_another_password_than_the_authority(asked, world):
    page = asked
    page.key.set_path(world.key("106"))
    page.password.setText("của tệp")
    assert (page.obstacle(), page.authority.password) == ("", "của tệp")
    page.authority.field.setText(world.password)
    assert page.authority.password == world.password


def test_a_revocation_list_is_published_with_a_token(
    receiver, seal_of_office, softhsm, world, tmp_path, qtbot
):
    receiver.go("revoke")
    dialog = receiver.revoke_control.ask_publish()
    dialog.out_dir.set_path(tmp_path)
    take_token(dialog.signer, softhsm, qtbot)
    QTest.keyClicks(dialog.password, "sai")
    assert dialog.obstacle() == "Nhập mật khẩu khóa cấp thẻ."
    dialog.authority.field.setText(world.password)
    dialog.accept()
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    assert "PIN không đúng" in receiver.shell.notice.text()
    assert (dialog.password.text(), dialog.authority.field.text()) == ("", "")
    dialog = receiver.revoke_control.ask_publish()
    qtbot.waitUntil(lambda: dialog.signer.token.picked is not None)
    dialog.out_dir.set_path(tmp_path)
    dialog.password.setText(softhsm.PIN)
    dialog.authority.field.setText(world.password)
    dialog.accept()
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    assert "Đã ký danh sách thu hồi số 1" in receiver.shell.notice.text()
    (path,) = tmp_path.glob("thuhoi_106_so0001.asice")
    opened = unseal(path.read_bytes())
    own = load_der_x509_certificate(opened.facts.certificate_der)
    assert own.public_key() == seal_of_office.public_key()
    assert (
        opened.parts["data/authority.cer"]
        == receiver.office.workspace.signers.authority().certificate_der
    )
