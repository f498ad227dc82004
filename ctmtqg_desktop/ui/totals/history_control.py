"""Connect the page of a land's years with the office."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.consolidate import Part
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.receiver.consolidate import show_total
from ctmtqg_desktop.exchange.receiver.land_history import History, Land
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import ShowHistory
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.totals.history_page import HistoryPage

PAGE = "history"


class LandYears(QObject):
    """Show the series of the land of a unit.

    Signals:
        wanted: an order.
        sheet_wanted: the signed Sheet that gave a part of a figure, and the Cell or None.
    """

    wanted = Signal(object)
    sheet_wanted = Signal(object, object)

    def __init__(self, office: Office, shell: Shell, set_id: Callable[[], str]) -> None:
        super().__init__(shell)
        self._shell, self._set_id = shell, set_id
        self._asked: ShowHistory | None = None
        day = office.workspace.identity.at
        units = office.catalogue.units.children(office.unit.code, day)
        self.page = HistoryPage(
            units, lambda form, cell, value: show_total(office.library, form, cell, value),
            office.catalogue.measures, shell.stack,
        )  # fmt: skip
        shell.add_page(PAGE, self.page)
        self.page.unit_picked.connect(lambda _: self._ask())
        self.page.part_opened.connect(self._open_part)

    def show(self) -> None:
        """Go to the page, and ask for the series where it is not here."""
        self._shell.show_page(PAGE)
        self._ask()

    def forget(self) -> None:
        """Forget the series: reports have come, or another report set is to be shown."""
        self._asked = None
        if self.page.isVisible():
            self._ask()

    def heard(self, topics: frozenset[str]) -> None:
        """Forget it when reports have come, or were decided upon."""
        if "submissions" in topics:
            self.forget()

    def _ask(self) -> None:
        code = self.page.unit_code
        order = ShowHistory(code, self._set_id())
        if code and order != self._asked:
            self._asked = order
            self.page.wait()
            self.wanted.emit(order)

    def acted(self, order: object, done: Done) -> None:
        """Show the series."""
        if order == self._asked and isinstance(done.found, History):
            self.page.show_history(done.found)

    def refused(self, order: object, error: CtmtqgError) -> None:
        """Ask anew the next time the page is gone to."""
        if order == self._asked:
            self._asked = None

    def _open_part(self, form_id: str, land: Land, part: Part, cell: Cell) -> None:
        for source in land.sources.get(form_id, ()):
            if source.unit.code == part.unit.code:
                self.sheet_wanted.emit(source.sheet, cell)
                return
