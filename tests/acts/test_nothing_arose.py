"""Blank forms by three doors: the word that nothing arose, and the signature it stands before."""

import shutil

import pytest

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
from ctmtqg_desktop.exchange.sender.orders import LookBeforeSigning, SayNothingArose, Submit

from .conftest import PASSWORD, Case, Scene, assert_one_answer

CODE, SET, YEAR, FUNDS, SELF = "03394", "ctmtqg-xa", "2024", "ntm-nguon-luc", "ntm-xa-tu-danh-gia"
BOOK, KEY = "unit.ctmtqg", "unit.key"
NO_FUNDS = "Chưa giao vốn"


@pytest.fixture
def blank(world, mail, request):
    """A report into one form of which nothing was typed, or a whole one, and the unit's key."""
    world.authority = mail.world.authority
    desk, root = world.open_desk(CODE), world.root / "scene"
    world.card(desk, mail[CODE].signer)
    world.fill(desk)
    if request.node.callspec.params["case"].about != "whole":
        sheet = desk.sheet(FUNDS, Period.parse(YEAR))
        desk.commit(sheet, sheet.set_texts([(cell, "") for cell in sheet.cells.typed]).change)
    desk.workspace.close()
    root.mkdir()
    shutil.copyfile(world.root / f"{CODE}.ctmtqg", root / BOOK)
    shutil.copyfile(world.key_file(mail[CODE].signer), root / KEY)
    return Scene(root, BOOK)


def look_by_page(window, scene, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.is_busy and not window.is_opening)
    window.check()
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    page = window.sign
    page.key.set_path(scene.path(KEY))
    page.password.setText(PASSWORD)
    page.out_dir.set_path(scene.root / "out")
    page.go.click()


def report(verb, scene, *more):
    return [verb, scene.path(BOOK), SET, YEAR, *more]


def said_by_page(window, scene, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.is_busy and not window.is_opening)
    window.check()
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    window.sign.blank.text.setText(NO_FUNDS)
    window.sign.blank.go.click()


CASES = (
    Case(
        "nothing-arose", "blank", lambda _: SayNothingArose(SET, YEAR, (FUNDS,), NO_FUNDS),
        lambda s: report("nothing-arose", s, FUNDS, "--reason", NO_FUNDS), said_by_page,
    ),
    Case(
        "nothing-arose", "blank", lambda _: SayNothingArose(SET, YEAR, (FUNDS, SELF)),
        lambda s: report("nothing-arose", s, FUNDS, SELF), code="exchange.form-not-blank",
    ),
    Case(
        "nothing-arose", "blank", lambda _: SayNothingArose(SET, YEAR, ("la",)),
        lambda s: report("nothing-arose", s, "la"), code="form.unknown",
    ),
    Case(
        "look", "blank", lambda s: LookBeforeSigning(SET, YEAR, s.path(KEY)),
        lambda s: report("submit", s, "--key", s.path(KEY), "--out", s.root / "out", "--look"),
        look_by_page, about="whole",
    ),
    Case(
        "submit", "blank",
        lambda s: Submit(SET, YEAR, Signing(KeyFile(s.path(KEY), PASSWORD), s.root / "out")),
        lambda s: report("submit", s, "--key", s.path(KEY), "--out", s.root / "out"),
        about="blank",
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
