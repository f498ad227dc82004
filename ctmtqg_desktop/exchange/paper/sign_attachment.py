"""Sign an appendix kept in a file of its own, or a copy: one line at the top right, no image.

An appendix in the report's own file is never signed: the report's signature covers it.
Source: NĐ 30/2020/NĐ-CP, Phụ lục I: number and sign of the document and the moment of signing
(ISO 8601, Vietnam's offset), upright black letters of size 10, on the first page.
"""

from dataclasses import replace
from datetime import datetime

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.paper.orders import Separate, SignPdf
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.signers import author_of
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import read_limited, write_durably
from ctmtqg_desktop.trust.pdf import pades, pades_check, pdf_structure

FIELD = "CoQuan"
MAX_NUMBER = 40


def sign_pdf(room: Room, order: SignPdf, _: Step = no_step) -> Done:
    """Sign a PDF file in the top right corner of its first page and write the signed one.

    Raises:
        PackageError: ``exchange.separate-number``, ``reports.pdf-unreadable``; a file cannot be
            read or written.
        TrustError: ``trust.pdf-…``; what the signer raises.
        FormError: ``exchange.folder``.
    """
    signing, now = order.signing, room.clock()
    pdf, line = read_limited(order.file, pdf_structure.MAX_BYTES), _line(order.number, now)
    target = made_folder(signing.out_dir) / f"{order.file.stem}_da-ky.pdf"
    signing = signing if signing.title else replace(signing, title=room.unit.agency)
    with author_of(signing, unit=room.unit, at=now) as author:
        signed = _signed(pdf, order.kind, line, author=author, at=now)
    pades_check.verify_pdf(signed)
    write_durably(target, signed)
    return Done("done.sign-pdf", {"path": target, "line": line}, (target,))


def _line(number: str, at: datetime) -> str:
    """Return what stands in the corner; for an appendix and for a copy it is the same."""
    from ctmtqg_desktop.reports.pdf import stamps

    given = number.strip()
    if not given or len(given) > MAX_NUMBER or not given.isprintable():
        raise PackageError("exchange.separate-number", number=given[:MAX_NUMBER])
    return stamps.corner_line(given, at.astimezone(VIETNAM))


def _signed(pdf: bytes, kind: Separate, line: str, *, author: Author, at: datetime) -> bytes:
    """Return a PDF, which may be signed already, with the unit's signature in its corner."""
    from ctmtqg_desktop.reports.pdf import stamps
    from ctmtqg_desktop.reports.pdf.fields import page_size

    size = stamps.text_size((line,), stamps.CORNER_SIZE)
    place = pades.SignaturePlace(0, stamps.corner_box(page_size(pdf), size))
    reason = say(f"print.{kind}", {})
    claim = pades.Claim(FIELD, author.title, reason, place, stamps.text_look((line,), size))
    return pades.write_pdf_signature(pdf, claim, signer=author.signer, at=at)
