"""Which old encoding a sheet or a column is in: by the name of its font, else by its texts.

``letters.tables.decode`` then reads it, before anything is folded.
"""

import re
from collections.abc import Iterable

from ctmtqg_desktop.letters.spoiled import Suspicion, is_unicode, legacy_of, weigh_words, words_of
from ctmtqg_desktop.letters.tables import TCVN3, TCVN3_CAPITALS, VNI

_ABC_FONT = re.compile(r"@?\.vn\w.*", re.IGNORECASE)
_VNI_FONT = re.compile(r"@?vni[-_ ].*", re.IGNORECASE)


def font_encoding(font_name: str) -> str:
    """Return the encoding that a font is made for; empty for a font of Unicode.

    ".VnTime" is TCVN3, ".VnTimeH" shows the same codes as capitals, "VNI-Times" is VNI.
    """
    name = font_name.strip()
    if _VNI_FONT.fullmatch(name):
        return VNI
    if not _ABC_FONT.fullmatch(name):
        return ""
    return TCVN3_CAPITALS if name.endswith(("H", "h")) else TCVN3


def is_believed(encoding: str, texts: Iterable[str]) -> bool:
    """Say whether texts are in the encoding of their font, and not in Unicode for the most part.

    A sheet that was typed anew often keeps its old font: the screen shows another one for it.
    """
    old = VNI if encoding == VNI else TCVN3
    given = set(texts)
    for_it = sum(legacy_of(text) == old for text in given)
    return for_it >= sum(is_unicode(text) and not legacy_of(text) for text in given)


def vote(texts: Iterable[str]) -> str:
    """Return the encoding that a whole sheet or column is in; empty when it is in Unicode.

    A cell alone never votes for others: as soon as more texts are in Unicode than in an old
    encoding, nothing is converted. What is alone among them is told as a finding.
    """
    given = tuple(dict.fromkeys(text for text in texts if text and not text.isascii()))
    words = [word for text in given for word in words_of(text)]
    for encoding in (TCVN3, VNI):
        if _convinces(weigh_words(words, encoding)):
            for_it = sum(legacy_of(text) == encoding for text in given)
            against = sum(is_unicode(text) and not legacy_of(text) for text in given)
            return encoding if for_it > against else ""
    return ""


def _convinces(found: Suspicion) -> bool:
    """Ask more of a sheet than of a cell: nearly every odd word must become a syllable."""
    return found.convinces and found.bad * 4 <= found.good
