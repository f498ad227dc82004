"""Make what a receiver gathers into documents: totals, lists of all units, matrix, tracking."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ctmtqg_desktop import __version__
from ctmtqg_desktop.catalogue.records.declared import Target
from ctmtqg_desktop.catalogue.records.form import SectionKind
from ctmtqg_desktop.catalogue.records.legal import MARKS, Confidence
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Blank, Value
from ctmtqg_desktop.entries.book_marks import BookKind, BookOrigin
from ctmtqg_desktop.entries.consolidate import Matrix
from ctmtqg_desktop.entries.typed import MET, NA_LABEL
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.documents.section_table import (
    Figures,
    number_cell,
    roster_table,
    section_table,
    shared_measure,
)
from ctmtqg_desktop.reports.documents.sheet import (
    Cover,
    appendix_list,
    attached_words,
    closing,
    explained_marks,
    printed_levels,
)
from ctmtqg_desktop.reports.page.page import (
    Addressee,
    AppendixTitle,
    Block,
    Document,
    HeaderCell,
    Heading,
    Notes,
    PageCell,
    PageColumn,
    PageTable,
    Paragraph,
    TableRow,
    Title,
)
from ctmtqg_desktop.reports.page.words import (
    agency_lines,
    document_number,
    joined,
    lower_first,
    place_date,
)
from ctmtqg_desktop.text import NBSP, format_number, round_half_up

OPERATOR_SIGNS = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}
_TRACKED = (
    "paper.head-indicator", "paper.target-unit", "paper.head-measure", "paper.target-assigned",
    "paper.target-reported", "paper.head-result", "paper.target-quote",
)  # fmt: skip
"""The columns of the table of targets, after their number."""
Verdict = bool | Blank


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """Hold one criterion over a column of the matrix."""

    id: str
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """Hold what one unit has met; a criterion that is not there counts as empty."""

    unit: str
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class TargetLine:
    """Hold one assigned target beside what was reported.

    Attributes:
        assigned: as the plan says it, "≥ 98 %" or "đạt".
        reported: as reported, in the same measure; empty when nothing answers the target.
        state: in words: "Đạt", "Chưa đạt", "Chưa có số liệu".
        quote: the sentence of the plan that assigns it.
        source: where in the plan.
        coverage: how many of how many have reported, "12/12 đơn vị".
    """

    indicator: str
    unit: str
    measure: str
    assigned: str
    reported: str
    state: str
    quote: str
    source: str = ""
    is_verified: bool = True
    coverage: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Say whose reports are in a total and whose are missing, by name.

    Attributes:
        proved: how many of those in it were read from their signed packages; 0 says nothing.
    """

    included: tuple[str, ...]
    missing: tuple[str, ...] = ()
    proved: int = 0


def consolidated_document(
    summary: str,
    cover: Cover,
    blocks: Sequence[Block],
    gathered: Gathered,
    *,
    landscape: bool = True,
) -> Document:
    """Print consolidated tables after a letter that says which units they hold.

    Args:
        summary: what is reported, without the period: "Kết quả thực hiện ...".
        cover: of the receiver.
        blocks: the tables; the signature stands before the first appendix among them.
        gathered: whose reports are in and whose are missing.
        landscape: the wide page for what is no appendix.
    """
    title = phrase("paper.total-title", what=lower_first(summary))
    head: list[Block] = [
        Heading(
            agency_lines(cover.unit.agency, cover.unit.name),
            number=document_number(cover.number, "BC", "UBND"),
            place_date=place_date(cover.unit.place, cover.dated),
        ),
        Title(phrase("paper.total-kind"), f"{title} {cover.period.label}"),
    ]
    starts = [i for i, block in enumerate(blocks) if isinstance(block, AppendixTitle)]
    main = starts[0] if starts else len(blocks)
    appendices = [(b.label, b.title) for b in blocks if isinstance(b, AppendixTitle)]
    said = _letter(title, cover, gathered, appendices)
    return Document(
        title=f"{title}, {cover.period.label}",
        unit=cover.unit.agency,
        period=cover.period.label[:1].upper() + cover.period.label[1:],
        created=cover.at,
        blocks=(*head, *said, *blocks[:main], closing(cover), *blocks[main:]),
        digest=cover.digest,
        landscape=landscape,
        origin=BookOrigin(BookKind.TOTALS, cover.unit.code, cover.period.code, __version__),
    )


