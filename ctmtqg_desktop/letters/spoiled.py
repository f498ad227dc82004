"""Texts that betray themselves: TCVN3 or VNI without its font, UTF-8 read as another code.

One word proves little: "El Niño" and "5 µm" are clean. A word counts as strange where it is no
Vietnamese syllable as it stands and is one when it is decoded; what else is written beside it
must not speak against it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from ctmtqg_desktop.letters.syllables import is_syllable
from ctmtqg_desktop.letters.tables import TCVN3, VNI, decode_word, word_pattern

GARBLED = "mojibake"
LOST = "lost"
"""Letters that a program could not read and wrote "\ufffd" for."""

_ABOVE = re.compile("[\u0100-\u02ff\u1e00-\u1eff]")
_ASCII_LETTER = re.compile("[A-Za-z]")
_CAPITAL_INSIDE = re.compile("[a-zß-öø-ÿ][À-ÖØ-Þ]")
_SIGN = re.compile("[¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾×÷]")
_UNITS = re.compile("[A-Za-z]?[µ·×÷¹§©®ª«»]+[A-Za-z]?")
"""What clean texts write too: "N·m", "5 µm", "m×n", "§a"."""
_PAIRS = "[aeoAEO][âáàåãäÂÁÀÅÃÄ]|[aA][êéèúüëÊÉÈÚÜË]|[aeouyôöAEOUYÔÖ][ùøûõÙØÛÕ]"
_VNI_PAIR = re.compile(_PAIRS)
_STRANGE = re.compile(
    f"[¡-¬\u00ad®µ-¹»-½¾Ä-ÇËÎ-ÑÖ-ØÛÜÞßä-çëîïñö-øûüþ]|[a-z][ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]|{_PAIRS}"
)
"""What a clean Vietnamese text hardly has; nearly every text ends here."""


def _bytes_of_signs() -> dict[str, int]:
    """Return the byte that each letter stands for in Windows-1252, Windows-1258 or Latin-1."""
    found = {}
    for code in ("latin-1", "cp1258", "cp1252"):
        for byte in range(0x80, 0x100):
            sign = bytes([byte]).decode(code, "ignore")
            if sign:
                found[sign] = byte
    return found


_BYTES = _bytes_of_signs()
_LATE = "".join(re.escape(sign) for sign, byte in _BYTES.items() if byte < 0xC0)
_PAIR = re.compile(f"[ÂÃĂÄÅÆáâï][{_LATE}]")
"""A first byte and a later one, as other codes show them; nearly every text ends here."""
_TWO = "[\xc3-\xc6][\x80-\xbf]|\xc2[\xa0-\xbf]"
_THREE = "\xe1\xba[\xa0-\xbf]|\xe1\xbb[\x80-\xb9]|\xe2\x80[\x90-\xaf]|\xef\xbb\xbf"
_UTF8 = re.compile(f"{_TWO}|{_THREE}")
_CERTAIN = re.compile(f"{_THREE}|[\xc4-\xc6][\x80-\xbf]|\xc3[\xa1-\xbf]")
_HIGH = re.compile("[^\x00-\x7f]")


@dataclass(slots=True)
class Suspicion:
    """What the words of some texts say for and against one encoding.

    Attributes:
        strong: strange words of a shape that no clean text has.
        weak: strange words that might be foreign names.
        signs: the odd letters of the weak ones.
        good, bad: words with odd letters that become syllables when decoded, and that do not.
    """

    strong: int = 0
    weak: set[str] = field(default_factory=set)
    signs: set[str] = field(default_factory=set)
    good: int = 0
    bad: int = 0

    @property
    def convinces(self) -> bool:
        """Say whether the texts are in the encoding."""
        strange = self.strong > 0 or (len(self.weak) > 1 and len(self.signs) > 1)
        return strange and self.bad * 2 <= self.good


def legacy_of(text: str) -> str:
    """Return ``TCVN3`` or ``VNI`` where a text is written for such a font, else nothing."""
    if text.isascii() or not _STRANGE.search(text):
        return ""
    words = words_of(text)
    return next((one for one in (TCVN3, VNI) if weigh_words(words, one).convinces), "")


def is_unicode(text: str) -> bool:
    """Say whether a text has letters of Vietnamese that no old encoding has."""
    return not text.isascii() and _ABOVE.search(unicodedata.normalize("NFC", text)) is not None


def words_of(text: str) -> list[str]:
    """Return the words of a text that may be in an old encoding.

    Beside letters of Unicode a soft hyphen is what its name says.
    """
    one_form = unicodedata.normalize("NFC", text)
    return word_pattern().findall(one_form.replace("\u00ad", "") if is_unicode(text) else one_form)


def looks_garbled(text: str) -> str:
    """Say how a text was spoiled: ``GARBLED``, ``LOST``, or not at all.

    Garbled is UTF-8 that was read as another code ("Æ°"). A capital before a mark of punctuation
    ("XÃ”") is no evidence alone; text cut within a letter is known by what stands before.
    """
    if "\ufffd" in text:
        return LOST
    if text.isascii() or not _PAIR.search(text):
        return ""
    as_bytes = _as_bytes(text)
    if not _CERTAIN.search(as_bytes):
        return ""
    left = _HIGH.findall(_UTF8.sub("", as_bytes))
    return GARBLED if len(left) <= 2 else ""


def regained(text: str) -> str:
    """Return a garbled text as it was written; what cannot be regained stays."""
    return _UTF8.sub(lambda found: found[0].encode("latin-1").decode(), _as_bytes(text))


def _as_bytes(text: str) -> str:
    return "".join(chr(_BYTES.get(mark, ord(mark))) for mark in text)


def weigh_words(words: Iterable[str], encoding: str) -> Suspicion:
    """Return what words say about an encoding; words in ASCII say nothing."""
    found = Suspicion()
    for word in words:
        if not word.isascii() and _ASCII_LETTER.search(word) and not _ABOVE.search(word):
            _weigh(word, encoding, found)
    return found


def _weigh(word: str, encoding: str, found: Suspicion) -> None:
    shown = decode_word(word, encoding)
    if not is_syllable(shown):
        found.bad += 1
        return
    found.good += 1
    if is_syllable(word) and not _CAPITAL_INSIDE.search(word):
        return
    if _is_strong(word, encoding):
        found.strong += 1
    else:
        found.weak.add(word.lower())
        found.signs.update(mark for mark in word.lower() if not mark.isascii())


def _is_strong(word: str, encoding: str) -> bool:
    if encoding == VNI:
        return _VNI_PAIR.search(word) is not None
    if _UNITS.fullmatch(word):
        return False
    return _SIGN.search(word) is not None or _CAPITAL_INSIDE.search(word) is not None
