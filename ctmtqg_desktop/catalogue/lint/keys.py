"""What is wrong with the keys of lists, with lists that exclude each other, and with persons."""

from collections import Counter
from collections.abc import Iterator

from ctmtqg_desktop.catalogue.records.form import (
    CellType,
    Column,
    Form,
    Section,
    SectionKind,
)
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile, nearest_spelling
from ctmtqg_desktop.catalogue.records.personal import ID_MASK
from ctmtqg_desktop.catalogue.records.values import PersonKind

Found = Iterator[Mistake]


def key_mistakes(form: Form, source: SourceFile) -> Found:
    """Yield keys that name nothing that is typed, and lists that cannot exclude each other."""
    for place, section in enumerate(form.sections):
        where = ("sections", place)
        if section.kind is SectionKind.ROSTER:
            yield from _keys(section, source, (*where, "keys"))
            yield from _excludes(section, form, source, (*where, "excludes"))
        elif section.keys or section.excludes:
            yield source.mistake("form.keys-not-list", where, given=section.id)
        yield from _persons(section, source, (*where, "columns"))


def _keys(section: Section, source: SourceFile, where: Path) -> Found:
    ids = [column.id for column in section.columns]
    for key, times in Counter(section.keys).items():
        if not key or times > 1 or len(set(key)) < len(key):
            yield source.mistake("form.key-parts", where, given=", ".join(key), list=section.id)
        for name in dict.fromkeys(key):
            column = section.column(name)
            if column is None:
                facts = {"given": name, "suggestion": nearest_spelling(name, ids)}
                yield source.mistake("form.column-unknown", where, **facts)
            elif column.formula:
                yield source.mistake("form.key-computed", where, given=name)


def _excludes(section: Section, form: Form, source: SourceFile, where: Path) -> Found:
    rosters = {s.id: s for s in form.sections if s.kind is SectionKind.ROSTER and s is not section}
    for name in section.excludes:
        other = rosters.get(name)
        if other is None:
            suggestion = nearest_spelling(name, list(rosters))
            yield source.mistake("form.excludes-unknown", where, given=name, suggestion=suggestion)
        elif not section.keys or other.keys != section.keys:
            yield source.mistake("form.excludes-keys", where, given=section.id, other=name)


def _persons(section: Section, source: SourceFile, where: Path) -> Found:
    numbers = [c for c in section.columns if c.kind is PersonKind.IDENTITY_NUMBER]
    for place, column in enumerate(section.columns):
        at = (*where, place)
        if column.kind is None:
            continue
        if section.kind is not SectionKind.ROSTER:
            yield source.mistake("form.person-not-list", at, given=column.id)
        elif column.kind is PersonKind.IDENTITY_NUMBER:
            yield from _number(column, section, source, at)
        elif len(numbers) != 1:
            yield source.mistake("form.person-alone", at, given=column.id)


def _number(column: Column, section: Section, source: SourceFile, where: Path) -> Found:
    """An identity number keeps its noughts, stays at home and is masked."""
    is_kept = column.type is CellType.TEXT and not column.formula
    if not is_kept or column.mask != ID_MASK or not (section.personal or column.personal):
        yield source.mistake("form.identity-number", where, given=column.id)
