"""Screens of trust: slip and rotation, queue and proposals, revocation, outside authorities.

Requirements: issue 3 and 4, DESIGN section 8 (everything by keyboard, every field named).
"""

from datetime import timedelta

import pytest
from doing import receive
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDateEdit, QLineEdit

from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.orders import Enrol, MakeKey
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.package.enrolment import read_request
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate import crl
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.trust.registry import RevokedKey
from ctmtqg_desktop.trust.x509.certificate import spki_of
from ctmtqg_desktop.ui.inbox.inbox_control import first_to_see
from ctmtqg_desktop.ui.parts.files.dialog import FileDialog
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.ui.sign.signer_rows import Way
from ctmtqg_desktop.workspace.workspace import open_workspace

CODE, PASSWORD = "03412", "mat-khau-dai"


def still(qtbot, window):
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def press(widget):
    """Reach a button or box and press it with the space bar."""
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Space)


# -- a reporting unit


@pytest.fixture
def unit(world, opened, qtbot, office):
    """The window of a unit that has its card."""
    store = open_workspace(world.workspace(CODE))
    opened[1].append(store)
    made = Sender(desk_of(Program(lambda: world.catalogue, office.clock), store), world.period)
    opened[0].append(made.shell)
    made.shell.show()
    made.go("keys")
    return made


def test_the_page_shows_the_card_and_the_receivers_digits(unit, world):
    own = unit.keys.own
    assert own.cards.records.rowCount() == 1
    theirs = keys.certificates_of(world.key("106").read_bytes())[1]
    assert keys.fingerprint_digits(spki_of(theirs)) in own.pinned


def test_the_office_shows_the_digits_that_a_unit_is_told_to_compare(unit, receiver):
    receiver.go("approve")
    shown = receiver.approve.own_digits
    digits = unit.keys.own.pinned.rpartition(": ")[2]
    assert shown.isVisible()
    assert shown.text().endswith(digits)


def test_a_new_key_is_vouched_for_by_the_old_one(unit, world, tmp_path, qtbot):
    page, new = unit.keys, tmp_path / "moi.ntmkey"
    do(unit.desk, MakeKey(new, PASSWORD, "Chủ tịch"))
    page.key.set_path(new)
    page.password.setText(PASSWORD)
    page.out_dir.set_path(tmp_path)
    assert not page.old_key.isVisible()
    press(page.rotates)
    assert page.old_key.isVisible()
    page._enrol()
    assert unit.shell.notice.text() == "Chưa nhập “Khóa đang dùng”."
    page.old_key.set_path(world.key(CODE))
    page.old_password.setText(world.password)
    page._enrol()
    still(qtbot, unit)
    (path,) = tmp_path.glob("dangky_*.asice")
    asked = read_request(unseal(path.read_bytes()))
    assert asked.is_rotation
    assert asked.signed_by == keys.spki_of_file(world.key(CODE).read_bytes())
    assert page.digits.digits() == asked.fingerprint
    assert page.old_password.text() == ""


def test_the_slip_is_printed_from_the_page(unit, world, tmp_path, qtbot, monkeypatch):
    pdf = tmp_path / "phieu.pdf"
    monkeypatch.setattr(FileDialog, "chosen", lambda _: (pdf,))
    page = unit.keys
    page.key.set_path(None)
    page._slip()
    assert unit.shell.notice.text() == "Chưa nhập “Tệp khóa”."
    page.key.set_path(world.key(CODE))
    page.name.setText("Lò Văn A")
    page._slip()
    still(qtbot, unit)
    assert pdf.read_bytes().startswith(b"%PDF")
    spki = keys.spki_of_file(world.key(CODE).read_bytes())
    assert page.digits.digits() == keys.fingerprint_digits(spki)


def test_an_outside_key_is_enrolled_from_its_file_with_its_slip(unit, tmp_path, qtbot):
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
    from cryptography.x509 import load_der_x509_certificate

    at, key = unit.desk.clock(), keys.generate_key()
    above = certificates.new_authority(keys.generate_key(), "VGCA", name="Cơ quan thử", at=at)
    request = certificates.make_request(key, "UBND", name="Lò Văn A")
    given = certificates.issue_certificate(above, request, unit_code="UBND", serial=7, at=at)
    path = tmp_path / "a.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"a", key, load_der_x509_certificate(given), None, BestAvailableEncryption(b"123456")
        )
    )
    unit.keys.name.setText("Lò Văn A")
    dialog = unit.keys_control.ask_outside()
    dialog.signer.way.setCurrentIndex(Way.P12)
    dialog.signer.p12.set_path(path)
    dialog.password.setText("123456")
    dialog.out_dir.set_path(tmp_path)
    dialog.accept()
    still(qtbot, unit)
    (package,) = tmp_path.glob("dangky_*.asice")
    asked = read_request(unseal(package.read_bytes()))
    assert asked.certificate_der == given
    assert unit.keys.digits.digits() == asked.fingerprint
    assert next(tmp_path.glob("phieu-dang-ky_*.pdf")).read_bytes().startswith(b"%PDF")


