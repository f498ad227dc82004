"""Where a declared thing comes from, and how far it may be believed."""

from enum import StrEnum


class Confidence(StrEnum):
    """How a name, threshold or row is vouched for, the surest first.

    A file says ``source`` (a text that is named), ``seed`` (one of the plans) or ``unverified``
    (neither); what ``source`` comes to is the level of the text that is named, which the reader
    puts in its place. A file may claim a level itself, but never a higher one than its text has.

    ``official``: the text of the law or of the authority, read in full; ``portal``: a page of an
    authority that tells it; ``press``: a newspaper or station; ``secondary``: a collection of
    laws, a translation, another's software or data.
    """

    OFFICIAL = "official"
    PORTAL = "portal"
    SOURCE = "source"
    PRESS = "press"
    SECONDARY = "secondary"
    SEED = "seed"
    UNVERIFIED = "unverified"

    @property
    def claim(self) -> "Confidence":
        """Return what a file says of it."""
        return self if self in {Confidence.SEED, Confidence.UNVERIFIED} else Confidence.SOURCE

    @property
    def is_verified(self) -> bool:
        """Say whether it may stand on paper without a mark."""
        return self in {Confidence.OFFICIAL, Confidence.PORTAL}

    @property
    def mark(self) -> str:
        """Return the sign beside it on screen, on paper and in workbooks."""
        return _MARKS.get(self, "")


LEVELS = tuple(one for one in Confidence if one is not Confidence.SOURCE)
"""What the reader leaves, the surest first."""
CLAIMS = (Confidence.SOURCE, Confidence.SEED, Confidence.UNVERIFIED)
_ORDER = {confidence: place for place, confidence in enumerate(Confidence)}
_MARKS = {
    Confidence.PRESS: "†",
    Confidence.SECONDARY: "‡",
    Confidence.SEED: "§",
    Confidence.UNVERIFIED: "*",
}

MARKS = "".join(_MARKS.values())


def mark_of(confidence: Confidence | None) -> str:
    """Return the sign beside a part; one that says nothing itself carries none."""
    return confidence.mark if confidence else ""


def least_sure(found: "set[Confidence]") -> Confidence:
    """Return the one that may be believed least."""
    return max(found, key=_ORDER.__getitem__)


def surest(found: "set[Confidence]") -> Confidence:
    """Return the one that may be believed most."""
    return min(found, key=_ORDER.__getitem__)


def surer(one: Confidence, other: Confidence) -> bool:
    """Say whether one may be believed further than another."""
    return _ORDER[one] < _ORDER[other]
