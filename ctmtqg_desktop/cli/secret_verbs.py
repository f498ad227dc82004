"""Verbs about secrets: reading keys."""

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from ctmtqg_desktop.cli.tools import Answer, Tools, open_at, password_of, read_password
from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.reading_keys import (
    ensure_reading_key,
    needs_key,
    open_reading_key,
)
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits


def reading_key_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Make the unit's reading key, or prove that the password opens it."""
    import hashlib

    with open_at(arguments.workspace, tools) as workspace:
        identity = workspace.identity
        unit = tools.catalogue().units.at(identity.unit_code, identity.at)
        password = password_of(arguments)
        public = ensure_reading_key(Site(workspace, unit, tools.clock()), password)
        open_reading_key(workspace, password)
    digits = fingerprint_digits(hashlib.sha256(public.encode("ascii")).digest())
    lines = (f"Khóa đọc của {unit.name}: {public}", f"Vân tay: {digits}")
    return Answer({"reading_key": public, "fingerprint": digits}, lines)


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
