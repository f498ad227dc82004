"""The words of the command line about secrets: encryption, lists, reading keys, the journal."""

from argparse import ArgumentParser
from collections.abc import Callable

from ctmtqg_desktop.cli.tools import Verb


def add_encryption(init: ArgumentParser) -> None:
    """Let ``init`` make an encrypted workspace."""
    init.add_argument("--encrypt", action="store_true", help="mã hóa sổ làm việc")
    init.add_argument("--password-file", metavar="TỆP", help="tệp chứa mật khẩu của sổ mã hóa")
    init.add_argument("--recovery-slip", metavar="PDF", help="nơi ghi phiếu khôi phục để in")


def add_reading(verb: ArgumentParser) -> None:
    """Let a verb open packages that are encrypted to the unit."""
    verb.add_argument(
        "--reading-password-file", metavar="TỆP",
        help="tệp chứa mật khẩu khóa đọc gói mã hóa; mặc định là mật khẩu khóa ký",
    )  # fmt: skip


def add_secret_verbs(add: Callable[..., ArgumentParser], verb: Callable[[str, str], Verb]) -> None:
    """Add recover, reading-key, journal."""
    back = add("recover", "mở sổ bằng phiếu khôi phục", verb("secret_verbs", "recover_verb"))
    back.add_argument("workspace", metavar="SỔ", help="sổ làm việc")
    back.add_argument("--code-file", required=True, metavar="TỆP", help="tệp chứa mã của phiếu")
    back.add_argument("--password-file", metavar="TỆP", help="tệp chứa mật khẩu mới")
    key = add("reading-key", "lập hoặc xem khóa đọc", verb("secret_verbs", "reading_key_verb"))
    key.add_argument("workspace", metavar="SỔ", help="sổ làm việc")
    key.add_argument("--password-file", metavar="TỆP", help="tệp chứa mật khẩu của khóa đọc")
    told = add("journal", "nhật ký xuất: ai đã ghi tệp nào", verb("secret_verbs", "journal_verb"))
    told.add_argument("workspace", metavar="SỔ", help="sổ làm việc")
    told.add_argument("--limit", type=int, default=1000, metavar="SỐ", help="số dòng mới nhất")
    told.add_argument("--pdf", metavar="TỆP", help="ghi nhật ký ra PDF")
    told.add_argument("--xlsx", metavar="TỆP", help="ghi nhật ký ra Excel")
