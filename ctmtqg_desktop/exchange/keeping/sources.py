"""Where each part of a declared thing comes from, and what its keeper noted about it."""

from collections.abc import Iterator
from dataclasses import dataclass

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.criteria import Criterion
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.exchange.keeping.browse import CatalogueItem, Sort


@dataclass(frozen=True, slots=True)
class SourcedParts:
    """The parts of a declared thing that rest upon the same source.

    Attributes:
        names: printed numbers, or labels where there are none.
    """

    confidence: Confidence
    source: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    source: str
    confidence: Confidence | None
    note: str = ""


def parts_by_source(catalogue: Catalogue, item: CatalogueItem) -> tuple[SourcedParts, ...]:
    """Return the sources of the parts of a form, criteria set or programme, the surest first."""
    found: dict[tuple[Confidence, str], list[str]] = {}
    for part in _parts(catalogue, item):
        if part.confidence is not None:
            found.setdefault((part.confidence, part.source), []).append(part.name)
    order = list(Confidence)
    made = (
        SourcedParts(confidence, source, tuple(dict.fromkeys(names)))
        for (confidence, source), names in found.items()
    )
    return tuple(sorted(made, key=lambda one: (order.index(one.confidence), one.source)))


def notes_of_parts(catalogue: Catalogue, item: CatalogueItem) -> tuple[tuple[str, str], ...]:
    """Return the number of each part that has a note, and the note as it was written."""
    return tuple((part.name, part.note) for part in _parts(catalogue, item) if part.note)


def _parts(catalogue: Catalogue, item: CatalogueItem) -> Iterator[_Part]:
    if item.sort is Sort.FORM:
        yield from _of_form(catalogue.form(item.id, item.version))
    elif item.sort is Sort.CRITERIA:
        for criterion in catalogue.criteria_sets[item.id].criteria:
            yield from _of_criterion(criterion)
    elif item.sort is Sort.PROGRAMME:
        for project in catalogue.programmes[item.id].projects:
            yield _Part(project.code, project.source, project.confidence, project.note)


def _of_form(form: Form) -> Iterator[_Part]:
    for section in form.sections:
        for column in section.columns:
            yield _Part(column.label, column.source, column.confidence)
        for row in section.rows:
            yield _Part(row.no or row.label, row.source, row.confidence, row.help)


def _of_criterion(criterion: Criterion) -> Iterator[_Part]:
    yield _Part(criterion.code, criterion.source, criterion.confidence, criterion.note)
    for sub in criterion.subcriteria:
        newest = max(sub.wordings, key=lambda wording: wording.valid_from)
        yield _Part(sub.code, newest.source, newest.confidence, sub.note)
        for threshold in sub.thresholds:
            yield _Part(sub.code, threshold.source, threshold.confidence)
