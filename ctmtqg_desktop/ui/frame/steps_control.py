"""Connect the steps of the work with a window: its first page, F1, and where they lead."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from ctmtqg_desktop.exchange.steps.next_step import LeadsTo, StepPlace
from ctmtqg_desktop.ui.frame.frame import Shell
from ctmtqg_desktop.ui.frame.steps_panel import Asks, StepsPanel

Ways = Mapping[StepPlace, Callable[[Any, LeadsTo], object]]
"""How a window goes to each place a step leads to."""


class StepsControl(QObject):
    """Show the steps and go where they lead.

    Args:
        window: that holds the pages.
        panel: of its first page.
        ask: gives the steps as they are now.
        ways: of the window.
    """

    def __init__(
        self, shell: Shell, window: object, panel: StepsPanel, ask: Asks, ways: Ways
    ) -> None:
        super().__init__(shell)
        self._window, self._ways = window, ways
        panel.ask = ask
        panel.wanted.connect(self.lead)
        shell.tell_steps(ask, self.lead)

    def lead(self, leads: LeadsTo) -> None:
        """Go where a step is done."""
        self._ways[leads.place](self._window, leads)
