"""Options about secrets: personal lists sent along, packages encrypted to the unit."""

from argparse import ArgumentParser

from ctmtqg_desktop.cli.words import tr


def add_reading(verb: ArgumentParser) -> None:
    """Let a verb open packages that are encrypted to the unit."""
    verb.add_argument(
        "--reading-password-file", metavar=tr("TỆP"),
        help=tr("tệp chứa mật khẩu khóa đọc gói mã hóa; mặc định là mật khẩu khóa ký"),
    )  # fmt: skip
