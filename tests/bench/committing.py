"""One cell: typed, all its formulas and rules run again, durably on disk."""

import sqlite3
from itertools import count
from pathlib import Path

from case import PERIOD, Case, open_desk

from ctmtqg_desktop.entries.overview import input_cells

TIMES = 50


def case(folder: Path) -> Case:
    """Hold a committed cell against one durable row of plain SQLite."""
    desk = open_desk(folder)
    sheet = desk.sheet("ntm-nguon-luc", PERIOD)
    cell = next(
        cell
        for section in sheet.form.sections
        for cell in input_cells(sheet, section.id)
        if sheet.spec(cell).is_input and cell.column == "ke_hoach"
    )
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA synchronous=FULL")
    plain.execute("CREATE TABLE entry (cell TEXT PRIMARY KEY, value INTEGER) STRICT")
    numbers = count(1)

    def ours() -> None:
        for _ in range(TIMES):
            step = sheet.set_texts([(cell, str(next(numbers)))])
            desk.commit(sheet, step.change)
            sheet.findings()

    def other() -> None:
        for _ in range(TIMES):
            plain.execute("BEGIN IMMEDIATE")
            values = (str(cell), next(numbers))
            plain.execute("INSERT OR REPLACE INTO entry VALUES (?, ?)", values)
            plain.execute("COMMIT")

    def close() -> None:
        plain.close()
        desk.workspace.close()

    return Case(
        "commit one cell with all its rules", ours, "one durable SQLite row", other, TIMES, close
    )
