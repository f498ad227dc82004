"""Fill a criteria grid with the rows of its criteria set, for one place and period.

What comes out is an ordinary grid: the verdict column is formulas like any other, so the
renderer, the engine and the print know nothing of criteria.

Source: a criterion is met only if every applicable content is (rule R1 of the criteria dossier);
a content that must hold for both sexes is met only if both are (R9).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from ctmtqg_desktop.catalogue.records.criteria import (
    CriteriaSet,
    Criterion,
    CriterionWording,
    SubCriterion,
    row_id,
)
from ctmtqg_desktop.catalogue.records.form import (
    CellOverride,
    CellType,
    Choice,
    Form,
    Row,
    Section,
)
from ctmtqg_desktop.catalogue.records.judging import (
    RESULT_TYPES,
    SHUT,
    Demand,
    Demands,
    answer,
    judged_cells,
    requirement_confidence,
    requirement_text,
)
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.messages import phrase

TOTAL_CRITERIA = "tong_tieu_chi"
TOTAL_CONTENTS = "tong_noi_dung"
PARTS = {"nam": "criteria.part-men", "nu": "criteria.part-women"}
"""The persons of whom a content must hold apart, and the code of what their row is called."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where and when a grid is filled.

    Attributes:
        roles: its columns by role.
        groups: what a unit may choose to be where that decides, not its region.
        chosen_in: the field in which it chooses.
    """

    roles: dict[str, str]
    region: str
    above: Collection[str]
    period: Period
    groups: tuple[Choice, ...] = ()
    chosen_in: str = ""
    areas: Collection[str] = ()

    def demands(self, sub: SubCriterion) -> tuple[Demand, ...]:
        """Return the figure that applies here, or one for each group where they differ."""
        regions = [group.id for group in self.groups] or [self.region]
        found = [sub.threshold(region, self.period.end, self.above) for region in regions]
        if len(set(found)) == 1:
            return (Demand(found[0]),)
        pairs = zip(self.groups, found, strict=True)
        return tuple(Demand(figure, group, self.chosen_in) for group, figure in pairs)


def expand_form(
    form: Form,
    sets: Mapping[str, CriteriaSet],
    region: str,
    period: Period,
    *,
    above: Collection[str] = (),
    areas: Collection[str] = (),
) -> Form:
    """Return the form with every criteria grid filled; a form without one is returned as it is.

    Args:
        form: as declared.
        sets: all criteria sets.
        region: of the unit that fills it.
        period: which decides on wordings and thresholds.
        above: codes of the units above it, whose own thresholds apply.
        areas: what the unit's profile says of it; some ease what is asked.
    """
    if not any(s.criteria for s in form.sections):
        return form
    here = _Place({}, region, above, period, areas=areas)
    sections = tuple(
        _expanded(s, sets[s.criteria], _placed(form, s, sets[s.criteria], here))
        if s.criteria in sets
        else s
        for s in form.sections
    )
    return replace(form, sections=sections)


def _placed(form: Form, section: Section, criteria: CriteriaSet, place: _Place) -> _Place:
    """Return the place with what the section and its set say of it."""
    roles, chosen_in = _roles(section), criteria.grouped_by
    name, _, row_name = chosen_in.partition(".")
    field = form.section(name) if chosen_in else None
    row = field.row(row_name) if field else None
    groups = (row.choices or ()) if row else ()
    region = criteria.region_for(place.region, place.areas)
    chosen = chosen_in if groups else ""
    return replace(place, roles=roles, region=region, groups=groups, chosen_in=chosen)


def _roles(section: Section) -> dict[str, str]:
    return {c.role: c.id for c in section.columns if c.role}


def _expanded(section: Section, criteria: CriteriaSet, place: _Place) -> Section:
    rows: list[Row] = []
    for criterion in criteria.criteria:
        rows.extend(_criterion_rows(criterion, place))
    return replace(section, rows=(*rows, *_totals(criteria, place.roles)))


def _criterion_rows(criterion: Criterion, place: _Place) -> list[Row]:
    only = criterion.subcriteria[0]
    if len(criterion.subcriteria) == 1 and only.code == criterion.code:
        return _sub_rows(only, place, criterion=criterion)
    verdict = place.roles["verdict"]
    parts = ", ".join(f"{row_id(s.code)}.{verdict}" for s in criterion.subcriteria)
    whole = CellOverride(formula=f"tất_cả_đạt({parts})", locked=False)
    head = Row(
        id=row_id(criterion.code),
        no=criterion.code,
        label=criterion.name,
        level=0,
        heading=True,
        cells=judged_cells(place.roles, whole, history=True),
        source=criterion.source,
        confidence=criterion.confidence,
    )
    rows = [head]
    for sub in criterion.subcriteria:
        rows.extend(_sub_rows(sub, place))
    return rows


def _bare_row(
    sub: SubCriterion, demands: Demands, wording: CriterionWording, criterion: Criterion | None
) -> Row:
    """Return the row of a content without its cells; ``criterion`` where it is the only one."""
    named = criterion is not None and criterion.name != wording.text
    return Row(
        id=row_id(sub.code),
        no=sub.code if sub.numbered else "",
        label=f"{criterion.name}: {wording.text}" if criterion and named else wording.text,
        level=0 if criterion else 1,
        measure=sub.measure,
        requirement=requirement_text(sub, demands),
        source=wording.source,
        confidence=wording.confidence,
        not_applicable=sub.not_applicable,
        help=sub.note,
        requirement_confidence=requirement_confidence(sub, demands),
    )


def _sub_rows(
    sub: SubCriterion, place: _Place, *, criterion: Criterion | None = None
) -> list[Row]:
    sub = sub.at(place.period.end)
    demands = place.demands(sub)
    base = _bare_row(sub, demands, sub.wording(place.period.end), criterion)
    history = criterion is not None
    if not sub.parts:
        return [replace(base, cells=answer(sub, place.roles, demands, history=history))]
    verdict = place.roles["verdict"]
    ids = [f"{base.id}_{part}" for part in sub.parts]
    both = CellOverride(formula=f"tất_cả_đạt({', '.join(f'{i}.{verdict}' for i in ids)})")
    whole = CellOverride(type=RESULT_TYPES.get(sub.judged), locked=False)
    rows = [replace(base, cells=judged_cells(place.roles, both, result=whole, history=history))]
    for part, part_id in zip(sub.parts, ids, strict=True):
        rows.append(
            replace(
                base,
                id=part_id,
                no="",
                level=base.level + 1,
                label=phrase(PARTS[part]) if part in PARTS else part,
                cells=answer(sub, place.roles, demands),
                requirement="",
            )
        )
    return rows


def _totals(criteria: CriteriaSet, roles: dict[str, str]) -> Iterator[Row]:
    heads = [row_id(c.code) for c in criteria.criteria]
    subs = [row_id(s.code) for c in criteria.criteria for s in c.subcriteria if s.counted]
    total = partial(_total, source=criteria.source, roles=roles)
    yield total(TOTAL_CRITERIA, phrase("criteria.total"), ids=heads, requirement=str(len(heads)))
    known = str(len(subs))
    if criteria.contents:
        known = phrase("criteria.contents-known", known=known, all=criteria.contents)
    if subs:
        yield total(TOTAL_CONTENTS, phrase("criteria.total-contents"), ids=subs, requirement=known)


def _total(
    row: str, label: str, *, ids: list[str], requirement: str, source: str, roles: dict[str, str]
) -> Row:
    verdict = roles["verdict"]
    counted = f"số_đạt({', '.join(f'{i}.{verdict}' for i in ids)})"
    over = CellOverride(type=CellType.INTEGER, formula=counted, locked=False)
    return Row(
        id=row,
        label=label,
        level=0,
        heading=True,
        requirement=requirement,
        cells=judged_cells(roles, SHUT, result=over),
        source=source,
        confidence=None,
    )


def criterion_rows(criteria: CriteriaSet) -> tuple[tuple[str, Criterion], ...]:
    """Return (row id, criterion) in order, for a matrix of units by criteria."""
    return tuple((row_id(c.code), c) for c in criteria.criteria)
