"""The words of the verbs about trust that ends, and about outside authorities."""

from argparse import ArgumentParser
from collections.abc import Callable

from ctmtqg_desktop.cli.signers import signer_options
from ctmtqg_desktop.cli.tools import Verb

_REASONS = ("key-lost", "key-stolen", "left-office", "replaced")
_MODULE = "revocation_verbs"


def add_revocation_verbs(
    add: Callable[..., ArgumentParser], verb: Callable[[str, str], Verb]
) -> None:
    """Add slip, revoke, revocations, confirm and authority to the command line."""
    _add_slip(add, verb)
    _add_revoking(add, verb)
    _add_authority(add, verb)


def replacing_options(keygen: ArgumentParser) -> None:
    """Add what a receiving unit may ask for beside its first key."""
    either = keygen.add_mutually_exclusive_group()
    either.add_argument("--another", action="store_true", help="thêm khóa ký của nơi nhận")
    either.add_argument(
        "--replace-authority", action="store_true",
        help="lập lại khóa cấp thẻ đã mất, cấp lại thẻ cho khóa đang dùng (cần --reason, --out)",
    )  # fmt: skip
    keygen.add_argument("--reason", metavar="LÝ_DO", help="vì sao lập lại khóa cấp thẻ")
    keygen.add_argument("--out", metavar="THƯ_MỤC", help="thư mục ghi các thẻ đơn vị mới")


def _add_slip(add: Callable[..., ArgumentParser], verb: Callable[[str, str], Verb]) -> None:
    slip = add("slip", "in phiếu đăng ký chữ ký", verb("trust_verbs", "slip_verb"))
    _workspace(slip)
    slip.add_argument("--key", required=True, metavar="TỆP", help="tệp khóa ký")
    slip.add_argument("--pdf", required=True, metavar="TỆP", help="tệp PDF sẽ ghi")
    slip.add_argument("--title", metavar="CHỨC_VỤ", help="chức vụ người ký")
    slip.add_argument("--name", help="họ tên người ký")


def _add_revoking(add: Callable[..., ArgumentParser], verb: Callable[[str, str], Verb]) -> None:
    gone = add("revoke", "thu hồi khóa của một đơn vị", verb(_MODULE, "revoke_verb"))
    _workspace(gone)
    gone.add_argument("--unit", required=True, metavar="MÃ", help="đơn vị của khóa")
    gone.add_argument("--signer", metavar="KHÓA", help="ít nhất 8 số đầu của mã nhận dạng khóa")
    gone.add_argument("--reason", required=True, choices=_REASONS, help="vì sao")
    gone.add_argument("--since", metavar="NGÀY", help="nghi lộ từ ngày nào, ví dụ 2025-01-02")
    gone.add_argument("--title", metavar="CHỨC_VỤ", help="chức vụ người quyết định")
    listed = add("revocations", "xem, xuất danh sách thu hồi", verb(_MODULE, "revocations_verb"))
    _workspace(listed)
    listed.add_argument("--out", metavar="THƯ_MỤC", help="ký và ghi danh sách vào đây")
    signer_options(listed, required=False)
    listed.add_argument(
        "--authority-password-file", metavar="TỆP", help="mật khẩu của khóa cấp thẻ, khi khác"
    )
    stands = add("confirm", "xác nhận lại báo cáo nghi ngờ", verb(_MODULE, "confirm_verb"))
    _workspace(stands)
    stands.add_argument("submission", metavar="BÁO_CÁO", help="số hoặc mã nội dung")
    stands.add_argument("--reason", required=True, help="ai xác nhận, bằng cách nào")


def _add_authority(add: Callable[..., ArgumentParser], verb: Callable[[str, str], Verb]) -> None:
    outside = add("authority", "cơ quan cấp chứng thư bên ngoài", verb(_MODULE, "authority_verb"))
    _workspace(outside)
    outside.add_argument("--add", metavar="TỆP", help="chứng thư của cơ quan (.cer, .crt, .pem)")
    outside.add_argument("--digits", metavar="30_SỐ", help="30 chữ số đã so với nguồn chính thức")
    outside.add_argument("--remove", metavar="30_SỐ", help="bỏ cơ quan này")
    outside.add_argument(
        "--crl", action="append", default=[], metavar="TỆP", help="nhập danh sách thu hồi"
    )
    outside.add_argument("--title", metavar="CHỨC_VỤ", help="chức vụ người quyết định")


def _workspace(parser: ArgumentParser) -> None:
    parser.add_argument("workspace", metavar="SỔ", help="sổ làm việc")
