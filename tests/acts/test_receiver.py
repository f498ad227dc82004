"""Acts of a receiving unit upon what comes in, by three doors.

Issue 8: ``receive`` by command knows what was published; the deadline of a signed receipt is the
board's, when a receiver has a calendar of its own. Both tests failed before acts were made.
"""

import shutil

import pytest

from ctmtqg_desktop.exchange.post.orders import SaveProof, ShowLife, WriteLife
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
from ctmtqg_desktop.exchange.receiver.orders import (
    Acknowledge,
    AddRemark,
    Decide,
    DropRemark,
    Judge,
    Receive,
    SendBack,
    ShowConflicts,
    Verify,
)
from ctmtqg_desktop.exchange.steps.orders import ShowSteps

from . import offices
from .conftest import PASSWORD, Case, Scene, assert_one_answer
from .offices import BOOK, CODE, KEY, PLACE, REMARK, SELF, SET, YEAR

NAMED = f"{CODE}/{SET}/{YEAR}"


@pytest.fixture
def posted(office, world, mail, tmp_path):
    return offices.posted(office, world, mail, tmp_path / "scene")


@pytest.fixture
def spoiled(posted):
    """One package more, that was altered on the way."""
    data = (posted.root / "usb" / f"{CODE}.asice").read_bytes()
    (posted.root / "usb" / "bi-sua.asice").write_bytes(data.replace(b"so_ho", b"so_hx", 1))
    return posted


@pytest.fixture
def stick(posted):
    """The packages alone: no workspace is near."""
    (posted.root / BOOK).unlink()
    return Scene(posted.root)


@pytest.fixture
def received(office, world, mail, tmp_path):
    scene = offices.received(office, world, mail, tmp_path / "scene")
    (scene.root / "sai.txt").write_text("sai", "utf-8")
    return scene


@pytest.fixture
def unit(mail, tmp_path):
    """A unit that has sent its report."""
    root = tmp_path / "scene"
    root.mkdir()
    shutil.copy(mail[CODE].workspace, root / "unit.ctmtqg")
    return Scene(root, "unit.ctmtqg")


@pytest.fixture
def remarked(office, world, mail, tmp_path):
    return offices.remarked(office, world, mail, tmp_path / "scene")


@pytest.fixture
def disputed(office, world, mail, tmp_path):
    return offices.disputed(office, world, mail, tmp_path / "scene")


def signing(scene):
    return Signing(KeyFile(scene.path(KEY), PASSWORD), scene.root / "ra")


def signed(scene, *words):
    return [*words, "--key", scene.path(KEY), "--out", scene.root / "ra"]


def sign(window, scene, qtbot, password=PASSWORD):
    """Fill in the dialog that asks who signs."""
    from ctmtqg_desktop.ui.sign.signing_dialog import SigningDialog

    qtbot.waitUntil(lambda: window.shell.findChild(SigningDialog) is not None)
    dialog = window.shell.findChild(SigningDialog)
    dialog.key.set_path(scene.path(KEY))
    dialog.password.setText(password)
    dialog.out_dir.set_path(scene.root / "ra")
    dialog.accept()


# -- what comes in


def _verify(scene):
    return Verify((str(scene.path("usb") / f"{CODE}.asice"),))


def _judge(scene):
    return Judge((str(scene.path("usb") / f"{CODE}.asice"),))


def _receive(scene):
    return Receive((scene.path("usb"),))


def _receive_by_page(window, scene, qtbot):
    window.board.dropped.emit((scene.path("usb"),))


# -- what goes back: remarks, returns, receipts


def _open(window, qtbot):
    """Open a unit's report as the board does, at the form with the remarked cell."""
    from ctmtqg_desktop.catalogue.records.form import Cell

    standing = next(
        window.board.board.records.record(row)
        for row in range(window.board.board.records.rowCount())
        if window.board.board.records.record(row).unit.code == CODE
    )
    window.answering.open(window.answering.key(standing, standing.place(SET)))
    sheet = next(s for s in window.answering._sheets.values() if s.form.id == SELF)
    cell = Cell.parse(PLACE.partition("/")[2])
    window.sheet.show_sheet(sheet, cell)
    return sheet, cell


def _remark_by_page(window, scene, qtbot):
    dialog = window.answering.ask_remark(*_open(window, qtbot))
    dialog.text.setPlainText(REMARK)
    dialog.accept()


def _drop_by_page(window, scene, qtbot):
    from ctmtqg_desktop.ui.form.remarks import RemarksPanel

    _open(window, qtbot)
    window.sheet.page.findChild(RemarksPanel).drop.click()


def _acknowledge_by_page(window, scene, qtbot):
    window.board.receipts_wanted.emit()
    sign(window, scene, qtbot)


def _acknowledge_wrongly(window, scene, qtbot):
    window.board.receipts_wanted.emit()
    sign(window, scene, qtbot, password="sai")  # noqa: S106  a wrong one


def _send_back_by_page(window, scene, qtbot):
    _open(window, qtbot)
    window.sheet.banner.offer.click()
    sign(window, scene, qtbot)


# -- conflicts


def _parcel(window):
    rows = window.board.inbox.records
    found = (rows.record(row) for row in range(rows.rowCount()))
    return next(parcel for parcel in found if parcel.outcome == "conflict")


def _compare_by_page(window, scene, qtbot):
    window.board.parcel_opened.emit(_parcel(window))


