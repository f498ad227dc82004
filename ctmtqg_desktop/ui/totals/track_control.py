"""Connect the page of a plan's targets with the office: all reports of a period answer."""

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.consolidate import Part
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.track import Tracked, track
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.parts.busy import Work
from ctmtqg_desktop.ui.parts.jobs import Job, Jobs
from ctmtqg_desktop.ui.totals.track_page import TrackPage

PAGE = "track"


class Tracking(QObject):
    """Show the targets of a plan against every report set of a period together.

    Signals:
        sheet_wanted: the signed Sheet that gave a part of an answer, and the Cell or None.
    """

    sheet_wanted = Signal(object, object)

    def __init__(self, office: Office, shell: Shell, jobs: Jobs) -> None:
        super().__init__(shell)
        self._office, self._shell = office, shell
        self._together: Consolidation | None = None
        plans = [office.catalogue.plan(plan_id) for plan_id in office.plans()]
        self.page = TrackPage(plans, office.catalogue.measures, shell.stack)
        shell.add_page(PAGE, self.page)
        self.busy = shell.add_busy(jobs)
        self.busy.done.connect(self._show)
        self.page.plan_picked.connect(self._show_plan)
        self.page.part_opened.connect(self._open_part)

    def forget(self) -> None:
        """Forget the answers: reports have come or another period is shown."""
        self._together = None

    def show(self, period: Period) -> None:
        """Go to the page, and have the reports of the period put together where they are not."""
        self._shell.show_page(PAGE)
        if self._together is None or self._together.period != period:
            self.page.wait()
            self.busy.run(self.tr("Đang tổng hợp…"), _together(self._office, period))

    def _show(self, together: Consolidation) -> None:
        self._together = together
        self._show_plan(self.page.plan_id)

    def _show_plan(self, plan_id: str) -> None:
        if self._together is not None:
            found = track(self._office.library, plan_id, self._together) if plan_id else ()
            self.page.show_tracked(found)

    def _open_part(self, item: Tracked, part: Part) -> None:
        answer = item.target.answer
        cell = Cell.parse(answer.cell) if answer.cell and "*" not in answer.cell else None
        sources = self._together.sources.get(answer.form, ()) if self._together else ()
        for source in sources:
            if source.unit.code == part.unit.code:
                self.sheet_wanted.emit(source.sheet, cell)
                return


def _together(office: Office, period: Period) -> Work:
    def work(_: Job) -> Consolidation:
        return office.together(period)

    return work
