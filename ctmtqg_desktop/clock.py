"""The type of "what time is it", so that tests can say."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

Clock = Callable[[], datetime]

VIETNAM = timezone(timedelta(hours=7), "ICT")
"""Vietnam keeps UTC+7 all year, so a fixed offset is exact and needs no zone file."""


def system_clock() -> datetime:
    """Return the present moment, to the second, with Vietnam's offset."""
    return datetime.now(VIETNAM).replace(microsecond=0)


def in_vietnam(at: datetime) -> datetime:
    """Return a moment in Vietnam's time.

    A certificate "for ever" ends with the calendar: what has no Vietnamese time stays as it is.
    """
    try:
        return at.astimezone(VIETNAM)
    except OverflowError:
        return at
