"""What a cell can hold. Empty is not zero, and neither is "not applicable"."""

from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum


class Blank(Enum):
    """A cell without a value, for one of two reasons.

    ``EMPTY``: not entered yet, so nothing is known; ``NOT_APPLICABLE``: entered, and the thing
    does not exist here ("nếu có").
    """

    EMPTY = "empty"
    NOT_APPLICABLE = "na"


Value = Decimal | str | bool | date | Blank
"""A number (money always in đồng), a text or choice id, met / not met, a date, or a blank."""

EMPTY = Blank.EMPTY
NOT_APPLICABLE = Blank.NOT_APPLICABLE


class TaskPart(StrEnum):
    """What of a plan's task stands in a column of a roster of tasks.

    ``timing`` says how the last day lies to the end of the period, ``before`` what was said of
    the task last, ``mark`` whether it is new or no longer assigned. What a person types has a
    part too where others read it: ``state``, ``result``, ``day``, ``note``.
    """

    ID = "id"
    BRIEF = "brief"
    QUOTE = "quote"
    OWNER = "owner"
    ASKED = "asked"
    DUE = "due"
    TIMING = "timing"
    BEFORE = "before"
    MARK = "mark"
    STATE = "state"
    RESULT = "result"
    DAY = "day"
    NOTE = "note"

    @property
    def is_given(self) -> bool:
        """Say whether it comes from the plan and the reports before, and nobody types it."""
        return self not in {TaskPart.STATE, TaskPart.RESULT, TaskPart.DAY, TaskPart.NOTE}


class PersonKind(StrEnum):
    """What a column of a list says of the person in its row; such columns are held together.

    ``birth``: the day or year of birth; ``birth-male``, ``birth-female``: the same, in the column
    of the sex; ``sex``: a choice of "nam" and "nu".
    """

    IDENTITY_NUMBER = "identity-number"
    BIRTH = "birth"
    BIRTH_MALE = "birth-male"
    BIRTH_FEMALE = "birth-female"
    SEX = "sex"
