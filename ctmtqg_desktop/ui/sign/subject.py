"""Which report the page of signing speaks of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignSubject:
    """Which report the page is about, and where that stands.

    Attributes:
        report_set, period, revision: its id, code and number.
        words: the same for people, with the receiver's name.
        locked: why it cannot be signed now; empty when it can.
        offer: word of a button that opens the next revision; empty for none.
        is_signed: whether there is a package to write once more.
    """

    report_set: str = ""
    period: str = ""
    revision: int = 0
    words: str = ""
    locked: str = ""
    offer: str = ""
    is_signed: bool = False

    @property
    def key(self) -> tuple[str, str, int]:
        """Return what tells it from another report, or from its own next revision."""
        return self.report_set, self.period, self.revision
