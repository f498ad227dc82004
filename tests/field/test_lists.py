"""Issue 9, Build 5: the same row twice is found, and what comes in again changes what is there.

``20-duplicate-household.xlsx`` is one of the small inputs; others are made here.
"""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import Tools
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.workspace.workspace import open_workspace

HERE, UNIT, YEAR = Path(__file__).parent, "03394", Period.parse("2024")
FORM, POOR, NEAR = "gnbv-danh-sach-ho", "ds_ngheo", "ds_can_ngheo"
NUMBER = "012090000001"
OURS = ("entries.number-", "entries.row-", "entries.identity-")


class Commune:
    """One commune at its command line, with a list of poor households."""

    def __init__(self, declared, world, capsys):
        self._program, self._world = Program(lambda: declared, world.clock), world
        self._tools, self._capsys = Tools(self._program, lambda *_: []), capsys
        self.place = world.root / "danh-sach.ctmtqg"
        self.run("init", self.place, "--unit", UNIT, "--date", "2024-12-31")

    def run(self, *argv):
        code = main.run([*map(str, argv), "--json"], self._tools)
        return code, json.loads(self._capsys.readouterr()[0])

    def enter(self, *rows, section=POOR, options=()):
        """Enter rows of a list as a workbook."""
        book, columns = Workbook(), list(dict.fromkeys(name for row in rows for name in row))
        book.active.title = section
        for line in (columns, *([row.get(name) for name in columns] for row in rows)):
            book.active.append(line)
        file = self._world.root / "danh-sach.xlsx"
        book.save(file)
        return self.run("enter", self.place, FORM, YEAR.code, file, *options)

    def found(self):
        """Return code, cell and severity of what is found in the lists."""
        _, said = self.run("check", self.place, "--report-set", "gnbv-ra-soat-xa",
                           "--period", YEAR.code)  # fmt: skip
        return [(f["code"], f["cell"], f["severity"], f["message"]) for f in said["findings"]
                if f["code"].startswith(OURS)]  # fmt: skip

    def rows(self, *columns, section=POOR):
        with open_workspace(self.place, clock=self._world.clock) as workspace:
            sheet = desk_of(self._program, workspace).sheet(FORM, YEAR)
            return [tuple(sheet.text(Cell(section, row, column)) for column in columns)
                    for row in sheet.rows(section)]  # fmt: skip


@pytest.fixture
def commune(declared, world, capsys):
    return Commune(declared, world, capsys)


def test_20_one_person_twice_in_a_list_and_in_two_lists_is_found(commune):
    file = HERE / "20-duplicate-household.xlsx"
    assert commune.run("enter", commune.place, FORM, YEAR.code, file)[0] == 0
    doubles = [one[:3] for one in commune.found() if "identity" not in one[0]]
    assert doubles == [
        ("entries.number-twice", "ds_ngheo.r2.cccd", "error"),
        ("entries.number-in-both-lists", "ds_can_ngheo.r3.cccd", "error"),
    ]
    assert all("dòng 1" in message for code, *_, message in commune.found() if "number" in code)
    assert all("012345678901" not in message for *_, message in commune.found())


def test_20_entered_again_it_brings_nothing(commune):
    file = HERE / "20-duplicate-household.xlsx"
    commune.run("enter", commune.place, FORM, YEAR.code, file)
    code, said = commune.run("enter", commune.place, FORM, YEAR.code, file)
    assert (code, said["set"]) == (0, 0)
    assert len(commune.rows("ten")) == 2


def test_a_household_that_comes_again_is_changed_and_a_new_one_is_added(commune):
    one = {"ten": "Lò Văn Páo", "thon": "Bản 1", "quan_he": "Chủ hộ", "cccd": NUMBER}
    assert commune.enter(one | {"dan_toc": "Thái"})[0] == 0
    again = one | {"thon": "Bản 2", "cccd": "12090000001"}
    other = {"ten": "Tao Văn Pó", "thon": "Bản 1", "quan_he": "Chủ hộ"}
    assert commune.enter(again | {"cccd": NUMBER}, other)[0] == 0
    assert commune.rows("ten", "thon", "dan_toc") == [
        ("Lò Văn Páo", "Bản 2", "Thái"), ("Tao Văn Pó", "Bản 1", "")
    ]  # fmt: skip
    code, said = commune.enter(again)
    assert (code, said["set"]) == (0, 0), "the nought that a table ate makes no other household"
    assert commune.rows("cccd") == [(NUMBER,), ("",)]
    assert not commune.found()


def test_a_file_that_gives_one_household_two_addresses_is_asked(commune):
    one = {"ten": "Lò Văn Páo", "quan_he": "Chủ hộ", "cccd": NUMBER, "thon": "Bản 1"}
    commune.enter(one)
    code, said = commune.enter(one | {"thon": "Bản 2"}, one | {"thon": "Bản 3"})
    assert (code, said["set"]) == (1, 0)
    assert commune.rows("ten", "thon") == [("Lò Văn Páo", "Bản 1")]


def test_a_poor_household_cannot_be_near_poor_too(commune):
    one = {"ten": "Lò Văn Páo", "quan_he": "Chủ hộ", "thon": "Bản 1"}
    commune.enter(one)
    commune.enter(one | {"ten": "LÒ VĂN PÁO", "thon": "bản 1"}, section=NEAR)
    assert [found[:3] for found in commune.found()] == [
        ("entries.row-in-both-lists", "ds_can_ngheo.r2.ten", "warning")
    ]
