"""A workbook in the hands of somebody with a spreadsheet, and what may be typed into it."""

import subprocess
from datetime import date
from decimal import Decimal

import openpyxl

from ctmtqg_desktop.catalogue.records.form import Cell, CellType, SectionKind
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import NOT_APPLICABLE
from ctmtqg_desktop.entries.typed import MET, NOT_MET, decimals_of, in_measure
from ctmtqg_desktop.rules.names import spec_of

YEAR = Period.parse("2024")


class Held:
    """A workbook in the hands of somebody with a spreadsheet."""

    def __init__(self, path):
        self.path, self.book = path, openpyxl.load_workbook(path)
        self.sheet = self.book.worksheets[0]
        self.columns, self.rows, self.lines = {}, {}, {}
        for row in self.sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("ctmtqg:"):
                    self._line(cell)
        side = self.side
        for at in range(1, self.sheet.max_row + 1):
            mark = self.sheet.cell(at, side).value
            self.rows.setdefault(mark, []).append(at)

    def _line(self, cell):
        section = cell.value.rpartition("/")[2]
        self.side, self.lines[section] = cell.column, cell.row
        for one in self.sheet[cell.row]:
            if one.value and one.column != cell.column and one.value != ".":
                self.columns[section, one.value] = one.column
        self.mark = cell.value.removeprefix("ctmtqg:").rpartition("/")[0]

    def at(self, section, row, column, number=0):
        at = self.rows[f"{self.mark}/{section}.{row}"][number]
        return self.sheet.cell(at, self.columns[section, column])

    def put(self, name, value, number=0):
        section, row, column = name.split(".")
        self.at(section, row, column, number).value = value

    def save(self):
        self.book.save(self.path)
        return self.path


def chance(spec, rand):
    """Return what somebody may type into a cell of a spreadsheet."""
    if spec.not_applicable and rand.random() < 0.2:
        return "KAD"
    if spec.type.is_number:
        return rand.choice((0, rand.randrange(10**6), rand.randrange(10**9) / 1000))
    if spec.type is CellType.DATE:
        return date(2024, rand.randrange(1, 13), rand.randrange(1, 29))
    if spec.type is CellType.MET:
        return rand.choice((MET, NOT_MET))
    if spec.type is CellType.CHOICE:
        return rand.choice(spec.choices).label
    return rand.choice(("Đường bản Lùng Than", "007", "=A1", "1.234", "12/2024", "x", "-", "Ước"))


def meant(value, spec, measures):
    if value == "KAD" and spec.not_applicable:
        return NOT_APPLICABLE
    if spec.type.is_number:
        number = round(Decimal(str(value)), decimals_of(spec, measures))
        return number if number == Decimal(str(value)) else None
    if spec.type is CellType.MET:
        return value == MET
    if spec.type is CellType.CHOICE:
        return next(choice.id for choice in spec.choices if choice.label == value)
    return value


def filled_by_chance(desk, form, path, rand):
    """Fill a workbook as somebody would; return what the sheet has to hold then."""
    held, sheet, wanted = Held(path), desk.sheet(form, YEAR), {}
    for section, column in held.columns:
        declared = sheet.form.section(section)
        is_list = declared.kind is SectionKind.ROSTER
        keys = ["+"] * 12 if is_list else [row.id for row in declared.rows]
        for number, key in enumerate(keys):
            spec = spec_of(sheet.form, Cell(section, key, column))
            if Cell(section, key, column) in sheet.program.beside:
                continue  # it follows from what else is typed
            if not spec.is_input or (rand.random() < 0.3 and number):
                continue
            value = chance(spec, rand)
            if is_list and column == declared.columns[0].id and spec.type is CellType.TEXT:
                value = f"Dòng {number}"
            right = meant(value, spec, sheet.measures)
            if right is None:
                continue
            cell = held.at(section, key, column, number if is_list else 0)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            wanted[section, number if is_list else key, column] = right
    held.save()
    return wanted


def assert_held(desk, form, wanted):
    sheet = desk.sheet(form, YEAR)
    for (section, row, column), right in wanted.items():
        key = sheet.rows(section)[row] if isinstance(row, int) else row
        cell = Cell(section, key, column)
        value, spec = sheet.entry(cell), sheet.spec(cell)
        if spec.type is CellType.MONEY:
            value = in_measure(value, spec, sheet.measures)
        assert value == right, cell


def converted(path, folder, ending):
    out = folder / "saved"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", out, path]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    return out / path.with_suffix(f".{ending}").name
