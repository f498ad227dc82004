"""Check what fills cells: a figure must not follow from itself, and a derivation must work."""

from collections.abc import Container, Iterator, Mapping

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.read.reader import Reading
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.forms.indicators import FormCell
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.filling import owners_of
from ctmtqg_desktop.rules.beside import filled_beside, with_beside
from ctmtqg_desktop.rules.language import FormulaError, dependency_order
from ctmtqg_desktop.rules.names import NamePlace, spec_of
from ctmtqg_desktop.rules.program import compile_form

Graph = dict[FormCell, set[FormCell]]


def indicator_circles(reading: Reading) -> Iterator[Mistake]:
    """Yield the circle of cells that show or compute one another over several forms."""
    catalogue = reading.catalogue
    newest: dict[str, Form] = {}
    for (form_id, version), form in catalogue.forms.items():
        if form_id not in newest or newest[form_id].version < version:
            newest[form_id] = form
    showing = {form.id: form for form in newest.values() if owners_of(catalogue, form)}
    graph: Graph = {}
    for form in showing.values():
        _add(graph, form, catalogue, newest)
    try:
        dependency_order(graph)
    except FormulaError as error:
        names = error.facts.get("names")
        circle = [one for one in names if isinstance(one, FormCell)] if names else []  # type: ignore[attr-defined]
        form = showing[circle[0].form]
        source = reading.files[f"form:{form.id}.v{form.version}"]
        said = [f"{one.form}.{one.cell}" for one in circle]
        yield source.mistake("form.indicator-cycle", _where(form, circle[0]), names=said)


def derivation_mistakes(reading: Reading, looked_at: Container[Form]) -> Iterator[Mistake]:
    """Yield the derivations that fill no cell of any version of a form, or cannot be computed."""
    catalogue = reading.catalogue
    for at, derivation in enumerate(catalogue.derivations.values()):
        source = reading.files[f"derivations:{derivation.id}"]
        where, place = _place_in(reading, source, at), derivation.place()
        having = [
            form
            for form in catalogue.forms.values()
            if place is not None and form.id == place.form and spec_of(form, place.cell)
        ]
        if not having:
            yield source.mistake("form.indicator-place", where, given=derivation.id)
        for form in having:
            try:
                others = {a: catalogue.form(used) for a, used in form.uses.items()}
                if form in looked_at:
                    compile_form(_whole(catalogue, form), others)
            except FormError as error:
                facts = {**error.facts, "given": derivation.id, "formula": derivation.derived}
                yield source.mistake("form.derivation", where, **facts)
                break


def _place_in(reading: Reading, source: SourceFile, at: int) -> Path:
    """Return where a derivation stands in its file: they are kept in the order of the files."""
    names = [reading.files[f"derivations:{name}"].name for name in reading.catalogue.derivations]
    return ("derivations", at - names.index(source.name))


def _whole(catalogue: Catalogue, form: Form) -> Form:
    """Return a form with what fills its cells in a year's report."""
    year = Period(form.valid_from.year, PeriodKind.YEAR)
    return with_beside(form, filled_beside(form, catalogue, year))


def _add(graph: Graph, form: Form, catalogue: Catalogue, newest: Mapping[str, Form]) -> None:
    """Add what each cell of a form needs, here and where its figure is typed."""
    for cell, places in owners_of(catalogue, form).items():
        graph.setdefault(FormCell(form.id, cell), set()).update(places)
    try:
        others = {a: newest[used] for a, used in form.uses.items() if used in newest}
        program = compile_form(_whole(catalogue, form), others)
    except FormError:
        return
    for cell, bound in program.computed.items():
        needed = graph.setdefault(FormCell(form.id, cell), set())
        for ref in bound.refs:
            if ref.where is NamePlace.THIS:
                needed.add(FormCell(form.id, ref.cell))
            elif ref.where is NamePlace.FORM:
                needed.add(FormCell(ref.form, ref.cell))


def _where(form: Form, place: FormCell) -> tuple[str | int, ...]:
    for at, section in enumerate(form.sections):
        for row_at, row in enumerate(section.rows):
            if (section.id, row.id) == (place.cell.section, place.cell.row):
                return ("sections", at, "rows", row_at)
    return ()
