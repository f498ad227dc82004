"""The cells of forms that a target can be bound to: what a person chooses from."""

from collections.abc import Iterator

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import VALUE, Form, Section, SectionKind


def bindable_cells(catalogue: Catalogue) -> dict[str, str]:
    """Return "form section.row.column" -> what the cell is, of every yearly figure declared."""
    newest: dict[str, Form] = {}
    for form in catalogue.forms.values():
        known = newest.get(form.id)
        if known is None or known.version < form.version:
            newest[form.id] = form
    return {
        f"{form.id} {cell}": about
        for form in sorted(newest.values(), key=lambda one: one.id)
        for cell, about in _cells(form)
    }


def _cells(form: Form) -> Iterator[tuple[str, str]]:
    for section in form.sections:
        if section.kind is not SectionKind.ROSTER:
            yield from _of_section(form, section)


def _of_section(form: Form, section: Section) -> Iterator[tuple[str, str]]:
    for row in section.rows:
        if section.kind is SectionKind.FIELDS:
            if row.type is not None and row.type.is_number:
                yield f"{section.id}.{row.id}.{VALUE}", f"{form.title} · {row.label}"
            continue
        for column in section.columns:
            if (row.type or column.type).is_number and not row.heading:
                about = f"{form.title} · {row.label} · {column.label}"
                yield f"{section.id}.{row.id}.{column.id}", about
