"""Rows of a plan while a person works on them: each is confirmed, put aside or still open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ctmtqg_desktop.entries.plan_sheet import YES, PlanRow, PlanSheet

_SAME = ("indicator", "unit", "period", "operator", "figure")


class Decision(StrEnum):
    """What a person has said of a row."""

    OPEN = "open"
    KEPT = "kept"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A row with what was decided, and what was wrong with it when it was last kept.

    Attributes:
        number: among all rows, from 1.
        faults: what to read, one line each.
        twin: number of an earlier row that says the same; 0 for none.
    """

    number: int
    row: PlanRow
    decision: Decision
    faults: tuple[str, ...] = ()
    twin: int = 0

    def __getitem__(self, column: str) -> str:
        return self.row[column]


@dataclass(slots=True)
class DraftPlan:
    """A plan that is worked on."""

    head: dict[str, str]
    rows: list[DraftRow]
    cells: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: PlanSheet) -> "DraftPlan":
        """Return a plan to work on; rows that bear the mark are confirmed already."""
        rows: list[DraftRow] = []
        seen: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(sheet.rows, 1):
            first = seen.setdefault(tuple(row[name] for name in _SAME), number)
            decision = Decision.KEPT if row.is_kept else Decision.OPEN
            rows.append(DraftRow(number, row, decision, twin=0 if first == number else first))
        return cls(dict(sheet.head), rows, sheet.cells)

    def decide(self, number: int, decision: Decision) -> None:
        """Say what is to become of a row."""
        self.rows[number - 1] = replace(self.rows[number - 1], decision=decision)

    def write(self, number: int, texts: Mapping[str, str]) -> None:
        """Put what was typed into a row; what was wrong with it is to be seen anew."""
        one = self.rows[number - 1]
        if any(one.row[name] != text for name, text in texts.items()):
            new = {**one.row.texts, **texts}
            if new["unit"] != one.row["unit"]:
                new["unit_name"] = ""  # it was the name of another
            row = replace(one.row, texts=new)
            self.rows[number - 1] = replace(one, row=row, faults=())

    def add(self) -> DraftRow:
        """Add an empty row that is confirmed: whoever adds one means it."""
        made = DraftRow(len(self.rows) + 1, PlanRow({}), Decision.KEPT)
        self.rows.append(made)
        return made

    def blame(self, faults: Iterable[tuple[int, str]]) -> None:
        """Note what was refused, by the number of the row."""
        said: dict[int, list[str]] = {}
        for number, words in faults:
            said.setdefault(number, []).append(words)
        self.rows = [
            replace(one, faults=tuple(said.get(one.number, ()))) for one in self.rows
        ]  # fmt: skip

    def next_open(self, after: int) -> int:
        """Return the number of the next row that waits, from the start again; 0 for none."""
        order = [*self.rows[after:], *self.rows[:after]]
        return next((one.number for one in order if one.decision is Decision.OPEN), 0)

    def counted(self) -> dict[Decision, int]:
        """Return how many rows are confirmed, put aside, open."""
        return {kind: sum(one.decision is kind for one in self.rows) for kind in Decision}

    def sheet(self) -> PlanSheet:
        """Return the plan as it is to be kept."""
        rows = tuple(
            replace(
                one.row,
                texts={**one.row.texts, "keep": YES if one.decision is Decision.KEPT else ""},
                place=one.number,
            )
            for one in self.rows
        )
        return PlanSheet(self.head, rows)
