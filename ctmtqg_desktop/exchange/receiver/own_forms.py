"""What a receiving unit fills in itself: the forms it owes to the unit above."""

from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.change import SheetKey
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.entries.submission import EDITABLE, ReportKey
from ctmtqg_desktop.exchange.library import Library

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def own_sources(
    library: Library, workspace: "Workspace", unit: Unit, period: Period
) -> dict[str, tuple[Source, ...]]:
    """Return form id -> the unit's own sheet, for every form it has begun.

    A report that has not been signed yet has no content digest.
    """
    found: dict[str, tuple[Source, ...]] = {}
    for set_id in library.catalogue.report_sets:
        stored = {
            form.id: (form, workspace.sheets.load(_key(form.id, form.version, unit, period)))
            for form in library.catalogue.forms_of(set_id, unit, period.end)
        }
        begun = {i: (form, s) for i, (form, s) in stored.items() if s.entries}
        if begun:
            revision, digest = _signed(workspace, ReportKey(unit.code, set_id, period.code))
            for form_id, sheet in library.sheets(begun, unit, period).items():
                found[form_id] = (Source(unit, revision, digest, sheet),)
    return found


def _key(form_id: str, version: int, unit: Unit, period: Period) -> SheetKey:
    return SheetKey(form_id, version, unit.code, period.code)


def _signed(workspace: "Workspace", key: ReportKey) -> tuple[int, str]:
    """Return the revision of a report, and its content digest once it is signed."""
    report = workspace.reports.find(key)
    if report is None or report.status in EDITABLE:
        return (report.revision if report else 1), ""
    last = max(workspace.submissions.of(key), key=lambda s: s.revision, default=None)
    return (last.revision, last.content_sha256) if last else (report.revision, "")
