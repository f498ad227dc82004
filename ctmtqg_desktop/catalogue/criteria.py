"""Criteria sets: requirements judged met, not met or not applicable."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ctmtqg_desktop.catalogue.form import STRICT
from ctmtqg_desktop.catalogue.legal import Confidence


class Judged(StrEnum):
    """How a sub-criterion is answered."""

    MET = "met"
    NUMBER = "number"
    PERCENT = "percent"
    INTEGER = "integer"


@dataclass(frozen=True, slots=True)
class Wording:
    """The wording in force from a day on."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    text: str
    valid_from: date
    source: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Threshold:
    """A required figure for a region, from a year on.

    Attributes:
        region: region id, or empty for everywhere.
        year: first year assessed against it; 0 from the beginning.
        operator: one of ``>= <= = > <``.
        figure: exact, as text with a dot, in the sub-criterion's measure.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    operator: str
    figure: str
    source: str
    confidence: Confidence
    region: str = ""
    year: int = 0


@dataclass(frozen=True, slots=True)
class SubCriterion:
    """One content of a criterion.

    Attributes:
        by_province: the law leaves the figure to the province; while no province threshold is
            in ``thresholds`` the officer judges and the figure is kept beside.
        not_applicable: the text says "nếu có".
        parts: ids and labels of parts that must each pass ("nam", "nữ"); empty when undivided.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    code: str
    judged: Judged
    measure: str
    wordings: tuple[Wording, ...]
    thresholds: tuple[Threshold, ...] = ()
    requirement: str = ""
    requirement_source: str = ""
    requirement_confidence: Confidence = Confidence.UNVERIFIED
    by_province: bool = False
    not_applicable: bool = False
    parts: tuple[str, ...] = ()
    note: str = ""

    def wording(self, at: date) -> Wording:
        """Return the wording in force on a day; the oldest where none was yet."""
        started = [w for w in self.wordings if w.valid_from <= at]
        return max(started or self.wordings[:1], key=lambda w: w.valid_from)

    def threshold(self, region: str, year: int) -> Threshold | None:
        """Return the figure required of a region in a year, or None when nobody has set it."""
        fitting = [t for t in self.thresholds if t.region in {"", region} and t.year <= year]
        return max(fitting, key=lambda t: (t.region == region, t.year), default=None)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A numbered requirement made of sub-criteria.

    One that the law does not divide has a single sub-criterion of its own code, never a ".1".
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    code: str
    name: str
    source: str
    confidence: Confidence
    subcriteria: tuple[SubCriterion, ...]
    group: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A whole set, in force for a time and a kind of unit."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    id: str
    version: int
    title: str
    programme: str
    unit_kinds: tuple[str, ...]
    valid_from: date
    source: str
    confidence: Confidence
    criteria: tuple[Criterion, ...]
    valid_to: date | None = None
    note: str = ""


def row_id(code: str) -> str:
    """Return the row id of a criterion or sub-criterion: "17.10" -> "tc17_10"."""
    return "tc" + code.replace(".", "_")
