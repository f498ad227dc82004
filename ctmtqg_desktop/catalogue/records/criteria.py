"""Criteria sets: requirements judged met, not met or not applicable."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from ctmtqg_desktop.catalogue.records.form import STRICT, Choice
from ctmtqg_desktop.catalogue.records.legal import Confidence


class JudgedBy(StrEnum):
    """How a sub-criterion is answered; a level is one of an ordered list."""

    MET = "met"
    NUMBER = "number"
    PERCENT = "percent"
    INTEGER = "integer"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class CriterionWording:
    """The wording in force from a day on.

    Attributes:
        judged, measure: how it is answered where that differs from the content's own, which is
            that of its newest wording: an amendment may ask for a figure or no longer do.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    text: str
    valid_from: date
    source: str
    confidence: Confidence
    judged: JudgedBy | None = None
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A required figure for a region, from a year on.

    Attributes:
        region: region or group id, or empty for everywhere.
        year: first year assessed against it; 0 from the beginning.
        valid_from: the day it came into force, where an amendment set it within a year; what is
            reported up to the day before is assessed as it was.
        operator: one of ``>= <= = > <``.
        figure: exact, as text with a dot, in the sub-criterion's measure; of a level its id.
        relative_to: the number field of the form (``section.row``) that the figure is a
            percentage of; empty for a figure that stands by itself.
        unit: code of the unit that set it, for itself and all below it; empty is the law's own.
        least: what the text asks of some at least; between it and ``figure`` the officer judges.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    operator: str
    figure: str
    source: str
    confidence: Confidence
    region: str = ""
    year: int = 0
    relative_to: str = ""
    unit: str = ""
    valid_from: date | None = None
    least: str = ""

    @property
    def begins(self) -> date:
        """Return the first day on which it counts."""
        return max(self.valid_from or date.min, date(max(self.year, 1), 1, 1))


def _precedence(threshold: Threshold) -> tuple[bool, bool, date]:
    return bool(threshold.unit), bool(threshold.region), threshold.begins


@dataclass(frozen=True, slots=True)
class SubCriterion:
    """One content of a criterion.

    Attributes:
        by_province: the law leaves the figure to the province; while no province threshold is
            in ``thresholds`` the officer judges and the figure is kept beside.
        not_applicable: the text says "nếu có".
        parts: ids and labels of parts that must each pass ("nam", "nữ"); empty when undivided.
        levels: of a content judged by level, the lowest first.
        numbered: false where the official number is not known; the code is then ours and is
            not printed.
        counted: false for a row that stands for the contents whose wording is not known.
        or_judged: where no figure is typed the officer judges; so was reported before the
            figure that is demanded was known.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    code: str
    judged: JudgedBy
    measure: str
    wordings: tuple[CriterionWording, ...]
    thresholds: tuple[Threshold, ...] = ()
    requirement: str = ""
    requirement_source: str = ""
    requirement_confidence: Confidence = Confidence.UNVERIFIED
    by_province: bool = False
    not_applicable: bool = False
    parts: tuple[str, ...] = ()
    levels: tuple[Choice, ...] = ()
    numbered: bool = True
    counted: bool = True
    or_judged: bool = False
    note: str = ""

    def wording(self, at: date) -> CriterionWording:
        """Return the wording in force on a day; the oldest where none was yet."""
        started = [w for w in self.wordings if w.valid_from <= at]
        return max(started or self.wordings[:1], key=lambda w: w.valid_from)

    def at(self, day: date) -> "SubCriterion":
        """Return the content as it was answered on a day, before an amendment changed that."""
        wording = self.wording(day)
        if wording.judged is None and wording.measure is None:
            return self
        judged = self.judged if wording.judged is None else wording.judged
        measure = self.measure if wording.measure is None else wording.measure
        return replace(self, judged=judged, measure=measure)

    def threshold(
        self, region: str, when: int | date, above: Collection[str] = ()
    ) -> Threshold | None:
        """Return the figure required of a region, or None when nobody has set it.

        What a unit among ``above`` has set goes before what the law says.

        Args:
            region: of the unit.
            when: the last day of the period, or a year for the last of its days.
            above: the unit and those above it.
        """
        day = date(when, 12, 31) if isinstance(when, int) else when
        fitting = [
            t
            for t in self.thresholds
            if t.region in {"", region} and t.begins <= day and (not t.unit or t.unit in above)
        ]
        return max(fitting, key=_precedence, default=None)

    def passing(self, threshold: Threshold) -> tuple[str, ...]:
        """Return the levels that meet a threshold, the lowest first; none for an unknown one."""
        order = [level.id for level in self.levels]
        if threshold.figure not in order:
            return ()
        at = order.index(threshold.figure)
        kept = {">=": order[at:], ">": order[at + 1 :], "=": order[at : at + 1],
                "<=": order[: at + 1], "<": order[:at]}  # fmt: skip
        return tuple(kept.get(threshold.operator, ()))


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
    """A whole set, in force for a time and a kind of unit.

    Attributes:
        contents: how many contents the law counts, where not all of them are known; else 0.
        grouped_by: the choice field of the form (``section.row``) whose choices are the regions
            of its thresholds; empty where the region of the unit counts.
        eased: area of a unit's profile -> the region whose figures it is asked for instead.
    """

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
    contents: int = 0
    grouped_by: str = ""
    eased: dict[str, str] = field(default_factory=dict)
    note: str = ""

    def region_for(self, region: str, areas: Collection[str]) -> str:
        """Return the region whose figures are asked of a unit: its own, or what eases it."""
        return next((eased for area, eased in self.eased.items() if area in areas), region)


@dataclass(frozen=True, slots=True)
class LocalThreshold:
    """A figure that a province sets for one content of a national set."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    code: str
    operator: str
    figure: str
    region: str = ""
    year: int = 0
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class LocalThresholds:
    """The figures a unit, usually a province, sets where the law leaves them to it.

    Attributes:
        criteria: id of the set they complete.
        unit: code of the unit that sets them.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    id: str
    criteria: str
    unit: str
    source: str
    confidence: Confidence
    thresholds: tuple[LocalThreshold, ...]


def with_local(criteria: CriteriaSet, local: LocalThresholds) -> CriteriaSet:
    """Return the set with a unit's figures beside the law's; codes it lacks are passed over."""
    return replace(
        criteria,
        criteria=tuple(
            replace(c, subcriteria=tuple(_completed(s, local) for s in c.subcriteria))
            for c in criteria.criteria
        ),
    )


def _completed(sub: SubCriterion, local: LocalThresholds) -> SubCriterion:
    added = tuple(
        Threshold(
            t.operator,
            t.figure,
            local.source,
            local.confidence,
            t.region,
            t.year,
            unit=local.unit,
            valid_from=t.valid_from,
        )
        for t in local.thresholds
        if t.code == sub.code
    )
    return replace(sub, thresholds=(*sub.thresholds, *added)) if added else sub


def row_id(code: str) -> str:
    """Return the row id of a criterion or sub-criterion: "17.10" -> "tc17_10"."""
    return "tc" + code.replace(".", "_")
