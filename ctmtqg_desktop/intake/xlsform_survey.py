"""Read the questions of an XLSForm, and find the cell of each.

``pyxform`` reads the workbook; it is an optional part of the installation.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.form_workbook import Cells, file_bytes, load_sheets
from ctmtqg_desktop.text import fold, nfc

SURVEY, SETTINGS = "survey", "settings"
_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of the XLSForm that is not in the form, or not as it was.

    Attributes:
        place: sheet and cell.
        code: of the sentence that says what became of it.
    """

    place: str
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Survey:
    """The questions as pyxform understands them, and where each stands."""

    name: str
    sha256: str
    questions: Mapping[str, Any]
    sheet: "SurveySheet"


@dataclass(slots=True)
class SurveySheet:
    """Finds the cell of a question; each is asked for once, in the order of the sheet."""

    cells: Cells
    _rows: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        at = self._column("name")
        for number, row in enumerate(self.cells[1:], 2):
            if at is not None and at < len(row) and row[at] is not None:
                self._rows.setdefault(nfc(str(row[at])), []).append(number)

    def _column(self, heading: str) -> int | None:
        """Return the column of a heading, its languages and prefixes aside."""
        heads = [_WORD.sub("_", fold(str(head or ""))) for head in (self.cells or [()])[0]]
        fits = (at for at, head in enumerate(heads)
                if head.removeprefix("bind_").startswith(heading))  # fmt: skip
        return next(fits, None)

    def row(self, name: str) -> int:
        """Return the next line that holds a question of this name; 1 where there is none."""
        found = self._rows.get(nfc(name), [])
        return (found.pop(0) if len(found) > 1 else found[0]) if found else 1

    def place(self, row: int, heading: str = "name") -> str:
        """Return sheet and cell of what a line says under a heading."""
        at = self._column(heading)
        letter = chr(65 + (at if at is not None and at < 26 else self._column("name") or 0))
        return f"{SURVEY}!{letter}{row}"


def read_survey(path: Path) -> Survey:
    """Read an XLSForm workbook.

    Raises:
        IntakeError: ``intake.pyxform-missing``, ``intake.xlsform``, ``intake.workbook``,
            ``intake.missing``, ``intake.too-big``.
    """
    data = file_bytes(path)
    try:
        from pyxform.errors import PyXFormError
        from pyxform.xls2json import workbook_to_json
        from pyxform.xls2json_backends import get_xlsform
    except ImportError as error:
        raise IntakeError("intake.pyxform-missing") from error
    book = load_sheets(data, path.name)
    cells = next((found for title, found in book.items() if fold(title) == SURVEY), [])
    try:
        questions = workbook_to_json(get_xlsform(BytesIO(data)), warnings=[])
    except PyXFormError as error:
        raise IntakeError("intake.xlsform", file=path.name, what=str(error)[:300]) from error
    except Exception as error:  # the library raises whatever a broken file makes it raise
        raise IntakeError("intake.workbook", file=path.name) from error
    return Survey(path.name, hashlib.sha256(data).hexdigest(), questions, SurveySheet(cells))


def children(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what stands within a group; pyxform's own addition is none of the author's."""
    for child in node.get("children", ()):
        if child.get("name") != "meta" or not child.get("control", {}).get("bodyless"):
            yield child
