"""Acts of a reporting unit, by three doors: entering, checking, sending, amending, numbering."""

import json
import shutil
from datetime import date

import pytest
from confirming import ordered, shown
from doing import receive, send_back

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
from ctmtqg_desktop.exchange.receiver.acknowledge import give_receipts
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.letters import letters
from ctmtqg_desktop.exchange.sender.orders import (
    Check,
    Enter,
    ExportAgain,
    ExportPrint,
    GiveNumber,
    ImportSigned,
    PrintForm,
    PrintReport,
    ReadLetter,
    Reopen,
    SavePrint,
    Submit,
    TakeIn,
    Unlock,
)
from ctmtqg_desktop.exchange.sender.sign_elsewhere import export_print
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.exchange.steps.orders import ShowSteps
from ctmtqg_desktop.intake.entry_file import read_entry_file
from ctmtqg_desktop.package.returns import Asked
from ctmtqg_desktop.trust.pdf import pades
from ctmtqg_desktop.workspace.workspace import open_workspace

from .conftest import PASSWORD, Case, Scene, assert_one_answer

CODE, SET, YEAR, DAY = "03394", "ctmtqg-xa", "2024", date(2025, 1, 6)
SELF, FUNDS = "ntm-xa-tu-danh-gia", "ntm-nguon-luc"
ASKED, OTHER = f"{SELF}/chung.so_ho.value", f"{SELF}/chung.so_nhan_khau.value"
WORKSPACE, KEY, SEAL = "unit.ctmtqg", "unit.key", "seal.key"


# -- scenes: a draft, a draft that is blocked, a report that was sent, one that came back


@pytest.fixture(scope="module")
def filled(tmp_path_factory, declared, mail):
    """A workspace whose report is complete and not signed."""
    world = type(mail.world)(tmp_path_factory.mktemp("filled"), declared)
    world.authority = mail.world.authority
    desk = world.open_desk(CODE)
    world.card(desk, mail[CODE].signer)
    world.fill(desk)
    desk.workspace.close()
    return world.root / f"{CODE}.ctmtqg"


def scene_of(world, mail, workspace, **facts):
    """Lay out a workspace, the unit's key and the key of its seal, and files to read."""
    root = world.root / "scene"
    root.mkdir()
    world.authority = mail.world.authority
    shutil.copyfile(workspace, root / WORKSPACE)
    shutil.copyfile(world.key_file(mail[CODE].signer), root / KEY)
    shutil.copyfile(world.key_file(world.signer(CODE)), root / SEAL)
    (root / "cells.json").write_text(
        json.dumps({"cells": {"chung.so_ho": "701", "chung.so_nhan_khau": "nhiều", "x": "1"}}),
        "utf-8",
    )
    (root / "wrong.txt").write_text("không phải mật khẩu", "utf-8")
    return Scene(root, WORKSPACE, facts)


def desk_in(world, scene):
    store = open_workspace(scene.root / WORKSPACE, clock=world.clock)
    return desk_of(Program(lambda: world.catalogue, world.clock), store)


@pytest.fixture
def draft(world, mail, filled):
    return scene_of(world, mail, filled)


@pytest.fixture
def blocked(world, draft):
    desk = desk_in(world, draft)
    sheet = desk.sheet(FUNDS, Period.parse(YEAR))
    step = sheet.set_texts([(Cell("nguon_luc", "nsdp", "ke_hoach"), "nhiều")])
    desk.commit(sheet, step.change)
    desk.workspace.close()
    return draft


@pytest.fixture
def sent(world, mail):
    return scene_of(world, mail, mail[CODE].workspace)


