"""A plan as rows of texts: what a workbook and a page show, and take back.

A row is known by the id of its target; one without an id is new. ``mark`` is what the row said
when it was written, so that it can be told who has changed what since.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

COLUMNS = (
    "keep", "id", "indicator", "unit", "unit_name", "period", "operator", "figure", "measure",
    "kind", "baseline", "responsible", "answer", "why_not", "note", "quote", "source",
)  # fmt: skip
SHOWN_ONLY = frozenset({"unit_name"})
"""Columns that help who reads and are never taken back."""
MARK = "mark"
HEAD = ("plan", "title", "issuer", "source", "units_at", "since", "withdrawn")
YES = "x"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One target as texts.

    Attributes:
        texts: column -> text; a column that is missing is empty.
        mark: of the row as it was written; empty for a new one.
        place: where it stood, for what is said of it: the row of the worksheet.
    """

    texts: Mapping[str, str]
    mark: str = ""
    place: int = 0

    def __getitem__(self, column: str) -> str:
        return self.texts.get(column, "")

    @property
    def is_kept(self) -> bool:
        """Say whether a person has confirmed it."""
        return bool(self["keep"].strip())


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A plan as texts.

    Attributes:
        head: of ``HEAD``; a name that is missing is empty.
        cells: cell -> words, to choose from for ``answer``.
        left_out: what is told of what its workbook holds beside, (code, facts).
    """

    head: Mapping[str, str]
    rows: tuple[PlanRow, ...]
    cells: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[tuple[str, Mapping[str, object]], ...] = ()


def row_mark(texts: Mapping[str, str]) -> str:
    """Return what tells a row of these texts from another; what is only shown does not count."""
    said = [texts.get(name, "") for name in COLUMNS if name not in SHOWN_ONLY | {"keep"}]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:16]
