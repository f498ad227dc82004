"""What the desk asks, what a person answers, and how one cell came out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Question(StrEnum):
    """What the texts of a column can leave open."""

    DECIMAL_MARK = "decimal-mark"
    DAY_ORDER = "day-order"
    SWAPPED_DATES = "swapped-dates"
    PERCENT = "percent"
    DASH = "dash"


COMMA, DOT = "comma", "dot"
DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
AS_SHOWN, SWAPPED = "as-shown", "swapped"
PER_CENT, SHARE = "per-cent", "share"
ZERO, NOTHING = "zero", "nothing"
ANSWERS: Mapping[Question, tuple[str, str]] = {
    Question.DECIMAL_MARK: (COMMA, DOT),
    Question.DAY_ORDER: (DAY_FIRST, MONTH_FIRST),
    Question.SWAPPED_DATES: (AS_SHOWN, SWAPPED),
    Question.PERCENT: (PER_CENT, SHARE),
    Question.DASH: (ZERO, NOTHING),
}
"""The two readings of each question; first the one that Vietnamese writing means."""

Answers = Mapping[Question, str]
"""How a column is read: question -> one of its two ``ANSWERS``."""
AS_TYPED: Answers = {question: answers[0] for question, answers in ANSWERS.items()}
"""How an officer writes."""


class Fate(StrEnum):
    """What becomes of a cell that was there."""

    TAKEN = "taken"
    ASKED = "asked"
    REFUSED = "refused"
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Read:
    """How one cell came out.

    Attributes:
        text: what an officer would type for it, of one meaning; as it came where it is not
            taken.
        fate: ``TAKEN`` as far as the desk can say; the form may refuse it yet.
        code: why it is not taken; a key of the messages.
        question: what is asked.
        options: what it can mean, in the order of ``ANSWERS``, as an officer would type it.
        is_plain: no column was asked about it.
    """

    text: str
    fate: Fate = Fate.TAKEN
    code: str = ""
    question: Question | None = None
    options: tuple[str, ...] = ()
    is_plain: bool = True

    @property
    def is_taken(self) -> bool:
        """Say whether the text is to be typed."""
        return self.fate is Fate.TAKEN


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """How a column came out.

    Attributes:
        reads: one for each cell, in its order.
        applied: how it was read wherever two readings were possible: proved or answered.
        proofs: question -> the text of the column that proves its answer.
        asked: what nothing proves and nobody answered, with a text that leaves it open.
        contradicted: questions which the column answers in both ways; only texts of one
            meaning are taken then.
    """

    reads: tuple[Read, ...]
    applied: Answers = field(default_factory=dict)
    proofs: Mapping[Question, str] = field(default_factory=dict)
    asked: Mapping[Question, str] = field(default_factory=dict)
    contradicted: frozenset[Question] = frozenset()


def question_code(question: Question) -> str:
    """Return the code of the sentence that asks."""
    return f"intake.asks-{question}"


@dataclass(frozen=True, slots=True)
class MapWish:
    """What a person says about the tables of a book; what is not said is proposed.

    Attributes:
        sheet: only this one.
        section: id of the form's section it is.
        heading: number of the row the heading ends in, as a person counts; 0 leaves it open.
        columns: letter of a column -> id of the form's column; empty leaves a column out.
    """

    sheet: str = ""
    section: str = ""
    heading: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)
