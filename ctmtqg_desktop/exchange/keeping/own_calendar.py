"""A receiver's own calendar: other days for its reports, in the place of a declared calendar."""

from ctmtqg_desktop.catalogue.read.toml_writer import calendar_to_toml
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.mistakes import nearest_spelling
from ctmtqg_desktop.catalogue.records.periods import Calendar
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keeping.orders import MOST_DAYS, OwnCalendar
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import write_new


def own_calendar(room: Room, order: OwnCalendar, _: Step = no_step) -> Done:
    """Write a calendar of our own as a file to be published; it counts once that is done.

    Raises:
        FormError: ``form.calendar-unknown``, ``exchange.calendar-own``,
            ``exchange.calendar-days``, ``exchange.calendar-source``, ``exchange.folder``.
        PackageError: ``package.file-exists``: another text stands there.
    """
    calendar = _calendar(room, order)
    path = made_folder(order.folder) / f"{calendar.id}.toml"
    write_new(path, calendar_to_toml(calendar).encode("utf-8"))
    facts = {
        "path": path, "id": calendar.id, "receiver": calendar.receiver,
        "instead_of": calendar.instead_of, "valid_from": calendar.valid_from,
        "deadline_days": calendar.deadline_days,
    }  # fmt: skip
    return Done("done.own-calendar", facts, (path,), calendar)


def _calendar(room: Room, order: OwnCalendar) -> Calendar:
    base = _replaced(room, order.instead_of)
    if not 0 <= order.deadline_days <= MOST_DAYS:
        raise FormError("exchange.calendar-days", given=order.deadline_days, most=MOST_DAYS)
    if not order.source.strip():
        raise FormError("exchange.calendar-source")
    begins = f"-{order.valid_from:%Y%m%d}" if order.valid_from else ""
    return Calendar(
        id=f"{base.id}-{room.unit.code}{begins}",
        title=order.title or say("calendar.own", {"unit": room.unit.name, "base": base.title}),
        first_day=base.first_day if order.first_day is None else order.first_day,
        deadline_days=order.deadline_days,
        source=order.source,
        confidence=Confidence.UNVERIFIED,
        roll=base.roll if order.roll is None else order.roll,
        receiver=room.unit.code,
        instead_of=base.id,
        valid_from=order.valid_from,
    )


def _replaced(room: Room, given: str) -> Calendar:
    calendars = room.catalogue.calendars
    if given not in calendars:
        suggestion = nearest_spelling(given, calendars)
        raise FormError("form.calendar-unknown", given=given, suggestion=suggestion)
    if calendars[given].receiver:
        raise FormError("exchange.calendar-own", given=given, base=calendars[given].instead_of)
    return calendars[given]