@pytest.fixture
def with_letters(world, mail, office, sent):
    """A report that was sent; a receipt and a return of it lie in the folder "letters"."""
    receive(office, [mail[CODE].done.package])
    (submission,) = office.workspace.submissions.of(mail_key(office))
    author, out = Author(world.office_signer, "Chủ tịch"), sent.root / "letters"
    out.mkdir()
    give_receipts(office.room.site(), [submission], author=author, out_dir=out)
    remarks, due = (Asked(ASKED, "Số hộ chưa khớp niên giám."),), date(2025, 1, 20)
    send_back(office, submission, remarks, author=author, out_dir=out, due=due)
    (out / "x.asice").write_bytes(b"no package")
    return sent


def mail_key(office):
    return next(r.key for r in office.workspace.reports.all() if r.key.unit == CODE)


@pytest.fixture
def returned(world, with_letters):
    desk = desk_in(world, with_letters)
    take_in(desk, TakeIn((with_letters.root / "letters",)))
    unread = next(one for one in letters(desk) if one.remarks)
    with_letters.facts["letter"] = unread.package_sha256
    desk.workspace.close()
    return with_letters


@pytest.fixture
def signed_outside(world, mail, draft):
    """A draft whose print was handed out and came back signed."""
    desk = desk_in(world, draft)
    (path,) = export_print(desk, ExportPrint(SET, YEAR, draft.root)).paths
    claim = pades.Claim(
        "Signature1", "Lò Văn Ánh", place=pades.SignaturePlace(0, (300, 150, 400, 190))
    )
    data = pades.write_pdf_signature(
        path.read_bytes(), claim, signer=world.signer("99"), at=world.clock()
    )
    path.rename(draft.root / "signed.pdf").write_bytes(data)
    desk.workspace.close()
    return draft


# -- what is asked, by each door


def signing(scene, key=KEY, **more):
    return Signing(KeyFile(scene.path(key), PASSWORD), scene.root / "out", **more)


def report(verb, scene, *more):
    return [verb, scene.path(WORKSPACE), SET, YEAR, *more]


def keyed(scene, key=KEY):
    return ["--key", scene.path(key), "--out", scene.root / "out"]


def still(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.is_busy and not window.is_opening)


def checked(window, qtbot):
    still(window, qtbot)
    window.check()
    still(window, qtbot)


def submit_by_page(password):
    def drive(window, scene, qtbot):
        checked(window, qtbot)
        page = window.sign
        page.key.set_path(scene.path(KEY))
        page.password.setText(password)
        ordered(page, qtbot, scene.root / "out")

    return drive


def export_by_page(window, scene, qtbot):
    shown(window, YEAR, qtbot)
    window.go(f"sign:{SET}")
    window.sign.out_dir.set_path(scene.root / "out")
    window.sign.again.click()


def reopen_by_page(reason):
    def drive(window, scene, qtbot):
        window.show_period(Period.parse(YEAR))
        dialog = window.amending.ask(SET)
        dialog.text.setPlainText(reason)
        dialog.accept()

    return drive


def unlock_by_page(window, scene, qtbot):
    still(window, qtbot)
    cell = Cell.parse(OTHER.partition("/")[2])
    window.open_form(SELF, cell)
    window.entry.unlock_wanted.emit(SELF, cell)
    from ctmtqg_desktop.ui.parts.reason_dialog import ReasonDialog

    (dialog,) = (d for d in window.shell.findChildren(ReasonDialog) if d.isVisible())
    dialog.text.setPlainText("Đổi theo số hộ")
    dialog.accept()


def take_in_by_page(window, scene, qtbot):
    still(window, qtbot)
    window.go("keys")
    window.keys.take_in((scene.root / "letters",))


def read_by_page(window, scene, qtbot):
    still(window, qtbot)
    rows = window.home.arrivals.records
    qtbot.waitUntil(lambda: rows.rowCount() > 0)
    found = (rows.record(row) for row in range(rows.rowCount()))
    window.home.arrival_opened.emit(next(a for a in found if a.is_return))


def papers_of(window, scene, qtbot):
    shown(window, YEAR, qtbot)
    window.go("papers")
    window.papers.page.out_dir.set_path(scene.root / "out")
    return window.papers.page


