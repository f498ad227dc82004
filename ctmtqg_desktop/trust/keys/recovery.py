"""A 256-bit key on paper: eight lines of eight letters and digits, each line with its own check.

A person types it once in years, from a printed slip; a wrong line is named, so that only that
line is typed again. The alphabet has no I, L, O or U; small letters and those are read as meant.
"""

import base64
import hashlib
import re

from ctmtqg_desktop.errors import TrustError

LINES, KEY_BYTES = 8, 32
_LINE_BYTES, _LINE_LETTERS = 4, 8
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_PAPER = str.maketrans(_BASE32, _ALPHABET)
_FROM_PAPER = str.maketrans(_ALPHABET, _BASE32)
_READ_AS = str.maketrans("OIL", "011")


def recovery_lines(key: bytes) -> tuple[str, ...]:
    """Return a key as the lines of its slip, e.g. ``7K3M-90QX``."""
    if len(key) != KEY_BYTES:
        raise ValueError(len(key))
    parts = (key[at : at + _LINE_BYTES] for at in range(0, KEY_BYTES, _LINE_BYTES))
    return tuple(_line(number, part) for number, part in enumerate(parts, 1))


def read_recovery(text: str) -> bytes:
    """Return the key of a slip as a person typed it; blanks, dashes and line numbers do no harm.

    Raises:
        TrustError: ``trust.recovery-length``; ``trust.recovery-line`` with the line's number.
    """
    typed = re.sub(r"(?m)^\s*[1-8][.)]\s+", "", text).upper()
    letters = re.sub(r"[\s\-–.]", "", typed).translate(_READ_AS)
    if len(letters) != LINES * _LINE_LETTERS:
        raise TrustError("trust.recovery-length", found=len(letters), wanted=LINES * _LINE_LETTERS)
    lines = (letters[at : at + _LINE_LETTERS] for at in range(0, len(letters), _LINE_LETTERS))
    return b"".join(_part(number, line) for number, line in enumerate(lines, 1))


def _line(number: int, part: bytes) -> str:
    letters = base64.b32encode(part + _check(number, part)).decode("ascii").translate(_TO_PAPER)
    return f"{letters[:4]}-{letters[4:]}"


def _part(number: int, letters: str) -> bytes:
    wrong = TrustError("trust.recovery-line", line=number)
    if set(letters) - set(_ALPHABET):
        raise wrong
    raw = base64.b32decode(letters.translate(_FROM_PAPER))
    part, check = raw[:_LINE_BYTES], raw[_LINE_BYTES:]
    if _check(number, part) != check:
        raise wrong
    return part


def _check(number: int, part: bytes) -> bytes:
    """Return one byte that also knows the line's place, so that swapped lines are seen."""
    return hashlib.sha256(b"ctmtqg-recovery" + bytes([number]) + part).digest()[:1]
