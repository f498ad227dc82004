"""What a person can ask for about signed papers: one order an act; light."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ctmtqg_desktop.exchange.post.signing import Signing


class Image(StrEnum):
    """What is kept to be printed over a signature field."""

    SIGNATURE = "signature-image"
    SEAL = "seal-image"


class Separate(StrEnum):
    """What kind of document is signed on its own."""

    APPENDIX = "appendix"
    """An appendix kept in a file of its own."""
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class KeepImage:
    """Keep, replace or forget the image of a signature or of a seal.

    Attributes:
        file: a PNG; None forgets the image.
        width_mm: its real width; 0 takes the image's own.
    """

    image: Image
    file: Path | None = None
    width_mm: float = 0


@dataclass(frozen=True, slots=True)
class SignPdf:
    """Sign a PDF on its own, in the corner of its first page.

    Attributes:
        number: number and sign of the document it belongs to ("45/BC-UBND").
        signing: the unit's seal; an empty title takes the agency itself.
    """

    file: Path
    kind: Separate
    number: str
    signing: Signing
