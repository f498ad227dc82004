"""What a person can ask for about keys: one order an act. Light, for pages and options."""

from dataclasses import dataclass

from ctmtqg_desktop.exchange.post.signers import Signing


@dataclass(frozen=True, slots=True)
class Approve:
    """Enrol a key for a unit of our own catalogue, and write its unit card.

    Attributes:
        request: the enrolment package.
        unit: code, chosen by a person from our own catalogue, never from the file.
        slip: number of the paper slip; may be empty.
        signing: who signs the card; it opens the authority too.
    """

    request: bytes
    unit: str
    signing: Signing
    slip: str = ""
