"""What frames the sheets of an .xlsx: which there are, where their parts lie, how cells look."""

import posixpath
from collections import defaultdict
from typing import NamedTuple

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.archive import Archive
from ctmtqg_desktop.intake.books.look import Look, legacy_font, told_format
from ctmtqg_desktop.intake.books.markup import local_name, walk
from ctmtqg_desktop.intake.books.number_format import built_in_format

_NO_CELLS = ("chartsheet", "dialogsheet")


class SheetPart(NamedTuple):
    """A sheet, and the part of the archive that holds its cells."""

    title: str
    part: str
    is_hidden: bool


class Frame(NamedTuple):
    """A workbook without its cells.

    Attributes:
        sheets: in their order; sheets of charts, macros and dialogs are none.
        strings: part of the shared texts; empty where there is none.
        looks: by number of the style.
        is_1904: days are counted from 1904.
        is_uncomputed: whoever wrote it asks that its formulas be computed before they are read.
    """

    sheets: tuple[SheetPart, ...]
    strings: str
    looks: tuple[Look, ...]
    is_1904: bool
    is_uncomputed: bool


def read_frame(archive: Archive) -> Frame:
    """Read everything but the cells.

    Raises:
        IntakeError: ``intake.workbook``, ``intake.workbook-entities``.
    """
    book = next(iter(_related(archive, "", "officeDocument").values()), "xl/workbook.xml")
    folder = _Workbook(archive, book)
    parts = _related(archive, book, "worksheet")
    others = [_related(archive, book, kind) for kind in _NO_CELLS]
    if any(key not in (parts.keys() | set().union(*others)) for _, key, _ in folder.sheets):
        raise IntakeError("intake.workbook", file=archive.name)  # a sheet that is nowhere
    strings = next(iter(_related(archive, book, "sharedStrings").values()), "")
    styles = next(iter(_related(archive, book, "styles").values()), "")
    return Frame(
        tuple(
            SheetPart(title, parts[key], hidden)
            for title, key, hidden in folder.sheets
            if key in parts
        ),
        strings if strings in archive else "",
        _looks(archive, styles) if styles in archive else (),
        folder.is_1904,
        folder.is_uncomputed,
    )


def _related(archive: Archive, part: str, kind: str) -> dict[str, str]:
    """Return the parts of a kind that a part names: key -> name in the archive."""
    folder, file = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{file}.rels")
    if listed not in archive:
        return {}
    found = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        is_kind = attributes.get("Type", "").rpartition("/")[2] == kind
        if local_name(tag) == "Relationship" and is_kind:
            target = posixpath.join("/", folder, attributes.get("Target", ""))
            found[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    walk(archive.read_markup(listed), archive.name, start)
    return found


def _is_on(flag: str | None) -> bool:
    return flag in {"1", "true", "on"}


class _Workbook:
    """The part that lists the sheets."""

    def __init__(self, archive: Archive, part: str) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_1904 = self.is_uncomputed = False
        if part not in archive:
            raise IntakeError("intake.workbook", file=archive.name)
        walk(archive.read_markup(part), archive.name, self._start)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local_name(tag)
        if name == "sheet":
            keys = [text for key, text in attributes.items() if key.endswith("relationships id")]
            is_hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes.get("name", ""), "".join(keys), is_hidden))
        elif name == "workbookPr":
            self.is_1904 = _is_on(attributes.get("date1904"))
        elif name == "calcPr":
            self.is_uncomputed = _is_on(attributes.get("fullCalcOnLoad"))


def _looks(archive: Archive, part: str) -> tuple[Look, ...]:
    styles = _Styles()
    walk(archive.read_markup(part), archive.name, styles.start, styles.end)
    return tuple(
        Look(
            told_format(styles.formats[number] or built_in_format(number)),
            legacy_font(styles.fonts[font] if font < len(styles.fonts) else ""),
        )
        for number, font in styles.used
    )


class _Styles:
    """The part that lists fonts, number formats, and which cells' styles use which."""

    def __init__(self) -> None:
        self.fonts: list[str] = []
        self.formats: dict[int, str] = defaultdict(str)
        self.used: list[tuple[int, int]] = []
        self._within: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element; where it stands says what it is."""
        name = local_name(tag)
        match (*self._within[-1:], name):
            case ("numFmts", "numFmt"):
                number = int(attributes.get("numFmtId", -1))
                self.formats[number] = attributes.get("formatCode", "")
            case ("fonts", "font"):
                self.fonts.append("")
            case ("font", "name") if self._within[-2:-1] == ["fonts"]:
                self.fonts[-1] = attributes.get("val", "")
            case ("cellXfs", "xf"):
                font = max(0, int(attributes.get("fontId", 0)))
                self.used.append((int(attributes.get("numFmtId", 0)), font))
        self._within.append(name)

    def end(self, _tag: str) -> None:
        """Leave an element."""
        self._within.pop()