def issue_by_page(window, scene, qtbot):
    page = papers_of(window, scene, qtbot)
    page.number.setText("45")
    page.signer.key.set_path(scene.path(SEAL))
    page.signer.password.setText(PASSWORD)
    page.go.click()


def import_by_page(window, scene, qtbot):
    from ctmtqg_desktop.ui.parts.fields import PathBox

    papers_of(window, scene, qtbot)
    dialog = window.papers.ask_bring()
    box = next(b for b in dialog.findChildren(PathBox) if "Bản in" in b.line.accessibleName())
    box.set_path(scene.path("signed.pdf"))
    dialog.signer.key.set_path(scene.path(KEY))
    dialog.signer.password.setText(PASSWORD)
    dialog.out_dir.set_path(scene.root / "out")
    dialog.accept()


def print_by_page(what):
    def drive(window, scene, qtbot):
        from ctmtqg_desktop.ui.paper.export_dialog import ExportDialog

        still(window, qtbot)
        window.export()
        dialog = next(d for d in window.shell.findChildren(ExportDialog) if d.isVisible())
        dialog.choose(what)
        dialog.xlsx.setChecked(True)
        dialog.path.set_path(scene.root / "print.pdf")
        dialog.accept()

    return drive


def printed(scene):
    return scene.root / "print.pdf", scene.root / "print.xlsx"


