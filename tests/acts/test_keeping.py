"""Acts about the catalogue, by three doors."""

import json
import shutil
from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.read.schema import catalogue_schema
from ctmtqg_desktop.catalogue.records.periods import Roll
from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import Tools
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import (
    CheckEdition,
    CheckForms,
    FormImport,
    FormSchema,
    FormTemplate,
    OwnCalendar,
    Publish,
)
from ctmtqg_desktop.exchange.keys.orders import MakeAuthority
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
from ctmtqg_desktop.exchange.room import Program

from .conftest import PASSWORD, Case, Scene, assert_one_answer, opened

FORM = "ntm-nguon-luc"
MEASURES = 'kind = "measures"\nmeasures = [\n  { id = "thung", label = "thùng" },\n]\n'
WRONG = 'kind = "measures"\nmeasures = [{}]\n'


@pytest.fixture
def office_and_folder(world, declared, tmp_path, core_forms, monkeypatch):
    """An office with its authority, a folder to publish, one with a mistake, and a workbook."""
    monkeypatch.setattr(assets, "forms_dir", lambda: core_forms)
    root = tmp_path / "scene"
    for name, text in (("new", MEASURES), ("wrong", WRONG)):
        (root / name).mkdir(parents=True)
        (root / name / "do.toml").write_text(text, "utf-8")
    shutil.copytree(core_forms, root / "whole")
    office = world.open_office()
    do(office, MakeAuthority(root / "office.key", PASSWORD, "Chủ tịch huyện"))
    office.workspace.close()
    shutil.copy(world.root / "office.ctmtqg", root / "office.ctmtqg")
    do(Program(lambda: declared, world.clock), FormTemplate(root / "form.xlsx", FORM))
    return Scene(root, "office.ctmtqg")


def press(page, words):
    """Press a button of a page by its words."""
    (found,) = [b for b in page.findChildren(QPushButton) if b.accessibleName() == words]
    found.click()


def keeper_of(window, scene, folder="new"):
    """Go to the keeper's page, with a folder chosen."""
    window.go("keeper")
    page = window.cataloguing.keeper
    page.folder.set_path(scene.path(folder))
    return page


def _check_by_page(folder):
    def drive(window, scene, qtbot):
        press(keeper_of(window, scene, folder), "Kiểm tra")

    return drive


def _template_by_page(window, scene, qtbot):
    page = keeper_of(window, scene)
    page.form.setCurrentIndex(page.form.findData(f"{FORM} v1"))
    page.template_path.set_path(scene.path("made.xlsx"))
    press(page, "Ghi sổ mẫu")


def _import_by_page(window, scene, qtbot):
    page = keeper_of(window, scene)
    page.workbook.set_path(scene.path("form.xlsx"))
    press(page, "Đọc biểu")


def _publish(folder, password=PASSWORD):
    def order(scene):
        signing = Signing(
            KeyFile(scene.path("office.key"), password), scene.root / "usb", "Chủ tịch"
        )
        return Publish(scene.path(folder), signing)

    return order


def _publish_by_command(folder):
    return lambda scene: [
        "publish", scene.path("office.ctmtqg"), scene.path(folder), "--key",
        scene.path("office.key"), "--title", "Chủ tịch", "--out", scene.root / "usb",
    ]  # fmt: skip


def _publish_by_page(folder):
    def drive(window, scene, qtbot):
        page = keeper_of(window, scene, folder)
        dialog = window.cataloguing.ask_publish(window.office, page, scene.path(folder))
        dialog.key.set_path(scene.path("office.key"))
        dialog.password.setText(PASSWORD)
        dialog.title.setText("Chủ tịch")
        dialog.out_dir.set_path(scene.root / "usb")
        dialog.accept()

    return drive


def words(*argv):
    """Return a command's words; those that begin with @ are files of the scene."""
    return lambda scene: [scene.path(a[1:]) if str(a).startswith("@") else a for a in argv]


def _calendar(scene):
    return OwnCalendar(
        scene.path("new"), "duong-lich", 5, "QĐ 01/QĐ-UBND", date(2025, 1, 1), 1, Roll.NONE
    )


