"""Rows of tables: the figure of each planned column, for the thing or the unit of the row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ctmtqg_desktop.catalogue.records.labels import national_names
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.intake.plans.known import KnownPlan
from ctmtqg_desktop.intake.plans.measures import Counted
from ctmtqg_desktop.intake.plans.numbers import Figure, Masks, figures_of
from ctmtqg_desktop.intake.plans.operators import Around, operator_of
from ctmtqg_desktop.intake.plans.outline import Passage
from ctmtqg_desktop.intake.plans.proposal import PlanProposal, PromiseKind
from ctmtqg_desktop.intake.plans.sentences import Stretch
from ctmtqg_desktop.intake.plans.tell import one_line
from ctmtqg_desktop.intake.plans.vocabulary import bare, looked_for
from ctmtqg_desktop.intake.plans.when import moments_of

_NO_MASKS = Masks(())
_LETTERS = re.compile(r"[^\W\d_]")
_ROMAN = re.compile(r"[IVXLC]+|[A-Z]|\d+(?:\.\d+)*")
_YEARS = re.compile(r"\b20\d{2}\b")
_LONGEST = 30
"""Letters of a cell that is a figure, with its sign and its measure."""


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column holds.

    Attributes:
        words: of its heading, without accents.
        label: as it is written.
        period: that the heading names; empty for none.
    """

    words: str
    label: str
    period: str
    unit: Unit | None

    def says(self, kind: str) -> bool:
        """Say whether the heading has a word of a kind."""
        return looked_for(rf"\b<columns.{kind}>\b").search(self.words) is not None


@dataclass(frozen=True)
class _Table:
    """A table whose columns are known.

    Attributes:
        name, measure, by: numbers of the columns; -1 for none.
        figures: the columns that hold what is planned, or what has been.
    """

    columns: tuple[_Column, ...]
    name: int
    measure: int
    by: int
    figures: tuple[int, ...]


def proposals_of_tables(known: KnownPlan) -> Iterator[PlanProposal]:
    """Yield what the rows of a document's tables propose."""
    rows = (one for one in known.outline.passages if one.line.table)
    for _, given in groupby(rows, key=lambda one: one.line.table):
        yield from _of_table(known, list(given))


def _of_table(known: KnownPlan, rows: Sequence[Passage]) -> Iterator[PlanProposal]:
    cells = [_cells(known, row) for row in rows]
    first = next((place for place, row in enumerate(cells) if _is_body(known, row)), len(rows))
    if first == 0:
        return  # without headings nobody can tell what a figure is
    table = _table(known, cells[:first])
    for passage, row in zip(rows[first:], cells[first:], strict=True):
        yield from _of_row(known, table, passage, row)


def _cells(known: KnownPlan, row: Passage) -> list[Stretch]:
    found, at = [], row.start
    for cell in known.outline.document.text[row.start : row.end].split("\t"):
        found.append(Stretch(at, at + len(cell)))
        at += len(cell) + 1
    return found


def _is_body(known: KnownPlan, row: Sequence[Stretch]) -> bool:
    """Say whether a row has a figure and a name; one of "1 2 3" only numbers the columns."""
    text = known.outline.document.text
    has_name = any(len(_LETTERS.findall(text[c.start : c.end])) > 2 for c in row)
    return has_name and any(_figure(known, cell) is not None for cell in row[1:])


def _figure(known: KnownPlan, cell: Stretch) -> Figure | None:
    """Return the figure that a cell is, with a sign before it and a measure behind."""
    if cell.end - cell.start > _LONGEST:
        return None
    found = list(figures_of(known.outline.plain, cell.start, cell.end, _NO_MASKS))
    if len(found) != 1:
        return None
    before = known.outline.plain[cell.start : found[0].start].strip()
    is_sign = looked_for(
        r"(?:<operators.more>|<operators.least>|<operators.less>|<operators.most>)?"
    ).fullmatch(before)
    return found[0] if is_sign else None


def _table(known: KnownPlan, head: Sequence[Sequence[Stretch]]) -> _Table:
    columns = tuple(_columns(known, head))
    places = range(len(columns))

    def of(kind: str, *others: str) -> int:
        fits = (
            place
            for place in places
            if columns[place].says(kind) and not any(columns[place].says(one) for one in others)
        )
        return next(fits, -1)

    measure = of("measure")
    name = next((p for p in places if p != measure and _is_name(columns[p])), -1)
    by = next((p for p in places if p not in {name, measure} and columns[p].says("by")), -1)
    rest = [p for p in places if p not in {name, measure, by} and not columns[p].says("note")]
    dated = [p for p in rest if _is_of_figures(columns[p])]
    return _Table(columns, name, measure, by, tuple(dated))


def _is_name(column: _Column) -> bool:
    return column.says("name") and not column.says("done") and not column.period


