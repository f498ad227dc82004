"""How a long reading tells how far it is, and is stopped."""

from collections.abc import Callable

Report = Callable[[int, int], None]
"""Told how much is done of how much; stops the reading by an exception."""


def no_report(done: int, total: int) -> None:
    """Tell nobody how far the work is."""
