"""Issue 4 point 1, DESIGN 8: who signs is chosen in the window; one PIN, never sent twice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from confirming import confirmed
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509 import load_der_x509_certificate
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.exchange.post import signers as signing_module
from ctmtqg_desktop.exchange.post.signing import KeyFile, Token
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.token.token import TokenCertificate, TokenFacts
from ctmtqg_desktop.trust.token.token_faults import PinState
from ctmtqg_desktop.ui.parts.fields import Rows
from ctmtqg_desktop.ui.parts.jobs import Jobs
from ctmtqg_desktop.ui.sign.signer_rows import SignerRows, Way
from ctmtqg_desktop.workspace.records import LastSigner

PIN = "123456"


@pytest.fixture
def rows(qtbot, office):
    """The rows alone, on a small window."""
    window = QWidget()
    qtbot.addWidget(window)
    jobs = Jobs(window)
    form = Rows()
    made = SignerRows(form, jobs, office.clock, window)
    window.setLayout(form)
    window.show()
    yield made
    jobs.close()


def still(rows, qtbot):
    qtbot.waitUntil(lambda: not rows._timer.isActive() and not rows._jobs.is_busy)


@pytest.fixture
def certificate(world, office):
    from ctmtqg_desktop.trust.keys import keys

    return keys.certificates_of(world.key("106").read_bytes())[0]


@pytest.fixture
def found(monkeypatch, certificate):
    """What the search for tokens finds; a test changes it."""
    one = TokenCertificate(b"\x01", certificate, details_of(certificate))
    facts = TokenFacts(Path("x.so"), "Token", "77", "A", "B", PinState.GOOD, False, (one,))
    tokens = [facts]
    monkeypatch.setattr(signing_module, "find_tokens", lambda _libraries: tuple(tokens))
    return tokens


def test_a_key_file_shows_its_certificate_before_the_password(rows, world, qtbot):
    rows.key.set_path(world.key("106"))
    still(rows, qtbot)
    assert "Nơi cấp: Ủy ban nhân dân huyện Tam Đường" in rows.seen.text()
    assert len(rows.seen.text().splitlines()[-1].split()) == 6
    assert rows.obstacle() == "Nhập mật khẩu khóa."
    rows.password.setText("x")
    assert rows.source == KeyFile(world.key("106"), "x")


def test_a_file_that_is_no_key_says_so_at_once(rows, tmp_path, qtbot):
    (tmp_path / "anh.jpg").write_bytes(b"\xff\xd8")
    rows.key.set_path(tmp_path / "anh.jpg")
    still(rows, qtbot)
    assert "không phải tệp khóa ký" in rows.warning.text()
    assert rows.warning.isVisible()


def test_an_authoritys_file_shows_its_certificate_with_the_password(
    rows, softhsm, office, tmp_path, qtbot
):
    key = softhsm.new_key("rsa")
    own = load_der_x509_certificate(softhsm.certificate(key, "Vàng A Páo", at=office.clock()))
    seal = BestAvailableEncryption("mật khẩu".encode())
    path = tmp_path / "cap.pfx"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, own, None, seal))
    rows.way.setFocus()
    QTest.keyClick(rows.way, Qt.Key.Key_Down)
    assert rows.chosen is Way.P12
    assert not rows.key.isVisible()
    rows.p12.set_path(path)
    for typed, shown in (("sai", ""), ("mật khẩu", "Vàng A Páo")):
        rows.password.setText(typed)
        rows.password.setFocus()
        QTest.keyClick(rows.password, Qt.Key.Key_Tab)
        still(rows, qtbot)
        assert rows.seen.text().startswith(shown)
        assert ("không đúng" in rows.warning.text()) == (not shown)
    assert rows.source == KeyFile(path, "mật khẩu")


def test_an_expired_certificate_is_said_and_cannot_sign(rows, world, office, qtbot):
    late = office.clock() + timedelta(days=5000)
    rows._clock = lambda: late
    rows.key.set_path(world.key("106"))
    still(rows, qtbot)
    rows.password.setText("x")
    assert rows.warning.text().startswith("Chứng thư đã hết hạn ngày")
    assert rows.obstacle() == "Chứng thư đã hết hạn, không ký được."
    assert rows.source is None


def test_a_certificate_that_ends_soon_is_warned_of(rows, world, certificate, qtbot):
    soon = details_of(certificate).last - timedelta(days=3)
    rows._clock = lambda: soon
    rows.key.set_path(world.key("106"))
    still(rows, qtbot)
    rows.password.setText("x")
    assert rows.warning.text().startswith("Chứng thư sắp hết hạn, ngày")
    assert rows.source is not None


def test_a_token_is_searched_when_it_is_chosen(rows, found, qtbot):
    rows.way.setCurrentIndex(Way.TOKEN)
    assert rows.obstacle() == "Đang tìm token…"
    still(rows, qtbot)
    assert rows.obstacle() == "Nhập PIN của token."
    rows.password.setText(PIN)
    source = rows.source
    assert isinstance(source, Token)
    assert (source.choice.library, source.choice.token) == (Path("x.so"), "77")
    assert source.choice.certificate == found[0].certificates[0].details.spki_sha256
    assert not rows.library.isVisible()


@pytest.mark.parametrize("state", [PinState.LOCKED, PinState.NOT_SET])
def test_a_locked_token_is_asked_for_nothing(rows, found, state, qtbot):
    found[0] = replace(found[0], pin=state)
    rows.way.setCurrentIndex(Way.TOKEN)
    still(rows, qtbot)
    rows.password.setText(PIN)
    assert rows.source is None
    assert ("đã khóa" in rows.obstacle()) == (state is PinState.LOCKED)
    assert rows.warning.isVisible()


def test_the_last_try_needs_a_tick(rows, found, qtbot):
    found[0] = replace(found[0], pin=PinState.FINAL)
    rows.way.setCurrentIndex(Way.TOKEN)
    still(rows, qtbot)
    rows.password.setText(PIN)
    assert rows.source is None
    assert "lần cuối" in rows.warning.text()
    rows.last_try.setFocus()
    QTest.keyClick(rows.last_try, Qt.Key.Key_Space)
    assert rows.source.last_try is True
    rows.forget_secret()
    assert not rows.last_try.isChecked()


def test_a_token_that_hides_its_certificates_may_still_sign(rows, found, qtbot):
    found[0] = replace(found[0], certificates=())
    rows.way.setCurrentIndex(Way.TOKEN)
    still(rows, qtbot)
    assert "chứng thư hiện sau khi nhập PIN" in rows.token.list.currentText()
    rows.password.setText(PIN)
    assert rows.source.choice.certificate == ""


def test_a_token_with_its_own_pad_needs_no_pin_here(rows, found, qtbot):
    found[0] = replace(found[0], has_pin_pad=True)
    rows.way.setCurrentIndex(Way.TOKEN)
    still(rows, qtbot)
    assert rows.password.placeholderText() == "Nhập trên thiết bị khi ký"
    assert rows.source.pin == ""


def test_the_keyboard_goes_from_row_to_row(rows, found, qtbot):
    rows._parent.activateWindow()
    rows.way.setFocus()
    QTest.keyClick(rows.way, Qt.Key.Key_End)
    still(rows, qtbot)
    for expected in (rows.token.list, rows.token.again, rows.password):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected
    QTest.keyClicks(rows.password, PIN)
    assert rows.source.pin == PIN


def test_no_token_says_what_to_do_and_offers_another_library(rows, monkeypatch, qtbot):
    from ctmtqg_desktop.errors import TrustError

    def none(_libraries):
        raise TrustError("trust.token-none")

    monkeypatch.setattr(signing_module, "find_tokens", none)
    rows.way.setCurrentIndex(Way.TOKEN)
    still(rows, qtbot)
    assert "Chưa thấy token" in rows.warning.text()
    assert rows.library.isVisible()
    assert rows.obstacle() == "Cắm token rồi bấm “Tìm lại”."


def test_what_signed_last_is_offered_again_without_its_secret(rows, found, office, qtbot):
    rows.remember_in(office.workspace.settings)
    assert rows.chosen is Way.KEY
    rows.way.setCurrentIndex(Way.TOKEN)
    rows.library.set_path(Path("x.so"))
    rows.password.setText(PIN)
    still(rows, qtbot)
    rows.used()
    assert office.workspace.settings.last_signer("signer") == LastSigner("TOKEN", "x.so")
    rows.way.setCurrentIndex(Way.KEY)
    rows.library.set_path(None)
    rows.remember_in(office.workspace.settings)
    assert (rows.chosen, rows.library.path) == (Way.TOKEN, Path("x.so"))
    assert rows.password.text() == ""


def test_a_token_is_not_touched_before_its_page_is_shown(monkeypatch, office, qtbot):
    asked = []
    monkeypatch.setattr(signing_module, "find_tokens", lambda _: asked.append(1) or ())
    window, form = QWidget(), Rows()
    qtbot.addWidget(window)
    jobs = Jobs(window)
    made = SignerRows(form, jobs, office.clock, window)
    window.setLayout(form)
    made.way.setCurrentIndex(Way.TOKEN)
    still(made, qtbot)
    assert asked == []
    window.show()
    still(made, qtbot)
    assert asked == [1]
    jobs.close()


# -- the page, with a real token


@pytest.fixture
def page(sender, world, softhsm, new_token, tmp_path, qtbot):
    desk = sender.desk
    world.fill(desk, world.codes[1])
    sender.show_period(sender.period)
    sender.check()
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    key = softhsm.new_key("rsa")
    new_token().put(key, softhsm.certificate(key, at=desk.clock()))
    out = tmp_path / "usb"
    out.mkdir()
    page = sender.sign
    page.out_dir.set_path(out)
    page.signer.library.set_path(softhsm.LIBRARY)
    page.signer.way.setCurrentIndex(Way.TOKEN)
    qtbot.waitUntil(lambda: page.signer.token.picked is not None)
    return page


def test_a_token_signs_the_report_with_one_pin(page, desk, sender, softhsm, qtbot):
    page.password.setText("sai")
    page.order()
    confirmed(page, qtbot)
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    assert "PIN không đúng" in sender.shell.notice.text()
    assert page.password.text() == ""
    assert page.obstacle()
    page.order()  # pressing again sends nothing
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    assert page.signer.token.picked.token.pin is PinState.LOW
    assert "sắp khóa" in page.signer.warning.text()
    page.password.setText(softhsm.PIN)
    page.order()
    confirmed(page, qtbot)
    qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    assert page._result.isVisible()
    assert desk.report("ctmtqg-xa", sender.period).status is Status.EXPORTED
    assert page.password.text() == ""
    assert page.signer.token.picked.token.pin is PinState.GOOD
    assert not page.signer.warning.isVisible()


def test_a_dialog_says_what_is_missing_and_forgets_the_secret(receiver, world, tmp_path):
    dialog = receiver.answering._signing("Cấp biên nhận", "2 báo cáo")
    dialog.open()
    assert dialog.obstacle() == "Chọn tệp khóa ký."
    dialog.key.set_path(world.key("106"))
    dialog.password.setText(world.password)
    dialog.out_dir.set_path(None)
    assert dialog.obstacle() == "Chọn nơi ghi gói."
    dialog.out_dir.set_path(tmp_path)
    signing = dialog.signing
    assert signing.source == KeyFile(world.key("106"), world.password)
    dialog.reject()
    assert dialog.password.text() == ""
