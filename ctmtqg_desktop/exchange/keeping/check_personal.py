"""Whether a form's totals still stand when its personal lists stay at home."""

from collections.abc import Iterator, Mapping

from ctmtqg_desktop.catalogue.records.form import Aggregate, Cell, Form
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, SourceFile
from ctmtqg_desktop.catalogue.records.personal import hidden_columns, lists_of
from ctmtqg_desktop.rules.hidden import readers_of
from ctmtqg_desktop.rules.names import NamePlace, spec_of
from ctmtqg_desktop.rules.program import Bound, FormProgram


def personal_use(program: FormProgram, source: SourceFile) -> Iterator[Mistake]:
    """Yield lists that another form reads, and totals that only the lists could give again."""
    form = program.form
    bounds = [*program.computed.values(), *(check.bound for check in program.checks)]
    for name in sorted({n for bound in bounds for n in _foreign(bound, program.others)}):
        yield source.mistake("form.personal-elsewhere", (), given=name)
    hidden = hidden_columns(form, lists_of(form))
    lists = {section for section, _ in hidden}
    for cell in readers_of(program, hidden):
        if cell.section not in lists and _is_recomputed(form, cell):
            yield source.mistake("form.personal-formula", _place(form, cell), given=str(cell))


def _foreign(bound: Bound, others: Mapping[str, Form]) -> Iterator[str]:
    for ref in bound.refs:
        if ref.where is not NamePlace.FORM:
            continue
        other = others[ref.form]
        if (ref.cell.section, ref.cell.column) in hidden_columns(other, lists_of(other)):
            yield f"{other.id}: {ref.cell.section}.{ref.cell.column}"


def _is_recomputed(form: Form, cell: Cell) -> bool:
    spec = spec_of(form, cell)
    return spec is not None and spec.aggregate is Aggregate.FORMULA


def _place(form: Form, cell: Cell) -> tuple[str | int, ...]:
    place = next(i for i, section in enumerate(form.sections) if section.id == cell.section)
    return ("sections", place)