CASES = (
    Case("show-steps", "returned", lambda _: ShowSteps(YEAR),
         lambda s: ["steps", s.path(WORKSPACE), "--period", YEAR]),
    Case("show-steps", "draft", lambda _: ShowSteps("x"),
         lambda s: ["steps", s.path(WORKSPACE), "--period", "x"], code="form.period-unknown"),
    Case(
        "enter", "draft",
        lambda s: Enter(SELF, YEAR, read_entry_file(s.path("cells.json")), partial=True),
        lambda s: ["enter", s.path(WORKSPACE), SELF, YEAR, s.path("cells.json"), "--partial"],
    ),
    Case(
        "enter", "sent", lambda s: Enter(SELF, YEAR, read_entry_file(s.path("cells.json"))),
        lambda s: ["enter", s.path(WORKSPACE), SELF, YEAR, s.path("cells.json")],
        code="workspace.report-locked",
    ),
    Case(
        "check", "blocked", lambda _: Check(SET, YEAR),
        lambda s: ["check", s.path(WORKSPACE), "--report-set", SET, "--period", YEAR],
        lambda w, _, qtbot: checked(w, qtbot),
    ),
    Case(
        "submit", "draft", lambda s: Submit(SET, YEAR, signing(s)),
        lambda s: report("submit", s, *keyed(s)), submit_by_page(PASSWORD),
    ),
    Case(
        "submit", "blocked", lambda s: Submit(SET, YEAR, signing(s)),
        lambda s: report("submit", s, *keyed(s)), about="blocked",
    ),
    Case(
        "submit", "draft",
        lambda s: Submit(SET, YEAR, Signing(KeyFile(s.path(KEY), "sai"), s.root / "out")),
        lambda s: report("submit", s, *keyed(s), "--password-file", s.path("wrong.txt")),
        submit_by_page("sai"), code="trust.password-wrong",
    ),
    Case(
        "export", "sent", lambda s: ExportAgain(SET, YEAR, s.root / "out"),
        lambda s: report("export", s, "--out", s.root / "out"), export_by_page,
        exact=(".asice",),
    ),
    Case(
        "export", "draft", lambda s: ExportAgain(SET, YEAR, s.root / "out"),
        lambda s: report("export", s, "--out", s.root / "out"), code="workspace.never-signed",
    ),
    Case(
        "reopen", "sent", lambda _: Reopen(SET, YEAR, "Sửa vốn"),
        lambda s: report("reopen", s, "--reason", "Sửa vốn"), reopen_by_page("Sửa vốn"),
    ),
    Case(
        "reopen", "draft", lambda _: Reopen(SET, YEAR, "Sửa vốn"),
        lambda s: report("reopen", s, "--reason", "Sửa vốn"), reopen_by_page("Sửa vốn"),
        code="workspace.revision-refused",
    ),
    Case(
        "unlock", "returned", lambda _: Unlock(SET, YEAR, OTHER, "Đổi theo số hộ"),
        lambda s: report("unlock", s, OTHER, "--reason", "Đổi theo số hộ"), unlock_by_page,
    ),
    Case(
        "unlock", "draft", lambda _: Unlock(SET, YEAR, OTHER, "Đổi theo số hộ"),
        lambda s: report("unlock", s, OTHER, "--reason", "Đổi theo số hộ"),
        code="exchange.nothing-locked",
    ),
    Case(
        "unlock", "returned", lambda _: Unlock(SET, YEAR, f"{SELF}/chung.la.value", "x"),
        lambda s: report("unlock", s, f"{SELF}/chung.la.value", "--reason", "x"),
        code="form.cell-unknown",
    ),
    Case(
        "take-in", "with_letters", lambda s: TakeIn((s.root / "letters",)),
        lambda s: ["receive", s.path(WORKSPACE), s.root / "letters"], take_in_by_page,
    ),
    Case(
        "read-letter", "returned", lambda s: ReadLetter(s.facts["letter"]), page=read_by_page
    ),
    Case(
        "read-letter", "sent", lambda _: ReadLetter("0" * 64), code="exchange.letter-unknown"
    ),
    Case(
        "issue", "sent", lambda s: GiveNumber(SET, YEAR, 45, DAY, signing(s, SEAL)),
        lambda s: report("issue", s, "--number", 45, "--date", DAY, *keyed(s, SEAL)),
        issue_by_page,
    ),
    Case(
        "issue", "draft", lambda s: GiveNumber(SET, YEAR, 45, DAY, signing(s, SEAL)),
        lambda s: report("issue", s, "--number", 45, "--date", DAY, *keyed(s, SEAL)),
        code="exchange.issue-unsigned",
    ),
    Case(
        "export-pdf", "draft", lambda s: ExportPrint(SET, YEAR, s.root / "out"),
        lambda s: report("export-pdf", s, "--out", s.root / "out"),
        lambda w, s, qtbot: papers_of(w, s, qtbot).export.click(), exact=(".pdf",),
    ),
    Case(
        "export-pdf", "blocked", lambda s: ExportPrint(SET, YEAR, s.root / "out"),
        lambda s: report("export-pdf", s, "--out", s.root / "out"),
        lambda w, s, qtbot: papers_of(w, s, qtbot).export.click(), code="exchange.blocked",
    ),
    Case(
        "save-print", "sent", lambda s: SavePrint(SET, YEAR, s.root / "out"),
        lambda s: report("export-pdf", s, "--signed", "--out", s.root / "out"),
        lambda w, s, qtbot: papers_of(w, s, qtbot).save.click(), exact=(".pdf",),
    ),
    Case(
        "import-signed", "signed_outside",
        lambda s: ImportSigned(SET, YEAR, s.path("signed.pdf"), signing(s)),
        lambda s: report("import-signed", s, s.path("signed.pdf"), *keyed(s)), import_by_page,
    ),
    Case(
        "print-form", "draft", lambda s: PrintForm(FUNDS, YEAR, *printed(s)),
        lambda s: ["print", s.path(WORKSPACE), "--form", FUNDS, "--period", YEAR,
                   "--pdf", printed(s)[0], "--xlsx", printed(s)[1]],
        print_by_page(FUNDS), exact=(".pdf",),
    ),
    Case(
        "print-report", "draft", lambda s: PrintReport(YEAR, SET, *printed(s)),
        lambda s: ["print", s.path(WORKSPACE), "--report-set", SET, "--period", YEAR,
                   "--pdf", printed(s)[0], "--xlsx", printed(s)[1]],
        print_by_page("*"), exact=(".pdf",),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
