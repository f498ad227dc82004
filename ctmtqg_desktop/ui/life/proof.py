"""What a signed package proves, in the words of the screen."""

from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.paper.signed_print import check_papers
from ctmtqg_desktop.exchange.post.timeliness import timeliness
from ctmtqg_desktop.exchange.words import claimed, of_error, say
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.receipt import Receipt, read_receipt
from ctmtqg_desktop.package.returns import read_return
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.text import format_date, harmless
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.parts.badges import line_words

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

_KINDS = {
    Kind.REPORT: "Báo cáo đã ký",
    Kind.RECEIPT: "Biên nhận đã ký",
    Kind.RETURN: "Phiếu trả lại đã ký",
}
_SHOWN = 16
"""So many letters of a digest are shown."""
Facts = tuple[tuple[str, str], ...]


def proof_facts(workspace: "Workspace", package_sha256: str) -> Facts:
    """Open a kept package, check it again, and return what it says."""
    try:
        opened = unseal(workspace.packages.read(package_sha256))
        return (*_signed(opened), *_said(opened), *_papers(opened))
    except CtmtqgError as error:
        return (("Lỗi", str(of_error(error))),)


def _signed(opened: Opened) -> Facts:
    header = opened.manifest.header
    return (
        ("Loại", _KINDS.get(header.kind, header.kind.value)),
        ("Chữ ký", "Đúng, gói nguyên vẹn"),
        ("Đơn vị ký", f"{claimed(header.unit.name)} ({header.unit.code})"),
        ("Người ký", claimed(header.signer_claim.title)),
        ("Ký lúc (tự khai)", moment(opened.facts.claimed_at)),
        ("Khóa ký", opened.facts.spki_sha256[:_SHOWN]),
        ("Mã gói", opened.package_sha256[:_SHOWN]),
    )


def _papers(opened: Opened) -> Facts:
    """Say what number a report got and who signed its print; nothing for what has no print."""
    return tuple(("Văn bản", line) for line in check_papers(opened).lines())


def _said(opened: Opened) -> Facts:
    kind = opened.manifest.header.kind
    if kind is Kind.RECEIPT:
        receipt = read_receipt(opened)
        line = f"Số {receipt.number}, nối tiếp {receipt.previous_hash[:8] or 'không'}"
        return (
            ("Sổ biên nhận", line),
            ("Đến nơi lúc", moment(receipt.received_at)),
            ("Kịp hạn", say("timeliness.line", timeliness(receipt)).rstrip(".")),
            ("Kết luận", line_words(receipt.verdict) if receipt.verdict else "—"),
            ("Thu hồi đối chiếu", _checked(receipt)),
            ("Trả lời gói", receipt.package_sha256[:_SHOWN]),
            ("Mã nội dung", receipt.content_sha256[:_SHOWN]),
        )
    if kind is Kind.RETURN:
        note = read_return(opened)
        texts = "\n".join(f"• {harmless(one.text)}" for one in note.remarks[:5])
        more = len(note.remarks) - 5
        return (
            ("Hạn gửi lại", format_date(note.due) if note.due else "không ghi"),
            ("Trả lời gói", note.package_sha256[:_SHOWN]),
            ("Mã nội dung", note.content_sha256[:_SHOWN]),
            ("Góp ý", f"{texts}\n… và {more} góp ý khác" if more > 0 else texts),
        )
    before = opened.manifest.header.previous_content_sha256
    return (
        ("Mã nội dung", opened.manifest.content_sha256[:_SHOWN]),
        ("Thay cho", before[:_SHOWN] if before else "không, lần đầu"),
    )


def _checked(receipt: Receipt) -> str:
    """Say which revocation data the receiver's verdict rests on."""
    found = receipt.checked_by
    if found is None or found.as_of is None:
        return "chưa có dữ liệu"
    number = f", danh sách số {found.number}" if found.number else ""
    return f"tính đến {moment(found.as_of)}{number}"
