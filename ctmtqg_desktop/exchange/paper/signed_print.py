"""The printed report as a signed document: the leader's signature, and what is checked of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.issue import Issue, Issued
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.text import harmless
from ctmtqg_desktop.trust.pdf import pades, pades_check
from ctmtqg_desktop.trust.pdf.pades_check import PdfSignature

if TYPE_CHECKING:
    from ctmtqg_desktop.reports.page.pictures import Picture

PRINT = "report.pdf"
LEADER, AGENCY = "NguoiKy", "CoQuan"
"""Names of the two signature fields."""


@dataclass(frozen=True, slots=True)
class Papers:
    """What the signatures inside a package's print say, and number and date once issued."""

    signatures: tuple[PdfSignature, ...] = ()
    issue: Issue | None = None

    def lines(self) -> tuple[str, ...]:
        """Return what a person reads: number and date, then each signature of the print."""
        said = []
        if self.issue is not None:
            facts = {"number": self.issue.shown, "day": f"{self.issue.dated:%d/%m/%Y}"}
            said.append(say("print.line-number", facts))
        for one in self.signatures:
            who = harmless(one.facts.subject_common_name or one.name)
            at = one.facts.claimed_at.astimezone(VIETNAM)
            said.append(say("print.line-signed", {"who": who, "at": f"{at:%H:%M %d/%m/%Y}"}))
        return tuple(said)

    def issue_json(self) -> dict[str, object] | None:
        """Return plain values of the issue for the JSON of a verdict."""
        if self.issue is None:
            return None
        given = self.issue
        return {"number": given.shown, "date": given.dated.isoformat(), "by": given.issued_by}

    def to_json(self) -> list[dict[str, object]]:
        """Return plain values of the signatures for the JSON of a verdict."""
        return [
            {
                "field": one.field,
                "name": one.name,
                "subject": one.facts.subject_common_name,
                "spki_sha256": one.facts.spki_sha256,
                "claimed_at": one.facts.claimed_at.isoformat(),
                "stamped_at": one.facts.stamped_at.isoformat() if one.facts.stamped_at else None,
            }
            for one in self.signatures
        ]


def sign_print(pdf: bytes, author: Author, *, at: datetime, picture: "Picture | None") -> bytes:
    """Sign a prepared print where the signer's name stands; the image goes in the middle.

    Without an image the name and the moment are written there.

    Raises:
        PackageError: ``reports.no-places``.
        TrustError: what the signer raises.
    """
    from ctmtqg_desktop.reports.page.spots import SIGNATURE
    from ctmtqg_desktop.reports.pdf import stamps
    from ctmtqg_desktop.reports.pdf.fields import read_places

    spot = read_places(pdf)[SIGNATURE]
    if picture is not None:
        size = stamps.shrunk(picture.size, spot.size)
        look = stamps.picture_look(picture, size)
    else:
        who = say("print.signed-by", {"who": author.name or author.title})
        lines = (who, at.isoformat(timespec="seconds"))
        size = stamps.text_size(lines, spot.size)
        look = stamps.text_look(lines, size)
    place = pades.SignaturePlace(spot.page, stamps.middle_of(spot.box, size))
    name = author.name or author.title
    claim = pades.Claim(LEADER, name, say("print.signed", {}), place, look)
    return pades.sign_pdf(pdf, claim, signer=author.signer, at=at)


def check_papers(opened: Opened) -> Papers:
    """Check the prints of a package if they are signed, and what an issue says against its print.

    Signatures right, nothing else changed since, data the package's own; number, date and seal
    the issue's.

    Raises:
        TrustError: a signature is not right, or something was changed after it.
        PackageError: ``exchange.print-differs``: it was printed from other data;
            ``exchange.issue-print-differs``.
    """
    data, pdf = opened.parts.get(payload.PATH, b""), opened.parts.get(PRINT, b"")
    issued = None if opened.issued is None else _check_issued(opened.issued, data)
    # The issued print begins with this one: a signature that ends where it ends has proved it.
    is_proved = issued is not None and len(pdf) in {one.end for one in issued.signatures}
    if is_proved or not pades_check.is_signed(pdf):
        return issued or Papers()
    signed = pades_check.verify_pdf(pdf, foreign=True)
    check_data(signed.signed_revision(pdf), data)
    return issued or Papers(signed.signatures)


def _check_issued(issued: Issued, data: bytes) -> Papers:
    """Demand that the issued print shows this number and date and was sealed by the same key."""
    from ctmtqg_desktop.reports.page.spots import DATE, NUMBER
    from ctmtqg_desktop.reports.page.words import date_words
    from ctmtqg_desktop.reports.pdf.fields import read_values

    signed = pades_check.verify_pdf(issued.pdf, foreign=True)
    check_data(signed.signed_revision(issued.pdf), data)
    values, last = read_values(issued.pdf), signed.signatures[-1]
    is_same = last.facts.spki_sha256 == issued.facts.spki_sha256
    is_same = is_same and values.get(NUMBER) == number_words(issued.issue)
    shown = values.get(DATE, "")
    if not is_same or not shown.endswith(f", {date_words(issued.issue.dated)}"):
        raise PackageError("exchange.issue-print-differs")
    return Papers(signed.signatures, issued.issue)


def number_words(issue: Issue) -> str:
    """Return the line of the print with the number: "Số: 05/BC-UBND"."""
    from ctmtqg_desktop.reports.page.words import document_number

    kind, _, agency = issue.symbol.partition("-")
    return document_number(issue.number, kind, agency)


def check_data(revision: bytes, data: bytes) -> None:
    """Demand that a signed revision of a print holds exactly these data.

    Raises:
        PackageError: ``exchange.print-differs``.
    """
    from ctmtqg_desktop.reports.pdf.pdfa import read_data

    try:
        held = read_data(revision)
    except PackageError as error:
        raise PackageError("exchange.print-differs") from error
    if held != data:
        raise PackageError("exchange.print-differs")
