"""What a cell can hold: a value, nothing yet, or "does not apply here"."""

from datetime import date
from decimal import Decimal
from enum import Enum


class Blank(Enum):
    """Say why there is no value; neither of the two is zero."""

    EMPTY = "empty"
    NOT_APPLICABLE = "not-applicable"


Value = Decimal | str | bool | date | Blank
"""Numbers are exact and finite, text is NFC."""
