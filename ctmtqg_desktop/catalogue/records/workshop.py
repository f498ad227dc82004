"""Words of whoever makes a catalogue, which do not belong before those who fill its forms.

Where a name came from, what was guessed, how a file is written: that is told in notes, whole on
the catalogue's page, and left out of what is shown beside a cell or printed.
"""

import re

_WORDS = (
    r"seed", r"ocr", r"null", r"json", r"toml", r"region\s*=\S*", r"unverified", r"confidence",
    r"kế hoạch 00\d", r"trí nhớ", r"người soạn", r"hồ sơ nghiệp vụ", r"trong hồ sơ",
    r"bố cục đề xuất", r"mã nguồn(?! vốn)", r"danh mục này", r"nên để trống", r"suy luận",
    r"toán tử",
)  # fmt: skip
_NUMBERED = re.compile(r"\s*\(00\d\)")
"""A plan by the number it has among ours: of no use to who reads, but no word of the workshop."""
_WORKSHOP = re.compile(rf"\b(?:{'|'.join(_WORDS)})(?!\w)", re.IGNORECASE)


def workshop_word(text: str) -> str:
    """Return the first such word of a text; empty where it has none."""
    found = _WORKSHOP.search(text) or _NUMBERED.search(text)
    return found.group().strip() if found else ""


def for_officers(text: str) -> str:
    """Return a text without what speaks of how it was made.

    What follows a colon belongs to what stands before it, up to the end of the sentence.
    """
    text = _NUMBERED.sub("", text)
    if not workshop_word(text):
        return text
    kept = " ".join(part for part in map(_sentence, re.split(r"(?<=\.)\s+", text)) if part)
    return re.sub(r"[;,]$", ".", kept)


def _sentence(sentence: str) -> str:
    kept = []
    for part in re.split(r"(?<=;)\s+", sentence):
        if not workshop_word(part):
            kept.append(part)
        elif ":" in part:
            break
    return " ".join(kept)
