"""Connect the page of a plan with the office: all reports of a period answer."""

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.consolidate import Part
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.answers.track import Tracked
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import Track
from ctmtqg_desktop.exchange.receiver.totals import Answers, answers_from
from ctmtqg_desktop.exchange.tasks.standing import TrackedTask
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.totals.track_page import TrackPage

PAGE = "track"


class Tracking(QObject):
    """Show the targets of a plan against what was reported in a period.

    Signals:
        wanted: an order.
        sheet_wanted: the signed Sheet that gave a part of an answer, and the Cell or None.
    """

    wanted = Signal(object)
    sheet_wanted = Signal(object, object)

    def __init__(self, office: Office, shell: Shell, period: Period) -> None:
        super().__init__(shell)
        self._office, self._shell, self._period = office, shell, period
        self._asked: Track | None = None
        self._answers: Answers | None = None
        plans = [office.catalogue.plan(plan_id) for plan_id in office.plans()]
        self.page = TrackPage(plans, office.catalogue.measures, shell.stack)
        shell.add_page(PAGE, self.page)
        self.page.plan_picked.connect(self._turn_plan)
        self.page.part_opened.connect(self._open_part)

    def show(self) -> None:
        """Go to the page, and ask for the answers where they are not here."""
        self._shell.show_page(PAGE)
        self._ask()

    def show_period(self, period: Period) -> None:
        """Turn to another period, or to this one as it stands now."""
        self._period = period
        self.forget()

    def forget(self) -> None:
        """Forget the answers: reports have come or another period is shown."""
        self._asked = self._answers = None
        if self.page.isVisible():
            self._ask()

    def _turn_plan(self, plan_id: str) -> None:
        """Let the reports that are put together already answer another plan."""
        if self._answers is None or not plan_id:
            self._ask()
            return
        self._asked = Track(plan_id, self._period.code)
        self._show(answers_from(self._office.library, plan_id, self._answers.whole))

    def _show(self, answers: Answers) -> None:
        self._answers = answers
        self.page.show_tracked(answers.targets, answers.tasks)

    def heard(self, topics: frozenset[str]) -> None:
        """Forget it when reports have come, or were decided upon."""
        if "submissions" in topics:
            self.forget()

    def _ask(self) -> None:
        """Ask for the answers, unless they are here or on their way."""
        plan_id = self.page.plan_id
        order = Track(plan_id, self._period.code)
        if not plan_id:
            self.page.show_tracked(())
        elif order != self._asked:
            self._asked = order
            self.page.wait()
            self.wanted.emit(order)

    def acted(self, order: object, done: Done) -> None:
        """Show the answers."""
        answers = done.found
        if order == self._asked and isinstance(answers, Answers):
            self._show(answers)

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Ask anew the next time the page is gone to."""
        if order == self._asked:
            self._asked = None

    def _open_part(self, item: Tracked | TrackedTask, part: Part) -> None:
        if isinstance(item, TrackedTask):
            self._open_row(item, part)
            return
        answer = item.target.answer
        cell = Cell.parse(answer.cell) if answer.cell and "*" not in answer.cell else None
        sources = self._answers.whole.sources.get(answer.form, ()) if self._answers else ()
        for source in sources:
            if source.unit.code == part.unit.code:
                self.sheet_wanted.emit(source.sheet, cell)
                return

    def _open_row(self, item: TrackedTask, part: Part) -> None:
        """Show the signed row in which a unit says how far a task is."""
        one = next((u for u in item.units if u.unit.code == part.unit.code), None)
        submissions = self._office.workspace.submissions
        signed = submissions.find(part.content_sha256) if part.content_sha256 else None
        if one is not None and one.report is not None and one.said is not None and signed:
            sheet = self._office.sheets_of(signed)[one.report.form]
            self.sheet_wanted.emit(sheet, one.said.cell)
