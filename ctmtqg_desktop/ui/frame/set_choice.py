"""Which report set a receiving unit totals: chosen in the header, or by opening a report of it."""

from PySide6.QtCore import QObject, Signal

from ctmtqg_desktop.catalogue.owing import has_period
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.ui.frame.header import Header
from ctmtqg_desktop.ui.frame.window_memory import REPORT_SET
from ctmtqg_desktop.ui.parts.files.memory import memory_of


class SetChoice(QObject):
    """Keep the chosen report set among those that have the period.

    Signals:
        changed: another report set is chosen.
    """

    changed = Signal()

    def __init__(self, office: Office, header: Header) -> None:
        super().__init__(header)
        self._office, self._header = office, header
        self._sets = office.report_sets()
        self._memory = memory_of(header)
        kept = self._memory.recalled(REPORT_SET) if self._memory else ""
        ids = [one.id for one in self._sets]
        self.id = kept if kept in ids else next(iter(ids), "")
        header.set_picked.connect(self.choose)

    def read_anew(self) -> None:
        """Know the report sets that were published since."""
        self._sets = self._office.report_sets()

    def offer(self, period: Period) -> None:
        """Offer what has this period; the choice moves where its set has not."""
        sets = [s for s in self._sets if has_period(self._office.catalogue, s, period)]
        if sets and self.id not in {s.id for s in sets}:
            self.id = sets[0].id
        self._header.offer_sets(sets, self.id)

    def choose(self, set_id: str) -> None:
        """Choose a report set."""
        if set_id != self.id:
            self.id = set_id
            if self._memory:
                self._memory.keep(REPORT_SET, set_id)
            self._header.show_set(set_id)
            self.changed.emit()
