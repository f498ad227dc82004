"""Issue 4, points 1 and 2 in the window: number, date and seal; images; the outside route."""

import shutil
from datetime import date
from io import BytesIO

import pytest
from doing import receive
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from ctmtqg_desktop.cli.demo import demo
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.exchange.paper.images import picture_of
from ctmtqg_desktop.exchange.paper.orders import Image
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.issue import give_number
from ctmtqg_desktop.exchange.sender.orders import GiveNumber, Reopen
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner
from ctmtqg_desktop.trust.pdf import pades, pades_check
from ctmtqg_desktop.trust.registry import UnitSigner
from ctmtqg_desktop.ui.inbox.reading import known_packages
from ctmtqg_desktop.ui.life.proof import proof_facts
from ctmtqg_desktop.ui.paper.papers_control import PAGE
from ctmtqg_desktop.ui.parts.fields import PathBox
from ctmtqg_desktop.ui.parts.files.dialog import FileDialog
from ctmtqg_desktop.ui.sender_window import Sender
from ctmtqg_desktop.workspace.workspace import open_workspace

CODE, SET = "03412", demo.SET


def png():
    from PIL import Image, ImageDraw

    image, target = Image.new("RGBA", (300, 300)), BytesIO()
    ImageDraw.Draw(image).ellipse((6, 6, 293, 293), outline=(200, 0, 0, 255), width=14)
    image.save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def window(world, opened, qtbot):
    """Open a window of the unit on a workspace, at the moment of the demonstration."""

    def make(path, at=demo.START):
        store = open_workspace(path)
        opened[1].append(store)
        made = Sender(
            desk_of(Program(lambda: world.catalogue, demo.ticking(at)), store), world.period
        )
        opened[0].append(made.shell)
        made.shell.resize(1366, 768)
        made.shell.show()
        qtbot.waitUntil(lambda: made.home.due.records.rowCount() > 0)
        return made

    return make


@pytest.fixture
def seal(tmp_path, world):
    """A key file of the unit's seal, cheap to open."""
    key = keys.generate_key()
    made = certificates.self_certificate(key, CODE, name="UBND xã", at=demo.START)
    path = tmp_path / "con-dau.ntmkey"
    path.write_bytes(keys.seal_key(key, "dấu", certificates=(made,)))
    return path, KeyFileSigner(key, made)


def finish(made, qtbot):
    qtbot.waitUntil(lambda: not made.jobs.is_busy)
    return made.shell.notice.text()