# -- a receiving unit


def ask(world, clock, folder, old=None):
    with open_workspace(world.workspace(CODE)) as store:
        desk = desk_of(Program(lambda: world.catalogue, clock), store)
        key = folder / f"{len(list(folder.iterdir()))}.k"
        do(desk, MakeKey(key, PASSWORD, "Phó Chủ tịch"))
        vouches = KeyFile(old, world.password) if old else None
        do(desk, Enrol(Signing(KeyFile(key, PASSWORD), folder, "Phó Chủ tịch"), vouches))


@pytest.fixture
def queued(receiver, world, tmp_path):
    """The office's window, with a new request and a rotation in the mail."""
    usb = tmp_path / "usb"
    usb.mkdir()
    ask(world, receiver.office.clock, usb)
    ask(world, receiver.office.clock, usb, old=world.key(CODE))
    receive(receiver.office, [usb])
    receiver.go("approve")
    return receiver


def test_requests_wait_in_a_queue_and_are_chosen_by_arrow_keys(queued):
    page = queued.approve
    ways = [page.queue.records.record(row).way for row in range(2)]
    assert sorted(ways) == ["new", "rotation"]
    page.queue.setFocus()
    seen = {page.digits.digits()}
    QTest.keyClick(page.queue, Qt.Key.Key_Down)
    seen.add(page.digits.digits())
    assert len(seen) == 2


def received_of(receiver, *outcomes):
    """Return what became of the files that had these outcomes, the last first."""
    found = [one for one in receiver.inbox._results.values() if one.outcome in outcomes]
    return sorted(found, key=lambda one: one.file.startswith("dangky"), reverse=True)


def test_after_an_import_a_report_is_chosen_and_an_approved_request_asks_for_nothing(
    receiver, world, qtbot
):
    asked = next(world.root.rglob(f"dangky_{CODE}*.asice"))
    receiver.inbox.take((asked,))
    still(qtbot, receiver)
    board = receiver.board
    assert board.verdict._line.text() == "Hợp lệ"
    assert board.verdict._reason.isHidden()
    assert board.verdict._note.text().startswith("Đã cấp thẻ ngày 06/01/2025, không cần làm gì")
    receiver.inbox.take((asked, world.packages))
    still(qtbot, receiver)
    assert board.inbox.current().outcome == "refused"  # the altered one: it has to be sent anew
    assert first_to_see(received_of(receiver, "accepted", "duplicate")).endswith("r01.asice")


def test_a_request_in_the_inbox_leads_to_its_approval(queued):
    queued.go("board")
    queued.inbox.read_inbox()
    rows = queued.board.inbox.records
    parcel = next(p for p in map(rows.record, range(rows.rowCount())) if p.is_request)
    assert parcel.about == "Đăng ký chữ ký"
    queued.board.inbox.opened.emit(parcel)
    assert queued.shell.page_id == "approve"


def test_a_rotation_needs_no_telephone_a_new_key_does(queued, world, tmp_path, qtbot):
    page = queued.approve
    ways = [page.queue.records.record(row).way for row in range(2)]
    page.key.set_path(world.key("106"))
    page.password.setText(world.password)
    page.out_dir.set_path(tmp_path)
    page.slip.setText("12/2025")
    page.queue.selectRow(ways.index("new"))
    assert page.obstacle() == "So đủ 30 số rồi đánh dấu xác nhận."
    page.queue.selectRow(ways.index("rotation"))
    assert "Đề nghị duyệt đổi khóa" in page._claim.text()
    assert page.obstacle() == ""
    page.units.search.setText("thèn sin")
    assert page.obstacle() == "So đủ 30 số rồi đánh dấu xác nhận.", "not for another unit"
    page.units.search.clear()
    page.units.choose(CODE)
    press(page.go)
    still(qtbot, queued)
    rows = queued.office.workspace.signers.enrolled(CODE)
    assert {row.source: row.note for row in rows} == {"own": "", "rotation": "12/2025"}
    assert next(row for row in rows if row.source == "own").valid_to == queued.office.clock()
    qtbot.waitUntil(lambda: page.queue.records.rowCount() == 1)


