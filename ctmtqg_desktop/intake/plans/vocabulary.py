"""The words plans use, looked for without accents and capitals at the place they stand."""

import re
from functools import cache

from ctmtqg_desktop import assets
from ctmtqg_desktop.text import fold


class _OneLetter(dict[int, str]):
    """Every letter as one bare letter, so that a place in the bare text is one in the text."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = letter if letter.isspace() else (fold(letter)[:1] or " ")
        return self[code]


_BARE = _OneLetter()


def bare(text: str) -> str:
    """Return a text of the same length without accents and capitals."""
    return text.translate(_BARE)


@cache
def alternatives(name: str) -> str:
    """Return the words of a kind ("operators.more") as one alternative, the longest first."""
    table, _, key = name.partition(".")
    found = bare(assets.words("labels", "plans.toml")[table][key]).split("|")
    return "(?:" + "|".join(sorted(found, key=len, reverse=True)) + ")"


@cache
def accented(name: str) -> frozenset[str]:
    """Return the words of a kind as they are written, small."""
    table, _, key = name.partition(".")
    return frozenset(assets.words("labels", "plans.toml")[table][key].casefold().split("|"))


@cache
def looked_for(shape: str) -> re.Pattern[str]:
    """Return a pattern whose ``<names>`` are words of their kinds."""
    return re.compile(re.sub(r"<([a-z_]+\.[a-z_]+)>", lambda found: alternatives(found[1]), shape))
