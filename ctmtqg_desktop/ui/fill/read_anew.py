"""Show what was published while the window is open, and stay where one is."""

from typing import Protocol

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.ui.fill.entry_page import EntryPage
from ctmtqg_desktop.ui.fill.form_tree import FormTree
from ctmtqg_desktop.ui.frame.frame import Shell


class Filling(Protocol):
    """The window of a reporting unit, as far as it shows forms and duties."""

    shell: Shell
    entry: EntryPage
    forms: FormTree
    period: Period

    def show_period(self, period: Period) -> None:
        """Show a period from the start."""

    def open_form(self, form_id: str, cell: Cell | None = None) -> None:
        """Show a form of the period."""


def read_anew(window: Filling) -> None:
    """Show the forms, duties and targets that count now; the page and the form stay open."""
    shown = window.shell.page_id
    page = window.entry.page if shown == "entry" else None
    form = page.sheet.form.id if page is not None else ""
    window.show_period(window.period)
    if form in {one.id for _, one in window.forms.by_set()}:
        window.open_form(form)
    elif shown not in {"entry", ""}:
        window.shell.show_page(shown)
