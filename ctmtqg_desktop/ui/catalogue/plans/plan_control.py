"""Connect the page of plans with an office: which plans there are, and what is read or kept."""

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import QObject

from ctmtqg_desktop.assets import words
from ctmtqg_desktop.catalogue.records.declared import Plan
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keeping.orders import KeepPlan, ReadPlan, TakePlan
from ctmtqg_desktop.exchange.keeping.plans.plan_files import plan_at, plans_in, sheet_of_plan
from ctmtqg_desktop.exchange.keeping.plans.plan_proposals import sheet_of_reading
from ctmtqg_desktop.exchange.keeping.plans.plan_rows import OPERATORS
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.intake.plans.read_plan import PlanRead
from ctmtqg_desktop.ui.catalogue.plans.plan_page import PlanPage
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.parts.notice import Tone

_FAULTS = 6
"""So many refused cells of a workbook are told in the notice; the rows show their own."""


class PlanControl(QObject):
    """Show the plans of an office, and what came of reading, taking and keeping one."""

    def __init__(self, office: Office, shell: Shell) -> None:
        super().__init__(shell)
        self._office = office
        catalogue = office.catalogue
        choices = {
            "operator": OPERATORS,
            "measure": [one.label for one in catalogue.measures.values()],
            "kind": tuple(words("labels", "plans.toml")["kinds"].values()),
            "answer": (),
        }
        self.page = PlanPage({}, choices, shell.stack)
        self.page.folder.propose("ke-hoach")
        self.list_plans()
        self.page.folder.changed.connect(self.list_plans)
        self.page.chosen.connect(self._show_declared)
        self.page.told.connect(self._heard)
        shell.acting.serve(self.page)

    def list_plans(self) -> None:
        """List the plans that are worked on in the folder, and those that are declared."""
        declared = {plan.id: plan.title for plan in self._office.catalogue.plans.values()}
        self.page.offer_plans({**plans_in(self.page.folder.path), **declared})

    def _show_declared(self, plan_id: str) -> None:
        page = self.page
        try:
            self._show_kept(plan_at(self._office.catalogue, plan_id, page.folder.path))
        except CtmtqgError as error:
            page.notice.say_error(error)

    def _show_kept(self, plan: Plan) -> None:
        self.page.show_plan(sheet_of_plan(plan, self._office.catalogue))

    def _heard(self, order: object, done: Done) -> None:
        """Show a plan that was read, taken or kept whole."""
        found = done.found
        if isinstance(order, TakePlan | KeepPlan):
            self.list_plans()
        if isinstance(order, ReadPlan) and isinstance(found, PlanRead):
            sheet = sheet_of_reading(found, self._office.catalogue)
            self.page.show_plan(sheet, document=order.file)
        elif isinstance(order, TakePlan) and isinstance(found, Plan) and done.paths:
            self._show_kept(found)
            self._tell_faults(cast("Sequence[Mapping[str, object]]", done.facts["refused"]))
        elif isinstance(order, KeepPlan) and isinstance(found, Plan) and not done.is_refused:
            self._show_kept(found)

    def _tell_faults(self, refused: Sequence[Mapping[str, object]]) -> None:
        lines = [f"{one['row']} · {one['column']}: {one['message']}" for one in refused]
        if len(lines) > _FAULTS:
            more = self.tr("… và {count} ô khác.").format(count=len(lines) - _FAULTS)
            lines = [*lines[:_FAULTS], more]
        if lines:
            self.page.notice.say(Tone.WARN, self.tr("Các ô bị từ chối:"), "\n".join(lines))
