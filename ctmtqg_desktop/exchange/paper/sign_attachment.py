"""Sign an appendix kept in a file of its own, or a copy: one line at the top right, no image.

An appendix in the report's own file is never signed: the report's signature covers it.
Source: NĐ 30/2020/NĐ-CP, Phụ lục I: number and sign of the document and the moment of signing
(ISO 8601, Vietnam's offset), upright black letters of size 10, on the first page.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.trust.pdf import pades, pades_check, pdf_structure

FIELD = "CoQuan"
APPENDIX, COPY = "appendix", "copy"
REASONS = {APPENDIX: "Ký phụ lục tệp riêng", COPY: "Ký bản sao"}
"""What the signature says it is for; the line in the corner is the same for both."""
MAX_NUMBER = 40


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file that was signed on its own, and what stands in its corner."""

    path: Path
    line: str


def sign_separate(
    pdf: bytes, kind: str, number: str, *, author: Author, at: datetime
) -> tuple[bytes, str]:
    """Sign a PDF in the top right corner of its first page; return it and the line written there.

    Args:
        pdf: whole; may be signed already.
        kind: ``APPENDIX`` or ``COPY``.
        number: number and sign of the document it belongs to: "45/BC-UBND".
        author: holds the unit's seal.
        at: the claimed moment.

    Raises:
        PackageError: ``exchange.separate-number``, ``reports.pdf-unreadable``.
        TrustError: ``trust.pdf-…``; what the signer raises.
    """
    from ctmtqg_desktop.reports.pdf import stamps
    from ctmtqg_desktop.reports.pdf.fields import page_size

    given = number.strip()
    if not given or len(given) > MAX_NUMBER or not given.isprintable():
        raise PackageError("exchange.separate-number", number=given[:MAX_NUMBER])
    line = stamps.corner_line(given, at.astimezone(VIETNAM))
    size = stamps.text_size((line,), stamps.CORNER_SIZE)
    place = pades.SignaturePlace(0, stamps.corner_box(page_size(pdf), size))
    reason = REASONS[kind]
    claim = pades.Claim(FIELD, author.title, reason, place, stamps.text_look((line,), size))
    return pades.sign_pdf(pdf, claim, signer=author.signer, at=at), line


def sign_file(
    path: Path, kind: str, number: str, *, author: Author, at: datetime, target: Path
) -> SignedFile:
    """Sign a PDF file on its own and write the signed one beside it.

    Raises:
        PackageError, TrustError: see ``sign_separate``; a file cannot be read or written.
    """
    pdf = read_limited(path, pdf_structure.MAX_BYTES)
    signed, line = sign_separate(pdf, kind, number, author=author, at=at)
    pades_check.verify_pdf(signed)
    write_durably(target, signed)
    return SignedFile(target, line)
