"""The last look before a signature: which report, for whom, what it says and what it leaves out.

Window and command tell the same facts; nothing is opened and nothing is changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.overview import content_with_filled, part_fills, part_progress
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import Report
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.post.revisions import reason_of
from ctmtqg_desktop.exchange.post.signers import chairman, look_into
from ctmtqg_desktop.exchange.post.signing import Held, KeyFile, SignerSource
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.enclose import has_lists
from ctmtqg_desktop.exchange.sender.looking.key_figures import key_figures
from ctmtqg_desktop.exchange.sender.orders import LookBeforeSigning
from ctmtqg_desktop.exchange.sender.owed.due import due_of
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.trust.certificate.details import details_of


def last_look(desk: Desk, order: LookBeforeSigning, _: Step = no_step) -> Done:
    """Tell what a signature would be about, as the figures are now.

    Raises:
        FormError: ``form.*``.
        WorkspaceError: what was sent before cannot be read.
    """
    period = Period.parse(order.period)
    report = desk.report(order.report_set, period)
    found = desk.findings(order.report_set, period)
    sheets = desk.sheets(order.report_set, period)
    filled = [part_progress(sheet, part) for sheet in sheets for part in sheet.form.sections]
    due = due_of(desk, desk.catalogue.report_set(order.report_set), period)
    figures = key_figures((sheet, desk.targets.beside(sheet)) for sheet in sheets)
    facts: dict[str, object] = {
        **_about(desk, report),
        "deadline": due.deadline,
        "days_left": due.days_left,
        "figures": [{**asdict(one), "cell": str(one.cell)} for one in figures],
        "changes": list(_changes(desk, report, sheets)) if report.revision > 1 else [],
        "forms": [_form(sheet) for sheet in sheets],
        "empty": sum(total - have for have, total in filled),
        "total": sum(total for _, total in filled),
        "explanations": [_explained(sheets, one) for one in found if one.justification],
        "lists": {"there": has_lists(desk, order.report_set, period), "with": order.with_lists},
        "blocking": sum(one.blocks for one in found),
        "signer": _signer(desk, order),
    }
    return Done("done.look", facts)


def _about(desk: Desk, report: Report) -> dict[str, object]:
    key, period = report.key, Period.parse(report.key.period)
    above = desk.catalogue.units.find(desk.unit.parent, period.end)
    return {
        "report_set": key.report_set,
        "title": desk.catalogue.report_set(key.report_set).title,
        "unit": desk.unit.name,
        "period": key.period,
        "period_label": period.label,
        "revision": report.revision,
        "reason": reason_of(desk.workspace, report),
        "receiver": {"code": desk.unit.parent, "name": above.name if above else ""},
    }


def _form(sheet: Sheet) -> dict[str, object]:
    """Return how far each part of a form is filled; of a list how many lines it has."""
    parts = []
    for one in part_fills(sheet):
        have, total = part_progress(sheet, one.section)
        title = one.section.title or sheet.form.short
        lines = one.rows if one.is_list else None
        parts.append({"part": one.section.id, "title": title, "filled": have, "total": total,
                      "lines": lines})  # fmt: skip
    return {"form": sheet.form.id, "title": sheet.form.short, "parts": parts}


def _explained(sheets: Sequence[Sheet], finding: Finding) -> dict[str, object]:
    title = next(sheet.form.short for sheet in sheets if sheet.form.id == finding.form)
    return {
        "form": finding.form, "title": title, "code": finding.code,
        "message": finding.message, "reason": finding.justification,
    }  # fmt: skip


def _changes(desk: Desk, report: Report, sheets: Sequence[Sheet]) -> Iterator[dict[str, object]]:
    """Yield the cells that differ from the revision that was sent before."""
    versions = desk.workspace.submissions.of(report.key)
    earlier = [one for one in versions if one.revision < report.revision]
    frozen = desk.workspace.submissions.sheets_of(earlier[-1].id) if earlier else {}
    for sheet in sheets:
        sent = frozen.get(sheet.form.id, Content())
        before = desk.library.sheet(
            sheet.form, sheet.unit, sheet.period, around=sheet.around, content=sent
        )
        now, then = content_with_filled(sheet).entries, content_with_filled(before).entries
        for cell in dict.fromkeys((*now, *then)):
            if now.get(cell) != then.get(cell):
                yield _change(cell, sheet, before)


def _change(cell: Cell, sheet: Sheet, before: Sheet) -> dict[str, object]:
    is_here = _has(sheet, cell)
    return {
        "form": sheet.form.id, "title": sheet.form.short, "cell": str(cell),
        "label": (sheet if is_here else before).label(cell),
        "before": before.text(cell) if _has(before, cell) else "",
        "now": sheet.text(cell) if is_here else "",
    }  # fmt: skip


def _has(sheet: Sheet, cell: Cell) -> bool:
    return cell.row in sheet.rows(cell.section) and cell.column in sheet.columns(cell.section)


def _signer(desk: Desk, order: LookBeforeSigning) -> dict[str, object]:
    name, digits = _key_of(order.source)
    title = order.title or chairman(desk.unit)
    return {"title": title, "name": order.name, "key": name, "fingerprint": digits}


def _key_of(source: SignerSource | Path | None) -> tuple[str, str]:
    """Return what people call what signs, and its digits where they can be read without asking."""
    if isinstance(source, Held):
        held = details_of(source.signer.certificate_der)
        return held.subject, held.fingerprint
    if source is None:
        return "", ""
    if not isinstance(source, KeyFile | Path):
        return source.choice.certificate or source.choice.token or str(source.choice.library), ""
    path = source.path if isinstance(source, KeyFile) else source
    try:
        return path.name, look_into(path).fingerprint
    except CtmtqgError:  # a file with a password of its own is opened when it signs
        return path.name, ""
