"""What is wrong with days and trees: spans that end before they begin, versions, parents."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import Programme, programme_of
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile, nearest_spelling
from ctmtqg_desktop.catalogue.records.units import Unit

_UNIT_CODE = re.compile(r"\d{2}|\d{3}|\d{5}")

Found = Iterator[Mistake]


class _Spanned(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


def lint_spans(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    """Yield what is wrong with the days, the programmes' trees and the units' tree."""
    for name, record in _spanned(catalogue):
        yield from _span(record, files[name], ("valid_to",))
    yield from _versions(catalogue, files)
    for form in catalogue.forms.values():
        yield from _outside(form, catalogue, files[f"form:{form.id}.v{form.version}"])
    for programme in catalogue.programmes.values():
        yield from _projects(programme, files[f"programme:{programme.id}"])
    yield from _wordings(catalogue, files)
    for unit, source, where in unit_places(catalogue, files):
        yield from _unit(unit, catalogue, source, where)


def unit_places(
    catalogue: Catalogue, files: Mapping[str, SourceFile]
) -> Iterator[tuple[Unit, SourceFile, Path]]:
    """Yield every declared unit with its file and its place there."""
    met: Counter[str] = Counter()
    for unit in catalogue.units:
        source = files[f"units:{unit.code}@{unit.valid_from}"]
        yield unit, source, ("units", met[source.name])
        met[source.name] += 1


def _spanned(catalogue: Catalogue) -> Iterator[tuple[str, _Spanned]]:
    for form in catalogue.forms.values():
        yield f"form:{form.id}.v{form.version}", form
    for criteria in catalogue.criteria_sets.values():
        yield f"criteria-set:{criteria.id}", criteria
    for programme in catalogue.programmes.values():
        yield f"programme:{programme.id}", programme
    for report_set in catalogue.report_sets.values():
        yield f"report-set:{report_set.id}", report_set


def _span(record: _Spanned, source: SourceFile, where: Path) -> Found:
    if record.valid_to is not None and record.valid_to < record.valid_from:
        facts = {"begun": record.valid_from, "over": record.valid_to}
        yield source.mistake("form.span", where, **facts)


def _versions(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    """The newest version that has begun counts, so each must begin after the one before."""
    for (form_id, version), form in catalogue.forms.items():
        earlier = [v for known, v in catalogue.forms if known == form_id and v < version]
        before = catalogue.forms[(form_id, max(earlier))] if earlier else None
        if before is not None and form.valid_from <= before.valid_from:
            source = files[f"form:{form_id}.v{version}"]
            facts = {"begun": form.valid_from, "other": f"{form_id}.v{before.version}"}
            yield source.mistake("form.version-order", ("valid_from",), **facts)


def _outside(form: Form, catalogue: Catalogue, source: SourceFile) -> Found:
    programme = programme_of(catalogue.programmes, form.programme)
    if programme is not None and form.valid_from < programme.valid_from:
        facts = {"begun": form.valid_from, "given": programme.id}
        yield source.mistake("form.outside-programme", ("valid_from",), **facts)


def _projects(programme: Programme, source: SourceFile) -> Found:
    ids = [project.id for project in programme.projects]
    for name, times in Counter(ids).items():
        if times > 1:
            second = [i for i, given in enumerate(ids) if given == name][1]
            yield source.mistake("form.id-twice", ("projects", second), given=name)
    yield from _codes(programme, source)
    parents = {project.id: project.parent for project in programme.projects}
    for place, project in enumerate(programme.projects):
        if project.parent != project.id and parents.get(project.parent):
            facts = {"given": project.id, "parent": project.parent}
            yield source.mistake("form.project-depth", ("projects", place), **facts)
        if project.parent and (project.parent not in ids or project.parent == project.id):
            suggestion = nearest_spelling(project.parent, [i for i in ids if i != project.id])
            facts = {"given": project.parent, "suggestion": suggestion}
            yield source.mistake("form.project-parent", ("projects", place), **facts)
        if not project.source:
            yield source.mistake("form.source-missing", ("projects", place))


def _codes(programme: Programme, source: SourceFile) -> Found:
    """Two projects of a programme, or two contents of a project, carry one code."""
    seen: set[str] = set()
    for place, project in enumerate(programme.projects):
        contents = Counter(content.code for content in project.contents)
        twice = [code for code, times in contents.items() if code and times > 1]
        if project.code in seen:
            twice.append(project.code)
        seen.add(project.code or project.id)
        for code in twice:
            yield source.mistake("form.code-twice", ("projects", place), given=code)


def _wordings(catalogue: Catalogue, files: Mapping[str, SourceFile]) -> Found:
    """Two wordings of one content begin on one day."""
    for criteria in catalogue.criteria_sets.values():
        source = files[f"criteria-set:{criteria.id}"]
        for place, criterion in enumerate(criteria.criteria):
            for at, sub in enumerate(criterion.subcriteria):
                days = Counter(wording.valid_from for wording in sub.wordings)
                for day, times in days.items():
                    if times > 1:
                        where = ("criteria", place, "subcriteria", at)
                        facts = {"given": sub.code, "day": day}
                        yield source.mistake("form.wording-overlap", where, **facts)


def _unit(unit: Unit, catalogue: Catalogue, source: SourceFile, where: Path) -> Found:
    yield from _span(unit, source, where)
    if not _UNIT_CODE.fullmatch(unit.code):
        yield source.mistake("form.unit-code", where, given=unit.code)
    if not (unit.name and unit.agency and unit.source):
        yield source.mistake("form.unit-words", where, given=unit.code)
    seen = [unit.code]
    above: Unit | None = unit
    while above is not None and above.parent:
        if above.parent in seen:
            if above.parent == unit.code == min(seen):  # once for the whole circle
                chain = " → ".join([*seen, above.parent])
                yield source.mistake("form.unit-cycle", where, given=chain)
            return
        seen.append(above.parent)
        above = next((u for u in catalogue.units if u.code == above.parent), None)