def _letter(
    title: str, cover: Cover, gathered: Gathered, appendices: Sequence[tuple[str, str]]
) -> Iterator[Block]:
    if cover.addressees:
        yield Addressee(cover.addressees)
    agency, included = cover.unit.agency, gathered.included
    opening = phrase(
        "paper.total-opening", agency=agency, what=lower_first(title), period=cover.period.label,
        included=len(included), total=len(included) + len(gathered.missing),
        names=f": {_listed(included)}" if included else "",
    )  # fmt: skip
    yield Paragraph(opening)
    if gathered.missing:
        yield Paragraph(phrase("paper.total-missing", names=_listed(gathered.missing)))
    if gathered.proved:
        yield Paragraph(phrase("paper.total-proved", proved=gathered.proved, total=len(included)))
    if appendices:
        attached = attached_words(len(appendices))
        yield Paragraph(phrase("paper.total-appendices", appendices=attached))
        yield from appendix_list([(a, t.rstrip(MARKS)) for a, t in appendices])
    receiver = joined(cover.addressees)
    if receiver:
        yield Paragraph(phrase("paper.total-closing", agency=agency, receiver=receiver))
    else:
        yield Paragraph(phrase("paper.total-closing-own", agency=agency))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(lower_first(name) for name in names)


def totals_blocks(
    total: Figures,
    sources: Sequence[tuple[str, Figures]],
    *,
    notes: tuple[str, ...] = (),
) -> Iterator[Block]:
    """Give the sections of a consolidated form; the lists of all units go into one table.

    Args:
        total: the consolidated figures, percentages recomputed.
        sources: each unit's name and own figures, for the lists.
        notes: what else to say below the tables.
    """
    for section in total.form.sections:
        if section.title:
            yield Paragraph(section.title, "section")
        measure = shared_measure(section, total)
        if measure:
            yield Paragraph(phrase("paper.measure", measure=measure), "measure")
        if section.kind is SectionKind.ROSTER and sources:
            yield roster_table(section, sources, unit_label=phrase("paper.head-unit"))
        else:
            yield section_table(section, total)
    marks = tuple(explained_marks(printed_levels(total.form)))
    if marks or notes:
        yield Notes((*marks, *notes))


def matrix_of(matrix: Matrix) -> tuple[tuple[MatrixColumn, ...], tuple[MatrixRow, ...]]:
    """Give the columns and rows of a consolidated matrix."""
    columns = tuple(MatrixColumn(c.code, c.code, c.name) for c in matrix.criteria)
    rows = tuple(
        MatrixRow(
            unit.name,
            {c.code: _verdict(matrix.met[unit.code, c.code]) for c in matrix.criteria},
        )
        for unit in matrix.units
    )
    return columns, rows


def _verdict(value: Value) -> Verdict:
    return value if isinstance(value, bool | Blank) else EMPTY


def _sign(verdict: Verdict) -> str:
    if isinstance(verdict, bool):
        return "✓" if verdict else "–"
    return NA_LABEL if verdict is NOT_APPLICABLE else ""


def matrix_table(columns: Sequence[MatrixColumn], rows: Sequence[MatrixRow]) -> PageTable:
    """Make the matrix of units by criteria, with how many are met both ways and the average.

    The average counts every unit shown; a unit without figures counts as having met none.
    """
    met = [[row.verdicts.get(column.id) is True for column in columns] for row in rows]
    body = [
        TableRow(
            (
                PageCell(str(index)),
                PageCell(row.unit),
                *(PageCell(_sign(row.verdicts.get(column.id, EMPTY))) for column in columns),
                PageCell(number=Decimal(sum(met[index - 1])), align="centre", bold=True),
            )
        )
        for index, row in enumerate(rows, 1)
    ]
    sums = [sum(line[i] for line in met) for i in range(len(columns))]
    last = (PageCell(number=Decimal(n), align="centre") for n in (*sums, sum(sums)))
    label = PageCell(phrase("paper.matrix-units-met"), align="centre", colspan=2)
    body.append(TableRow((label, *last), "total"))
    body.append(_average(len(columns), sum(sums), len(rows)))
    centred = [PageColumn(align="centre") for _ in columns]
    return PageTable(
        columns=(PageColumn(align="centre"), PageColumn(), *centred, PageColumn(align="centre")),
        header=_matrix_header(columns),
        rows=tuple(body),
    )


