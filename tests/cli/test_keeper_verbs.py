"""Requirements: form-template, form-import, form-schema and publish on the command line."""

import json
import shutil
from datetime import datetime

import pytest
from openpyxl import load_workbook
from shipped import shipped_catalogue

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.cli.main import run
from ctmtqg_desktop.cli.tools import PASSWORD_VARIABLE, Tools
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.room import Program

CATALOGUE = shipped_catalogue()
NOW = datetime(2025, 1, 6, 8, tzinfo=VIETNAM)


@pytest.fixture
def call(capsys):
    """Return what runs a verb and gives its exit code and answer."""
    tools = Tools(Program(lambda: CATALOGUE, lambda: NOW), lambda *_: [])

    def run_verb(*argv):
        code = run([*map(str, argv), "--json"], tools)
        return code, json.loads(capsys.readouterr().out)

    return run_verb


def test_a_form_goes_to_excel_and_back(call, tmp_path):
    book, out = tmp_path / "biểu.xlsx", tmp_path / "ra"
    assert call("form-template", book, "--form", "dtts-da1")[0] == 0
    code, answer = call("form-import", book, "--out", out)
    assert (code, answer["mistakes"]) == (0, [])
    path = out / "dtts-da1.v1.toml"
    assert answer["path"] == str(path)
    (tmp_path / "dm").mkdir()
    (tmp_path / "dm" / path.name).write_bytes(path.read_bytes())
    texts = forms_dir() / "van-ban.toml"  # by it a row is believed
    (tmp_path / "dm" / texts.name).write_bytes(texts.read_bytes())
    read = read_catalogue(tmp_path / "dm").catalogue
    assert read.form("dtts-da1") == CATALOGUE.form("dtts-da1")


def test_a_mistake_is_told_by_sheet_and_cell_and_nothing_is_written(call, tmp_path, capsys):
    path = tmp_path / "biểu.xlsx"
    call("form-template", path, "--form", "dtts-da1")
    book = load_workbook(path)
    book["Cột"]["A3"] = "ho_troo"
    book.save(path)
    code, answer = call("form-import", path, "--out", tmp_path / "ra")
    assert code == 1
    first = answer["mistakes"][0]
    assert (first["place"], first["suggestion"]) == ("Cột!A3", "ho_tro")
    assert not (tmp_path / "ra").exists()
    tools = Tools(Program(lambda: CATALOGUE, lambda: NOW), lambda *_: [])
    run(["form-import", str(path), "--out", str(tmp_path)], tools)
    assert "Cột!A3: " in capsys.readouterr().err


def test_a_file_that_is_there_is_replaced_only_when_asked(call, tmp_path):
    book = tmp_path / "biểu.xlsx"
    call("form-template", book, "--form", "dtts-da1")
    (tmp_path / "dtts-da1.v1.toml").write_text("x = 1\n", "utf-8")
    code, answer = call("form-import", book, "--out", tmp_path)
    assert (code, answer["code"]) == (1, "exchange.form-file-exists")
    assert call("form-import", book, "--out", tmp_path, "--replace")[0] == 0
    assert call("form-import", book, "--out", tmp_path)[0] == 0


def test_the_empty_template(call, tmp_path):
    assert call("form-template", tmp_path / "mẫu.xlsx")[0] == 0
    code, answer = call("form-import", tmp_path / "mẫu.xlsx", "--out", tmp_path)
    assert code == 1
    assert "form.key-missing" in {m["code"] for m in answer["mistakes"]}
    assert call("form-template", tmp_path / "x.xlsx", "--form", "dtts-da9x")[1]["code"]


def test_the_schema_is_shown_or_written(call, tmp_path):
    _, shown = call("form-schema")
    call("form-schema", "--out", tmp_path / "s.json")
    assert json.loads((tmp_path / "s.json").read_text("utf-8")) == shown
    assert "form" in shown["properties"]["kind"]["enum"]


def test_an_xlsform_is_brought_in_and_what_is_left_is_listed(call, tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["integer", "so_ho", "Số hộ"], ["image", "anh", "Ảnh"]):
        book.active.append(row)
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id"])
    settings.append(["Phiếu", "phieu-thu"])
    path = tmp_path / "phiếu.xlsx"
    book.save(path)
    given = ["--programme", "dtts-2021-2025", "--source", "Thử", "--valid-from", "2025-01-01",
             "--measure", "ho"]  # fmt: skip
    code, answer = call("form-import", path, "--xlsform", "--out", tmp_path, *given)
    assert code == 0
    assert [(o["place"], o["code"]) for o in answer["left_out"]] == [
        ("survey!A3", "intake.xlsform-type")
    ]
    assert (tmp_path / "phieu-thu.v1.toml").is_file()


def test_publish_installs_for_the_publisher(call, tmp_path, monkeypatch):
    monkeypatch.setenv(PASSWORD_VARIABLE, "thử-nghiệm-2024")
    place, key, out = tmp_path / "sổ.ctmtqg", tmp_path / "khóa.key", tmp_path / "usb"
    assert call("init", place, "--unit", "106", "--date", "2024-12-31", "--receiver")[0] == 0
    assert call("keygen", place, "--key", key)[0] == 0
    (tmp_path / "mới").mkdir()
    text = 'kind = "measures"\nmeasures = [\n  { id = "thung", label = "thùng" },\n]\n'
    (tmp_path / "mới" / "do.toml").write_text(text, "utf-8")
    code, answer = call("publish", place, tmp_path / "mới", "--key", key, "--out", out)
    assert (code, answer["version"], answer["files"]) == (0, 1, ["do.toml"])
    assert (out / "danhmuc_106_v001.asice").is_file()
    code, answer = call("publish", place, tmp_path / "mới", "--key", key, "--number", 1)
    assert (code, answer["code"]) == (1, "exchange.catalogue-older")
    code, answer = call("verify", out / "danhmuc_106_v001.asice")
    assert code == 0
    missing = call("publish", place, tmp_path / "không-có", "--key", key)
    assert missing[1]["code"] == "exchange.file-missing"


def test_what_was_frozen_fails_the_check_of_every_change_after(call, tmp_path, core_forms):
    folder = tmp_path / "dm"
    shutil.copytree(core_forms, folder)
    (folder / "PUBLISHED").unlink(missing_ok=True)
    code, answer = call("check-forms", folder, "--freeze")
    assert code == 0, answer["mistakes"][:3]
    assert "dtts/dtts-da1.v1.toml" in answer["frozen"]
    assert call("check-forms", folder)[0] == 0
    form = folder / "dtts" / "dtts-da1.v1.toml"
    form.write_text(form.read_text("utf-8").replace("Kết quả", "kết quả", 1), "utf-8")
    code, answer = call("check-forms", folder, "--freeze")
    assert code == 1
    assert [m["code"] for m in answer["mistakes"]] == ["form.published-changed"]
    assert "frozen" not in answer
