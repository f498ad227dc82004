"""The slip of an enrolment: what a unit prints, signs and stamps so that its key is believed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ctmtqg_desktop.catalogue.records.units import Unit
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

TITLE = "PHIẾU ĐĂNG KÝ CHỮ KÝ"
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
        Title(TITLE, "dùng để ký gói báo cáo chương trình mục tiêu quốc gia"),
        *([Addressee((slip.receiver,))] if slip.receiver else []),
        Paragraph("Đơn vị đề nghị nơi nhận báo cáo đăng ký khóa ký dưới đây cho đơn vị:"),
        _facts(slip),
        Paragraph("MÃ NHẬN DẠNG KHÓA (30 chữ số)", "centre"),
        Paragraph("   ".join(groups[:3]), "digits"),
        Paragraph("   ".join(groups[3:]), "digits"),
        Paragraph(
            "Nơi nhận chỉ duyệt sau khi so đủ 30 chữ số trên phiếu này (hoặc nghe đọc qua điện "
            "thoại theo số đã biết) với 30 chữ số hiện trên máy khi mở gói đăng ký. Mã này không "
            "cần giữ bí mật; mật khẩu và tệp khóa thì phải giữ."
        ),
        Paragraph("Nơi nhận ghi: số phiếu ..........  ngày duyệt ..... / ..... / .........."),
        SignatureBlock(
            recipients=("Nơi nhận báo cáo", "Lưu: VT"),
            authority=authority_lines(unit.agency, unit.name, slip.title),
            name=slip.name,
        ),
    )
    return Document(
        title=f"Phiếu đăng ký chữ ký, {unit.name}",
        unit=unit.agency,
        period="Phiếu đăng ký chữ ký",
        created=slip.at,
        blocks=blocks,
    )


def _facts(slip: Slip) -> PageTable:
    rows = (
        ("Đơn vị", slip.unit.agency),
        ("Mã đơn vị", slip.unit.code),
        ("Họ và tên người ký", slip.name or "................................................"),
        ("Chức vụ", slip.title),
        ("Loại khóa", slip.kind),
    )
    return PageTable(
        columns=tuple(PageColumn(width) for width in _WIDTHS),
        header=((HeaderCell("Nội dung"), HeaderCell("Đăng ký")),),
        rows=tuple(TableRow((PageCell(what, bold=True), PageCell(value))) for what, value in rows),
    )
