"""What a person can ask of the steps of the work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowSteps:
    """Say where the work of a workspace stands, and what comes next.

    Attributes:
        period: code; empty takes the year of the workspace.
    """

    period: str = ""