def test_the_clerk_numbers_dates_and_seals_by_keyboard(window, world, seal, tmp_path, qtbot):
    made = window(world.workspace(CODE))
    signed = made.desk.workspace.submissions.of(made.desk.report(SET, world.period).key)[-1]
    QTest.keyClick(made.shell, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert made.shell.page_id == PAGE
    page = made.papers.page
    assert page.obstacle() == "Nhập số văn bản."
    page.number.setFocus()
    QTest.keyClicks(page.number, "45")
    assert page.symbol.text() == "BC-UBND"
    page.signer.key.set_path(seal[0])
    page.signer.password.setText("dấu")
    page.out_dir.set_path(tmp_path)
    day = signed.signed_at.date()
    page.dated.setDate(QDate(day.year, day.month, day.day))
    qtbot.waitUntil(lambda: not page.obstacle())
    page.go.setFocus()
    QTest.keyClick(page.go, Qt.Key.Key_Space)
    assert "45/BC-UBND" in finish(made, qtbot)
    (path,) = tmp_path.glob("*_so45.asice")
    assert unseal(path.read_bytes()).issued.issue.dated == date(day.year, day.month, day.day)
    assert page.signer.password.text() == ""
    page.save.click()
    finish(made, qtbot)
    (saved,) = tmp_path.glob("*_so45_da-ky.pdf")
    assert len(pades_check.verify_pdf(saved.read_bytes()).signatures) == 2
    qtbot.waitUntil(lambda: page.obstacle() == "Lần gửi này đã cấp số và đóng dấu.")


def test_a_draft_cannot_be_numbered_but_may_go_outside(window, world, seal, tmp_path, qtbot):
    path = shutil.copyfile(world.workspace(CODE), tmp_path / "so.ctmtqg")
    made = window(path)
    reopen(made.desk, Reopen(SET, world.period.code, "ký ở hệ thống của tỉnh"))
    made.go(PAGE)
    page = made.papers.page
    assert page.obstacle().startswith("Báo cáo chưa ký.")
    assert page.export.isEnabled()
    page.out_dir.set_path(tmp_path)
    page.export.click()
    assert "chờ ký" in finish(made, qtbot)
    (pdf,) = tmp_path.glob("*_cho-ky.pdf")
    dialog = made.papers.ask_bring()
    dialog.findChildren(PathBox)[-1].set_path(pdf)
    dialog.signer.key.set_path(seal[0])
    dialog.signer.password.setText("dấu")
    signing = dialog.signing
    assert signing.title.startswith("Chủ tịch ")
    dialog.accept()
    assert dialog.signing is None  # the secret is forgotten
    assert "chưa có chữ ký số" in finish(made, qtbot)
    claim = pades.Claim("Signature1", "Lãnh đạo")
    pdf.write_bytes(
        pades.write_pdf_signature(pdf.read_bytes(), claim, signer=seal[1], at=demo.START)
    )
    page.bring_back(pdf, signing)
    assert "là đúng" in finish(made, qtbot)
    assert made.desk.report(SET, world.period).status is Status.EXPORTED
    assert not page.export.isEnabled()


def test_an_image_is_chosen_shown_and_taken_away(window, world, tmp_path, monkeypatch, qtbot):
    made = window(world.workspace(CODE))
    made.go(PAGE)
    row = made.papers.page.seal
    (tmp_path / "dau.png").write_bytes(png())
    monkeypatch.setattr(FileDialog, "chosen", lambda _: (tmp_path / "dau.png",))
    row.choose.click()
    assert "kích thước thật" in finish(made, qtbot)
    row.width_mm.setValue(36)
    row.choose.click()
    assert "rộng 36.00 mm" in finish(made, qtbot)
    assert picture_of(made.desk.workspace, Image.SEAL).width_mm == 36
    assert row.drop.isEnabled()
    row.drop.click()
    assert finish(made, qtbot) == "Đã bỏ ảnh."
    assert picture_of(made.desk.workspace, Image.SEAL) is None
    assert not row.drop.isEnabled()


def test_the_office_shows_number_date_and_both_signers(world, seal, office, opened, tmp_path):
    """The card of the verdict and the proofs of a life, at the receiver."""
    store = open_workspace(world.workspace(CODE))
    desk = desk_of(Program(lambda: world.catalogue, demo.ticking(demo.START)), store)
    signed = desk.workspace.submissions.of(desk.report(SET, world.period).key)[-1]
    day = signed.signed_at.date()
    signing = Signing(Held(seal[1]), tmp_path, "Văn thư")
    done = give_number(desk, GiveNumber(SET, world.period.code, 45, day, signing))
    store.close()
    office.workspace.signers.add(
        UnitSigner(
            CODE, seal[1].spki_sha256, signed.signed_at.replace(year=2020), None, None, "own", "x",
            "con dấu",
        )
    )  # fmt: skip
    assert receive(office, done.paths)[0].outcome == "accepted"
    told = dict(known_packages(office)[done.facts["package_sha256"]].facts)
    assert told["Văn bản"].startswith("Số 45/BC-UBND, ngày ")
    assert told["Văn bản"].count("Bản in: ") == 2
    proof = [value for name, value in proof_facts(office.workspace, done.facts["package_sha256"])
             if name == "Văn bản"]  # fmt: skip
    assert len(proof) == 3
