"""Targets as rows of texts, and rows as targets: what a person wrote, judged cell by cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ctmtqg_desktop.assets import words
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.plans import TARGET_KINDS
from ctmtqg_desktop.catalogue.records.declared import Plan, Target, TargetAnswer
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.plan_sheet import YES, PlanRow, row_mark
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.targets.progress import MET_OPERATOR
from ctmtqg_desktop.text import canonical_number, fold, format_number, parse_number

OPERATORS = (">=", "<=", "=", ">", "<", MET_OPERATOR)
_SIGNS = {"≥": ">=", "≤": "<=", "=>": ">=", "=<": "<=", "": ">="}
_NEEDED = ("indicator", "unit", "period", "measure", "quote")
MOST_LETTERS = 2_000


@dataclass(frozen=True, slots=True)
class CellFault:
    """Why a row cannot be taken.

    Attributes:
        place: row of the worksheet, or of the page.
        column: id.
        code: ``plan-row.*``; its words may name the facts.
    """

    place: int
    column: str
    code: str
    given: str = ""


def row_of_target(target: Target, catalogue: Catalogue, day: date) -> PlanRow:
    """Return a target as a row, marked with what it says now."""
    unit = catalogue.units.find(target.unit, day)
    measure = catalogue.measures.get(target.measure)
    texts = {
        "keep": YES,
        "id": target.id,
        "indicator": target.indicator,
        "unit": target.unit,
        "unit_name": unit.name if unit else "",
        "period": target.period,
        "operator": target.operator,
        "figure": _shown(target.figure),
        "measure": measure.label if measure else target.measure,
        "kind": words("labels", "plans.toml")["kinds"].get(target.kind, target.kind),
        "baseline": _shown(target.baseline),
        "responsible": target.responsible,
        "answer": answer_text(target.answer),
        "why_not": target.answer.why_not,
        "note": target.note,
        "quote": target.quote,
        "source": target.source,
    }
    return PlanRow(texts, row_mark(texts))


def _shown(figure: str) -> str:
    return format_number(Decimal(figure)) if figure else ""


def answer_text(answer: TargetAnswer) -> str:
    """Return where a target's figure is taken from: the form and the cell; others with how."""
    if not answer.by:
        return ""
    place = f"{answer.form} {answer.cell}".strip() or " ".join(answer.sets)
    return place if answer == TargetAnswer("cell", answer.form, answer.cell) else (
        f"{place} [{answer.by}]"
    )  # fmt: skip


