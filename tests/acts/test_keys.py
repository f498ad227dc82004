"""Acts about keys, by three doors."""

import shutil

import pytest

from ctmtqg_desktop.exchange.keys.keys import enrol, make_authority, make_key
from ctmtqg_desktop.exchange.keys.orders import Approve
from ctmtqg_desktop.exchange.post.signers import KeyFile, Signing

from .conftest import PASSWORD, Case, Scene, assert_one_answer

CODE = "03394"


@pytest.fixture
def office_and_request(world, tmp_path):
    """An office with its authority, and a unit that asks to be enrolled."""
    root = tmp_path / "scene"
    root.mkdir()
    office, desk = world.open_office(), world.open_desk(CODE)
    make_authority(office.room.site(), root / "office.key", PASSWORD, title="Chủ tịch huyện")
    make_key(root / "unit.key", PASSWORD, unit=desk.unit, title="Chủ tịch", at=world.clock())
    request, _ = enrol(
        desk.room.site(), root / "unit.key", PASSWORD, title="Chủ tịch", out_dir=root
    )
    office.workspace.close()
    desk.workspace.close()
    shutil.copy(world.root / "office.ctmtqg", root / "office.ctmtqg")
    return Scene(root, "office.ctmtqg", {"request": request.name})


def _approve(scene):
    signing = Signing(
        KeyFile(scene.path("office.key"), PASSWORD), scene.root / "cards", "Chủ tịch"
    )
    return Approve(scene.path("request").read_bytes(), CODE, signing, "12")


def _approve_by_command(scene):
    return [
        "approve", scene.path("office.ctmtqg"), scene.path("request"), "--unit", CODE,
        "--slip", 12, "--key", scene.path("office.key"), "--title", "Chủ tịch",
        "--out", scene.root / "cards",
    ]  # fmt: skip


def _approve_by_page(window, scene, qtbot):
    window.go("approve")
    page = window.approve
    page.request_chosen.emit(scene.path("request"))
    qtbot.waitUntil(lambda: not window.jobs.is_busy)
    page.compared.setChecked(True)
    page.signer.key.set_path(scene.path("office.key"))
    page.signer.password.setText(PASSWORD)
    page.title.setText("Chủ tịch")
    page.slip.setText("12")
    page.out_dir.set_path(scene.root / "cards")
    assert not page.obstacle()
    page.go.click()


CASES = (Case("approve", "office_and_request", _approve, _approve_by_command, _approve_by_page),)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
