"""The words of the command line: Vietnamese is the source, gettext gives other languages."""

import gettext
from functools import cache

from ctmtqg_desktop import assets


def tr(words: str) -> str:
    """Return words in the user's language; themselves where there is no translation."""
    return _translations().gettext(words)


@cache
def _translations() -> gettext.NullTranslations:
    return gettext.translation("ctmtqg-cli", assets.resource("i18n"), fallback=True)
