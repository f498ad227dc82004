"""What the office keeps of other periods: the sheets of a form, and which reports arrived."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ctmtqg_desktop.catalogue.profiles import request_for
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.entries.consolidate import Source
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.proof.signed import signed_sheets

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


class KeptReport(NamedTuple):
    """A report that was accepted.

    Attributes:
        report: the revision that counts.
        in_time: whether the first revision came by the deadline.
    """

    unit: Unit
    report: Submission
    in_time: bool


@dataclass(frozen=True, slots=True)
class KeptReports:
    """The accepted reports of every period in one workspace.

    Attributes:
        us: the unit that receives.
    """

    library: Library
    workspace: "Workspace"
    us: Unit

    def sources(self, form_id: str, period: Period) -> tuple[Source, ...]:
        """Return the accepted sheets of a form in a period, whoever sent them then."""
        return tuple(self._sources(form_id, period))

    def _sources(self, form_id: str, period: Period) -> Iterator[Source]:
        catalogue, seen = self.library.catalogue, set[str]()
        for set_id in sets_of(self.library, form_id):
            for report in self.workspace.submissions.current(set_id, period.code):
                unit = catalogue.units.find(report.key.unit, period.end)
                if unit is not None and unit.code not in seen:
                    made = sources_of(self.library, self.workspace, unit, report, period)
                    for source in made:
                        if source.sheet.form.id == form_id:
                            seen.add(unit.code)
                            yield source

    def arrivals(self, set_id: str, period: Period) -> tuple[KeptReport, ...]:
        """Return which reports of a set were accepted, and whether the first came in time."""
        units = self.library.catalogue.units
        return tuple(
            KeptReport(unit, report, self._came(report) <= self._deadline(set_id, unit, period))
            for report in self.workspace.submissions.current(set_id, period.code)
            if (unit := units.find(report.key.unit, period.end)) is not None
        )

    def _came(self, report: Submission) -> date:
        revisions = self.workspace.submissions.of(report.key)
        days = [r.received_at.date() for r in revisions if r.received_at is not None]
        return min(days, default=date.min)

    def _deadline(self, set_id: str, unit: Unit, period: Period) -> date:
        catalogue = self.library.catalogue
        asked = request_for(catalogue.requests.values(), set_id, unit, period.code)
        if asked is not None:
            return asked.deadline
        receivers = (self.us.code, *catalogue.units.above(self.us, period.end))
        report_set = catalogue.report_set(set_id)
        return catalogue.calendar(report_set, receivers, period.end).deadline(period)


def sources_of(
    library: Library, workspace: "Workspace", unit: Unit, submission: Submission, period: Period
) -> Iterator[Source]:
    """Yield the sheets of an accepted report, as they were signed.

    Raises:
        WorkspaceError: ``exchange.report-unproved``.
    """
    forms = signed_sheets(library, workspace, unit, submission)
    for sheet in library.sheets(forms, unit, period).values():
        yield Source(unit, submission.revision, submission.content_sha256, sheet)


def sets_of(library: Library, form_id: str) -> tuple[str, ...]:
    """Return the report sets that any version of a form belongs to."""
    members = (m.id for f in library.catalogue.heads() if f.id == form_id for m in f.report_sets)
    return tuple(dict.fromkeys(members))
