"""A key of the keyboard and what it does, for the card under F1."""

from typing import NamedTuple


class Key(NamedTuple):
    """A key and what it does."""

    keys: str
    does: str
    where: str
