"""The numbers and bullets that Word shows before a paragraph and keeps nowhere in its text."""

from collections import defaultdict
from dataclasses import dataclass, field

from ctmtqg_desktop.intake.books.archive import Archive
from ctmtqg_desktop.intake.books.markup import local_name, walk
from ctmtqg_desktop.intake.given import column_letter

_PART = "word/numbering.xml"
_LEVELS = 9
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_ROMAN = 39


@dataclass(slots=True)
class _Level:
    """How a level of a list is numbered."""

    shape: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class _Found:
    """What is being read: lists by their id, and which list a number of the text means."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    means: dict[str, str] = field(default_factory=dict)
    list_id: str = ""
    number: str = ""
    level: _Level | None = None


class ListNumbers:
    """Counts the paragraphs of every list as they come."""

    def __init__(self, found: _Found | None = None) -> None:
        self._found = found or _Found()
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def label(self, number: str, depth: int) -> str:
        """Return what stands before the next paragraph of a list, with a blank; "" for none.

        Args:
            number: of the list, as the paragraph names it.
            depth: its level in the list, from 0.
        """
        list_id = self._found.means.get(number, "")
        levels = self._found.lists.get(list_id)
        if levels is None or not 0 <= depth < _LEVELS:
            return ""
        level = levels.get(depth, _Level())
        if level.shape == "bullet":
            return "- "
        if level.shape == "none":
            return ""
        counts = self._counts[list_id]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        text = level.text or f"%{depth + 1}."
        for one in range(depth + 1):
            of_level = levels.get(one, _Level())
            shown = _shown(counts.get(one, of_level.start), of_level.shape)
            text = text.replace(f"%{one + 1}", shown)
        return f"{text} "


def _shown(count: int, shape: str) -> str:
    if shape in {"lowerLetter", "upperLetter"}:
        letters = column_letter(max(count, 1) - 1)
        return letters.lower() if shape == "lowerLetter" else letters
    if shape in {"lowerRoman", "upperRoman"} and 0 < count <= _MOST_ROMAN:
        roman = _roman(count)
        return roman if shape == "lowerRoman" else roman.upper()
    return str(count)


def _roman(count: int) -> str:
    found = ""
    for value, letters in _ROMAN:
        while count >= value:
            found, count = found + letters, count - value
    return found


def read_numbers(archive: Archive, name: str) -> ListNumbers:
    """Return the lists of a document; one without any numbers nothing.

    Raises:
        IntakeError: see ``archive`` and ``markup``.
    """
    if _PART not in archive:
        return ListNumbers()
    found = _Found()

    def start(tag: str, attributes: dict[str, str]) -> None:
        _start(found, local_name(tag), {local_name(k): v for k, v in attributes.items()})

    walk(archive.read_markup(_PART), name, start)
    return ListNumbers(found)


def _start(found: _Found, tag: str, said: dict[str, str]) -> None:
    value = said.get("val", "")
    if tag == "abstractNum":
        found.list_id = said.get("abstractNumId", "")
        found.lists[found.list_id] = {}
    elif tag == "num":
        found.number, found.level = said.get("numId", ""), None
    elif tag == "abstractNumId":
        found.means[found.number] = value
    elif tag == "lvl" and said.get("ilvl", "").isdecimal() and found.list_id in found.lists:
        found.level = _Level()
        found.lists[found.list_id][int(said["ilvl"])] = found.level
    elif found.level is not None:
        _of_level(found.level, tag, value)


def _of_level(level: _Level, tag: str, value: str) -> None:
    if tag == "numFmt":
        level.shape = value
    elif tag == "lvlText":
        level.text = value
    elif tag == "start" and value.isdecimal():
        level.start = int(value[:6])
