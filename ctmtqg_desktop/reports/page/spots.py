"""Places on a print that are written later: number, date, signature. Records only."""

from dataclasses import dataclass

NUMBER, DATE = "SoVanBan", "NgayVanBan"
"""Text fields of the print: "Số: 45/BC-UBND" and "Bình Lư, ngày 05 tháng 3 năm 2026"."""

SIGNATURE = "ViTriChuKy"
"""Where the signer's name waits for its signature; a place, no field."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place.

    Attributes:
        name: what belongs there.
        page: from 0.
        box: left, bottom, right, top, in points from the lower left corner.
        text: what stands there meanwhile.
        look: that text as a PDF of one page, of the size of the box; empty for no text.
    """

    name: str
    page: int
    box: tuple[float, float, float, float]
    text: str = ""
    look: bytes = b""

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height in points."""
        return self.box[2] - self.box[0], self.box[3] - self.box[1]
