"""Make filled forms into documents: one form alone, or a report with a form in each appendix."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from ctmtqg_desktop import __version__
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.form import Cell as Address
from ctmtqg_desktop.catalogue.records.form import Form, Section
from ctmtqg_desktop.catalogue.records.legal import LEVELS, Confidence, mark_of
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import NOT_APPLICABLE
from ctmtqg_desktop.catalogue.records.workshop import for_officers
from ctmtqg_desktop.entries.book_marks import BookKind, BookOrigin
from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.documents.section_table import (
    Figures,
    section_table,
    shared_measure,
    shows_lists,
)
from ctmtqg_desktop.reports.documents.shown_lines import shown_lines
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
    SignatureBlock,
    TableRow,
    Title,
)
from ctmtqg_desktop.reports.page.words import (
    agency_lines,
    appendix_label,
    document_number,
    joined,
    lower_first,
    place_date,
)
from ctmtqg_desktop.rules.finding import Finding

_REASON_MM = (50, 40, 65)
_FIGURE_MM, _TEXT_MM = Decimal(26), Decimal(34)


def copies() -> tuple[str, ...]:
    """Return who gets a copy of a report when nobody says so."""
    return phrase("paper.as-above"), phrase("paper.filed")


@dataclass(frozen=True, slots=True)
class Cover:
    """Say who reports what, when and to whom; everything printed that is no figure.

    Attributes:
        at: moment of printing, with an offset; it gets into the file's properties only.
        dated: date of the document; None leaves room to write it by hand.
        number: of the document, given by the office's own system; None leaves room.
        addressees: full names of the receiving agencies.
        recipients: of the copies, without dashes ("Như trên", "Lưu: VT").
        authority: lines over the signature, from ``words.authority_lines``.
        digest: content digest in hex; empty for a draft.
    """

    unit: Unit
    period: Period
    at: datetime
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = field(default_factory=copies)
    authority: tuple[str, ...] = ()
    signer: str = ""
    dated: date | None = None
    number: int | None = None
    digest: str = ""


def sheet_document(
    figures: Figures, cover: Cover, *, findings: Sequence[Finding] = (), code: str = "BC-UBND"
) -> Document:
    """Print one filled form alone, with the reasons given for what stands out.

    Args:
        figures: the sheet.
        cover: who, when, to whom.
        findings: those with a justification are printed in an annex, the others are not.
        code: sign of the document, after its number.
    """
    form = figures.form
    title = Title(form.title.upper() + mark_of(form.confidence), _period_words(cover.period))
    blocks = [_heading(cover, code), title, *form_blocks(figures), closing(cover)]
    annex = list(_justifications([figures], findings, appendix_label(1, 1)))
    wide = form.paper == "landscape"
    personal = shows_lists([figures])
    return _document(form.title, cover, [*blocks, *annex], landscape=wide, personal=personal)


def fill_in_document(figures: Figures, cover: Cover, *, personal: bool) -> Document:
    """Lay a form out to be filled in outside of the program.

    Args:
        figures: what is there already, and blank rows for what is not.
        cover: who, when, to whom.
        personal: what is there already names persons.
    """
    form = figures.form
    title = Title(form.title.upper() + mark_of(form.confidence), _period_words(cover.period))
    guide = Paragraph(phrase("paper.fill-in-guide"), "small")
    tables = (_roomy(block) for block in form_blocks(figures))
    blocks = [_heading(cover, "BC-UBND"), title, guide, *tables, closing(cover)]
    wide = form.paper == "landscape"
    made = _document(form.title, cover, blocks, landscape=wide, personal=personal)
    origin = BookOrigin(BookKind.FILL_IN, cover.unit.code, cover.period.code, __version__)
    return replace(made, origin=origin)


def _roomy(block: Block) -> Block:
    """Make the columns that are typed into wide enough to type in."""
    if not isinstance(block, PageTable):
        return block
    return replace(block, columns=tuple(_roomy_column(column) for column in block.columns))


def _roomy_column(column: PageColumn) -> PageColumn:
    least = _FIGURE_MM if column.align == "right" else _TEXT_MM
    return replace(column, width_mm=max(column.width_mm, least)) if column.id else column


def report_document(
    sheets: Sequence[Figures],
    cover: Cover,
    report_set: ReportSet,
    *,
    findings: Sequence[Finding] = (),
) -> Document:
    """Print a report: the letter first, each form as an appendix, the reasons as the last.

    Args:
        sheets: the forms of the report set, in order.
        cover: who, when, to whom.
        report_set: gives the kind, sign and summary of the document.
        findings: those with a justification are printed, the others are not.
    """
    has_reasons = any(finding.justification for finding in findings)
    total = len(sheets) + has_reasons
    blocks: list[Block] = [*_letter(sheets, cover, report_set, total), closing(cover)]
    for index, figures in enumerate(sheets, 1):
        form = figures.form
        name = form.title + mark_of(form.confidence)
        wide = form.paper == "landscape"
        blocks.append(AppendixTitle(appendix_label(index, total), name, landscape=wide))
        blocks.append(Paragraph(f"{cover.unit.name} - {_period_words(cover.period)}", "centre"))
        blocks.extend(form_blocks(figures))
    blocks.extend(_justifications(sheets, findings, appendix_label(total, total)))
    return _document(report_set.title, cover, blocks, personal=shows_lists(sheets))


def _document(
    title: str, cover: Cover, blocks: Sequence[Block], *, personal: bool, landscape: bool = False
) -> Document:
    return Document(
        title=f"{title}, {cover.period.label}",
        unit=cover.unit.agency,
        period=_period_words(cover.period),
        created=cover.at,
        blocks=tuple(blocks),
        digest=cover.digest,
        landscape=landscape,
        draft=not cover.digest,
        personal=personal,
        origin=BookOrigin(BookKind.PRINT, cover.unit.code, cover.period.code, __version__),
    )


def _period_words(period: Period) -> str:
    return period.label[:1].upper() + period.label[1:]


def _heading(cover: Cover, code: str) -> Heading:
    kind, _, agency = code.partition("-")
    return Heading(
        agency_lines(cover.unit.agency, cover.unit.name),
        number=document_number(cover.number, kind, agency),
        place_date=place_date(cover.unit.place, cover.dated),
    )


def _letter(
    sheets: Sequence[Figures], cover: Cover, report_set: ReportSet, total: int
) -> Iterator[Block]:
    yield _heading(cover, report_set.document_code)
    yield Title(report_set.document_kind, f"{report_set.summary} {cover.period.label}")
    if cover.addressees:
        yield Addressee(cover.addressees)
    what = f"{lower_first(report_set.summary)} {cover.period.label}"
    agency, attached = cover.unit.agency, attached_words(total)
    yield Paragraph(phrase("paper.report-opening", agency=agency, what=what, appendices=attached))
    reasons = [phrase("paper.justifications")] if total > len(sheets) else []
    titles = [*(figures.form.title for figures in sheets), *reasons]
    yield from appendix_list([(appendix_label(i, total), t) for i, t in enumerate(titles, 1)])
    yield from _criteria_met(sheets, total)
    receiver = joined(cover.addressees) or phrase("paper.receiver-unnamed")
    yield Paragraph(phrase("paper.report-closing", agency=agency, receiver=receiver))


def attached_words(total: int) -> str:
    """Say how many appendices follow."""
    if total == 1:
        return phrase("paper.attached-one")
    return phrase("paper.attached", count=f"{total:02d}")


def appendix_list(appendices: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """Name the appendices in the letter, from their labels and titles."""
    for index, (label, title) in enumerate(appendices, 1):
        end = "." if index == len(appendices) else ";"
        yield Paragraph(f"- {label}: {title}{end}")


def _criteria_met(sheets: Sequence[Figures], total: int) -> Iterator[Block]:
    """Say how many criteria are met and which are not, when a form judges any."""
    for index, figures in enumerate(sheets, 1):
        for section in figures.form.sections:
            verdicts = _verdicts(section, figures)
            if any(isinstance(value, bool) for value in verdicts.values()):
                place, found = appendix_label(index, total), _met_words(verdicts)
                yield Paragraph(phrase("paper.criteria-in", appendix=place, found=found))


def _verdicts(section: Section, figures: Figures) -> dict[str, EntryValue]:
    """Return the verdict of each criterion of a criteria grid, by its printed number."""
    column = next((c.id for c in section.columns if c.role == "verdict"), "")
    if not section.criteria or not column:
        return {}
    heads = [row for row in section.rows if row.no and row.level == 0]
    return {row.no: figures.entry(Address(section.id, row.id, column)) for row in heads}


def _met_words(verdicts: Mapping[str, EntryValue]) -> str:
    met = sum(value is True for value in verdicts.values())
    failed = [no for no, value in verdicts.items() if value is False]
    unknown = [no for no, value in verdicts.items() if not isinstance(value, bool)]
    said = phrase("paper.criteria-met", met=met, total=len(verdicts))
    if failed:
        said += phrase("paper.criteria-failed", numbers=", ".join(failed))
    if unknown:
        said += phrase("paper.criteria-open", numbers=", ".join(unknown))
    return said


def closing(cover: Cover) -> SignatureBlock:
    """Make the signature block; "Như trên" needs an addressee above to point at."""
    above = phrase("paper.as-above")
    recipients = tuple(r for r in cover.recipients if cover.addressees or r != above)
    return SignatureBlock(recipients, cover.authority, cover.signer)


def form_blocks(figures: Figures) -> Iterator[Block]:
    """Give the tables of a form under their titles, and what the marks mean."""
    for section in figures.form.sections:
        if section.title:
            yield Paragraph(section.title, "section")
        measure = shared_measure(section, figures)
        if measure:
            yield Paragraph(phrase("paper.measure", measure=measure), "measure")
        yield section_table(section, figures)
    notes = tuple(_note_lines(figures))
    if notes:
        yield Notes(notes)


def _note_lines(figures: Figures) -> Iterator[str]:
    form = figures.form
    yield from explained_marks(printed_levels(form))
    if any(_has_not_applicable(section, figures) for section in form.sections):
        yield phrase("paper.not-applicable")
    told = for_officers(form.note)
    if told:
        yield told
    if isinstance(figures, Sheet):
        yield from shown_lines(figures)


def explained_marks(found: Iterable[Confidence | None]) -> Iterator[str]:
    """Give the line that explains each mark that occurs, the surest first."""
    occurring = frozenset(found)
    for level in LEVELS:
        if level in occurring and level.mark:
            yield phrase(f"paper.mark-{level.value}")


def printed_levels(form: Form) -> Iterator[Confidence | None]:
    """Give how far everything that the print of a form shows is vouched for."""
    yield form.confidence
    for section in form.sections:
        for row in section.rows:
            yield from (row.confidence, row.requirement_confidence if row.requirement else None)
        yield from (column.confidence for column in section.columns)


def _has_not_applicable(section: Section, figures: Figures) -> bool:
    columns = [column.id for column in section.columns] or ["value"]
    addresses = (
        Address(section.id, row, column) for row in figures.rows(section.id) for column in columns
    )
    return any(figures.entry(address) is NOT_APPLICABLE for address in addresses)


def _justifications(
    sheets: Sequence[Figures], findings: Sequence[Finding], label: str
) -> Iterator[Block]:
    explained = [finding for finding in findings if finding.justification]
    if not explained:
        return
    by_form = {figures.form.id: figures for figures in sheets}
    yield AppendixTitle(label, phrase("paper.justifications"))
    heads = ("paper.head-where", "paper.head-content", "paper.head-justification")
    names = ("TT", *map(phrase, heads))
    yield PageTable(
        columns=(PageColumn(align="centre"), *(PageColumn(Decimal(mm)) for mm in _REASON_MM)),
        header=(tuple(HeaderCell(name) for name in names),),
        rows=tuple(
            TableRow(
                (
                    PageCell(str(index)),
                    PageCell(_where(finding, by_form.get(finding.form))),
                    PageCell(_observed(finding.message)),
                    PageCell(finding.justification),
                )
            )
            for index, finding in enumerate(explained, 1)
        ),
    )


def _observed(message: str) -> str:
    """Leave out what a message asks of its reader: the answer stands beside it in print."""
    seen, _, _ = message.partition(f" {phrase('paper.asks')} ")
    return seen


def _where(finding: Finding, figures: Figures | None) -> str:
    if figures is None:
        return finding.form
    place = figures.label(finding.cell) if finding.cell else ""
    return f"{figures.form.short}: {place}" if place else figures.form.short
