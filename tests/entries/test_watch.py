"""Issue 9, 6: what is looked for piece by piece is what a whole look finds, in the same order."""

import random
from dataclasses import replace

import pytest

from ctmtqg_desktop.catalogue.records.form import Cell, CellType, Missing, Rule, Severity
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.overview import computed, inputs, progress
from ctmtqg_desktop.entries.rows import add_rows, remove_rows
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.rules.engine import Surroundings
from ctmtqg_desktop.rules.program import compile_form

YEAR = Period.parse("2024")
TEXTS = ("", "1", "12,5", "0", "sai", "ntm", "giam-ngheo", "Cầu", "ThÞ trÊn", "1980", "chu-ho",
         "đạt", "K/A")  # fmt: skip
FORMS = ("ntm-cong-trinh", "gnbv-danh-sach-ho", "ntm-nguon-luc", "gnbv-dan-toc", "lct-von")
MORE = (
    ("row", "ke_hoach >= luy_ke", "{row}: {luy_ke} > {ke_hoach}", Missing.ZERO),
    ("row", "ke_hoach <= tổng(cong_trinh.luy_ke) + 1", "{no} {ke_hoach}", Missing.ZERO),
    ("row", "kỳ_trước.ke_hoach <= ke_hoach", "{row} {ke_hoach}", Missing.FAIL),
    ("row", "kỳ_trước.ke_hoach = 1", "{row}", Missing.FAIL),
    ("form", "tổng(cong_trinh.ke_hoach) < 20", "tổng {cong_trinh.ke_hoach}", Missing.ZERO),
)


class Pages:
    """Make sheets of a shipped form, alike and fresh; the works get rules of every kind."""

    def __init__(self, library, declared, form_id):
        self.form = form = declared.form_at(form_id, YEAR.end)
        self.library, self.unit = library, declared.unit_for("03394", YEAR)
        self.program = library.program(form, self.unit, YEAR)
        if form_id == "ntm-cong-trinh":
            rules = tuple(_rule(f"them-{n}", *parts) for n, parts in enumerate(MORE))
            opened, known = self.program.form, self.program.others
            others = {alias: known[other] for alias, other in opened.uses.items()}
            self.program = compile_form(replace(opened, rules=opened.rules + rules), others)

    def make(self, around, content=None):
        plain = self.library.sheet(self.form, self.unit, YEAR, around=around)
        sheet = Sheet(key=plain.key, program=self.program, unit=self.unit, period=YEAR,
                      wording=self.library.wording, around=around)  # fmt: skip
        if content is not None:
            sheet.load(content)
        return sheet


def _rule(name, each, check, message, missing):
    place = ("cong_trinh", "ke_hoach") if each == "row" else ("", "")
    return Rule(name, check, Severity.WARNING, message, missing, place[0], each, (), place[1])


class Person:
    """Edit a sheet at random."""

    def __init__(self, sheet, chance):
        self.sheet, self.chance, self.done, self.undone = sheet, chance, [], []
        self.rosters = [s.id for s in sheet.form.sections if sheet.cells.is_roster(s.id)]

    def keep(self, step):
        self.done.append(step.change)
        self.undone.clear()

    def act(self):
        acts = [self.type, self.type, self.undo, self.redo, self.explain]
        acts += [self.add, self.add_many, self.remove] if self.rosters else []
        self.chance.choice(acts)()

    def type(self):
        cells = list(inputs(self.sheet))
        if cells:
            chosen = self.chance.sample(cells, min(len(cells), self.chance.randint(1, 6)))
            self.keep(self.sheet.set_texts([(c, self.chance.choice(TEXTS)) for c in chosen]))

    def add(self):
        section = self.chance.choice(self.rosters)
        self.keep(
            self.sheet.add_row(section, self.chance.randint(0, len(self.sheet.rows(section))))
        )

    def add_many(self):
        self.keep(
            add_rows(self.sheet, self.chance.choice(self.rosters), self.chance.randint(1, 5))
        )

    def remove(self):
        section = self.chance.choice(self.rosters)
        rows = self.sheet.rows(section)
        gone = self.chance.sample(rows, min(len(rows), self.chance.randint(0, 3)))
        self.keep(remove_rows(self.sheet, section, gone))

    def undo(self):
        if self.done:
            self.undone.append(self.done.pop())
            self.sheet.apply(self.undone[-1].inverse())

    def redo(self):
        if self.undone:
            self.done.append(self.undone.pop())
            self.sheet.apply(self.done[-1])

    def explain(self):
        for finding in self.sheet.findings()[:1]:
            self.sheet.reasons[(finding.code, str(finding.cell or ""))] = "vì mưa"


def _counted(sheet):
    """Count cell by cell what is filled; notes need not be."""
    counted = []
    for cell in inputs(sheet):
        section = sheet.form.section(cell.section)
        column, row = section.column(cell.column), section.row(cell.row)
        is_required = (column and column.required) or (row and row.required)
        if is_required or sheet.spec(cell).type is not CellType.TEXT:
            counted.append(sheet.entry(cell) is not EMPTY)
    return sum(counted), len(counted)


def settle(sheet, chance):
    while not sheet.watch.look(chance.choice((1, 3, 1000))):
        pass
    return sheet.watch.findings()


@pytest.mark.parametrize("form_id", FORMS)
@pytest.mark.parametrize("seed", range(5))
def test_what_is_found_piece_by_piece_is_what_a_fresh_sheet_finds(
    library, declared, form_id, seed
):
    chance, pages = random.Random(f"{form_id}{seed}"), Pages(library, declared, form_id)
    before = pages.make(Surroundings())
    Person(before, chance).act()
    around = Surroundings(previous=before)
    sheet = pages.make(around)
    person = Person(sheet, chance)
    for _ in range(25):
        for _ in range(chance.randint(1, 3)):
            person.act()
            sheet.watch.look(chance.choice((0, 2)))
        fresh = pages.make(around, sheet.content())
        assert settle(sheet, chance) == fresh.findings() == sheet.findings()
        assert computed(sheet) == computed(fresh)
        assert progress(sheet) == progress(fresh) == _counted(sheet)


def test_a_change_of_another_form_is_seen_without_a_change_here(library, declared):
    unit, chance = declared.unit_for("03394", YEAR), random.Random(1)
    other = library.sheet(declared.form("gnbv-dien-bien-ho-ngheo"), unit, YEAR,
                          around=Surroundings())  # fmt: skip
    around = Surroundings(others={other.form.id: other}.get)
    sheet = library.sheet(declared.form("gnbv-danh-sach-ho"), unit, YEAR, around=around)
    key = sheet.add_row("ds_ngheo").change.rows[0].key
    sheet.set_texts(
        [(Cell("ds_ngheo", key, "ten"), "A"), (Cell("ds_ngheo", key, "quan_he"), "chu-ho")]
    )
    assert settle(sheet, chance) == sheet.findings()
    before = sheet.findings()
    cells = [cell for cell in inputs(other) if other.spec(cell).type.is_number]
    other.set_texts([(cell, "7") for cell in cells])
    assert settle(sheet, chance) == sheet.findings() != before
