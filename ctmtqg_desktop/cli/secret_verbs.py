"""Open the reading key for verbs that take in encrypted packages."""

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from ctmtqg_desktop.cli.tools import password_of, read_password
from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.post.reading_keys import needs_key
from ctmtqg_desktop.exchange.receiver.office import Office


def open_reading(office: Office, paths: Iterable[Path], arguments: Namespace) -> None:
    """Open the reading key, if any of the files needs it and a password is at hand.

    Raises:
        TrustError: ``trust.sealed-password-wrong``, ``exchange.reading-key-missing``.
    """
    if not needs_key(paths):
        return
    if arguments.reading_password_file:
        office.unlock_reading(read_password(arguments.reading_password_file))
        return
    held = Namespace(password_file=getattr(arguments, "password_file", None))
    try:
        password = password_of(held)
    except TrustError:  # the files that need it are then refused, each with its words
        return
    office.unlock_reading(password)
