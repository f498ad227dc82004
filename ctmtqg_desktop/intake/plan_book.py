"""Read a plan back from a workbook: ours, or any table with our headings."""

from collections.abc import Iterable, Mapping, Sequence

from ctmtqg_desktop.assets import words
from ctmtqg_desktop.entries.plan_sheet import COLUMNS, HEAD, MARK, PlanRow, PlanSheet
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.desk.decoding import decoded_book
from ctmtqg_desktop.intake.given import Given, GivenKind, GivenTable
from ctmtqg_desktop.text import clean, fold, format_number

MAX_PLAN_ROWS = 5_000
_HEAD_ROWS = 10
"""So far down a heading is looked for: people put a title above."""


def read_plan_book(data: bytes, name: str) -> PlanSheet:
    """Return what a workbook says of a plan.

    Raises:
        IntakeError: ``intake.plan-book``: no sheet has the headings; ``intake.sheet-too-long``;
            see ``read_book``.
    """
    tables = decoded_book(read_book(data, name)).tables
    head: Mapping[str, str] = next((h for t in tables if (h := _head(t))), {})
    for table in tables:
        found = _headed(table)
        if found is not None:
            at, columns = found
            return PlanSheet(head, tuple(_rows(table, at, columns, name)))
    raise IntakeError("intake.plan-book", file=name)


def _names(kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Return folded words -> id, of headings and of the ids themselves."""
    known = words("labels", "plans.toml")[kind]
    return {**{fold(known[one]): one for one in ids}, **{fold(one): one for one in ids}}


def _head(table: GivenTable) -> dict[str, str]:
    named = _names("head", HEAD)
    found: dict[str, str] = {}
    for row in table.rows[: len(HEAD) + _HEAD_ROWS]:
        name = named.get(fold(_text(row[0]))) if row else None
        if name is not None:
            found.setdefault(name, _text(row[1]) if len(row) > 1 else "")
    return found if len(found) > 2 else {}


def _headed(table: GivenTable) -> tuple[int, dict[int, str]] | None:
    """Return the row of the headings and column -> id; None where it has none."""
    named = {**_names("book", COLUMNS), MARK: MARK}
    for at, row in enumerate(table.rows[:_HEAD_ROWS]):
        columns: dict[int, str] = {}
        for place, given in enumerate(row):
            column = named.get(fold(_text(given)))
            if column is not None and column not in columns.values():
                columns[place] = column
        if {"indicator", "unit", "period"} <= set(columns.values()):
            return at, columns
    return None


def _rows(table: GivenTable, at: int, columns: Mapping[int, str], name: str) -> Iterable[PlanRow]:
    filled = [
        (place, row)
        for place, row in enumerate(table.rows[at + 1 :], at + 2)
        if any(not given.is_blank for column, given in enumerate(row) if column in columns)
    ]
    if len(filled) > MAX_PLAN_ROWS:
        facts = {"file": name, "sheet": table.name, "found": len(filled)}
        raise IntakeError("intake.sheet-too-long", **facts, limit=MAX_PLAN_ROWS)
    for place, row in filled:
        texts = _texts(row, columns)
        yield PlanRow(texts, texts.pop(MARK, ""), place)


def _texts(row: Sequence[Given], columns: Mapping[int, str]) -> dict[str, str]:
    return {
        column: _text(row[place]) for place, column in columns.items() if place < len(row)
    }  # fmt: skip


def _text(given: Given) -> str:
    """Return what a cell says as a person would type it; a year may be a number there."""
    if given.kind is GivenKind.NUMBER and given.number is not None:
        if "%" in given.number_format:
            return format_number(given.number * 100)
        if given.number == given.number.to_integral_value() and "#" not in given.number_format:
            return f"{given.number:f}".split(".")[0]
        return format_number(given.number)
    if given.kind is GivenKind.DATE and given.day is not None:
        return given.day.isoformat()
    return "" if given.is_blank else clean(given.text)
