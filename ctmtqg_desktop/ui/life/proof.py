"""What a signed package proves, in the words of the screen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.paper.signed_print import check_papers
from ctmtqg_desktop.exchange.post.timeliness import timeliness
from ctmtqg_desktop.exchange.words import claimed, of_error, say
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.receipt import Receipt, read_receipt
from ctmtqg_desktop.package.returns import Return, read_return
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.text import format_date, harmless
from ctmtqg_desktop.ui.look.moments import moment
from ctmtqg_desktop.ui.parts.badges import line_words

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

translate = QCoreApplication.translate
_KINDS = {
    Kind.REPORT: "screen.proof-report",
    Kind.RECEIPT: "screen.proof-receipt",
    Kind.RETURN: "screen.proof-return",
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
        return ((translate("Proof", "Lỗi"), str(of_error(error))),)


def _signed(opened: Opened) -> Facts:
    header = opened.manifest.header
    kind = _KINDS.get(header.kind)
    return (
        (translate("Proof", "Loại"), say(kind, {}) if kind else header.kind.value),
        (translate("Proof", "Chữ ký"), translate("Proof", "Đúng, gói nguyên vẹn")),
        (translate("Proof", "Đơn vị ký"), f"{claimed(header.unit.name)} ({header.unit.code})"),
        (translate("Proof", "Người ký"), claimed(header.signer_claim.title)),
        (translate("Proof", "Ký lúc (tự khai)"), moment(opened.facts.claimed_at)),
        (translate("Proof", "Khóa ký"), opened.facts.spki_sha256[:_SHOWN]),
        (translate("Proof", "Mã gói"), opened.signed_sha256[:_SHOWN]),
    )


def _papers(opened: Opened) -> Facts:
    """Say what number a report got and who signed its print; nothing for what has no print."""
    return tuple((translate("Proof", "Văn bản"), line) for line in check_papers(opened).lines())


def _said(opened: Opened) -> Facts:
    kind = opened.manifest.header.kind
    if kind is Kind.RECEIPT:
        return _receipt(read_receipt(opened))
    if kind is Kind.RETURN:
        return _return(read_return(opened))
    before = opened.manifest.header.previous_content_sha256
    first = translate("Proof", "không, lần đầu")
    return (
        (translate("Proof", "Mã nội dung"), opened.manifest.content_sha256[:_SHOWN]),
        (translate("Proof", "Thay cho"), before[:_SHOWN] if before else first),
    )


def _receipt(receipt: Receipt) -> Facts:
    before = receipt.previous_hash[:8] or translate("Proof", "không")
    line = translate("Proof", "Số {number}, nối tiếp {before}")
    return (
        (translate("Proof", "Sổ biên nhận"), line.format(number=receipt.number, before=before)),
        (translate("Proof", "Đến nơi lúc"), moment(receipt.received_at)),
        (translate("Proof", "Kịp hạn"), say("timeliness.line", timeliness(receipt)).rstrip(".")),
        (translate("Proof", "Kết luận"), line_words(receipt.verdict) if receipt.verdict else "—"),
        (translate("Proof", "Thu hồi đối chiếu"), _checked(receipt)),
        (translate("Proof", "Trả lời gói"), _answers(receipt)),
        (translate("Proof", "Mã nội dung"), receipt.content_sha256[:_SHOWN]),
    )


def _return(note: Return) -> Facts:
    due = format_date(note.due) if note.due else translate("Proof", "không ghi")
    texts = "\n".join(f"• {harmless(one.text)}" for one in note.remarks[:5])
    more = len(note.remarks) - 5
    if more > 0:
        others = translate("Proof", "… và {count} góp ý khác").format(count=more)
        texts = f"{texts}\n{others}"
    return (
        (translate("Proof", "Hạn gửi lại"), due),
        (translate("Proof", "Trả lời gói"), _answers(note)),
        (translate("Proof", "Mã nội dung"), note.content_sha256[:_SHOWN]),
        (translate("Proof", "Góp ý"), texts),
    )


def _answers(note: Receipt | Return) -> str:
    return (note.signed_sha256 or note.package_sha256)[:_SHOWN]


def _checked(receipt: Receipt) -> str:
    """Say which revocation data the receiver's verdict rests on."""
    found = receipt.checked_by
    if found is None or found.as_of is None:
        return translate("Proof", "chưa có dữ liệu")
    words = translate("Proof", "tính đến {day}")
    if found.number:
        words = translate("Proof", "tính đến {day}, danh sách số {number}")
    return words.format(day=moment(found.as_of), number=found.number)
