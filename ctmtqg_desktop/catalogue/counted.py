"""Counted lists: who writes that there are two villages, and lists none, is asked why.

The rule is made from the catalogue, beside the form: a published version of a form is never
changed for it. Packages that came before it was asked are not held to it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ctmtqg_desktop.catalogue.records.form import Form, Missing, Rule, Section, Severity
from ctmtqg_desktop.catalogue.records.forms.indicators import CountedList
from ctmtqg_desktop.messages import phrase

COUNTED = "counted."
"""What the id of such a rule begins with; the id of the counted list follows."""


def with_counted(form: Form, lists: Iterable[CountedList]) -> Form:
    """Return a form with the rules that hold its counts against the lines of its lists."""
    rules = tuple(_rules(form, lists))
    return replace(form, rules=(*form.rules, *rules)) if rules else form


def _rules(form: Form, lists: Iterable[CountedList]) -> Iterator[Rule]:
    for one in lists:
        form_id, _, cell = one.cell.partition(".")
        section = counted_section(form, one) if form_id == form.id else None
        if section is None:
            continue
        operator, name = (">=" if one.only_fewer else "="), one.lines
        yield Rule(
            id=COUNTED + one.id,
            check=f"count({name}) {operator} {cell}",
            severity=Severity.JUSTIFY,
            message=phrase("counted.differs", count=f"{{{cell}}}", list=section.title),
            missing=Missing.SKIP,
            cell=cell,
            source=one.source,
            confidence=one.confidence,
        )


def counted_section(form: Form, one: CountedList) -> Section | None:
    """Return the list a count speaks of; None where the form has not both of them."""
    name, _, column = one.lines.partition(".")
    field, _, row = one.cell.partition(".")[2].partition(".")
    there, here = form.section(name), form.section(field)
    is_there = there is not None and there.column(column) is not None
    return there if is_there and here is not None and here.row(row) is not None else None
