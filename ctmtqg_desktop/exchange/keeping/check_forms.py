"""Check forms: everything the linter sees, and every formula, rule, message and answer."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.expand import expand_form
from ctmtqg_desktop.catalogue.kept.published import lint_published, pinned
from ctmtqg_desktop.catalogue.lint.lifetimes import lint_lifetimes
from ctmtqg_desktop.catalogue.lint.lint import EACH
from ctmtqg_desktop.catalogue.lint.plan_tasks import lint_reporters
from ctmtqg_desktop.catalogue.lint.tables import lint_tables
from ctmtqg_desktop.catalogue.lint.values import NOT_BELOW
from ctmtqg_desktop.catalogue.lint.vouching import counts_by_kind, lint_texts, lint_vouching
from ctmtqg_desktop.catalogue.lint.wording import lint_wording
from ctmtqg_desktop.catalogue.read.reader import Reading, read_catalogue
from ctmtqg_desktop.catalogue.records.declared import Target, TargetAnswer
from ctmtqg_desktop.catalogue.records.form import (
    ANY_ROW,
    VALUE,
    Cell,
    CellSpec,
    CellType,
    Form,
    Rule,
)
from ctmtqg_desktop.catalogue.records.legal import CLAIMS
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, SourceFile, nearest_spelling
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.keeping.check_indicators import derivation_mistakes, indicator_circles
from ctmtqg_desktop.exchange.keeping.check_personal import personal_use
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.names import HERE, FormScope, spec_of
from ctmtqg_desktop.rules.program import (
    BoundCheck,
    FormProgram,
    bind,
    bind_rule,
    compile_form,
    formula_places,
)
from ctmtqg_desktop.rules.types import ValueKind

BREAKING = frozenset(
    {"form.criteria-roles", "form.subcriteria-missing", "form.wordings-missing", "form.operator"}
)
"""Where one of these stands, no criteria grid can be filled, so no formula can be looked at."""
_KINDS = {CellType.MET: ValueKind.LOGIC, CellType.DATE: ValueKind.DATE}
_ALWAYS = frozenset({"row", "column", "no", "requirement"})


def checked_catalogue(
    *folders: Path, extra: Mapping[str, bytes] | None = None
) -> tuple[Catalogue, tuple[Mistake, ...]]:
    """Read a catalogue and return it with every mistake, by file and line.

    Args:
        folders: see ``read_catalogue``.
        extra: files published since, by name; formulas are then looked at only where these
            files could have touched them, for the folders were checked when they were made.
    """
    reading = read_catalogue(*folders, extra=extra)
    mistakes = [*reading.mistakes]
    if extra is None:
        mistakes.extend(lint_tables(reading.tables))
        mistakes.extend(lint_texts(reading.files, reading.documents))
        published = {name for folder in folders for name in pinned(folder)}
        mistakes.extend(lint_wording(reading.catalogue, reading.files, published))
        mistakes.extend(mistake for folder in folders for mistake in lint_published(folder))
    mistakes.extend(lint_lifetimes(reading.catalogue, reading.files, extra))
    mistakes.extend(lint_vouching(reading.declared, reading.files, reading.documents, extra))
    mistakes.extend(lint_reporters(reading.catalogue, reading.files))
    if any(mistake.code in BREAKING for mistake in mistakes):
        return reading.catalogue, tuple(sorted(mistakes))
    forms = reading.catalogue.forms.values()
    looked_at = [f for f in forms if extra is None or _is_touched(reading, f, extra)]
    for form in looked_at:
        mistakes.extend(check_form(reading, form))
    mistakes.extend(indicator_circles(reading))
    mistakes.extend(derivation_mistakes(reading, looked_at))
    ids = {form.id for form in looked_at}
    for plan in reading.catalogue.plans.values():
        source = reading.files[f"plan:{plan.id}"]
        for place, target in enumerate(plan.targets):
            if extra is None or source.name in extra or target.answer.form in ids:
                mistakes.extend(_answer(reading.catalogue, target, source, place))
    return reading.catalogue, tuple(sorted(_once(mistakes)))


def _is_touched(reading: Reading, form: Form, extra: Mapping[str, bytes]) -> bool:
    """Say whether a form, its criteria or a form it uses comes from one of the files."""
    records = [f"form:{form.id}.v{form.version}"]
    records.extend(f"criteria-set:{s.criteria}" for s in form.sections if s.criteria)
    used = (key for key in reading.catalogue.forms if key[0] in form.uses.values())
    records.extend(f"form:{form_id}.v{version}" for form_id, version in used)
    found = (reading.files.get(record) for record in records)
    return any(source is not None and source.name in extra for source in found)


def _once(mistakes: list[Mistake]) -> Iterator[Mistake]:
    """Yield each mistake once; two readers may see the same one."""
    seen = set()
    for mistake in mistakes:
        key = (mistake.file, mistake.line, mistake.code, str(mistake.facts))
        if key not in seen:
            seen.add(key)
            yield mistake


def _opened(catalogue: Catalogue, form: Form) -> Form:
    """Return the form with criteria rows; names do not depend on region or year."""
    period = Period(form.valid_from.year, PeriodKind.YEAR)
    return expand_form(form, catalogue.criteria_sets, "", period)


def check_form(reading: Reading, form: Form) -> Iterator[Mistake]:
    """Yield what is wrong with the formulas, rules and messages of one form of a catalogue."""
    catalogue = reading.catalogue
    source = reading.files[f"form:{form.id}.v{form.version}"]
    try:
        others = {
            alias: _opened(catalogue, catalogue.form(used)) for alias, used in form.uses.items()
        }
    except FormError:
        return
    opened = _opened(catalogue, form)
    try:
        program = compile_form(opened, others)
    except FormError as error:
        found = [*_cells(opened, others, source, form), *_rules(opened, others, source)]
        yield from found
        if not found and all(mistake.file != source.name for mistake in reading.mistakes):
            yield _circle(opened, others, source, form, error=error)
        return
    yield from _kinds(opened, program, source, form)
    yield from _rules(opened, others, source, program.checks)
    yield from personal_use(program, source)


def _circle(
    opened: Form, others: Mapping[str, Form], source: SourceFile, declared: Form, *,
    error: FormError,
) -> Mistake:  # fmt: skip
    """Return the mistake of cells that need each other, at the line of the first of them."""
    names = error.facts.get("names")
    cells = names if isinstance(names, tuple) else ()
    formulas = {cell: text for cell, text, _ in formula_places(opened, others)}
    place = next((_line_path(declared, c, formulas[c]) for c in cells if c in formulas), ())
    return source.mistake(error.code, place, names=[str(cell) for cell in cells])


def _cells(
    opened: Form, others: Mapping[str, Form], source: SourceFile, declared: Form
) -> Iterator[Mistake]:
    seen = set()
    for cell, formula, scope in formula_places(opened, others):
        try:
            bind(formula, scope)
        except FormError as error:
            where = _line_path(declared, cell, formula)
            if where not in seen:
                seen.add(where)
                yield source.mistake(error.code, where, **error.facts)


def _kinds(
    opened: Form, program: FormProgram, source: SourceFile, declared: Form
) -> Iterator[Mistake]:
    """Yield the formulas that give another kind of value than their cell holds."""
    seen = set()
    for cell, bound in program.computed.items():
        kind, wanted = bound.formula.kind, _kind_of(opened, cell)
        if kind is not wanted:
            spec = _spec_of(opened, cell)
            where = _line_path(declared, cell, spec.formula if spec else "")
            facts = {"cell": cell, "found": say(kind.words, {}), "wanted": say(wanted.words, {})}
            if where not in seen:
                seen.add(where)
                yield source.mistake("form.formula-kind", where, **facts)


def _spec_of(form: Form, cell: Cell) -> CellSpec | None:
    return spec_of(form, cell._replace(row=HERE) if cell.row == ANY_ROW else cell)


def _kind_of(form: Form, cell: Cell) -> ValueKind:
    """Return what a computed cell must come out as."""
    spec = _spec_of(form, cell)
    if spec is None or spec.type.is_number:
        return ValueKind.NUMBER
    return _KINDS.get(spec.type, ValueKind.TEXT)


def _line_path(form: Form, cell: Cell, formula: str) -> tuple[str | int, ...]:
    """Return where a formula stands: in its column, in its row, or in neither (criteria)."""
    for place, section in enumerate(form.sections):
        if section.id != cell.section:
            continue
        for index, column in enumerate(section.columns):
            if column.id == cell.column and column.formula == formula:
                return ("sections", place, "columns", index)
        for index, row in enumerate(section.rows):
            if row.id == cell.row:
                return ("sections", place, "rows", index)
        return ("sections", place)
    return ("sections",)


def _rules(
    opened: Form,
    others: Mapping[str, Form],
    source: SourceFile,
    checks: Sequence[BoundCheck] | None = None,
) -> Iterator[Mistake]:
    """Yield what is wrong with rules; they are bound here where the form did not compile."""
    for place, rule in enumerate(opened.rules):
        in_vain = rule.each not in EACH or not rule.check
        if in_vain or (rule.section and opened.section(rule.section) is None):
            continue  # the linter tells; what follows from it would only confuse
        try:
            made = bind_rule(opened, rule, others) if checks is None else checks
            bound = [check for check in made if check.rule is rule]
        except FormError as error:
            yield source.mistake(error.code, ("rules", place, "check"), **error.facts)
            continue
        if not bound:
            yield source.mistake("form.rule-nowhere", ("rules", place, "id"), rule=rule.id)
        yield from _words(rule, bound, source, place)
        yield from _aims(opened, rule, source, place)


def _aims(form: Form, rule: Rule, source: SourceFile, place: int) -> Iterator[Mistake]:
    """Yield what a rule points at or limits itself to though it is not there."""
    section = form.section(rule.section)
    rows = [row.id for row in section.rows] if section else []
    columns = [column.id for column in section.columns] or [VALUE] if section else []
    cells, only = (columns, rows) if rule.each == "row" else (rows, columns)
    if rule.each == "form":
        scope = FormScope(form, {}, section)
        cells, only = ([rule.cell], []) if scope.resolve(rule.cell) else (list(scope.names()), [])
    if rule.cell and rule.cell not in cells:
        facts = {
            "rule": rule.id,
            "given": rule.cell,
            "suggestion": nearest_spelling(rule.cell, cells),
        }
        yield source.mistake("form.rule-cell", ("rules", place, "cell"), **facts)
    for name in rule.only if rule.each != "form" else ():
        if name not in only:
            facts = {"rule": rule.id, "given": name, "suggestion": nearest_spelling(name, only)}
            yield source.mistake("form.rule-only", ("rules", place, "only"), **facts)


def _words(
    rule: Rule, bound: list[BoundCheck], source: SourceFile, place: int
) -> Iterator[Mistake]:
    known = _ALWAYS | {name for check in bound for name in check.bound.formula.names}
    for name in re.findall(r"\{([^{}]+)\}", rule.message):
        if name.strip() not in known:
            where = ("rules", place, "message")
            yield source.mistake("form.placeholder", where, rule=rule.id, given=name)


def _answer(
    catalogue: Catalogue, target: Target, source: SourceFile, place: int
) -> Iterator[Mistake]:
    answer = target.answer
    known = {form_id for form_id, _ in catalogue.forms}
    if not answer.by or answer.form not in known:
        return
    opened = _opened(catalogue, catalogue.form(answer.form))
    cell = _answer_cell(opened, answer.cell)
    section = opened.section(cell.section)
    for text in filter(None, _cells_of(answer)):
        if spec_of(opened, _answer_cell(opened, text)) is None:
            facts = {"given": target.id, "form": answer.form, "cell": text}
            yield source.mistake("form.answer-cell", ("targets", place), **facts)
    columns = [column.id for column in section.columns] if section else []
    for name in answer.where:
        if name not in columns:
            facts = {"given": name, "suggestion": nearest_spelling(name, columns)}
            yield source.mistake("form.column-unknown", ("targets", place), **facts)


def _cells_of(answer: TargetAnswer) -> tuple[str, ...]:
    held_against = answer.than if answer.by == NOT_BELOW else ""
    return (answer.cell, *answer.plus, answer.of, answer.beside, held_against)


def _answer_cell(form: Form, text: str) -> Cell:
    """Return the cell of an answer; for every row of a section, one of them."""
    try:
        cell = Cell.parse(text)
    except ValueError:
        return Cell(text, "", "")
    section = form.section(cell.section)
    if cell.row != ANY_ROW:
        return cell
    row = section.rows[0].id if section is not None and section.rows else HERE
    return Cell(cell.section, row, cell.column)


def confidence_counts(catalogue: Catalogue) -> dict[str, int]:
    """Return how many declared things claim what."""
    found: Counter[str] = Counter({claim.value: 0 for claim in CLAIMS})
    for counted in counts_by_kind(catalogue).values():
        found.update(counted)
    return dict(found)
