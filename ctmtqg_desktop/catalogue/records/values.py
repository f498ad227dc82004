"""What a cell can hold. Empty is not zero, and neither is "not applicable"."""

from datetime import date
from decimal import Decimal
from enum import Enum


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
