"""What an XLSForm does not say of itself. Light, for pages and options."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SurveyGiven:
    """What an XLSForm does not say of itself; an empty one is asked for as a mistake.

    Attributes:
        valid_from: an ISO day.
        measure: unit of measure of numbers that name none.
    """

    programme: str = ""
    source: str = ""
    valid_from: str = ""
    measure: str = ""
