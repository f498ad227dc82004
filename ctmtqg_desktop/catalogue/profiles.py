"""What a receiver decides of its units: their profiles, and the reports it asks for beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ctmtqg_desktop.catalogue.records.form import STRICT
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.units import Unit


@dataclass(frozen=True, slots=True)
class Area:
    """A kind of land that duties depend on: extremely difficult, of minorities, safe zone."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A level that a unit aims at: new-style countryside, advanced, model, urban."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What a receiver has decided of one unit, from a day on.

    Attributes:
        unit: code; it means the unit that has it on ``valid_from``, and no later one.
        valid_to: last day; None until another is decided.
        programmes, areas, aims: ids.
        excused: ids of report sets that the unit need not send, whatever else says so.
        version: a higher one corrects what was published under the same id.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    unit: str
    valid_from: date
    source: str
    confidence: Confidence
    valid_to: date | None = None
    programmes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    version: int = 1

    def is_of(self, unit: Unit, at: date) -> bool:
        """Say whether it holds for a unit on a day."""
        is_meant = self.unit == unit.code and unit.is_valid(self.valid_from)
        return is_meant and self.valid_from <= at <= (self.valid_to or at)


@dataclass(frozen=True, slots=True)
class Duty:
    """Whose profile makes a unit owe a report set, though not every unit does.

    A profile meets it when it has one of what each list that is not empty names. A set with
    several duties is owed by whoever meets one of them.

    Attributes:
        valid_from, valid_to: days between which periods end that it counts for; None is open.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    report_set: str
    source: str
    confidence: Confidence
    programmes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def is_met(self, profile: Profile, at: date) -> bool:
        """Say whether a profile makes its unit owe the set on a day."""
        if at < (self.valid_from or at) or at > (self.valid_to or at):
            return False
        pairs = (
            (self.programmes, profile.programmes), (self.areas, profile.areas),
            (self.aims, profile.aims),
        )  # fmt: skip
        return any(asked for asked, _ in pairs) and all(
            not asked or set(asked) & set(given) for asked, given in pairs
        )


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A report that a receiver asks for beside the regular ones (yêu cầu báo cáo).

    Attributes:
        receiver: code of who asks; it asks the units that report to it.
        asked_on: of several for one report, the last asked counts.
        units: codes of those it is for; empty is all.
        forms: ids of the forms that are wanted; empty is the whole set.
        why: what it is for.
        source: the document that asks.
        is_withdrawn: nobody owes it any more.
        version: a higher one changes what was published under the same id.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    receiver: str
    report_set: str
    period: str
    deadline: date
    asked_on: date
    why: str
    source: str
    confidence: Confidence
    units: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    is_withdrawn: bool = False
    version: int = 1

    def is_for(self, unit: Unit) -> bool:
        """Say whether it is for a unit, as it is on the last day of the period."""
        return self.receiver == unit.parent and (not self.units or unit.code in self.units)


@dataclass(frozen=True, slots=True)
class DutiesFile:
    """A file that says who owes what."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    areas: tuple[Area, ...] = ()
    aims: tuple[Aim, ...] = ()
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfilesFile:
    """A file of profiles."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class RequestsFile:
    """A file of requests."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    requests: tuple[ReportRequest, ...]


def profile_at(profiles: Iterable[Profile], unit: Unit, at: date) -> Profile | None:
    """Return what was decided of a unit for a day; the last decided where several were."""
    found = [one for one in profiles if one.is_of(unit, at)]
    return max(found, key=lambda one: (one.valid_from, one.id), default=None)


def request_for(
    requests: Iterable[ReportRequest], set_id: str, unit: Unit, period: str
) -> ReportRequest | None:
    """Return the request that counts for a unit's report, None where none does."""
    found = [
        one
        for one in requests
        if one.report_set == set_id
        and one.period == period
        and not one.is_withdrawn
        and one.is_for(unit)
    ]
    return max(found, key=lambda one: (one.asked_on, one.version, one.id), default=None)
