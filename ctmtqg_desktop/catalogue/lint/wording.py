"""What is wrong with words that people read: spaces, quotes, the workshop's words, one place's.

Looks at the files as they are written, for the reader trims what it reads. A published version
never changes, so only what is not published yet is looked at.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.labels import national_names
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.workshop import workshop_word
from ctmtqg_desktop.errors import FormError

Found = Iterator[Mistake]
_SHOWN = frozenset({
    "label", "help", "title", "short", "message", "requirement", "text", "name", "indicator",
    "brief", "row_label", "no_label", "summary", "document_kind", "header", "parts", "why_not",
})  # fmt: skip
"""What stands before those who fill forms, or on paper."""
_TOLD = _SHOWN | {"note", "why"}
"""What stands on the catalogue's page too."""
_VERBATIM = frozenset({"quote", "check", "formula", "cite", "source", "requirement_source"})
_SPACES = re.compile(r"^\s|\s$|[^\S\n]{2,}")
_STRAIGHT = re.compile(r"[\"']")


def lint_wording(
    catalogue: Catalogue, files: Mapping[str, SourceFile], published: Collection[str]
) -> Found:
    """Yield what is wrong with the words of files.

    Args:
        catalogue: whose units are one place's.
        files: record -> its file.
        published: names of the files that never change again.
    """
    sources = {source.name: source for source in files.values() if source.text}
    names = _place_names(catalogue)
    national = {
        files[f"form:{form.id}.v{form.version}"].name
        for form in catalogue.forms.values()
        if not _is_local(form)
    }
    for name in sorted(sources.keys() - set(published)):
        yield from _file(sources[name], names if name in national else ())


def _file(source: SourceFile, names: Collection[str]) -> Found:
    for where, key, text in _walk(tomllib.loads(source.text), (), ""):
        facts = {"given": text[:80], "key": key}
        if key not in _VERBATIM and _SPACES.search(text):
            yield source.mistake("form.text-space", where, **facts)
        if key in _TOLD and _STRAIGHT.search(text):
            yield source.mistake("form.text-quotes", where, **facts)
        word = workshop_word(text) if key in _SHOWN else ""
        if word:
            yield source.mistake("form.text-workshop", where, word=word, **facts)
        place = _named(text, names) if key in _SHOWN else ""
        if place:
            yield source.mistake("form.text-place", where, name=place, **facts)


def _named(text: str, names: Collection[str]) -> str:
    """Return the first of the names that a text holds as words of its own."""
    return next((name for name in names if re.search(rf"\b{re.escape(name)}\b", text)), "")


def _walk(value: object, where: Path, key: str) -> Iterator[tuple[Path, str, str]]:
    if isinstance(value, dict):
        for name, held in value.items():
            yield from _walk(held, (*where, name), name)
    elif isinstance(value, list):
        for place, held in enumerate(value):
            yield from _walk(held, (*where, place), key)
    elif isinstance(value, str):
        yield where, key, value


def _is_local(form: Form) -> bool:
    return bool(form.report_sets) and all(member.under for member in form.report_sets)


def _place_names(catalogue: Catalogue) -> frozenset[str]:
    """Return the proper names of declared units and of those that plans are for."""
    found: list[Unit | None] = list(catalogue.units)
    for plan in catalogue.plans.values():
        with suppress(FormError):  # a period that is none; the linter of plans tells
            codes = {target.unit: plan.day_of(target) for target in plan.targets}
            found.extend(catalogue.units.find(code, day) for code, day in codes.items())
    names = {_proper(unit.name) for unit in found if unit is not None}
    return frozenset(name for name in names if " " in name)


def _proper(name: str) -> str:
    """Return a unit's name without the word of its kind."""
    kind = next((k for k in national_names()["kinds"] if name.startswith(f"{k} ")), "")
    return name.removeprefix(f"{kind} ")
