"""The catalogue that the program ships, read once in a process; nobody may change it."""

from functools import cache

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.read.reader import Reading, read_catalogue
from ctmtqg_desktop.exchange.library import Library


@cache
def shipped_reading() -> Reading:
    """Return the reading of the shipped files; a test of its own says that it has no mistake."""
    return read_catalogue(forms_dir())


def shipped_catalogue() -> Catalogue:
    """Return the shipped catalogue."""
    return shipped_reading().catalogue


@cache
def shipped_library() -> Library:
    """Return its forms, each compiled when it is first asked for."""
    return Library(shipped_catalogue())