def _calendar_by_page(window, scene, qtbot):
    page = keeper_of(window, scene)
    dialog = window.cataloguing.ask_calendar(window.office, page, scene.path("new"))
    dialog.calendar.setCurrentIndex(dialog.calendar.findData("duong-lich"))
    dialog.days.setValue(5)
    dialog.begins.setText("01/01/2025")
    assert dialog.order is None
    dialog.source.setText("QĐ 01/QĐ-UBND")
    dialog.accept()


SCENE, BESIDE = "office_and_folder", ("--workspace", "@office.ctmtqg")
CASES = (
    Case(
        "check-forms", SCENE, lambda s: CheckForms(s.path("whole"), freeze=True),
        words("check-forms", "@whole", "--freeze"), exact=("PUBLISHED",),
    ),
    Case(
        "check-forms", SCENE, lambda s: CheckForms(s.path("none")),
        words("check-forms", "@none"), code="exchange.file-missing",
    ),
    Case(
        "check-edition", SCENE, lambda s: CheckEdition(s.path("new")),
        words("check-forms", "@new", *BESIDE), _check_by_page("new"),
    ),
    Case(
        "check-edition", SCENE, lambda s: CheckEdition(s.path("wrong")),
        words("check-forms", "@wrong", *BESIDE), _check_by_page("wrong"), about="mistakes",
    ),
    Case(
        "form-template", SCENE, lambda s: FormTemplate(s.path("made.xlsx"), FORM, 1),
        words("form-template", "@made.xlsx", "--form", FORM, *BESIDE), _template_by_page,
    ),
    Case(
        "form-import", SCENE, lambda s: FormImport(s.path("form.xlsx"), s.path("new")),
        words("form-import", "@form.xlsx", "--out", "@new", *BESIDE), _import_by_page,
        exact=(".toml",),
    ),
    Case(
        "form-schema", SCENE, lambda s: FormSchema(s.path("schema.json")),
        words("form-schema", "--out", "@schema.json"), exact=(".json",),
    ),
    Case(
        "own-calendar", SCENE, _calendar,
        words("own-calendar", "@office.ctmtqg", "duong-lich", "--days", 5, "--source",
              "QĐ 01/QĐ-UBND", "--from", "2025-01-01", "--out", "@new"),
        _calendar_by_page, exact=(".toml",),
    ),
    Case(
        "own-calendar", SCENE, lambda s: OwnCalendar(s.path("new"), "la", 5, "QĐ 01"),
        words("own-calendar", "@office.ctmtqg", "la", "--days", 5, "--source", "QĐ 01", "--out",
              "@new"), code="form.calendar-unknown",
    ),
    Case(
        "publish", SCENE, _publish("new"), _publish_by_command("new"), _publish_by_page("new"),
    ),
    Case(
        "publish", SCENE, _publish("wrong"), _publish_by_command("wrong"),
        _publish_by_page("wrong"), code="exchange.catalogue-mistakes",
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)


def test_mistakes_cost_no_password(office_and_folder, world, declared):
    """What is wrong with the files is told before the signer is opened, whatever was typed."""
    room = opened(Program(lambda: declared, world.clock), office_and_folder)
    with room.workspace, pytest.raises(FormError, match="catalogue-mistakes"):
        do(room, _publish("wrong", "no such password")(office_and_folder))


def test_a_schema_is_told_where_no_file_is_named(declared, world):
    done = do(Program(lambda: declared, world.clock), FormSchema())
    assert json.loads(json.dumps(done.facts)) == catalogue_schema()


def test_a_published_form_is_known_to_every_door(office_and_folder, world, declared):
    """The command knew only the forms that come with the program: form.unknown, exit 1."""
    scene, program = office_and_folder, Program(lambda: declared, world.clock)
    text = scene.path(f"whole/ntm/{FORM}.v1.toml").read_text("utf-8")
    scene.path("new/do.toml").unlink()
    scene.path("new/cua-huyen.v1.toml").write_text(
        text.replace(FORM, "cua-huyen").replace('"nl-', '"ch-').replace("order = 2", "order = 9"),
        "utf-8",
    )
    room = opened(program, scene)
    with room.workspace:
        do(room, _publish("new")(scene))
    argv = ["form-template", str(scene.path("a.xlsx")), "--form", "cua-huyen", "--json"]
    tools = Tools(program, lambda *_: [])
    assert main.run(argv, tools) == 1
    beside = ["--workspace", str(scene.path("office.ctmtqg"))]
    assert main.run([*argv, *beside], tools) == 0
    assert scene.path("a.xlsx").is_file()
