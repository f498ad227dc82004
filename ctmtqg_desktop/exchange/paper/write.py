"""Print: a filled form, a whole report, a consolidated report; as PDF and as XLSX."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.consolidate import Consolidated
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, Report
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation
from ctmtqg_desktop.exchange.receiver.track import Tracked
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import write_durably
from ctmtqg_desktop.reports.documents.consolidated import (
    Gathered,
    TargetLine,
    appendix,
    consolidated_document,
    matrix_blocks,
    matrix_of,
    target_line,
    totals_blocks,
    tracking_blocks,
)
from ctmtqg_desktop.reports.documents.section_table import mark_of, shows_lists
from ctmtqg_desktop.reports.documents.sheet import Cover, report_document, sheet_document
from ctmtqg_desktop.reports.documents.total_figures import TotalFigures
from ctmtqg_desktop.reports.page.page import Block, Document, Paragraph
from ctmtqg_desktop.reports.page.words import appendix_label, authority_lines
from ctmtqg_desktop.targets.progress import State

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """A printed file and its pages; 0 pages where the format has none."""

    path: Path
    pages: int


def write_document(document: Document, *, pdf: Path | None, xlsx: Path | None) -> list[Written]:
    """Write a document in the asked formats.

    Raises:
        PackageError: a file cannot be written.
    """
    written = []
    if pdf is not None:
        data, pages = pdf_bytes(document)
        write_durably(pdf, data)
        written.append(Written(pdf, pages))
    if xlsx is not None:
        from ctmtqg_desktop.reports.excel.excel import write_xlsx

        write_durably(xlsx, write_xlsx(document))
        written.append(Written(xlsx, 0))
    return written


def print_noted(
    workspace: "Workspace",
    document: Document,
    *,
    pdf: Path | None,
    xlsx: Path | None,
    at: datetime,
) -> list[Written]:
    """Write a document out of a workspace, and note it in the journal of exports.

    Raises:
        PackageError: a file cannot be written.
        WorkspaceError: it cannot be noted.
    """
    written = write_document(document, pdf=pdf, xlsx=xlsx)
    for one in written:
        what = Exported.PRINT if one.path == pdf else Exported.TABLE
        note_export(workspace, at, what, one.path, personal=document.personal)
    return written


def pdf_bytes(document: Document, data: bytes | None = None) -> tuple[bytes, int]:
    """Return a document as PDF/A-3b with the data it was printed from inside, and its pages.

    With data it is a document to be signed: number and date become fields to be filled in later.
    """
    from ctmtqg_desktop.reports.page.layout import read_layout
    from ctmtqg_desktop.reports.pdf.pdf import write_pdf
    from ctmtqg_desktop.reports.pdf.pdfa import About, to_pdfa

    printed = write_pdf(document, read_layout(), fillable=data is not None)
    about = About(document.title, document.unit, document.created)
    return to_pdfa(printed.data, about, data=data, spots=printed.spots), printed.pages


def cover_of(
    library: Library, unit: Unit, period: Period, *, at: datetime, title: str = "",
    digest: str = "",
) -> Cover:  # fmt: skip
    """Return what is printed around the figures of a unit."""
    parent = library.catalogue.units.find(unit.parent, period.end)
    return Cover(
        unit=unit,
        period=period,
        at=at,
        addressees=(parent.agency,) if parent else (),
        authority=authority_lines(unit.agency, unit.name, title or "Chủ tịch"),
        digest=digest,
    )


def report_pdf(
    desk: Desk, report: Report, sheets: Sequence[Sheet], *, data: bytes, by: tuple[str, str],
    at: datetime,
) -> bytes:  # fmt: skip
    """Return the printed report that travels in its package; ``by`` is office and name."""
    import hashlib

    period = Period.parse(report.key.period)
    digest = hashlib.sha256(data).hexdigest()
    cover = cover_of(desk.library, desk.unit, period, at=at, title=by[0], digest=digest)
    cover = replace(cover, signer=by[1])
    findings = [finding for sheet in sheets for finding in sheet.findings()]
    report_set = desk.catalogue.report_set(report.key.report_set)
    document = report_document(sheets, cover, report_set, findings=findings)
    return pdf_bytes(document, data)[0]


def signed_digest(desk: Desk, set_id: str, period: Period) -> str:
    """Return the digest printed on the signed report; empty while the report can be changed.

    Raises:
        WorkspaceError: the kept package cannot be read.
        PackageError: it is damaged.
    """
    import hashlib

    from ctmtqg_desktop.package import container, payload

    report = desk.report(set_id, period)
    versions = desk.workspace.submissions(report.key)
    if report.status in EDITABLE or not versions:
        return ""
    last = max(versions, key=lambda version: version.revision)
    kept = container.read_container(desk.workspace.package(last.package_sha256))
    return hashlib.sha256(kept[payload.PATH]).hexdigest()


def report_draft(desk: Desk, set_id: str, period: Period) -> Document:
    """Return the print of a report as it stands."""
    digest = signed_digest(desk, set_id, period)
    cover = cover_of(desk.library, desk.unit, period, at=desk.clock(), digest=digest)
    sheets = desk.sheets(set_id, period)
    findings = [finding for sheet in sheets for finding in sheet.findings()]
    return report_document(sheets, cover, desk.catalogue.report_set(set_id), findings=findings)


def form_draft(desk: Desk, form_id: str, period: Period) -> Document:
    """Return the print of one form as it stands.

    Raises:
        FormError: ``form.unknown``.
    """
    sheet = desk.sheet(form_id, period)
    sets = (ref.id for ref in sheet.form.report_sets)
    digest = next(filter(None, (signed_digest(desk, id_, period) for id_ in sets)), "")
    cover = cover_of(desk.library, desk.unit, period, at=desk.clock(), digest=digest)
    return sheet_document(sheet, cover, findings=sheet.findings())


def consolidated_report(
    library: Library, whole: Consolidation, tracked: Sequence[Tracked], *, at: datetime
) -> Document:
    """Return the consolidated report: matrix, totals and lists, then the targets.

    Raises:
        FormError: ``exchange.nothing-to-consolidate``.
    """
    if not whole.forms:
        raise FormError("exchange.nothing-to-consolidate", period=whole.period.label)
    parts = list(_parts(library, whole))
    if tracked:
        found = tuple(_targets(library, tracked, whole.period))
        parts.append(_Part("Tiến độ thực hiện chỉ tiêu được giao", found))
    blocks: list[Block] = []
    for number, part in enumerate(parts, 1):
        label = appendix_label(number, len(parts))
        blocks.extend(appendix(label, part.title, part.blocks, landscape=part.landscape))
    report_set = library.catalogue.report_set(whole.set_id)
    cover = cover_of(library, whole.unit, whole.period, at=at)
    names = tuple(_name(library, s.key.unit, whole.period) for s in whole.submissions)
    gathered = Gathered(names, tuple(u.name for u in whole.missing))
    made = consolidated_document(report_set.summary, cover, blocks, gathered, landscape=False)
    sheets = (source.sheet for group in whole.sources.values() for source in group)
    return replace(made, personal=shows_lists(sheets))


def _name(library: Library, code: str, period: Period) -> str:
    return library.catalogue.unit_for(code, period).name


@dataclass(frozen=True, slots=True)
class _Part:
    """An appendix of a consolidated report."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = True


