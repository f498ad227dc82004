"""How the board says in few words where a unit stands with a report."""

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.exchange.receiver.board.concerns import BoardConcern
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.ui.inbox.parcels import BoardPlace, UnitStanding
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.badges import LINE_SIGNS, NOT_SENT, STATUS_SIGNS, line_words
from ctmtqg_desktop.ui.parts.table import Sign

translate = QCoreApplication.translate
_TAKEN = frozenset({Status.RECEIVED, Status.ACCEPTED})
_MARKED = (
    (BoardConcern.WAITING, Sign("clock", COLOURS.reason_edge)),
    (BoardConcern.FAULTY, Sign("shield-alert", COLOURS.reason_edge)),
)
"""What is to be minded shows its own sign instead of the status."""


def place_words(place: BoardPlace) -> str:
    """Say where a report is; being in time goes without saying."""
    if not place.is_owed:
        return ""
    if place.status is None:
        late = translate("BoardPage", "Muộn {days} ngày").format(days=place.days_late)
        return late if place_is_late(place) else say("concern.missing", {})
    came = place.status in _TAKEN
    words = translate("BoardPage", "Đã nhận") if came else say(f"status.{place.status}", {})
    if place.revision > 1:
        again = translate("BoardPage", "{status} lần {revision}")
        words = again.format(status=words, revision=place.revision)
    late = translate("BoardPage", "{status}, muộn {days} ngày")
    is_late = came and place_is_late(place)
    return late.format(status=words, days=place.days_late) if is_late else words


def place_is_late(place: BoardPlace) -> bool:
    """Say whether a report came, or has not come, after its deadline."""
    return BoardConcern.LATE in place.concerns


def place_colour(place: BoardPlace) -> str | None:
    """Return the colour of the words; None for the common one."""
    return COLOURS.error if place_is_late(place) else None


def place_sign(place: BoardPlace) -> Sign | None:
    """Return the sign before the words."""
    if not place.is_owed:
        return None
    for concern, mark in _MARKED:
        if concern in place.concerns:
            return mark
    if place.status is None:
        return Sign("circle-alert", COLOURS.error) if place_is_late(place) else NOT_SENT
    return STATUS_SIGNS[place.status]


def place_tip(place: BoardPlace) -> str:
    """Say all that is known of a report."""
    if not place.is_owed:
        return translate("BoardPage", "Đơn vị không báo cáo bộ này.")
    lines = [translate("BoardPage", "Hạn: {day}").format(day=format_date(place.deadline))]
    if place.back_by:
        words = translate("BoardPage", "Đã trả lại, hạn gửi lại: {day}")
        lines.append(words.format(day=format_date(place.back_by)))
    if place.received_at:
        words = translate("BoardPage", "Nhận: {moment}")
        lines.append(words.format(moment=moment(place.received_at)))
    if place.bottom_line:
        words = translate("BoardPage", "Kết luận: {line}")
        lines.append(words.format(line=line_words(place.bottom_line)))
    lines.extend(
        say(f"concern.{concern}", {}) for concern in BoardConcern if concern in place.concerns
    )
    return "\n".join(lines)


def unit_sign(standing: UnitStanding) -> Sign:
    """Return the sign before a unit: all is here, something is late, or neither."""
    if all(place.status is not None for place in standing.places if place.is_owed):
        return Sign("check", COLOURS.ok)
    late = any(place_is_late(place) for place in standing.places)
    return Sign("circle-alert", COLOURS.error) if late else NOT_SENT


def line_sign(place: BoardPlace) -> Sign | None:
    """Return the sign of the conclusion about a package."""
    return LINE_SIGNS.get(place.bottom_line)
