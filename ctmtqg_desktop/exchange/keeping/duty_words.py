"""What people read of a duty: why a report is owed, and what was decided of a unit."""

from collections.abc import Mapping
from typing import TypeVar

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.owing import Cause
from ctmtqg_desktop.catalogue.profiles import Duty, Profile, ReportRequest
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import format_date

_T = TypeVar("_T", Profile, ReportRequest)


def duty_news(earlier: Catalogue, now: Catalogue, unit: Unit) -> tuple[str, ...]:
    """Return what a catalogue says of a unit's duties that one before it did not."""
    profiles = (
        say("duty-news.profile", {"days": profile_days(one), "says": profile_words(now, one)})
        for one in _new(earlier.profiles, now.profiles)
        if one.unit == unit.code and unit.is_valid(one.valid_from)
    )
    asked = (
        _request_line(now, one) for one in _new(earlier.requests, now.requests) if one.is_for(unit)
    )
    return (*asked, *profiles)


def _new(earlier: Mapping[str, _T], now: Mapping[str, _T]) -> list[_T]:
    return [one for name, one in now.items() if earlier.get(name) != one]


def _request_line(catalogue: Catalogue, asked: ReportRequest) -> str:
    known = catalogue.report_sets
    facts = {
        "short": known[asked.report_set].short if asked.report_set in known else asked.report_set,
        "period": Period.parse(asked.period).label, "deadline": asked.deadline, "why": asked.why,
    }  # fmt: skip
    return say("duty-news.withdrawn" if asked.is_withdrawn else "duty-news.asked", facts)


def why_owed(catalogue: Catalogue, cause: Cause | None) -> str:
    """Return why a unit owes a report; of one that was only begun, that it need not be sent."""
    if cause is None:
        return say("cause.nothing", {})
    if cause.request is not None:
        asked = cause.request
        return say("cause.request", {"why": asked.why, "day": asked.asked_on})
    if cause.duty is None or cause.profile is None:
        return say("cause.everybody", {})
    return say("cause.profile", {"met": ", ".join(_met(catalogue, cause.duty, cause.profile))})


def _met(catalogue: Catalogue, duty: Duty, profile: Profile) -> list[str]:
    """Return what of a profile makes its unit owe the set."""
    programmes = [one for one in profile.programmes if one in duty.programmes]
    areas = [one for one in profile.areas if one in duty.areas]
    aims = [one for one in profile.aims if one in duty.aims]
    return _names(catalogue, programmes, areas, aims)


def _names(
    catalogue: Catalogue, programmes: list[str], areas: list[str], aims: list[str]
) -> list[str]:
    """Return the names of what a profile says; what is not declared any more goes by its id."""
    shorts = {one: found.short for one, found in catalogue.programmes.items()}
    return [
        *(
            say("cause.aim", {"aim": catalogue.aims[one].label if one in catalogue.aims else one})
            for one in aims
        ),
        *(catalogue.areas[one].label if one in catalogue.areas else one for one in areas),
        *(shorts.get(one, one) for one in programmes),
    ]


def profile_words(catalogue: Catalogue, profile: Profile | None) -> str:
    """Return what was decided of a unit, in one line; that nothing was, where nothing was."""
    if profile is None:
        return say("profile.none", {})
    given = (list(profile.programmes), list(profile.areas), list(profile.aims))
    names = _names(catalogue, *given) or [say("profile.nothing", {})]
    sets = [
        catalogue.report_sets[one].short if one in catalogue.report_sets else one
        for one in profile.excused
    ]
    excused = [say("profile.excused", {"sets": sets})] if sets else []
    return "; ".join([*names, *excused])


def profile_days(profile: Profile) -> str:
    """Return the days a profile holds for."""
    begins = format_date(profile.valid_from)
    if profile.valid_to is None:
        return say("profile.from", {"begins": begins})
    return say("profile.between", {"begins": begins, "ends": format_date(profile.valid_to)})
