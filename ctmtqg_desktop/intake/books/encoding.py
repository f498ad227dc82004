"""Which encoding a file of text is in; what cannot be told is refused, never garbled."""

import re
import unicodedata

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.legacy import vote
from ctmtqg_desktop.letters.spoiled import is_unicode, words_of
from ctmtqg_desktop.letters.syllables import is_syllable

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HEAD = 4096
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_END = "\x1a"
_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")
"""A letter that an older program had no code for."""
_SIGNS = frozenset("\xa0°²³µ·×–—‘’“”•…‰€§«»½¼¾±")
_ENOUGH = 0.9


def decoded_text(data: bytes, name: str) -> str:
    """Return the text of a file.

    Args:
        data: the file.
        name: of the file, for the refusal.

    Raises:
        IntakeError: ``intake.text-binary``, ``intake.text-encoding``.
    """
    code = next((code for mark, code in _MARKS if data.startswith(mark)), "") or _by_zeros(data)
    try:
        text = data.decode(code or "utf-8")
    except UnicodeDecodeError as error:
        if code:
            raise IntakeError("intake.text-encoding", file=name) from error
        text = _of_one_byte(data, name)
    text = text.removesuffix(_END)
    if _CONTROL.search(text):
        raise IntakeError("intake.text-binary", file=name)
    return text


def _by_zeros(data: bytes) -> str:
    """Return which UTF-16 a text without a mark is in: most of its letters are half zeros."""
    head = data[:_HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 < len(head) // 2 or min(even, odd) * 8 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _of_one_byte(data: bytes, name: str) -> str:
    """Return a text of the times before Unicode.

    Letters of an old font stay as they are: the desk knows them and says so.
    """
    if _CONTROL.search(data[:_HEAD].decode("latin-1")):
        raise IntakeError("intake.text-binary", file=name)
    western = _decoded(data, "cp1252")
    if western and vote(western.splitlines()):
        return western
    viet = unicodedata.normalize("NFC", _decoded(data, "cp1258"))
    if viet and is_unicode(viet) and _is_read(viet):
        return viet
    if western and _is_read(western) and not _LOST.search(western):
        return western
    raise IntakeError("intake.text-encoding", file=name)


def _decoded(data: bytes, code: str) -> str:
    try:
        return data.decode(code)
    except UnicodeDecodeError:
        return ""


def _is_read(text: str) -> bool:
    """Say whether what is beyond ASCII are words of Vietnamese, and usual signs."""
    words = [word for word in words_of(text) if not word.isascii()]
    read = sum(map(is_syllable, words))
    signs = {sign for sign in text if not sign.isascii() and not sign.isalpha()}
    marks = {sign for sign in signs if unicodedata.category(sign) == "Mn"}
    return read >= _ENOUGH * len(words) and signs - marks <= _SIGNS