def _is_of_figures(column: _Column) -> bool:
    if column.says("number"):
        return False
    return bool(column.says("planned") or column.says("done") or column.period or column.unit)


def _columns(known: KnownPlan, head: Sequence[Sequence[Stretch]]) -> Iterator[_Column]:
    """Yield the columns; a heading over several goes on over the empty cells behind it."""
    text = known.outline.document.text
    rows = [[one_line(text[cell.start : cell.end]) for cell in row] for row in head]
    for place in range(max(len(row) for row in rows)):
        parts = [_over(row, place, is_last=row is rows[-1]) for row in rows]
        label = one_line(" ".join(part for part in parts if part))
        words = bare(label)
        years = _YEARS.findall(words)
        moments = moments_of(words, 0, len(words))
        named = [one.unit for one in known.gazetteer.named_in(label) if one.unit is not None]
        unit = named[0] if len(named) == 1 else None
        period = moments[-1].code if moments else years[-1] if years else ""
        yield _Column(words, label, period, unit)


def _over(row: Sequence[str], place: int, *, is_last: bool) -> str:
    while place >= 0 and (place >= len(row) or (not row[place] and not is_last and place)):
        place -= 1
    return row[place] if 0 <= place < len(row) else ""


def _of_row(
    known: KnownPlan, table: _Table, passage: Passage, row: Sequence[Stretch]
) -> Iterator[PlanProposal]:
    text = known.outline.document.text

    def words(place: int) -> str:
        return one_line(text[row[place].start : row[place].end]) if 0 <= place < len(row) else ""

    name = words(table.name) or _first_words(text, row)
    if not name or _ROMAN.fullmatch(name):
        return
    unit = _unit_of(known, table, name)
    for place in table.figures:
        figure = _figure(known, row[place]) if place < len(row) else None
        if figure is None:
            continue
        column = table.columns[place]
        counted = _counted(known, words(table.measure), column.label if unit else name)
        made = _made(known, passage, row[place], figure, counted)
        whose = unit or column.unit
        indicator = f"{column.label}: {name}" if unit else name
        yield replace(
            _dated(known, column, made),
            clause=name,
            indicator=indicator,
            unit=whose.code if whose else made.unit,
            unit_words=whose.name if whose else "",
            responsible=words(table.by),
        )


def _counted(known: KnownPlan, measure: str, label: str) -> Counted:
    """Return the measure of a column of its own, else what the name says is counted."""
    said = looked_for(r"\W*<columns.counts>\s+").match(bare(label))
    if measure or said is None:
        return Counted("", measure)
    return known.measures.leading(label[said.end() :]) or Counted("", "")


def _first_words(text: str, row: Sequence[Stretch]) -> str:
    cells = (one_line(text[cell.start : cell.end]) for cell in row)
    return next((cell for cell in cells if len(_LETTERS.findall(cell)) > 2), "")


def _unit_of(known: KnownPlan, table: _Table, name: str) -> Unit | None:
    """Return the unit that a row is named after, with or without its kind word."""
    named = [one for one in known.gazetteer.named_in(name) if one.words == name]
    if named:
        return named[0].unit
    is_of_units = table.name >= 0 and table.columns[table.name].says("units")
    if not is_of_units or len(name) > _LONGEST:
        return None
    found = (known.gazetteer.find(f"{kind} {name}") for kind in national_names()["kinds"])
    return next((unit for unit in found if unit is not None), None)


def _made(
    known: KnownPlan, passage: Passage, cell: Stretch, figure: Figure, measure: Counted
) -> PlanProposal:
    plain, text = known.outline.plain, known.outline.document.text
    name = plain[passage.start : cell.start]
    around = Around(f"{name} {plain[cell.start : figure.start]}", plain[figure.end : cell.end])
    is_share = figure.is_share or measure.words.startswith("%")
    counted = known.measures.named("%" if is_share else measure.words)
    own = known.own
    return PlanProposal(
        sentence=text[passage.start : passage.end],
        clause="",
        start=passage.start,
        end=passage.end,
        at=figure.start,
        kind=PromiseKind.BUDGET if counted.is_money else PromiseKind.TARGET,
        operator=operator_of(around, figure, PromiseKind.TARGET),
        value=figure.value,
        upper=figure.upper,
        of=figure.of,
        measure=counted.id,
        measure_words=counted.words,
        unit=own.code if own else "",
        period=known.period,
        section=passage.section,
    )


def _dated(known: KnownPlan, column: _Column, made: PlanProposal) -> PlanProposal:
    """Return a proposal for the period of its column; what has been is where one begins."""
    period = column.period or made.period
    is_past = column.says("done") and not column.says("planned")
    if not is_past and not (column.period and column.period[:4] < known.first_year):
        return replace(made, period=period)
    return replace(made, period=period, kind=PromiseKind.BASELINE, operator="=")
