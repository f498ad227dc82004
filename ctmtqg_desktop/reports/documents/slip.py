"""The slip of an enrolment: what a unit prints, signs and stamps so that its key is believed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.page.page import (
    Addressee,
    Block,
    Document,
    HeaderCell,
    Heading,
    PageCell,
    PageColumn,
    PageTable,
    Paragraph,
    SignatureBlock,
    TableRow,
    Title,
)
from ctmtqg_desktop.reports.page.words import agency_lines, authority_lines, place_date

_HEADS = ("paper.head-content", "paper.slip-head")
_TO_FILL_IN = "." * 48
_WIDTHS = (Decimal(55), Decimal(110))


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed.

    Attributes:
        receiver: full name of the receiving agency; empty when there is none.
        name: of the person; may be empty.
        title: of the office that signs.
        digits: the key's thirty digits in six groups.
        kind: of the key, in words.
        at: moment of printing, with an offset.
    """

    unit: Unit
    receiver: str
    name: str
    title: str
    digits: str
    kind: str
    at: datetime


def enrolment_slip(slip: Slip) -> Document:
    """Make the slip into a document of one page."""
    unit, day = slip.unit, slip.at.date()
    groups = slip.digits.split()
    blocks: tuple[Block, ...] = (
        Heading(
            agency=agency_lines(unit.agency, unit.name),
            place_date=place_date(unit.name.partition(" ")[2] or unit.name, day),
        ),
        Title(phrase("paper.slip-title"), phrase("paper.slip-summary")),
        *([Addressee((slip.receiver,))] if slip.receiver else []),
        Paragraph(phrase("paper.slip-asks")),
        _facts(slip),
        Paragraph(phrase("paper.slip-digits"), "centre"),
        Paragraph("   ".join(groups[:3]), "digits"),
        Paragraph("   ".join(groups[3:]), "digits"),
        Paragraph(phrase("paper.slip-approval")),
        Paragraph(phrase("paper.slip-notes")),
        SignatureBlock(
            recipients=(phrase("paper.slip-receiver"), phrase("paper.filed")),
            authority=authority_lines(unit.agency, unit.name, slip.title),
            name=slip.name,
        ),
    )
    return Document(
        title=phrase("paper.slip-of", unit=unit.name),
        unit=unit.agency,
        period=phrase("paper.slip"),
        created=slip.at,
        blocks=blocks,
    )


def _facts(slip: Slip) -> PageTable:
    rows = (
        (phrase("paper.slip-unit"), slip.unit.agency),
        (phrase("paper.slip-code"), slip.unit.code),
        (phrase("paper.slip-name"), slip.name or _TO_FILL_IN),
        (phrase("paper.slip-office"), slip.title),
        (phrase("paper.slip-key"), slip.kind),
    )
    return PageTable(
        columns=tuple(PageColumn(width) for width in _WIDTHS),
        header=(tuple(HeaderCell(phrase(code)) for code in _HEADS),),
        rows=tuple(TableRow((PageCell(what, bold=True), PageCell(value))) for what, value in rows),
    )
