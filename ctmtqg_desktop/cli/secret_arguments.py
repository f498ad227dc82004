"""The words of the command line about secrets: lists, reading keys."""

from argparse import ArgumentParser
from collections.abc import Callable

from ctmtqg_desktop.cli.tools import Verb


def add_reading(verb: ArgumentParser) -> None:
    """Let a verb open packages that are encrypted to the unit."""
    verb.add_argument(
        "--reading-password-file", metavar="TỆP",
        help="tệp chứa mật khẩu khóa đọc gói mã hóa; mặc định là mật khẩu khóa ký",
    )  # fmt: skip


def add_secret_verbs(add: Callable[..., ArgumentParser], verb: Callable[[str, str], Verb]) -> None:
    """Add reading-key."""
    key = add("reading-key", "lập hoặc xem khóa đọc", verb("secret_verbs", "reading_key_verb"))
    key.add_argument("workspace", metavar="SỔ", help="sổ làm việc")
    key.add_argument("--password-file", metavar="TỆP", help="tệp chứa mật khẩu của khóa đọc")