def _decide_by_page(window, scene, qtbot):
    from ctmtqg_desktop.ui.inbox.conflict_dialog import ConflictDialog

    _compare_by_page(window, scene, qtbot)
    qtbot.waitUntil(lambda: window.shell.findChild(ConflictDialog) is not None)
    dialog = window.shell.findChild(ConflictDialog)
    dialog.reason.setText("Đơn vị xác nhận")
    dialog.second.click()


# -- lives


def _life_by_page(window, scene, qtbot):
    from ctmtqg_desktop.catalogue.records.periods import Period
    from ctmtqg_desktop.entries.submission import ReportKey

    window.show_period(Period.parse(YEAR))
    window.telling.show(ReportKey(CODE, SET, YEAR))
    events = window.telling.page.events.records
    qtbot.waitUntil(lambda: events.rowCount() > 0)


def _write_life_by_page(window, scene, qtbot):
    _life_by_page(window, scene, qtbot)
    name = f"vong-doi_{CODE}_{SET}_{YEAR}.zip"
    window.telling._ask = lambda *_: scene.root / "ra" / name
    window.telling.export()


def _save_proof(scene):
    from ctmtqg_desktop.package.unseal import unseal

    sha256 = unseal((scene.path("usb") / f"{CODE}.asice").read_bytes()).package_sha256
    return SaveProof(SET, YEAR, CODE, 1, sha256, scene.root / "mot.asice")


def _save_proof_by_page(window, scene, qtbot):
    _life_by_page(window, scene, qtbot)
    window.telling._ask = lambda *_: scene.root / "mot.asice"
    window.telling.page.events.selectRow(0)
    window.telling.page.save.click()


CASES = (
    *(Case("show-steps", scene, lambda _: ShowSteps(YEAR),
           lambda s: ["steps", s.path(BOOK), "--period", YEAR], about=scene)
      for scene in ("posted", "received", "remarked", "disputed")),
    Case("verify", "stick", _verify,
         lambda s: ["verify", *_verify(s).files]),
    Case("judge", "posted", _judge,
         lambda s: ["verify", *_judge(s).files, "--workspace", s.path(BOOK)]),
    Case("receive", "posted", _receive,
         lambda s: ["receive", s.path(BOOK), s.path("usb")], _receive_by_page),
    Case("receive", "spoiled", _receive,
         lambda s: ["receive", s.path(BOOK), s.path("usb")], _receive_by_page,
         about="with an altered one"),
    Case("receive", "posted", lambda s: Receive((s.path("usb"),), signing=signing(s)),
         lambda s: signed(s, "receive", s.path(BOOK), s.path("usb")),
         about="with receipts"),
    Case("acknowledge", "received", lambda s: Acknowledge(signing(s)),
         lambda s: signed(s, "acknowledge", s.path(BOOK)), _acknowledge_by_page),
    Case("acknowledge", "received",
         lambda s: Acknowledge(Signing(KeyFile(s.path(KEY), "sai"), s.root / "ra")),
         lambda s: [*signed(s, "acknowledge", s.path(BOOK)), "--password-file", s.path("sai.txt")],
         _acknowledge_wrongly, code="trust.password-wrong"),
    Case("add-remark", "received", lambda _: AddRemark(NAMED, PLACE, REMARK),
         page=_remark_by_page),
    Case("drop-remark", "remarked", lambda _: DropRemark(NAMED, PLACE), page=_drop_by_page),
    Case("send-back", "remarked", lambda s: SendBack(NAMED, signing(s)),
         lambda s: signed(s, "send-back", s.path(BOOK), NAMED,
                          "--remarks", s.path("gop-y.json")),
         _send_back_by_page),
    Case("send-back", "remarked", lambda s: SendBack("khong-co", signing(s)),
         lambda s: signed(s, "send-back", s.path(BOOK), "khong-co",
                          "--remarks", s.path("gop-y.json")),
         code="workspace.submission-unknown"),
    Case("show-conflicts", "disputed", lambda _: ShowConflicts(),
         lambda s: ["conflicts", s.path(BOOK)], _compare_by_page),
    Case("decide", "disputed", lambda s: Decide(s.facts["package"], True, "Đơn vị xác nhận"),
         lambda s: ["conflicts", s.path(BOOK), s.facts["package"], "--take",
                    "--reason", "Đơn vị xác nhận"],
         _decide_by_page),
    Case("decide", "disputed", lambda s: Decide(s.facts["package"], True, " "),
         lambda s: ["conflicts", s.path(BOOK), s.facts["package"], "--take", "--reason", " "],
         code="exchange.reason-missing"),
    Case("show-life", "received", lambda _: ShowLife(SET, YEAR, CODE),
         lambda s: ["life", s.path(BOOK), SET, YEAR, "--unit", CODE], _life_by_page),
    Case("show-life", "unit", lambda _: ShowLife(SET, YEAR),
         lambda s: ["life", s.path("unit.ctmtqg"), SET, YEAR], _life_by_page,
         about="at the unit"),
    Case("write-life", "received", lambda s: WriteLife(SET, YEAR, s.root / "ra", CODE),
         lambda s: ["life", s.path(BOOK), SET, YEAR, "--unit", CODE, "--out", s.root / "ra"],
         _write_life_by_page, exact=(".zip",)),
    Case("save-proof", "received", _save_proof, page=_save_proof_by_page, exact=(".asice",)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
