"""Check indicators: a figure that is shown must not follow from itself by way of another form."""

from collections.abc import Iterator, Mapping

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.read.reader import Reading
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.forms.indicators import FormCell
from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.filling import indicator_cells, owners_of
from ctmtqg_desktop.rules.language import FormulaError, dependency_order
from ctmtqg_desktop.rules.names import NamePlace
from ctmtqg_desktop.rules.program import compile_form

Graph = dict[FormCell, set[FormCell]]


def indicator_circles(reading: Reading) -> Iterator[Mistake]:
    """Yield the circle of cells that show or compute one another over several forms."""
    catalogue = reading.catalogue
    newest: dict[str, Form] = {}
    for (form_id, version), form in catalogue.forms.items():
        if form_id not in newest or newest[form_id].version < version:
            newest[form_id] = form
    showing = {form.id: form for form in newest.values() if any(indicator_cells(form))}
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


def _add(graph: Graph, form: Form, catalogue: Catalogue, newest: Mapping[str, Form]) -> None:
    """Add what each cell of a form needs, here and where its figure is typed."""
    for cell, places in owners_of(catalogue, form).items():
        graph.setdefault(FormCell(form.id, cell), set()).update(places)
    try:
        others = {a: newest[used] for a, used in form.uses.items() if used in newest}
        program = compile_form(form, others)
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
