"""Read a plan back from a workbook: ours, or any table with our headings."""

from collections.abc import Iterable, Mapping, Sequence

from ctmtqg_desktop.assets import words
from ctmtqg_desktop.entries.plan_sheet import COLUMNS, HEAD, MARK, PlanRow, PlanSheet
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.aside import Aside, asides, capped, hidden_lines
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
    heads = next((t for t in tables if _head(t)), None)
    head: Mapping[str, str] = _head(heads) if heads is not None else {}
    for table in tables:
        found = _headed(table)
        if found is not None:
            at, columns = found
            left = [*_left(tables, table, heads, found), *(_unnamed(heads) if heads else ())]
            told = tuple(one.told() for one in capped(left))
            return PlanSheet(head, tuple(_rows(table, at, columns, name)), left_out=told)
    raise IntakeError("intake.plan-book", file=name)


def _left(
    tables: Sequence[GivenTable],
    table: GivenTable,
    heads: GivenTable | None,
    found: tuple[int, Mapping[int, str]],
) -> Iterable[Aside]:
    """Yield what the book holds beside; of our own sheets only what somebody has put there."""
    ours = words("labels", "plans.toml")["sheets"].values()
    others = [t for t in tables if t is table or (t is not heads and t.name not in ours)]
    at, columns = found
    above = "intake.aside-above"
    found_beside = asides(others, table, at, columns)
    yield from (one for one in found_beside if table is not heads or one.code != above)
    yield from hidden_lines(table, at)


def _unnamed(heads: GivenTable) -> Iterable[Aside]:
    """Yield the lines beside the plan's heading that are none of it, or say a thing again."""
    named, seen = _names("head", HEAD), set[str]()
    hint = words("labels", "plans.toml")["sheets"]["hint"]
    for row in heads.rows[: len(HEAD) + _HEAD_ROWS]:
        said = _text(row[0]) if row else ""
        name = named.get(fold(said), "")
        is_told = len(row) > 1 and _text(row[1]) not in {"", hint}
        if is_told and (not name or name in seen):
            yield Aside("intake.aside-head", heads.name, said or _text(row[1]), 1)
        seen.add(name)


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
        if place - 1 not in table.hidden_rows
        and any(not given.is_blank for column, given in enumerate(row) if column in columns)
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
