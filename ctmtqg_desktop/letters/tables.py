"""TCVN3 (ABC) and VNI: what their fonts show for the letters that a file holds.

Source: TCVN 5712:1993, VN3; VNI for Windows.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from ctmtqg_desktop.letters.syllables import is_syllable

TCVN3 = "tcvn3"
TCVN3_CAPITALS = "tcvn3-capitals"
"""The same codes in a font whose small letters are shown as capitals (".VnTimeH")."""
VNI = "vni"

_TCVN3 = dict(zip(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ§¡¢£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĐĂÂÊÔƠƯ",
    strict=True,
))  # fmt: skip
_VNI_SMALL = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_TONE_SIGNS = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_HAT_SIGNS = dict(zip("âáàåãä", ("", *_TONE_SIGNS.values()), strict=True))
_BREVE_SIGNS = dict(zip("êéèúüë", ("", *_TONE_SIGNS.values()), strict=True))


@cache
def _vni() -> dict[str, str]:
    """Return every spelling of VNI, of one letter or of two, in both cases."""
    found = dict(_VNI_SMALL)
    for base, plain in zip("aeouyôö", "aeouyơư", strict=True):
        found |= {base + sign: plain + tone for sign, tone in _TONE_SIGNS.items()}
    for base in "aeo":
        found |= {base + sign: f"{base}\u0302{tone}" for sign, tone in _HAT_SIGNS.items()}
    found |= {"a" + sign: "a\u0306" + tone for sign, tone in _BREVE_SIGNS.items()}
    both = dict(found)
    for old, new in found.items():
        both |= {old.upper(): new.upper(), old[0].upper() + old[1:]: new.upper()}
        both[old[0] + old[1:].upper()] = new
    return {old: unicodedata.normalize("NFC", new) for old, new in both.items()}


@cache
def _one_of_vni() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_vni(), key=len, reverse=True)))


_LAST = "\xff"
"""The last letter that an old encoding has."""
_SIGNS = "".join(sign for sign in _TCVN3 if not sign.isalpha())


@cache
def word_pattern() -> re.Pattern[str]:
    """Return what a word of any encoding is: letters, and signs that TCVN3 shows as letters."""
    return re.compile(f"[A-Za-zªµºÀ-ÖØ-öø-\u024f\u1e00-\u1eff{re.escape(_SIGNS)}\u0300-\u036f]+")


def decode_word(word: str, encoding: str) -> str:
    """Return one word as its old font shows it; what the encoding does not have stays."""
    if encoding == VNI:
        letters = _vni()
        return _one_of_vni().sub(lambda found: letters[found[0]], word)
    shown = word.translate(_TCVN3_CODES)
    return shown.upper() if encoding == TCVN3_CAPITALS or _is_shouted(word) else shown


_TCVN3_CODES = str.maketrans(_TCVN3)


def _is_shouted(word: str) -> bool:
    """Say whether a word is written in capitals; the codes of TCVN3 have small ones only."""
    plain = [mark for mark in word if mark.isascii() and mark.isalpha()]
    return len(plain) > 1 and all(mark.isupper() for mark in plain)


def decode(text: str, encoding: str) -> str:
    """Return a text as its old font shows it, in NFC.

    A text that is Vietnamese as it stands, and would not be when read so, stays: one sheet holds
    both kinds. One cell holds both, too: beside letters of Unicode only words are read that are
    none as they stand.

    Args:
        text: as the file holds it, before anything is folded: U+00AD is a letter of TCVN3.
        encoding: ``TCVN3``, ``TCVN3_CAPITALS``, ``VNI``, or empty for text that is in Unicode.
    """
    if not text or not encoding or (text.isascii() and encoding != TCVN3_CAPITALS):
        return text
    one_form = unicodedata.normalize("NFC", text)
    if max(one_form) > _LAST:
        return word_pattern().sub(lambda found: _decoded(found[0], encoding), one_form)
    if _stands(word_pattern().findall(one_form), encoding):
        return text
    return word_pattern().sub(lambda found: decode_word(found[0], encoding), one_form)


def _decoded(word: str, encoding: str) -> str:
    shown = word if max(word) > _LAST else decode_word(word, encoding)
    return shown if is_syllable(shown) and not is_syllable(word) else word


def _stands(words: Sequence[str], encoding: str) -> bool:
    """Say whether words are Vietnamese as they stand, and would not be when decoded."""
    odd = [word for word in words if not word.isascii()]
    shown = [decode_word(word, encoding) for word in odd]
    return all(map(is_syllable, odd)) and not all(map(is_syllable, shown))