@pytest.fixture
def revoking(receiver, world, qtbot):
    """The page of revocations, with both units' reports taken in."""
    receiver.inbox.take((world.packages,))
    still(qtbot, receiver)
    QTest.keyClick(receiver.shell, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    assert receiver.shell.page_id == "revoke"
    return receiver


def row_of(page, code):
    rows = page.signers.records
    return next(r for r in range(rows.rowCount()) if rows.record(r).unit == code)


def test_a_key_is_revoked_by_keyboard_with_the_day_it_may_have_been_lost(revoking, world, qtbot):
    page = revoking.revoke
    page.signers.selectRow(row_of(page, CODE))
    assert not page.go.isEnabled()
    press(page.is_since)
    day = revoking.office.clock().date() - timedelta(days=3)
    page.since.setDate(day)
    press(page.sure)
    press(page.go)
    still(qtbot, revoking)
    assert "0 báo cáo cần xác nhận lại." in revoking.shell.notice.text()
    row = revoking.office.workspace.signers.enrolled(CODE)[0]
    assert (row.reason, row.suspected_at.date()) == ("key-lost", day)
    found = revoking.office.judge(next(iter(world.packages.glob(f"{CODE}*"))).read_bytes())
    assert found.verdict.evidence.revocation.state == "good"
    assert found.code == "exchange.signer-revoked", "it came at the moment of the revocation"


def test_the_key_to_revoke_is_named_and_another_row_asks_again(revoking):
    page = revoking.revoke
    page.signers.selectRow(row_of(page, CODE))
    signer = page.signers.current()
    assert fingerprint_digits(signer.spki_sha256) in page.which.text()
    page.sure.setChecked(True)
    assert page.go.isEnabled()
    QTest.keyClick(page.signers, Qt.Key.Key_Down)
    assert page.signers.current() != signer
    assert fingerprint_digits(signer.spki_sha256) not in page.which.text()
    assert not page.sure.isChecked(), "what was asked of one key does not hold for the next"
    assert not page.go.isEnabled()


def test_a_doubtful_report_is_confirmed_with_a_reason(revoking, qtbot):
    office, page = revoking.office, revoking.revoke
    (row,) = office.workspace.signers.enrolled(CODE)
    now, day = office.clock(), timedelta(days=1)
    lost = RevokedKey(CODE, row.spki_sha256, now + day, now - day, "key-stolen")
    office.workspace.trust.revoke(lost, "B")
    revoking.revoke_control.refresh()
    assert page.doubtful.records.rowCount() == 1
    page.doubtful.selectRow(0)
    assert not page.stands.isEnabled()
    page.how.setText("Chủ tịch xã xác nhận qua điện thoại")
    press(page.stands)
    still(qtbot, revoking)
    qtbot.waitUntil(lambda: page.doubtful.records.rowCount() == 0)


def test_an_authority_is_trusted_after_its_digits_and_its_list_has_an_age(
    revoking, tmp_path, qtbot, monkeypatch
):
    office, card = revoking.office, revoking.revoke.outside
    made = certificates.new_authority(
        keys.generate_key(), "VGCA", name="Cơ quan chứng thực thử", at=office.clock()
    )
    path, listed = tmp_path / "ca.cer", tmp_path / "ca.crl"
    path.write_bytes(made.certificate_der)
    old = office.clock() - timedelta(days=200)
    listed.write_bytes(crl.make_crl(made, [], number=3, at=old))
    revoking.revoke_control.show_candidate(path)
    assert card.digits.digits() == keys.fingerprint_digits(keys.spki_sha256(made.key))
    assert not card.trust.isEnabled()
    press(card.compared)
    press(card.trust)
    still(qtbot, revoking)
    qtbot.waitUntil(lambda: card.known.records.rowCount() == 1)
    assert card._age(card.known.records.record(0)) == "chưa có"
    monkeypatch.setattr(FileDialog, "chosen", lambda _: (listed,))
    press(card.lists)
    still(qtbot, revoking)
    known = card.known.records.record(0)
    assert card._age(known) == "200 ngày tuổi"
    assert card._sign(known).icon == "triangle-alert"
    revoking.revoke_control.show_candidate(listed)
    assert "Không đọc được chứng thư" in revoking.shell.notice.text()


def test_every_field_and_button_of_the_page_has_a_name(revoking):
    page = revoking.revoke
    for kind in (QLineEdit, QComboBox, QDateEdit, QAbstractButton):
        for widget in page.findChildren(kind):
            is_inner = widget.parent() is not None and isinstance(
                widget.parent(), QComboBox | QDateEdit
            )
            named = widget.accessibleName() or getattr(widget, "text", str)()
            assert named or is_inner or not widget.isVisible(), widget
