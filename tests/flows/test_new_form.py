"""Issue 2: a form dropped into forms/ appears, validates, travels, is consolidated and prints."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import json
import shutil
import subprocess
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import PASSWORD_VARIABLE, Tools
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.orders import Enter
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR, FORM = "ctmtqg-xa", Period.parse("2024"), "nuoc-sach"
PASSWORD = "mật khẩu thử"  # noqa: S105  of the keys that the test makes

PROGRAMME = """\
kind = "programme"
id = "nuoc-sach-2024"
title = "Chương trình nước sạch nông thôn (biểu thử)"
short = "Nước sạch"
valid_from = 2024-01-01
source = "Thử nghiệm"
confidence = "unverified"
"""
DECLARED = """\
kind = "form"
id = "nuoc-sach"
version = 1
title = "Kết quả cấp nước sạch nông thôn"
short = "Nước sạch"
programme = "nuoc-sach-2024"
source = "Thử nghiệm"
confidence = "unverified"
valid_from = 2024-01-01
report_sets = [{ id = "ctmtqg-xa", order = 9, unit_kinds = ["xa", "thi-tran"] }]

[[sections]]
id = "chung"
kind = "fields"
title = "I. Chung"
rows = [
  { id = "so_ho", no = "1", label = "Tổng số hộ", type = "integer", measure = "ho", aggregate = "sum", required = true },
]

[[sections]]
id = "cap_nuoc"
kind = "grid"
title = "II. Cấp nước"
row_label = "Hình thức"
columns = [
  { id = "so_ho", label = "Số hộ được cấp", header = ["Kết quả"], number = "1", type = "integer", measure = "ho", aggregate = "sum" },
  { id = "kinh_phi", label = "Kinh phí", header = ["Kết quả"], number = "2", type = "money", measure = "trieu-dong", aggregate = "sum" },
  { id = "binh_quan", label = "Triệu đồng/100 hộ", header = ["Kết quả"], number = "3=2/1", type = "money", measure = "trieu-dong", aggregate = "formula", formula = "kinh_phi / so_ho * 100" },
]
rows = [
  { id = "tong", label = "Tổng cộng", level = 0, formula = "tổng(tap_trung, phan_tan)" },
  { id = "tap_trung", no = "1", label = "Cấp nước tập trung" },
  { id = "phan_tan", no = "2", label = "Cấp nước phân tán" },
]

[[sections]]
id = "ban_cap"
kind = "roster"
title = "III. Các bản được cấp nước"
columns = [
  { id = "ten", label = "Tên bản", type = "text", number = "B", required = true },
  { id = "so_ho", label = "Số hộ", type = "integer", measure = "ho", number = "1", aggregate = "sum" },
]

[[rules]]
id = "ns-vuot-so-ho"
each = "form"
cell = "cap_nuoc.tong.so_ho"
check = "cap_nuoc.tong.so_ho <= chung.so_ho"
severity = "error"
missing = "skip"
message = "Số hộ được cấp nước {cap_nuoc.tong.so_ho} nhiều hơn {chung.so_ho} hộ trên địa bàn."
source = "Thử nghiệm"

