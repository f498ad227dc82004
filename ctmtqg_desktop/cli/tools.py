"""What the command line is handed by ``app``, and how a verb answers."""

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.errors import FormError, TrustError

if TYPE_CHECKING:
    from ctmtqg_desktop.catalogue.catalogue import Catalogue
    from ctmtqg_desktop.clock import Clock
    from ctmtqg_desktop.exchange.room import Program

PASSWORD_VARIABLE = "CTMTQG_PASSWORD"  # noqa: S105  the name of a variable, no password


@dataclass(frozen=True, slots=True)
class Tools:
    """What ``app`` builds for the verbs.

    Attributes:
        program: what every room is made with.
        screens: renders the main screens of a sender's and a receiver's workspace into a
            folder; the command line itself knows no Qt.
        workspace_password_file: where the password of an encrypted workspace stands.
    """

    program: "Program"
    screens: Callable[[Path, Path, Path], list[Path]]
    workspace_password_file: str = ""

    @property
    def clock(self) -> "Clock":
        """Return the real clock."""
        return self.program.clock

    def catalogue(self) -> "Catalogue":
        """Return the catalogue that comes with the program."""
        return self.program.catalogue()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb has to say.

    Attributes:
        document: for ``--json``.
        lines: for people.
        done: False when the input was refused (exit 1).
    """

    document: Mapping[str, object]
    lines: tuple[str, ...] = field(default=())
    done: bool = True


def read_password(name: str) -> str:
    """Return the password in a file, without the line's end.

    Raises:
        FormError: ``exchange.file-missing``.
    """
    try:
        return Path(name).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise FormError("exchange.file-missing", path=name) from error


def password_of(arguments: Namespace, *, asked: str = "") -> str:
    """Return a password or PIN: from a file, a variable, or asked for once.

    Raises:
        TrustError: ``exchange.password-missing``.
        FormError: ``exchange.file-missing``.
    """
    if arguments.password_file:
        return read_password(arguments.password_file)
    if PASSWORD_VARIABLE in os.environ:
        return os.environ[PASSWORD_VARIABLE]
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(asked or tr("Mật khẩu tệp khóa: "))
    raise TrustError("exchange.password-missing")