@dataclass(frozen=True)
class RowJudge:
    """Reads rows as targets of one plan.

    Attributes:
        plan: as it stands; its head counts for what a row does not say.
        names: ids a new target may not have.
    """

    plan: Plan
    catalogue: Catalogue
    cells: Mapping[str, str]

    def target(self, row: PlanRow, target_id: str) -> Target | list[CellFault]:
        """Return the target of a row, or all that is wrong with it."""
        faults = list(self._faults(row))
        if faults:
            return faults
        old = next((t for t in self.plan.targets if t.id == target_id), None)
        operator = _operator(row["operator"]) or ">="
        figure = "" if operator == MET_OPERATOR else _number(row["figure"])
        return Target(
            id=target_id,
            quote=row["quote"],
            unit=row["unit"],
            period=Period.parse(row["period"]).code,
            indicator=row["indicator"],
            operator=operator,
            figure=figure or "",
            measure=self._measure(row["measure"]) or "",
            kind=_kind(row["kind"]) or "target",
            source=row["source"] or self.plan.source,
            confidence=old.confidence.claim if old else Confidence.SEED,
            answer=self._answer(row, old),
            note=row["note"],
            exactly=old.exactly if old else "",
            baseline=_number(row["baseline"]) or "",
            responsible=row["responsible"],
        )

    def _faults(self, row: PlanRow) -> Iterator[CellFault]:
        for column in _NEEDED:
            if not row[column].strip():
                yield CellFault(row.place, column, "plan-row.empty")
        for column in row.texts:
            if len(row[column]) > MOST_LETTERS:
                yield CellFault(row.place, column, "plan-row.long", row[column][:40])
        yield from self._unit_and_period(row)
        yield from _figures(row)
        if row["measure"].strip() and self._measure(row["measure"]) is None:
            yield CellFault(row.place, "measure", "plan-row.measure", row["measure"])
        if _kind(row["kind"]) is None:
            yield CellFault(row.place, "kind", "plan-row.kind", row["kind"])
        if not self._is_answer(row["answer"]):
            yield CellFault(row.place, "answer", "plan-row.answer", row["answer"])

    def _unit_and_period(self, row: PlanRow) -> Iterator[CellFault]:
        try:
            period = Period.parse(row["period"]) if row["period"].strip() else None
        except FormError:
            yield CellFault(row.place, "period", "plan-row.period", row["period"])
            return
        if period is None or not row["unit"].strip():
            return
        day = self.plan.units_at or period.end
        if self.catalogue.units.find(row["unit"].strip(), day) is None:
            yield CellFault(row.place, "unit", "plan-row.unit", row["unit"])

    def _measure(self, text: str) -> str | None:
        if text in self.catalogue.measures:
            return text
        named = {one.label.casefold(): one.id for one in self.catalogue.measures.values()}
        return named.get(text.strip().casefold())

    def _is_answer(self, text: str) -> bool:
        given = text.strip()
        return not given or given in self.cells or any(
            given == answer_text(t.answer) for t in self.plan.targets
        )  # fmt: skip

    def _answer(self, row: PlanRow, old: Target | None) -> TargetAnswer:
        given = row["answer"].strip()
        if old is not None and given == answer_text(old.answer):
            return old.answer if given else TargetAnswer(why_not=_why_not(row))
        if given in self.cells:
            form, _, cell = given.partition(" ")
            return TargetAnswer("cell", form, cell)
        same = next((t.answer for t in self.plan.targets if answer_text(t.answer) == given), None)
        return same if same is not None and given else TargetAnswer(why_not=_why_not(row))


def _why_not(row: PlanRow) -> str:
    return row["why_not"] or words("labels", "plans.toml")["sheets"]["unbound"]


def _operator(text: str) -> str | None:
    given = text.strip()
    found = _SIGNS.get(given, given)
    return found if found in OPERATORS else None


def _kind(text: str) -> str | None:
    given = fold(text)
    named = {fold(label): kind for kind, label in words("labels", "plans.toml")["kinds"].items()}
    found = named.get(given, given or "target")
    return found if found in TARGET_KINDS else None


def _number(text: str) -> str | None:
    """Return a figure as the catalogue writes it; None for what is no number."""
    found = parse_number(text.strip().removesuffix("%")) if text.strip() else None
    return None if found is None else canonical_number(found.value)


def _figures(row: PlanRow) -> Iterator[CellFault]:
    operator = _operator(row["operator"])
    if operator is None:
        yield CellFault(row.place, "operator", "plan-row.operator", row["operator"])
    figure = row["figure"].strip()
    if operator == MET_OPERATOR and figure:
        yield CellFault(row.place, "figure", "plan-row.figure-of-met", figure)
    elif operator != MET_OPERATOR and not figure:
        yield CellFault(row.place, "figure", "plan-row.empty")
    elif operator != MET_OPERATOR and _number(figure) is None:
        yield CellFault(row.place, "figure", "plan-row.figure", figure)
    if row["baseline"].strip() and _number(row["baseline"]) is None:
        yield CellFault(row.place, "baseline", "plan-row.figure", row["baseline"])


def as_claimed(plan: Plan) -> Plan:
    """Return a plan with what its file claims, not what the reader made of it."""
    return replace(
        plan,
        confidence=plan.confidence.claim,
        targets=tuple(replace(t, confidence=t.confidence.claim) for t in plan.targets),
        tasks=tuple(replace(t, confidence=t.confidence.claim) for t in plan.tasks),
    )
