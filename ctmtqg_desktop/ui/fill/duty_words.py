"""What the first page says of a unit's duties."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.catalogue.owing import profile_of
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.keeping.duty_words import profile_days, profile_words, why_owed
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.owed.due import all_due
from ctmtqg_desktop.ui.fill.home_page import DutyWords

translate = QCoreApplication.translate


def duty_words(desk: Desk, period: Callable[[], Period]) -> DutyWords:
    """Return what the first page shows of duties: what is due and why, what was decided of us."""

    def profile() -> str:
        found = profile_of(desk.catalogue, desk.unit, period().end)
        if found is None:
            return translate(
                "DutyWords", "Nơi nhận chưa quyết định hồ sơ của đơn vị; có thể còn báo cáo khác."
            )
        words = translate("DutyWords", "Hồ sơ {days}: {words}")
        return words.format(days=profile_days(found), words=profile_words(desk.catalogue, found))

    return DutyWords(
        lambda: all_due(desk, period()), lambda due: why_owed(desk.catalogue, due.cause), profile
    )
