"""The words of the command line: Vietnamese is the source, gettext gives other languages."""

import argparse
import gettext
from functools import cache

from ctmtqg_desktop import assets
from ctmtqg_desktop.exchange.words import messages


def tr(words: str) -> str:
    """Return words in the user's language; themselves where there is no translation."""
    return _translations().gettext(words)


@cache
def _translations() -> gettext.NullTranslations:
    return gettext.translation("ctmtqg-cli", assets.resource("i18n"), fallback=True)


def teach_argparse() -> None:
    """Let argparse, which asks gettext for every word it says, find ours.

    It asks through two names of its module; no compiled catalogue or variable is needed then.
    """
    argparse.__dict__.update(_=_asked, ngettext=_counted)


def _asked(words: str) -> str:
    found = messages().get(words)
    return found["what"] if found else words


def _counted(one: str, many: str, count: int) -> str:
    return _asked(one if count == 1 else many)