def _average(width: int, met: int, units: int) -> TableRow:
    average = number_cell(round_half_up(Decimal(met) / units, 2)) if units else PageCell()
    label = PageCell(phrase("paper.matrix-average"), align="centre", colspan=2 + width)
    return TableRow((label, replace(average, align="centre")), "total")


def _matrix_header(columns: Sequence[MatrixColumn]) -> tuple[tuple[HeaderCell, ...], ...]:
    tall = (HeaderCell("TT", 1, 2), HeaderCell(phrase("paper.head-unit"), 1, 2))
    last = HeaderCell(phrase("paper.matrix-criteria-met"), 1, 2)
    top = (*tall, HeaderCell(phrase("paper.matrix-number"), len(columns)), last)
    return top, tuple(HeaderCell(column.code) for column in columns)


def matrix_blocks(columns: Sequence[MatrixColumn], rows: Sequence[MatrixRow]) -> Iterator[Block]:
    """Give the matrix, what its signs mean, and the names of the criteria."""
    yield matrix_table(columns, rows)
    names = "; ".join(f"{column.code}. {column.name}" for column in columns if column.name)
    named = (phrase("paper.matrix-names", names=names),) if names else ()
    yield Notes((phrase("paper.matrix-signs"), *named))


def target_line(
    target: Target,
    *,
    unit: str,
    measure: str,
    reported: str,
    state: str,
    source: str = "",
) -> TargetLine:
    """Put a target of a plan and what was reported into one line.

    Args:
        target: as the plan declares it.
        unit: name of the unit it is assigned to.
        measure: label of its measure.
        reported: the figure as shown; empty when nothing answers it.
        state: in words.
        source: where in the plan; the target's own words when empty.
    """
    sign = OPERATOR_SIGNS.get(target.operator, target.operator)
    figure = f"{sign}{NBSP}{_figure(target.figure)}"
    return TargetLine(
        indicator=target.indicator,
        unit=unit,
        measure=measure,
        assigned=MET if target.operator == "met" else figure.strip(),
        reported=reported,
        state=state,
        quote=target.quote,
        source=source or target.source,
        is_verified=target.confidence is not Confidence.UNVERIFIED,
    )


def _figure(text: str) -> str:
    return format_number(Decimal(text)) if text else ""


def tracking_table(lines: Sequence[TargetLine]) -> PageTable:
    """Make the table of assigned targets, each with the words of the plan that assign it."""
    centred = PageColumn(align="centre")
    return PageTable(
        columns=(
            centred,
            PageColumn(),
            PageColumn(),
            centred,
            centred,
            centred,
            centred,
            PageColumn(),
        ),
        header=(tuple(HeaderCell(name) for name in ("TT", *map(phrase, _TRACKED))),),
        rows=tuple(_tracking_row(index, line) for index, line in enumerate(lines, 1)),
    )


def _tracking_row(index: int, line: TargetLine) -> TableRow:
    mark = "" if line.is_verified else Confidence.UNVERIFIED.mark
    quote = f"“{line.quote}”" + (f" ({line.source})" if line.source else "")
    return TableRow(
        (
            PageCell(str(index)),
            PageCell(line.indicator, mark=mark),
            PageCell(line.unit),
            PageCell(line.measure),
            PageCell(line.assigned),
            PageCell(
                f"{line.reported} ({line.coverage})".lstrip() if line.coverage else line.reported
            ),
            PageCell(line.state),
            PageCell(quote, italic=True),
        )
    )


def tracking_blocks(lines: Sequence[TargetLine]) -> Iterator[Block]:
    """Give the table of targets, how many are reached, and what the mark means."""
    states = sorted({line.state for line in lines})
    counts = "; ".join(f"{state}: {sum(x.state == state for x in lines)}" for state in states)
    compared = phrase("paper.targets-compared", count=len(lines), states=counts)
    yield Paragraph(compared, "small")
    yield tracking_table(lines)
    if any(not line.is_verified for line in lines):
        yield Notes(tuple(explained_marks([Confidence.UNVERIFIED])))


def appendix(
    label: str, title: str, blocks: Sequence[Block], *, landscape: bool = True
) -> tuple[Block, ...]:
    """Put blocks into an appendix of their own."""
    return (AppendixTitle(label, title, landscape=landscape), *blocks)
