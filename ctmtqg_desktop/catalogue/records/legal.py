"""Where a declared thing comes from, and how far it may be believed."""

from enum import StrEnum


class Confidence(StrEnum):
    """How a name, threshold or row is vouched for.

    ``source``: found in a legal or official text; ``seed``: stated in one of the five plans;
    ``unverified``: neither, and marked so on screen and in print.
    """

    SOURCE = "source"
    SEED = "seed"
    UNVERIFIED = "unverified"
