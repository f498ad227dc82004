"""Every list of tasks that a workspace holds: those that were accepted, and the unit's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.change import SheetKey
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.exchange.answers.land import UnitKey, unit_key
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.proof.signed import signed_sheet
from ctmtqg_desktop.exchange.tasks.said import SaidOfTask, period_order, said_in, task_section

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What one unit said of its tasks in one period.

    Attributes:
        content_sha256: of the signed report; empty of the unit's own that is not signed yet.
        said: task id -> what it says.
    """

    unit: Unit
    form: str
    period: Period
    revision: int
    content_sha256: str
    said: Mapping[str, SaidOfTask]


TaskReports = Mapping[UnitKey, tuple[TaskReport, ...]]
"""A unit's reports, the latest period first."""


def task_forms(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the report sets whose forms list the tasks of plans -> ids of those forms."""
    return {
        one.id: tuple(dict.fromkeys(f.id for f in catalogue.heads() if _is_of(f, one.id)))
        for one in catalogue.report_sets.values()
        if one.tasks
    }


def _is_of(form: Form, set_id: str) -> bool:
    return any(membership.id == set_id for membership in form.report_sets)


def task_reports(library: Library, workspace: "Workspace", us: Unit, until: Period) -> TaskReports:
    """Return what every unit said of its tasks up to a period, and what we said ourselves.

    Args:
        library: with the forms.
        workspace: of the office, or of a reporting unit.
        us: whose workspace it is.
        until: the last period that counts.
    """
    found: dict[UnitKey, list[TaskReport]] = {}
    for set_id, forms in task_forms(library.catalogue).items():
        for form_id in forms:
            for one in (
                *_received(library, workspace, set_id, form_id),
                *_own(library.catalogue, workspace, us, form_id),
            ):
                if period_order(one.period) <= period_order(until):
                    found.setdefault(unit_key(one.unit), []).append(one)
    return {
        key: tuple(sorted(all_of, key=lambda one: period_order(one.period), reverse=True))
        for key, all_of in found.items()
    }


def _received(
    library: Library, workspace: "Workspace", set_id: str, form_id: str
) -> Iterator[TaskReport]:
    catalogue = library.catalogue
    for code in workspace.submissions.periods(set_id):
        period = Period.parse(code)
        for one in workspace.submissions.current(set_id, code):
            unit = catalogue.units.find(one.key.unit, period.end)
            if unit is None:
                continue
            held = signed_sheet(library, workspace, unit, one, form_id)
            if held is not None:
                said = _said(catalogue, form_id, held[1], period)
                yield TaskReport(unit, form_id, period, one.revision, one.content_sha256, said)


def _own(
    catalogue: Catalogue, workspace: "Workspace", us: Unit, form_id: str
) -> Iterator[TaskReport]:
    for code in workspace.sheets.periods(form_id, us.code):
        period = Period.parse(code)
        version = max(workspace.sheets.versions(form_id, us.code, code))
        stored = workspace.sheets.load(SheetKey(form_id, version, us.code, code))
        unit = catalogue.units.find(us.code, period.end) or us
        yield TaskReport(unit, form_id, period, 1, "", _said(catalogue, form_id, stored, period))


def _said(
    catalogue: Catalogue, form_id: str, content: Content, period: Period
) -> dict[str, SaidOfTask]:
    form = catalogue.forms.get((form_id, content.version))
    section = task_section(form) if form is not None else None
    if section is None:
        return {}
    return dict(said_in(section, content.rows.get(section.id, ()), content.entries, period))
