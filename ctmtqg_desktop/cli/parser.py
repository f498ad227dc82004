"""The parser of the command line: every verb of every topic, in words people read."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any, NoReturn

from typing_extensions import override

from ctmtqg_desktop import __version__
from ctmtqg_desktop.cli.verb import Offered, Verb
from ctmtqg_desktop.cli.words import teach_argparse, tr


class UsageError(Exception):
    """Say that the words of a call are off."""


class Parser(ArgumentParser):
    """A parser that raises where argparse would print and leave."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  handed on as they come
        super().__init__(**options)
        if hasattr(self, "color"):  # Python 3.14 would paint what tests and scripts read
            self.color = False

    @override
    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def parser_of(verbs: Iterable[Verb | Offered]) -> ArgumentParser:
    """Return the parser of the whole command line."""
    teach_argparse()
    whole = Parser(prog="ctmtqg", description=tr("Báo cáo chương trình mục tiêu quốc gia."))
    version = f"ctmtqg {__version__}"
    whole.add_argument("--version", action="version", version=version)
    found = whole.add_subparsers(dest="verb", metavar=tr("LỆNH"), required=True)
    for verb in verbs:
        one = found.add_parser(verb.name, help=verb.words, description=verb.words)
        one.add_argument("--json", action="store_true", help=tr("trả lời bằng JSON"))
        one.add_argument(
            "--workspace-password-file",
            default="",
            metavar=tr("TỆP"),
            help=tr("tệp chứa mật khẩu của sổ đã mã hóa"),
        )
        verb.options(one)
        one.set_defaults(run=verb.run)
    return whole
