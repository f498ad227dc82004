"""Take in the image of a signature or of a seal: PNG, transparent, of known real size.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I: a person's signature is blue, an agency's seal red and in its
real size, both .png with a transparent ground.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.reports.page.layout import POINTS_PER_MM

MAX_BYTES = 400 * 1000
MAX_PIXELS = 4_000_000
MIN_MM, MAX_MM = 5.0, 80.0
_INCH_MM = 25.4


@dataclass(frozen=True, slots=True)
class Picture:
    """An image and how large it is in print.

    Attributes:
        png: its bytes, written anew: nothing but pixels is left of what was brought.
        width_mm, height_mm: real size.
    """

    png: bytes
    width_mm: float
    height_mm: float

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height in points."""
        return self.width_mm * POINTS_PER_MM, self.height_mm * POINTS_PER_MM


def read_picture(data: bytes, *, width_mm: float = 0) -> Picture:
    """Read an image.

    Args:
        data: a PNG with a transparent ground.
        width_mm: real width; 0 takes it from the image's own resolution.

    Raises:
        PackageError: ``reports.picture-unreadable``, ``reports.picture-opaque``,
            ``reports.picture-size`` when neither says how large it is, or it cannot be.
    """
    if len(data) > MAX_BYTES or not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise PackageError("reports.picture-unreadable", limit_kb=MAX_BYTES // 1000)
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise PackageError("reports.picture-unreadable", limit_kb=MAX_BYTES // 1000)
            dpi = opened.info.get("dpi", (0, 0))
            image = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PackageError("reports.picture-unreadable", limit_kb=MAX_BYTES // 1000) from error
    if min(image.getchannel("A").tobytes()) > _CLEAR:
        raise PackageError("reports.picture-opaque")
    width = width_mm or (image.width / float(dpi[0]) * _INCH_MM if dpi and dpi[0] else 0)
    if not MIN_MM <= width <= MAX_MM:
        raise PackageError("reports.picture-size", least=int(MIN_MM), most=int(MAX_MM))
    target = BytesIO()
    image.save(target, "PNG")
    return Picture(target.getvalue(), width, width * image.height / image.width)


_CLEAR = 16
"""A ground no more opaque than this counts as transparent."""
