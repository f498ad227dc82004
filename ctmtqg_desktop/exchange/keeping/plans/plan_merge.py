"""Rows that come back, held against the plan they came from: each is known by its target's id.

A row changed here and there since it was written is nobody's: it is refused by name and the
target stays. A row that is missing drops nothing; who wants to drop a target takes its mark away.
A row without an id is known by its sentence: the same rows taken twice make no second targets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import Plan, Target
from ctmtqg_desktop.entries.plan_sheet import PlanRow, row_mark
from ctmtqg_desktop.exchange.keeping.plans.plan_cells import bindable_cells
from ctmtqg_desktop.exchange.keeping.plans.plan_rows import CellFault, RowJudge, row_of_target

_NUMBER = re.compile(r"(\d+)$")
_SENTENCE = ("quote", "indicator", "unit", "period")
"""What a row without an id is known by."""


@dataclass(slots=True)
class TakenRows:
    """What became of the rows: taken, refused and left out are all of them.

    Attributes:
        plan: with what was taken.
        absent: ids of its targets that no row speaks of; they stay.
        ids: place of a row that was taken -> id of its target.
    """

    plan: Plan
    rows: int
    taken: int = 0
    refused_rows: int = 0
    faults: list[CellFault] = field(default_factory=list)
    left_out: list[PlanRow] = field(default_factory=list)
    absent: tuple[str, ...] = ()
    ids: dict[int, str] = field(default_factory=dict)


def take_rows(plan: Plan, rows: Sequence[PlanRow], catalogue: Catalogue) -> TakenRows:
    """Return a plan with the rows that can be taken, and what became of every row."""
    found = TakenRows(plan, len(rows))
    judge = RowJudge(plan, catalogue, bindable_cells(catalogue))
    made = {target.id: target for target in plan.targets}
    known = {_words_of(target): target.id for target in plan.targets}
    fresh = _fresh_ids(plan, catalogue)
    seen: dict[str, int] = {}
    for row in rows:
        given = row["id"].strip()
        if not row.is_kept:
            found.left_out.append(row)
            made.pop(given, None)
            seen.setdefault(given, row.place)
            continue
        given = given or known.get(tuple(row[name].strip() for name in _SENTENCE), "")
        faults, target = _judged(judge, row, given, seen)
        seen.setdefault(given, row.place)
        if target is None:
            found.faults += faults
            found.refused_rows += 1
            continue
        new_id = given or next(fresh)
        made[new_id] = replace(target, id=new_id)
        known.setdefault(_words_of(made[new_id]), new_id)
        seen.setdefault(new_id, row.place)
        found.ids[row.place] = new_id
        found.taken += 1
    found.absent = tuple(target.id for target in plan.targets if target.id not in seen)
    found.plan = replace(plan, targets=tuple(made.values()))
    return found


def _words_of(target: Target) -> tuple[str, ...]:
    return (target.quote, target.indicator, target.unit, target.period)


def _judged(
    judge: RowJudge, row: PlanRow, given: str, seen: dict[str, int]
) -> tuple[list[CellFault], Target | None]:
    old = next((t for t in judge.plan.targets if t.id == given), None)
    if given and given in seen:
        return [CellFault(row.place, "id", "plan-row.id-twice", given)], None
    if given and old is None:
        return [CellFault(row.place, "id", "plan-row.id-unknown", given)], None
    if old is not None and row.mark:
        now = row_of_target(old, judge.catalogue, judge.plan.day_of(old))
        mine, written, theirs = row_mark(row.texts), row.mark, now.mark
        if mine in (written, theirs):
            return [], old
        if theirs != written:
            return [CellFault(row.place, "id", "plan-row.conflict", given)], None
    target = judge.target(row, given)
    return ([], target) if isinstance(target, Target) else (target, None)


def _fresh_ids(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    """Yield ids that no target has, or had in an earlier version.

    From the second version on they bear it, for what was dropped before is not there to be seen.
    """
    declared = catalogue.plans.get(plan.id)
    version = max(plan.version, declared.version + 1 if declared else 1)
    stem = f"{plan.id}-{version}" if version > 1 else plan.id
    used = {t.id for one in (plan, declared) if one for t in one.targets}
    used |= {t.id for one in catalogue.plans.values() for t in one.targets}
    own = [t.id for one in (plan, declared) if one for t in one.targets]
    numbers = [int(match[1]) for name in own if (match := _NUMBER.search(name))]
    number = max(numbers, default=0)
    while True:
        number += 1
        name = f"{stem}-{number:03d}"
        if name not in used:
            yield name
