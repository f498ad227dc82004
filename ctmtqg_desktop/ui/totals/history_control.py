"""Connect the page of a land's years with the office, or with a unit's own desk."""

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
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.frame.news import News
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

    def __init__(self, place: Office | Desk, shell: Shell, set_id: Callable[[], str]) -> None:
        super().__init__(shell)
        self._shell, self._set_id = shell, set_id
        self._asked: ShowHistory | None = None
        day, is_own = place.workspace.identity.at, isinstance(place, Desk)
        below = place.catalogue.units.children(place.unit.code, day)
        self.page = HistoryPage(
            (place.unit,) if is_own else below,
            lambda form, cell, value: show_total(place.library, form, cell, value),
            place.catalogue.measures, shell.stack, shows_lands_alone=is_own,
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


def own_land_years(desk: Desk, shell: Shell, news: News, set_id: Callable[[], str]) -> LandYears:
    """Return the series of a unit's own land, asked for in its window."""
    made = LandYears(desk, shell, set_id)
    shell.acting.serve(made)
    news.changed.connect(made.heard)
    return made
