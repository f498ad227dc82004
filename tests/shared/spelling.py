"""Spell Vietnamese as old fonts do; written apart from the program's own tables."""

import unicodedata

ACCENTED = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_TCVN3 = bytes.fromhex(
    "b5b8b6b7b9a8bbbebcbdc6a9c7cac8c9cbaeccd0cecfd1aad2d5d3d4d6d7ddd8dcde"
    "dfe3e1e2e4abe5e8e6e7e9aceaedebeceeeff3f1f2f4adf5f8f6f7f9fafdfbfcfe"
).decode("latin-1")
_CODES = dict(zip(ACCENTED, _TCVN3, strict=True)) | dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
_TONES = {"\u0301": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0323": 4}
_I = "íìæóò"


def in_tcvn3(text: str) -> str:
    """Return the text in TCVN3; capitals without a code are written small, as in ".VnTimeH"."""
    return "".join(_CODES.get(mark) or _CODES.get(mark.lower(), mark) for mark in text)


def in_vni(text: str) -> str:
    """Return the text in VNI."""
    return "".join(map(_vni, unicodedata.normalize("NFC", text)))


def _vni(mark: str) -> str:
    if mark.lower() == "đ":
        return "ñ" if mark == "đ" else "Ñ"
    base, *rest = unicodedata.normalize("NFD", mark)
    tone = next((_TONES[one] for one in rest if one in _TONES), None)
    found = _spelled(base.lower(), set(rest) - set(_TONES), tone)
    return found.upper() if base.isupper() else found


def _spelled(base: str, shape: set[str], tone: int | None) -> str:
    if shape == {"\u0302"}:
        return base + ("â" if tone is None else "áàåãä"[tone])
    if shape == {"\u0306"}:
        return base + ("ê" if tone is None else "éèúüë"[tone])
    if base == "i" and tone is not None:
        return _I[tone]
    if base == "y" and tone == 4:
        return "î"
    plain = {"o": "ô", "u": "ö"}[base] if shape == {"\u031b"} else base
    return plain + ("" if tone is None else "ùøûõï"[tone])
