"""Which report the page of signing speaks of: from the desk to the page."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import EDITABLE
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.fill.standing import offer_of, why_locked

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class SignSubject:
    """Which report the page is about, and where that stands.

    Attributes:
        report_set, period, revision: its id, code and number.
        words: the same for people, with the receiver's name.
        locked: why it cannot be signed now; empty when it can.
        offer: word of a button that opens the next revision; empty for none.
        is_signed: whether there is a package to write once more.
    """

    report_set: str = ""
    period: str = ""
    revision: int = 0
    words: str = ""
    locked: str = ""
    offer: str = ""
    is_signed: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        """Return what tells it from another report, or from its own next revision."""
        return self.report_set, self.period, self.revision


def subject_of(desk: Desk, set_id: str, period: Period) -> SignSubject:
    """Return what the page of signing is to say of a report."""
    report = desk.report(set_id, period)
    above = desk.catalogue.units.find(desk.unit.parent, desk.workspace.identity.at)
    parts = (
        desk.catalogue.report_set(set_id).short,
        period.label,
        translate("SignSubject", "lần {revision}").format(revision=report.revision),
        translate("SignSubject", "gửi {unit}").format(unit=above.name) if above else "",
    )
    return SignSubject(
        set_id, period.code, report.revision, " · ".join(part for part in parts if part),
        locked=why_locked(desk, report), offer=offer_of(report),
        is_signed=report.status not in EDITABLE,
    )  # fmt: skip
