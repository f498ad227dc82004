"""What is wrong within a form beyond its names: totals, measures, levels, numbers, words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.keys import key_mistakes
from ctmtqg_desktop.catalogue.lint.personal import personal_mistakes
from ctmtqg_desktop.catalogue.lint.shares import ADDS
from ctmtqg_desktop.catalogue.lint.task_lists import task_list_mistakes
from ctmtqg_desktop.catalogue.lint.values import is_unit
from ctmtqg_desktop.catalogue.records.form import (
    Aggregate,
    CellType,
    Choice,
    Column,
    Form,
    Row,
    Rule,
    Section,
    SectionKind,
    cell_spec,
)
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile, nearest_spelling

PAPERS = frozenset({"portrait", "landscape"})
UNIT_KINDS = (
    "tinh", "thanh-pho-truc-thuoc-tw", "huyen", "quan", "thi-xa", "thanh-pho",
    "xa", "phuong", "thi-tran", "dac-khu", "thon-ban",
)  # fmt: skip
"""What the national tables hold; a declared unit may be of another kind of its own."""
_NAME = re.compile(r"[^\W\d]\w*")
_OF_WHICH = "trong đó"
_COUNTED = frozenset({CellType.MET, CellType.CHOICE})

Found = Iterator[Mistake]


def lint_forms(
    catalogue: Catalogue, files: Mapping[str, SourceFile], forms: Iterable[Form]
) -> Found:
    """Yield what is wrong within forms, and between all forms of one report set."""
    kinds = {*UNIT_KINDS, *(unit.kind for unit in catalogue.units)}
    for form in forms:
        source = files[f"form:{form.id}.v{form.version}"]
        yield from _head(form, source)
        yield from _project(form, catalogue, source)
        yield from _memberships(form, kinds, source)
        yield from _places(form, catalogue, source)
        yield from _uses(form, source)
        yield from personal_mistakes(form, source)
        yield from key_mistakes(form, source)
        yield from task_list_mistakes(form, source)
        for place, section in enumerate(form.sections):
            yield from _section(section, source, ("sections", place))
        for place, rule in enumerate(form.rules):
            yield from _rule(rule, source, ("rules", place))
    yield from _orders(catalogue, files)
    yield from _shared_rules(catalogue, files)


def _head(form: Form, source: SourceFile) -> Found:
    for key, text in (("title", form.title), ("short", form.short)):
        if not text:
            yield source.mistake("form.title-missing", (key,), given=form.id)
    if form.version < 1:
        yield source.mistake("form.version", ("version",), given=form.version)
    if form.paper not in PAPERS:
        known = ", ".join(sorted(PAPERS))
        yield source.mistake("form.paper", ("paper",), given=form.paper, known=known)


def _project(form: Form, catalogue: Catalogue, source: SourceFile) -> Found:
    programme = catalogue.programmes.get(form.programme)
    if not form.project or programme is None:
        return
    ids = [project.id for project in programme.projects]
    if form.project not in ids:
        suggestion = nearest_spelling(form.project, ids)
        yield source.mistake(
            "form.project-unknown", ("project",), given=form.project, suggestion=suggestion
        )


def _memberships(form: Form, kinds: set[str], source: SourceFile) -> Found:
    for place, membership in enumerate(form.report_sets):
        for kind in membership.unit_kinds:
            if kind not in kinds:
                suggestion = nearest_spelling(kind, sorted(kinds))
                where = ("report_sets", place)
                yield source.mistake(
                    "form.unit-kind-unknown", where, given=kind, suggestion=suggestion
                )


def _places(form: Form, catalogue: Catalogue, source: SourceFile) -> Found:
    for place, membership in enumerate(form.report_sets):
        for code in membership.under:
            if not is_unit(code, catalogue):
                yield source.mistake("form.under-unknown", ("report_sets", place), given=code)


def _uses(form: Form, source: SourceFile) -> Found:
    sections = {section.id for section in form.sections}
    for alias, used in form.uses.items():
        where = ("uses", alias)
        if not _NAME.fullmatch(alias):
            yield source.mistake("form.name-shape", where, given=alias)
        if alias in sections:
            yield source.mistake("form.alias-is-section", where, given=alias)
        if used == form.id:
            yield source.mistake("form.uses-itself", where, given=used)


def _section(section: Section, source: SourceFile, where: Path) -> Found:
    yield from _numbers(section.columns, source, where)
    for place, column in enumerate(section.columns):
        yield from _column(column, source, (*where, "columns", place))
    deepest = 0
    for place, row in enumerate(section.rows):
        at = (*where, "rows", place)
        if row.level < 0 or (place and row.level > deepest + 1):
            yield source.mistake("form.level", at, given=row.level, most=deepest + 1)
        deepest = row.level
        yield from _row(row, source, at)
        yield from _measures(section, row, source, at)
    yield from _totals(section, source, where)


def _numbers(columns: Sequence[Column], source: SourceFile, where: Path) -> Found:
    """The printed line 1 2 3=1+2 must not number two columns alike."""
    printed = [column.number.partition("=")[0].strip() for column in columns]
    for number, times in Counter(printed).items():
        if number and times > 1:
            second = [i for i, given in enumerate(printed) if given == number][1]
            yield source.mistake(
                "form.column-number-twice", (*where, "columns", second), given=number
            )


def _column(column: Column, source: SourceFile, where: Path) -> Found:
    if not column.label:
        yield source.mistake("form.label-missing", where, given=column.id)
    if column.width < 0:
        yield source.mistake("form.width", where, given=column.width)
    if column.required and column.formula:
        yield source.mistake("form.required-computed", where, given=column.id)
    yield from _aggregate(column.id, column.type, column.aggregate, source, where)
    yield from _choices(column.choices, source, where)
    yield from _vouched(column.id, column, source, where)


def _row(row: Row, source: SourceFile, where: Path) -> Found:
    if not row.label:
        yield source.mistake("form.label-missing", where, given=row.id)
    if row.heading and (row.formula or row.required):
        yield source.mistake("form.heading-typed", where, given=row.id)
    if row.required and row.formula:
        yield source.mistake("form.required-computed", where, given=row.id)
    if row.type is not None and row.aggregate is not None:
        yield from _aggregate(row.id, row.type, row.aggregate, source, where)
    yield from _choices(row.choices or (), source, where)
    yield from _vouched(row.id, row, source, where)


def _aggregate(
    name: str, kind: CellType, way: Aggregate, source: SourceFile, where: Path
) -> Found:
    adds = way in {Aggregate.SUM, Aggregate.MAX, Aggregate.FORMULA}
    if (adds and not kind.is_number) or (way is Aggregate.COUNT and kind not in _COUNTED):
        yield source.mistake(
            "form.aggregate-kind", where, given=name, way=way.value, kind=kind.value
        )


def _choices(choices: Sequence[Choice], source: SourceFile, where: Path) -> Found:
    for name, times in Counter(choice.id for choice in choices).items():
        if times > 1:
            yield source.mistake("form.choice-twice", where, given=name)


def _vouched(name: str, part: Column | Row, source: SourceFile, where: Path) -> Found:
    if bool(part.source) != (part.confidence is not None):
        yield source.mistake("form.confidence-missing", where, given=name)


def _measures(section: Section, row: Row, source: SourceFile, where: Path) -> Found:
    """Every number has a measure: of the cell, of its column or of its row."""
    if section.kind is not SectionKind.GRID or row.heading:
        return
    for column in section.columns:
        if column.type is CellType.MONEY or column.role:
            continue  # told once, at the column; a criteria grid brings its measures
        spec = cell_spec(section, row, column)
        if spec.type.is_number and not spec.measure and not spec.locked:
            given = f"{row.id}.{column.id}"
            yield source.mistake("form.measure-missing", where, given=given)


def _totals(section: Section, source: SourceFile, where: Path) -> Found:
    """A row that adds rows below it adds all of them, but those that say "trong đó"."""
    for place, row in enumerate(section.rows):
        added = ADDS.fullmatch(row.formula)
        if added is None:
            continue
        names = {name.strip() for name in added.group(1).split(",")}
        below = {r.id for r in _below(section.rows, place)}
        left_out = [
            r.id
            for r in _below(section.rows, place)
            if r.id not in names and not r.heading and _OF_WHICH not in r.label.lower()
        ]
        if names <= below and left_out:
            at = (*where, "rows", place)
            missing = ", ".join(left_out)
            yield source.mistake("form.total-misses", at, given=row.id, missing=missing)


def _below(rows: Sequence[Row], place: int) -> Iterator[Row]:
    """Yield the rows one level below a row, until one of its own level or above."""
    level = rows[place].level
    for row in rows[place + 1 :]:
        if row.level <= level:
            return
        if row.level == level + 1:
            yield row


def _rule(rule: Rule, source: SourceFile, where: Path) -> Found:
    if not rule.message:
        yield source.mistake("form.message-missing", (*where, "message"), rule=rule.id)
    if not rule.check:
        yield source.mistake("form.check-missing", (*where, "check"), rule=rule.id)


def _orders(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    """Two forms of a report set stand in one place; versions of one form may."""
    seen: dict[tuple[str, int, str], str] = {}
    for form in catalogue.forms.values():
        for place, membership in enumerate(form.report_sets):
            for kind in membership.unit_kinds or ("",):
                key = (membership.id, membership.order, kind)
                other = seen.setdefault(key, form.id)
                if other != form.id:
                    source = files[f"form:{form.id}.v{form.version}"]
                    facts = {"given": membership.order, "other": other}
                    yield source.mistake("form.order-twice", ("report_sets", place), **facts)


def _shared_rules(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    seen: dict[str, str] = {}
    for form in catalogue.forms.values():
        for place, rule in enumerate(form.rules):
            other = seen.setdefault(rule.id, form.id)
            if other != form.id:
                source = files[f"form:{form.id}.v{form.version}"]
                where = ("rules", place)
                yield source.mistake("form.rule-shared", where, rule=rule.id, other=other)
