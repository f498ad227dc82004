"""From a folder of TOML files to a catalogue, with every mistake of every file at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.lint import lint
from ctmtqg_desktop.catalogue.read.file import (
    DocumentsFile,
    UnitsFile,
    normalised,
    read_file,
    read_record,
)
from ctmtqg_desktop.catalogue.records.criteria import with_local
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.gazetteer import GazetteerFile, SuccessionTable, UnitTable
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, SourceFile
from ctmtqg_desktop.catalogue.records.periods import DayOff, Holidays, Roll
from ctmtqg_desktop.catalogue.records.tables import TableFile, lineage_of, unit_tree
from ctmtqg_desktop.catalogue.records.texts import NamedText, levelled
from ctmtqg_desktop.catalogue.records.units import Unit

_VOUCHED = (
    "calendars", "programmes", "criteria_sets", "thresholds", "forms", "report_sets", "plans",
    "closings", "continuations", "awaited",
)  # fmt: skip
_TABLE = ".csv"
_ENDINGS = ("*.toml", f"*{_TABLE}")
_READINGS = 3
"""So many are remembered: what was before, what is to be, and what came with the program."""


@dataclass(slots=True)
class _Gathered:
    """What has been read so far, before it becomes a catalogue.

    Attributes:
        folder: of the file that is being read; None for one that is in no folder.
        amendable: names of records that a file read later may take the place of.
    """

    folder: Path | None = None
    catalogue: Catalogue = field(default_factory=Catalogue)
    units: list[Unit] = field(default_factory=list)
    days_off: list[DayOff] = field(default_factory=list)
    documents: dict[str, NamedText] = field(default_factory=dict)
    tables: list[TableFile] = field(default_factory=list)
    files: dict[str, SourceFile] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    amendable: set[str] = field(default_factory=set)


@dataclass(frozen=True)  # it keeps what it has found
class Reading:
    """A catalogue and what is wrong with it.

    Attributes:
        look: finds the mistakes; that takes as long as reading, and not everybody asks.
        files: record name ("form:ntm-nguon-luc.v1") -> its file, for whoever lints on.
        tables: the national tables, unread.
        documents: what declared things may rest upon.
        declared: the catalogue as the files say it, before their claims are levels.
    """

    catalogue: Catalogue
    look: Callable[[], Iterable[Mistake]]
    files: dict[str, SourceFile]
    tables: tuple[TableFile, ...] = ()
    documents: tuple[NamedText, ...] = ()
    declared: Catalogue = field(default_factory=Catalogue)

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """Return everything that is wrong, by file and line."""
        return tuple(sorted(self.look()))


class _File(NamedTuple):
    """A file as it is read; ``data`` is None where it cannot be."""

    folder: Path
    name: str
    data: bytes | None


def read_catalogue(*folders: Path, extra: Mapping[str, bytes] | None = None) -> Reading:
    """Read every ``*.toml`` below the folders, and what has been published since.

    A file with a mistake of shape is left out of the catalogue and named among the mistakes;
    the others are read all the same. Who reads the same files again gets the same reading.

    Args:
        folders: what comes with the program.
        extra: file name -> content; a record in it takes the place of one of the same id in
            the folders, unless that one has a higher version.
    """
    files = tuple(
        _File(folder, path.relative_to(folder).as_posix(), _data(path))
        for folder in folders
        for ending in _ENDINGS
        for path in sorted(folder.rglob(ending))
    )
    return _reading(files, tuple(sorted((extra or {}).items())))


@lru_cache(maxsize=_READINGS)
def _reading(files: Sequence[_File], extra: Sequence[tuple[str, bytes]]) -> Reading:
    found = _Gathered()
    for file in files:
        found.folder = (file.folder / file.name).parent
        if file.data is None:
            found.mistakes.append(Mistake(file.name, 1, "form.file-unreadable", {}))
        elif not file.name.endswith(_TABLE):
            _read_file(file.data, file.name, found)
    found.amendable = set(found.files)
    found.folder = None
    for name, data in extra:
        _read_file(data, name, found)
    declared, documents = _whole(found), tuple(found.documents.values())
    whole = _with_levels(declared, found, documents)
    shapes = tuple(found.mistakes)

    def look() -> Iterable[Mistake]:
        return (*shapes, *lint(declared, found.files))

    return Reading(whole, look, found.files, tuple(found.tables), documents, declared)


def read_form(
    raw: Mapping[str, object], source: SourceFile, reading: Reading
) -> tuple[Form | None, Reading]:
    """Read one form that comes as raw values, from a workbook say, beside a catalogue.

    Returns the form, None when its shape is wrong, and the catalogue with the form in the place
    of one of the same id and version; its mistakes are those of this form alone.
    """
    form, wrong = read_record(Form, normalised(dict(raw)), source)
    if form is None:
        return None, replace(reading, look=lambda: wrong)
    name, known = f"{form.id}.v{form.version}", reading.catalogue
    whole = replace(
        known,
        forms={**known.forms, (form.id, form.version): form},
        digests={**known.digests, name: source.sha256},
    )
    files = {**reading.files, f"form:{name}": source}
    mistakes = [m for m in lint(whole, files, form) if m.file == source.name]
    return form, replace(reading, catalogue=whole, look=lambda: mistakes, files=files)


def _whole(found: _Gathered) -> Catalogue:
    """Return the catalogue with what needs several files; the national tables stay unread."""
    days_off = frozenset(holiday.day for holiday in found.days_off)
    calendars = {
        key: calendar if calendar.roll is Roll.NONE else replace(calendar, days_off=days_off)
        for key, calendar in found.catalogue.calendars.items()
    }
    return replace(
        _with_local(found.catalogue),
        units=unit_tree(found.units, found.tables),
        lineage=lineage_of(found.tables),
        calendars=calendars,
    )


def _with_levels(
    declared: Catalogue, found: _Gathered, documents: Sequence[NamedText]
) -> Catalogue:
    """Return the catalogue in which every claim is the level of the text it names."""
    held = {name: getattr(declared, name) for name in _VOUCHED}
    made: dict[str, Any] = {
        name: {key: levelled(record, documents) for key, record in records.items()}
        for name, records in held.items()
    }
    found.tables = [replace(file, table=levelled(file.table, documents)) for file in found.tables]
    units = unit_tree((levelled(unit, documents) for unit in found.units), found.tables)
    return replace(declared, **made, units=units, lineage=lineage_of(found.tables))


def _with_local(catalogue: Catalogue) -> Catalogue:
    """Put the figures that units have set into the criteria sets they complete."""
    sets = dict(catalogue.criteria_sets)
    for local in catalogue.thresholds.values():
        if local.criteria in sets:
            sets[local.criteria] = with_local(sets[local.criteria], local)
    return replace(catalogue, criteria_sets=sets)


def _read_file(data: bytes, name: str, found: _Gathered) -> None:
    said = read_file(data, name)
    found.mistakes.extend(said.mistakes)
    if said.record is not None and said.source is not None:
        _KEEPERS[said.kind](said.record, said.source, found)


def _data(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _keep(store: str) -> Callable[[Any, SourceFile, _Gathered], None]:
    def keep(record: Any, source: SourceFile, found: _Gathered) -> None:  # noqa: ANN401
        name, kept = f"{record.kind}:{record.id}", getattr(found.catalogue, store)
        if name in found.amendable and _version(kept.get(record.id)) > _version(record):
            return
        _register(found, name, source)
        _hold(found, store, record.id, record)

    return keep


def _hold(found: _Gathered, store: str, key: object, record: object) -> None:
    getattr(found.catalogue, store)[key] = record


def _version(record: object) -> int:
    return getattr(record, "version", 0)


def _keep_form(form: Form, source: SourceFile, found: _Gathered) -> None:
    name = f"{form.id}.v{form.version}"
    _register(found, f"form:{name}", source)
    _hold(found, "forms", (form.id, form.version), form)
    found.catalogue.digests[name] = source.sha256


def _keep_many(*stores: str) -> Callable[[Any, SourceFile, _Gathered], None]:
    def keep(record: Any, source: SourceFile, found: _Gathered) -> None:  # noqa: ANN401
        for store in stores:
            for item in getattr(record, store):
                _register(found, f"{store}:{item.id}", source)
                _hold(found, store, item.id, item)

    return keep


def _keep_units(record: UnitsFile, source: SourceFile, found: _Gathered) -> None:
    for unit in record.units:
        name, key = f"units:{unit.code}@{unit.valid_from}", (unit.code, unit.valid_from)
        if name in found.amendable:
            found.units = [u for u in found.units if (u.code, u.valid_from) != key]
        _register(found, name, source)
        found.units.append(unit)


def _keep_holidays(record: Holidays, source: SourceFile, found: _Gathered) -> None:
    for holiday in record.holidays:
        _register(found, f"holidays:{holiday.day}", source)
        found.days_off.append(holiday)


def _keep_documents(record: DocumentsFile, source: SourceFile, found: _Gathered) -> None:
    for document in record.documents:
        _register(found, f"documents:{document.id}", source)
        found.documents[document.id] = document


def _keep_gazetteer(record: GazetteerFile, source: SourceFile, found: _Gathered) -> None:
    _register(found, f"gazetteer:{record.id}", source)
    lists: tuple[tuple[str, tuple[UnitTable | SuccessionTable, ...]], ...] = (
        ("tables", record.tables),
        ("successions", record.successions),
    )
    for key, tables in lists:
        for place, table in enumerate(tables):
            path = found.folder / table.file if found.folder else None
            if path is None or Path(table.file).name != table.file or not path.is_file():
                where = (key, place)
                found.mistakes.append(source.mistake("form.table-file", where, given=table.file))
                continue
            name = Path(source.name).with_name(table.file).as_posix()
            found.tables.append(TableFile(name, table, partial(path.read_text, "utf-8-sig")))


def _register(found: _Gathered, name: str, source: SourceFile) -> None:
    if name in found.files and name not in found.amendable:
        other = found.files[name].name
        found.mistakes.append(source.mistake("form.twice", (), name=name, other=other))
    found.files[name] = source
    found.amendable.discard(name)


_KEEPERS: dict[str, Callable[[Any, SourceFile, _Gathered], None]] = {
    "units": _keep_units,
    "gazetteer": _keep_gazetteer,
    "measures": _keep_many("measures"),
    "regions": _keep_many("regions"),
    "indicators": _keep_many("indicators", "derivations", "lists"),
    "calendars": _keep_many("calendars"),
    "holidays": _keep_holidays,
    "duties": _keep_many("areas", "aims", "duties"),
    "profiles": _keep_many("profiles"),
    "requests": _keep_many("requests"),
    "programme": _keep("programmes"),
    "criteria-set": _keep("criteria_sets"),
    "thresholds": _keep("thresholds"),
    "form": _keep_form,
    "report-set": _keep("report_sets"),
    "plan": _keep("plans"),
    "documents": _keep_documents,
    "lifetimes": _keep_many("closings", "continuations", "awaited"),
}
