"""A proposal: a sentence of a plan, and what was understood of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MET = "met"
"""The operator of what has no figure: it is done or it is not."""


class PromiseKind(StrEnum):
    """What a sentence gives, by the kinds of targets that the catalogue knows."""

    TARGET = "target"
    BASELINE = "baseline"
    BUDGET = "budget"
    ACTIVITY = "activity"
    QUALITATIVE = "qualitative"
    REPORTING = "reporting"


@dataclass(frozen=True, slots=True)
class PlanProposal:
    """What may become a target once a person has said so.

    Attributes:
        sentence: of the document, letter by letter; ``start`` and ``end`` are its place.
        clause: the words of the sentence that the figure belongs to.
        operator: one of ``>= <= = > <``, or ``met``.
        value: in the measure; None for ``met``.
        upper: the higher end where the sentence gives a range, ``value`` being the lower.
        of: of how many ("16/19").
        measure: id of the catalogue, where it has the words; else empty.
        measure_words: as the sentence writes it.
        unit: code of whom it concerns; empty where the catalogue has none of the name.
        unit_words: as the document writes it; empty where it is the plan's own unit.
        baseline: what it rises or falls from, where the sentence says so.
        each: "xã" where every one below has to reach it.
        responsible: who carries it out, where the document says so.
        at: place of the figure in the text; of ``met`` that of the sentence.
        same_as: number of an earlier proposal (from 0) that says the same; None for none.
    """

    sentence: str
    clause: str
    start: int
    end: int
    at: int
    kind: PromiseKind
    operator: str
    value: Decimal | None
    upper: Decimal | None = None
    of: Decimal | None = None
    measure: str = ""
    measure_words: str = ""
    unit: str = ""
    unit_words: str = ""
    period: str = ""
    indicator: str = ""
    section: str = ""
    baseline: Decimal | None = None
    each: str = ""
    responsible: str = ""
    same_as: int | None = None
