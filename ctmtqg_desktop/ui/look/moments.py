"""Moments as Vietnamese readers write them, in Vietnam's time whatever they were stored in."""

from datetime import datetime

from ctmtqg_desktop.clock import in_vietnam
from ctmtqg_desktop.text import format_date


def moment(at: datetime | None) -> str:
    """Return "08:02 06/01/2025"; an empty text for no moment."""
    if at is None:
        return ""
    here = in_vietnam(at)
    return f"{here:%H:%M} {format_date(here.date())}"