[[rules]]
id = "ns-bang-danh-sach"
each = "form"
cell = "cap_nuoc.tong.so_ho"
check = "tổng(ban_cap.so_ho) = cap_nuoc.tong.so_ho"
severity = "justify"
missing = "skip"
message = "Danh sách các bản không khớp tổng {cap_nuoc.tong.so_ho} hộ."
source = "Thử nghiệm"
"""  # noqa: E501  one row is one line of a form
FIGURES = {
    "03394": {"cells": {"chung.so_ho": 500, "cap_nuoc.tap_trung.so_ho": 120,
                        "cap_nuoc.phan_tan.so_ho": 80, "cap_nuoc.tap_trung.kinh_phi": 600.5},
              "rows": {"ban_cap": [{"ten": "Bản Thèn Sin", "so_ho": 150},
                                   {"ten": "Bản Sin Câu", "so_ho": 50}]}},
    "03390": {"cells": {"chung.so_ho": 900, "cap_nuoc.tap_trung.so_ho": 100,
                        "cap_nuoc.tap_trung.kinh_phi": 99.5},
              "rows": {"ban_cap": [{"ten": "Bản Tiên Bình", "so_ho": 99}]},
              "reasons": {"ns-bang-danh-sach@cap_nuoc.tong.so_ho": "Một hộ ở ngoài bản"}},
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory, core_forms):
    """The core of the shipped catalogue with two files more."""
    folder = shutil.copytree(core_forms, tmp_path_factory.mktemp("danh-muc") / "forms")
    (folder / "programmes" / "nuoc-sach-2024.toml").write_text(PROGRAMME, "utf-8")
    (folder / "nuoc-sach").mkdir()
    (folder / "nuoc-sach" / "nuoc-sach.v1.toml").write_text(DECLARED, "utf-8")
    reading = read_catalogue(folder)
    assert not reading.mistakes
    return reading.catalogue


@pytest.fixture
def run(world, catalogue, capsys, monkeypatch):
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    tools = Tools(Program(lambda: catalogue, world.clock), lambda *_: [])
    world.catalogue = catalogue

    def call(*argv):
        code = main.run([*(str(part) for part in argv), "--json"], tools)
        return code, json.loads(capsys.readouterr().out)

    return call


def entered(run, world, code, figures):
    path = world.root / "moi.json"
    path.write_text(json.dumps(figures), "utf-8")
    return run("enter", world.root / f"{code}.ctmtqg", FORM, "2024", path)


def submitted(run, world, code):
    """Fill a unit's forms, the new one by the verb, and send them."""
    desk, signer = world.open_desk(code), world.signer(code)
    for form in desk.forms(SET, YEAR):
        if form.id != FORM:
            from ctmtqg_desktop.exchange.sender.enter import enter

            assert not enter(
                desk, Enter(form.id, YEAR.code, world.entries(desk.unit, form.id))
            ).found.refused
    desk.workspace.close()
    done = entered(run, world, code, FIGURES[code])
    expected = len(FIGURES[code]["cells"]) + 2 * len(rows(code))
    assert (done[0], done[1]["set"], done[1]["refused"]) == (0, expected, [])
    key = world.key_file(signer)
    place = world.root / f"{code}.ctmtqg"
    status, said = run("submit", place, SET, "2024", "--key", key, "--out", world.root / "usb")
    assert status == 0, said
    return signer, said["package"]


def rows(code):
    return FIGURES[code]["rows"]["ban_cap"]


def test_it_is_among_the_forms_of_the_report(catalogue, world):
    world.catalogue = catalogue
    desk = world.open_desk("03394")
    assert desk.forms(SET, YEAR)[-1].id == FORM
    assert desk.due(YEAR)[0].total > 0
    desk.workspace.close()


def test_it_validates(run, world):
    world.open_desk("03394").workspace.close()
    bad = {"cells": {"chung.so_ho": 100, "cap_nuoc.tap_trung.so_ho": "1.200"}}
    assert entered(run, world, "03394", bad)[0] == 0
    code, said = run("check", world.root / "03394.ctmtqg", "--period", "2024")
    assert code == 1
    found = {f["code"]: f for f in said["findings"] if f["form"] == FORM}
    assert found["ns-vuot-so-ho"]["severity"] == "error"
    assert found["ns-vuot-so-ho"]["message"] == (
        "Số hộ được cấp nước 1.200 nhiều hơn 100 hộ trên địa bàn."
    )
    code, said = entered(run, world, "03394", {"cells": {"cap_nuoc.tong.so_ho": 5}})
    assert [r["code"] for r in said["refused"]] == ["form.cell-locked"]


