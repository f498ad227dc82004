"""Find the heading of a table below its titles, and say which column of a form each one is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ctmtqg_desktop import text as words
from ctmtqg_desktop.catalogue.records.form import VALUE, Section, SectionKind
from ctmtqg_desktop.catalogue.records.labels import workbook_words
from ctmtqg_desktop.intake.given import Given, GivenKind, GivenTable

DEEPEST_HEADING = 40
"""Rows looked at for a heading; an official form has its number, title and note above it."""
_IN_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_NUMBERING = re.compile(r"\(?([^\W\d_]|\d{1,3})\)?(\s*=.*)?")
_NO_LETTER = re.compile(r"[^0-9a-z%]+")
_SERIAL = frozenset({"tt", "stt", "so tt", "so thu tu"})
_TOTALS = frozenset(
    {"tong", "tong cong", "cong", "tong so", "cong tong", "tong cong chung", "cong chung"}
)


@dataclass(frozen=True, slots=True)
class TableHeading:
    """A heading found in a table.

    Attributes:
        first: the row it starts in, counted from 0.
        last: the row it ends in; the data begin below.
        columns: column of the table -> id of the form's column.
        unknown: columns whose heading is none of the form's, or one of several.
        serial: the column of running numbers, if there is one.
    """

    first: int
    last: int
    columns: Mapping[int, str]
    unknown: tuple[int, ...] = ()
    serial: int | None = None


def bare_words(text: str) -> str:
    """Return a heading as it is compared: no accents, case, measure in brackets or marks."""
    bare = words.fold(words.clean(_IN_BRACKETS.sub(" ", text)))
    return _NO_LETTER.sub(" ", bare).strip()


def find_heading(
    table: GivenTable, section: Section, *, is_loose: bool = False
) -> TableHeading | None:
    """Return where a table says what its columns are; None where no row does.

    The row with the most columns of the section counts; a row with groups above its labels is
    read together with the row above.

    Args:
        table: with its merged cells spread.
        section: of the form.
        is_loose: a heading that shares its words with one column only means that one; for a
            person to see and change.
    """
    names = _names(section)
    best: TableHeading | None = None
    most = (0, 0)
    for at in range(min(len(table.rows), DEEPEST_HEADING)):
        for first in (at, at - 1):
            if first < 0:
                continue
            found = _heading(table, first, at, names)
            exact = len(found.columns)
            if is_loose and exact:
                found = _loosely(table, found, names)
            if (exact, len(found.columns)) > most:
                best, most = found, (exact, len(found.columns))
    return best and _with_merged(table, best)


def _with_merged(table: GivenTable, heading: TableHeading) -> TableHeading:
    """Let a heading begin where a cell merged down into it begins."""
    first = heading.first
    while first > 0 and any(
        table.cell(first - 1, at).text == table.cell(heading.last, at).text != ""
        for at in heading.columns
    ):
        first -= 1
    return replace(heading, first=first)


def heading_at(table: GivenTable, section: Section, row: int) -> TableHeading:
    """Return the heading that ends in a row a person has named, counted from 0.

    It may say nothing of the form; the person then says what its columns are.
    """
    names = _names(section)
    found = [_loosely(table, _heading(table, first, row, names), names)
             for first in (row, row - 1) if first >= 0]  # fmt: skip
    return max(found, key=lambda heading: len(heading.columns))


def _names(section: Section) -> dict[str, set[str]]:
    """Return what a heading can say -> the columns it can mean."""
    found: dict[str, set[str]] = {}
    if section.kind is SectionKind.FIELDS:
        return {bare_words(workbook_words()["headings"]["value"]): {VALUE}}
    for column in section.columns:
        whole = " ".join((*column.header, column.label))
        for name in (column.id, column.label, whole):
            found.setdefault(bare_words(name), set()).add(column.id)
            found.setdefault(words.fold(name), set()).add(column.id)
    return found


def _heading(
    table: GivenTable, first: int, last: int, names: Mapping[str, set[str]]
) -> TableHeading:
    columns: dict[int, str] = {}
    unknown: list[int] = []
    serial = None
    for at, said in enumerate(_said(table, first, last)):
        if not any(said):
            continue
        meant = _meant(said, names) - set(columns.values())
        if len(meant) == 1:
            columns[at] = meant.pop()
        elif serial is None and bare_words(said[-1] or said[0]) in _SERIAL:
            serial = at
        else:
            unknown.append(at)
    return TableHeading(first, last, columns, tuple(unknown), serial)


def _loosely(
    table: GivenTable, heading: TableHeading, names: Mapping[str, set[str]]
) -> TableHeading:
    """Return a heading in which an unknown column means the only one it shares its words with."""
    said = list(_said(table, heading.first, heading.last))
    columns = dict(heading.columns)
    for at in heading.unknown:
        free = _sharing(said[at], names) - set(columns.values())
        if len(free) == 1:
            columns[at] = free.pop()
    unknown = tuple(at for at in heading.unknown if at not in columns)
    return replace(heading, columns=columns, unknown=unknown)


def _sharing(said: Sequence[str], names: Mapping[str, set[str]]) -> set[str]:
    """Return the columns one of whose names has all words of a heading, or the heading all its."""
    own = set(bare_words(" ".join(said)).split())
    found: set[str] = set()
    for name, columns in names.items():
        other = set(bare_words(name).split())
        is_id = "_" in name or name in columns or name.replace(" ", "_") in columns
        if is_id:
            continue
        if own and other and len(own & other) > 1 and (own <= other or other <= own):
            found |= columns
    return found


def _meant(said: Sequence[str], names: Mapping[str, set[str]]) -> set[str]:
    """Return the columns a heading can mean; its group and label together tell most."""
    whole, own = " ".join(part for part in said if part), said[-1] or said[0]
    for name in (whole, own):
        for form in (words.fold(name), bare_words(name)):
            meant = names.get(form)
            if meant and len(meant) == 1:
                return set(meant)
    return set(names.get(bare_words(whole)) or names.get(bare_words(own)) or ())


def _said(table: GivenTable, first: int, last: int) -> Iterator[tuple[str, ...]]:
    """Return the texts of a heading by column; a group above holds for the columns below it."""
    group = ""
    for column in range(table.width):
        own = _word(table.cell(last, column))
        if first == last:
            yield (own,)
            continue
        group = _word(table.cell(first, column)) or group
        yield (group if own else _word(table.cell(first, column)), own)


def _word(given: Given) -> str:
    return given.text if given.kind is GivenKind.TEXT else ""


def is_numbering(row: Sequence[Given]) -> bool:
    """Say whether a row is the line "A B 1 2 3=1+2" under the heading of an official form."""
    there = [given for given in row if not given.is_blank]
    texts = [words.clean(given.text) or str(given.number) for given in there]
    found = [_NUMBERING.fullmatch(text) for text in texts]
    if len(there) < 3 or not all(found):
        return False
    numbers = [int(one[1]) for one in found if one and one[1].isdecimal()]
    return bool(numbers) and numbers[0] <= 2 and all(b - a == 1 for a, b in pairwise(numbers))


def is_total(row: Sequence[Given]) -> bool:
    """Say whether a row calls itself a total of the others."""
    first = next((g for g in row if g.kind is GivenKind.TEXT and not g.is_blank), None)
    return first is not None and bare_words(first.text) in _TOTALS
