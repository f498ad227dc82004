"""The answers about one package, in the order of the screen, and the line under them.

Every answer is True, False or None; None means that it was not asked, as when there is no
workspace to ask.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from ctmtqg_desktop.trust.evidence import NOTHING, Evidence
from ctmtqg_desktop.trust.registry import Entitlement


class Revision(StrEnum):
    """Where a package stands among those already here."""

    NEW = "new"
    AMENDMENT = "amendment"
    DUPLICATE = "duplicate"
    STALE = "stale"
    CONFLICT = "conflict"
    HELD = "held"


class BottomLine(StrEnum):
    """The conclusion: valid, valid with a warning, invalid, or left open (no workspace)."""

    VALID = "valid"
    WARNING = "warning"
    INVALID = "invalid"
    OPEN = "open"


_WARNED = frozenset({Revision.STALE, Revision.CONFLICT, Revision.HELD})
QUESTIONS = (
    "intact",
    "signature_valid",
    "signer_known",
    "signer_entitled",
    "addressed_to_us",
    "form_known",
    "revision",
)
"""Ids of the questions in the order of the screen."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known about one package.

    Attributes:
        intact: container, digests and canonical texts are as they were signed.
        signature_valid: the signature over them is right.
        signer_known: the key is enrolled here, for whichever unit.
        signer_entitled: it may sign for the unit the package names, now.
        addressed_to_us: the package names this unit as a recipient.
        form_known: its form and version are in the catalogue.
        revision: its place among those already here; None when not asked.
        cautions: codes of what a person should know though it refuses nothing.
        evidence: what the answers about the signer rest on; None when there is no signature.
    """

    intact: bool
    signature_valid: bool | None
    signer_known: bool | None = None
    signer_entitled: bool | None = None
    addressed_to_us: bool | None = None
    form_known: bool | None = None
    revision: Revision | None = None
    cautions: tuple[str, ...] = ()
    evidence: Evidence | None = None

    @property
    def bottom_line(self) -> BottomLine:
        """Return the conclusion that follows from the answers.

        One "no" is invalid. A package that is right but older, conflicting or waiting for an
        earlier one is a warning, and so is any caution. Nobody asked who signed: open.
        """
        answers = (self.signature_valid, self.signer_known, self.signer_entitled)
        others = (self.addressed_to_us, self.form_known)
        if not self.intact or not self.signature_valid or False in (*answers, *others):
            return BottomLine.INVALID
        if self.signer_known is None or self.signer_entitled is None:
            return BottomLine.OPEN
        if self.revision in _WARNED or self.cautions:
            return BottomLine.WARNING
        return BottomLine.VALID

    def with_signer(self, found: Entitlement) -> "Verdict":
        """Return the verdict with the two questions about the signer answered."""
        return replace(
            self,
            signer_known=found is not Entitlement.UNKNOWN,
            signer_entitled=found in {Entitlement.KNOWN_ENTITLED, Entitlement.LAPSED},
        )

    def questions(self) -> tuple[tuple[str, bool | str | None], ...]:
        """Return (question id, answer) in the order of the screen."""
        plain = self._answers()
        return tuple((name, plain[name]) for name in QUESTIONS)

    def to_json(self) -> dict[str, object]:
        """Return plain values for ``ctmtqg verify --json``: the answers, then their grounds."""
        grounds = NOTHING if self.evidence is None else self.evidence.to_json()
        return {**self._answers(), **grounds, "cautions": list(self.cautions)}

    def _answers(self) -> dict[str, bool | str | None]:
        return {
            "intact": self.intact,
            "signature_valid": self.signature_valid,
            "signer_known": self.signer_known,
            "signer_entitled": self.signer_entitled,
            "addressed_to_us": self.addressed_to_us,
            "form_known": self.form_known,
            "revision": None if self.revision is None else self.revision.value,
            "bottom_line": self.bottom_line.value,
        }
