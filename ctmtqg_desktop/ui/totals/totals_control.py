"""Connect the pages of totals with the office: consolidated, printed, down to the signed cell."""

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.catalogue.records.criteria import Criterion, row_id
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.answers.criteria import criteria_section
from ctmtqg_desktop.exchange.receiver.consolidate import (
    Consolidation,
    show_total,
    verdict_column,
)
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import Consolidate, PrintConsolidated
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.frame.search import Found, index_of
from ctmtqg_desktop.ui.frame.set_choice import SetChoice
from ctmtqg_desktop.ui.paper.export_dialog import ExportChoice, ExportDialog
from ctmtqg_desktop.ui.totals.consolidated_page import ConsolidatedPage
from ctmtqg_desktop.ui.totals.matrix_page import MatrixPage

WHOLE = "*"
"""Stands for the whole report where a form could be named."""


class Totals(QObject):
    """Keep the consolidation of a report set and period, made when a page of it is gone to.

    Signals:
        wanted: an order.
        sheet_wanted: the signed Sheet that a total was made of, and the Cell or None.

    Attributes:
        whole: None before it was made, or since reports have come.
    """

    wanted = Signal(object)
    sheet_wanted = Signal(object, object)

    def __init__(self, office: Office, shell: Shell, period: Period) -> None:
        super().__init__(shell)
        self._office, self._shell, self._period = office, shell, period
        self.whole: Consolidation | None = None
        self._asked: Consolidate | None = None
        self._then = ""
        self.sets = SetChoice(office, shell.header)
        self.matrix = MatrixPage(shell.stack)
        self.consolidated = ConsolidatedPage(
            lambda form, cell, value: show_total(office.library, form, cell, value),
            office.catalogue.measures,
            shell.stack,
        )
        shell.add_page("matrix", self.matrix)
        shell.add_page("consolidated", self.consolidated)
        self.sets.changed.connect(self._set_changed)
        self.matrix.cell_opened.connect(self._open_criterion)
        self.consolidated.cell_opened.connect(
            lambda form_id, unit, cell: self.open_sheet(form_id, unit.code, cell)
        )

    # -- making totals

    def show(self, page_id: str) -> None:
        """Show a page of totals, and make them where they are not there yet."""
        self._shell.show_page(page_id)
        self._make()

    def show_period(self, period: Period) -> None:
        """Turn to another period, or to this one as it stands now."""
        self._period = period
        self.sets.offer(period)
        self.forget()

    def forget(self) -> None:
        """Forget the totals: reports have come, or others are to be shown."""
        self.whole = self._asked = None
        self._then = ""
        if self.matrix.isVisible() or self.consolidated.isVisible():
            self._make()

    def heard(self, topics: frozenset[str]) -> None:
        """Forget it when reports have come, or were decided upon."""
        if "submissions" in topics:
            self.forget()

    def index(self) -> None:
        """Let the header search the forms of the chosen report set."""
        catalogue, period = self._office.catalogue, self._period
        units = catalogue.senders(self.sets.id, self._office.unit.code, period)
        if units:
            forms = catalogue.forms_of(self.sets.id, units[0], period.end)
            opened = [catalogue.opened(form, units[0], period) for form in forms]
            self._shell.header.search_in(index_of(opened))

    def go_found(self, found: Found) -> None:
        """Go to what was found in the forms."""
        self.show("consolidated")
        self.consolidated.show_form(found.where)
        if found.cell is not None:
            self.consolidated.go_to(found.cell)

    def _set_changed(self) -> None:
        self.index()
        self.forget()

    def _make(self) -> None:
        """Ask for the totals, unless they are here or on their way."""
        order = Consolidate(self.sets.id, self._period.code)
        if self.whole is None and self.sets.id and self._asked != order:
            self._asked = order
            for page in (self.matrix, self.consolidated):
                page.wait()
            self.wanted.emit(order)

    def acted(self, order: object, done: Done) -> None:
        """Show the totals that were made."""
        whole = done.found
        if order != self._asked or not isinstance(whole, Consolidation):
            return
        self.whole = whole
        matrix = next(iter(whole.matrices.values()), None)
        self.matrix.show_matrix(matrix, has_reports=bool(whole.submissions))
        self.consolidated.show_whole(whole)
        if self._then:
            unit, self._then = self._then, ""
            self._open_first(unit)

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Ask anew the next time a page is gone to."""
        if order == self._asked:
            self._asked = None

    # -- down to the signed cell

    def open_report(self, set_id: str, unit_code: str) -> None:
        """Open the first form of a unit's accepted report."""
        self.sets.choose(set_id)
        if self.whole is None:
            self._make()
            self._then = unit_code
        else:
            self._open_first(unit_code)

    def _open_first(self, unit_code: str) -> None:
        for form_id in self.whole.sources if self.whole else ():
            if self.open_sheet(form_id, unit_code, None):
                return

    def _open_criterion(self, unit: Unit, criterion: Criterion) -> None:
        for form_id, found in self.whole.sources.items() if self.whole else ():
            section = criteria_section(found[0].sheet.form)
            if section is not None:
                cell = Cell(section.id, row_id(criterion.code), verdict_column(section))
                self.open_sheet(form_id, unit.code, cell)
                return

    def open_sheet(self, form_id: str, unit_code: str, cell: Cell | None) -> bool:
        """Open the signed sheet of a unit; say whether there is one."""
        sources = self.whole.sources.get(form_id, ()) if self.whole else ()
        for source in sources:
            if source.unit.code == unit_code:
                self.sheet_wanted.emit(source.sheet, cell)
                return True
        return False

    # -- print

    def ask_print(self, plan_id: str) -> ExportDialog:
        """Ask where the consolidated report goes, and want it written."""
        name = f"tonghop_{self._office.unit.code}_{self._period.code}"
        title = self.tr("Báo cáo tổng hợp {period}").format(period=self._period.label)
        dialog = ExportDialog((ExportChoice(WHOLE, title, name),), self._shell)
        period, set_id = self._period.code, self.sets.id

        def go() -> None:
            order = dialog.order
            if order is not None:
                pdf, xlsx = order.pdf, order.xlsx
                self.wanted.emit(PrintConsolidated(period, set_id, plan_id, pdf, xlsx))

        dialog.accepted.connect(go)
        dialog.open()
        return dialog
