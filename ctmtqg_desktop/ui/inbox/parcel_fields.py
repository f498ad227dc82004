"""What the inbox says of each file that came."""

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.exchange.words import claimed
from ctmtqg_desktop.ui.inbox.parcels import CHECKING, WAITING, Parcel
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.badges import LINE_SIGNS, OUTCOME_SIGNS, line_words, outcome_words
from ctmtqg_desktop.ui.parts.table import Field, Sign
from ctmtqg_desktop.workspace.records import Outcome

translate = QCoreApplication.translate


def parcel_fields() -> tuple[Field[Parcel], ...]:
    """Return the columns of the inbox."""
    return (
        Field(translate("BoardPage", "Đơn vị, tệp"), lambda p: p.unit or claimed(p.file),
              width=132, tip=_came, bold=lambda p: p.outcome in {WAITING, CHECKING}),
        Field(translate("BoardPage", "Báo cáo, kỳ, lần"), lambda p: p.about, width=236,
              tip=lambda p: p.about),
        Field(translate("BoardPage", "Kết luận"), _line_words, sign=_line_sign, width=118,
              tip=lambda p: p.message),
        Field(translate("BoardPage", "Nhập"), _outcome_words, sign=_outcome_sign, width=130,
              tip=lambda p: p.message),
        Field(translate("BoardPage", "Lý do"), lambda p: p.message, tip=lambda p: p.message,
              colour=lambda p: COLOURS.error if p.outcome == Outcome.REFUSED else None),
    )  # fmt: skip


def _came(parcel: Parcel) -> str:
    """Return the name of a file and when it came."""
    return " · ".join(part for part in (claimed(parcel.file), moment(parcel.at)) if part)


def _line_words(parcel: Parcel) -> str:
    if parcel.outcome == CHECKING:
        return translate("BoardPage", "Đang kiểm tra…")
    if not parcel.bottom_line:
        unread = translate("BoardPage", "Không đọc được")
        return unread if parcel.at else translate("BoardPage", "Chưa kiểm tra")
    return line_words(parcel.bottom_line)


def _line_sign(parcel: Parcel) -> Sign:
    if parcel.outcome in {WAITING, CHECKING}:
        return Sign("refresh-cw" if parcel.outcome == CHECKING else "clock", COLOURS.accent)
    return LINE_SIGNS.get(parcel.bottom_line, LINE_SIGNS["invalid"])


def _outcome_words(parcel: Parcel) -> str:
    is_done = parcel.outcome in OUTCOME_SIGNS
    return outcome_words(parcel.outcome) if is_done else translate("BoardPage", "Đang chờ")


def _outcome_sign(parcel: Parcel) -> Sign | None:
    return OUTCOME_SIGNS.get(parcel.outcome)