def _parts(library: Library, whole: Consolidation) -> Iterator[_Part]:
    for form in whole.forms:
        found = whole.matrices.get(form.form.id)
        if found is not None:
            title = f"Kết quả từng tiêu chí của các đơn vị: {form.form.short}"
            yield _Part(title, tuple(matrix_blocks(*matrix_of(found))))
        named = [(s.unit.name, s.sheet) for s in whole.sources[form.form.id]]
        figures = TotalFigures(_without_criteria(form), library.catalogue.measures)
        if figures.form.sections:
            title = form.form.title + mark_of(form.form.confidence)
            blocks = tuple(totals_blocks(figures, named, notes=figures.notes))
            yield _Part(title, blocks, landscape=form.form.paper == "landscape")


def _without_criteria(whole: Consolidated) -> Consolidated:
    """Return the form without its criteria grids, which the matrix shows better."""
    plain = tuple(s for s in whole.form.sections if not s.criteria)
    return Consolidated(replace(whole.form, sections=plain), whole.totals, whole.lines)


def _targets(library: Library, tracked: Sequence[Tracked], period: Period) -> Iterator[Block]:
    """Give the table of targets; those no form answers yet are only counted."""
    wanted = {item.target.id for item in tracked}
    for plan in library.catalogue.plans.values():
        if any(target.id in wanted for target in plan.targets):
            yield Paragraph(f"Theo {plan.title}.", "small")
    bound = [item for item in tracked if item.state is not State.UNBOUND]
    left = len(tracked) - len(bound)
    yield from tracking_blocks([_target_line(library, item, period) for item in bound])
    if left:
        said = f"Còn {left} chỉ tiêu của kế hoạch chưa có biểu thu thập số liệu để đối chiếu."
        yield Paragraph(said, "small")


def _target_line(library: Library, item: Tracked, period: Period) -> TargetLine:
    found = library.catalogue.measures.get(item.target.measure)
    measure = found.label if found else item.target.measure
    return target_line(
        item.target,
        unit=_name(library, item.target.unit, period),
        measure=measure,
        reported=item.actual_text.removesuffix(measure).rstrip(),
        state=say(f"target.{item.state}", {}),
        source=_place_in_plan(item.target.source),
    )


def _place_in_plan(source: str) -> str:
    """Return where in its plan a target stands: "mục I.2.2"; the plan is named once above."""
    _, found, tail = source.rpartition("mục ")
    return found + tail if found else source