def test_it_travels_is_consolidated_and_prints(run, world, tmp_path):
    office = world.open_office()
    for code in FIGURES:
        signer, package = submitted(run, world, code)
        world.enrol(office, code, signer)
        report = payload.load_report(unseal_file(package).parts["data.json"])
        form = next(f for f in report.forms if f.id == FORM)
        assert form.computed[Cell("cap_nuoc", "tong", "so_ho")] > 0
    office.workspace.close()
    place = tmp_path / "office.ctmtqg"
    code, said = run("receive", place, world.root / "usb")
    assert (code, said["counts"]) == (0, {"accepted": 2})
    code, said = run("consolidate", place, SET, "2024")
    totals = {r["cell"]: r["value"] for r in said["rows"] if r["form"] == FORM}
    assert totals == {
        "chung.so_ho.value": "1400", "cap_nuoc.tong.so_ho": "300",
        "cap_nuoc.tap_trung.so_ho": "220", "cap_nuoc.phan_tan.so_ho": "80",
        "cap_nuoc.tong.kinh_phi": "700000000", "cap_nuoc.tap_trung.kinh_phi": "700000000",
        "cap_nuoc.tong.binh_quan": totals["cap_nuoc.tong.binh_quan"],
        "cap_nuoc.tap_trung.binh_quan": totals["cap_nuoc.tap_trung.binh_quan"],
    }  # fmt: skip
    assert Decimal(totals["cap_nuoc.tong.binh_quan"]).quantize(Decimal(1)) == 233_333_333
    whole = printed(run, tmp_path, place, "tong-hop")
    for words in ("Kết quả cấp nước sạch nông thôn", "Bản Tiên Bình", "Bản Sin Câu", "1.400"):
        assert squeezed(words) in whole, words
    one = printed(run, tmp_path, tmp_path / "03390.ctmtqg", "mot-bieu", "--form", FORM)
    for words in ("Kết quả cấp nước sạch nông thôn", "Cấp nước tập trung", "99,5",
                  "Một hộ ở ngoài bản", "chưa đối chiếu với văn bản gốc"):  # fmt: skip
        assert squeezed(words) in one, words


def unseal_file(path):
    with open(path, "rb") as stream:  # noqa: PTH123  the verb answers with a text
        return unseal(stream.read())


def squeezed(text):
    return "".join(text.split()).casefold()


def printed(run, folder, place, name, *more):
    """Print as PDF and XLSX; return what can be read in both, without blanks."""
    pdf, xlsx = folder / f"{name}.pdf", folder / f"{name}.xlsx"
    code, said = run("print", place, "--period", "2024", "--pdf", pdf, "--xlsx", xlsx, *more)
    assert (code, said["paths"]) == (0, [str(pdf), str(xlsx)])
    book = load_workbook(xlsx)
    cells = [c.value for sheet in book for row in sheet.iter_rows() for c in row]
    assert any(squeezed(str(v)) == squeezed("Cấp nước tập trung") for v in cells)
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    done = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True)
    return squeezed(done.stdout.decode())


def test_it_appears_on_screen(run, world, qtbot):
    import shiboken6

    from ctmtqg_desktop.ui.sender_window import Sender

    world.open_desk("03394").workspace.close()
    entered(run, world, "03394", FIGURES["03394"])
    workspace = open_workspace(world.root / "03394.ctmtqg", clock=world.clock)
    sender = Sender(desk_of(Program(lambda: world.catalogue, world.clock), workspace), YEAR)
    try:
        sender.shell.show()
        sender.open_form(FORM)
        page = sender.entry.page
        assert page.sheet.form.id == FORM
        assert page.sheet.text(Cell("cap_nuoc", "tong", "kinh_phi")) == "600,5"
        qtbot.waitUntil(lambda: not sender.jobs.is_busy)
    finally:
        sender.jobs.close()
        shiboken6.delete(sender.shell)
        workspace.close()
