"""Issue 8, first disagreement, at the reporting unit: after a catalogue was published, `receive`
by command refused what the window took in, and `print` of a published form said unknown.
"""

import json
import shutil

import pytest

from ctmtqg_desktop import assets
from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import PASSWORD_VARIABLE, Tools
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import Publish
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.workspace.workspace import open_workspace

from .conftest import PASSWORD

CODE, SET, FORM = "03394", "nuoc-sach-xa", "nuoc-sach"
FILES = {
    "programme.toml": """\
kind = "programme"
id = "nuoc-sach-2024"
title = "Chương trình nước sạch nông thôn (biểu thử)"
short = "Nước sạch"
valid_from = 2024-01-01
source = "Thử nghiệm"
confidence = "unverified"
""",
    "nuoc-sach-xa.v1.toml": """\
kind = "report-set"
id = "nuoc-sach-xa"
version = 1
title = "Báo cáo kết quả cấp nước sạch"
short = "Báo cáo nước sạch"
document_kind = "BÁO CÁO"
document_code = "BC-UBND"
summary = "Kết quả cấp nước sạch"
periods = ["year"]
calendar = "duong-lich"
source = "Thử nghiệm"
confidence = "unverified"
valid_from = 2024-01-01
""",
    "nuoc-sach.v1.toml": """\
kind = "form"
id = "nuoc-sach"
version = 1
title = "Kết quả cấp nước sạch nông thôn"
short = "Nước sạch"
programme = "nuoc-sach-2024"
source = "Thử nghiệm"
confidence = "unverified"
valid_from = 2024-01-01
report_sets = [{ id = "nuoc-sach-xa", order = 1, unit_kinds = ["xa", "thi-tran"] }]

[[sections]]
id = "chung"
kind = "fields"
title = "I. Chung"
rows = [
  { id = "so_ho", label = "Tổng số hộ", type = "integer", measure = "ho", aggregate = "sum" },
]
""",
}


@pytest.fixture(autouse=True)
def small_catalogue(core_forms, monkeypatch):
    """Judge what is to be published beside the core of the catalogue only."""
    monkeypatch.setattr(assets, "forms_dir", lambda: core_forms)


@pytest.fixture
def program(declared, world):
    return Program(lambda: declared, world.clock)


@pytest.fixture
def places(world, mail, office, program, tmp_path):
    """An office and a unit that know of a form and a report set of the office's own."""
    new, unit = tmp_path / "new", tmp_path / "unit.ctmtqg"
    new.mkdir()
    for name, text in FILES.items():
        (new / name).write_text(text, "utf-8")
    (package,) = do(office, Publish(new, Signing(Held(world.office_signer), tmp_path))).paths
    office.workspace.close()
    shutil.copyfile(mail[CODE].workspace, unit)
    with open_workspace(unit) as workspace:
        assert not do(desk_of(program, workspace), TakeIn((package,))).is_refused
    return world.root / "office.ctmtqg", unit


@pytest.fixture
def run(program, capsys, monkeypatch):
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)

    def call(*argv):
        code = main.run([*map(str, argv), "--json"], Tools(program, lambda *_: []))
        return code, json.loads(capsys.readouterr().out)

    return call


def test_commands_know_what_was_published(run, places, world, mail, tmp_path):
    office, unit = places
    cells, out = tmp_path / "a.json", tmp_path / "usb"
    cells.write_text('{"cells": {"chung.so_ho": 500}}', "utf-8")
    assert run("enter", unit, FORM, "2024", cells)[1]["set"] == 1
    assert run("check", unit, "--report-set", SET, "--period", "2024")[1]["blocking"] == 0
    code, said = run(
        "print", unit, "--form", FORM, "--period", "2024", "--pdf", tmp_path / "a.pdf"
    )
    assert (code, said["pages"]) == (0, 1)
    key = world.key_file(mail[CODE].signer)
    code, sent = run("submit", unit, SET, "2024", "--key", key, "--out", out)
    assert code == 0
    seal = world.key_file(world.office_signer)
    code, said = run("receive", office, sent["package"], "--key", seal, "--out", out)
    assert [f["outcome"] for f in said["files"]] == ["accepted"]
    code, said = run("receive", unit, *said["receipts"])
    assert (code, [f["outcome"] for f in said["files"]]) == (0, ["accepted"])
