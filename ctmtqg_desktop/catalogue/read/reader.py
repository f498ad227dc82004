"""From a folder of TOML files to a catalogue, with every mistake of every file at once."""

import hashlib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.lint.lint import lint
from ctmtqg_desktop.catalogue.profiles import DutiesFile, ProfilesFile, RequestsFile
from ctmtqg_desktop.catalogue.read.shapes import wrong_shape, wrong_syntax
from ctmtqg_desktop.catalogue.records.criteria import CriteriaSet, LocalThresholds, with_local
from ctmtqg_desktop.catalogue.records.declared import Measure, Plan, Programme, Region, ReportSet
from ctmtqg_desktop.catalogue.records.form import STRICT, Form
from ctmtqg_desktop.catalogue.records.forms.indicators import IndicatorFile
from ctmtqg_desktop.catalogue.records.gazetteer import GazetteerFile, SuccessionTable, UnitTable
from ctmtqg_desktop.catalogue.records.lifetimes import Lifetimes
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, SourceFile
from ctmtqg_desktop.catalogue.records.periods import Calendars, DayOff, Holidays, Roll
from ctmtqg_desktop.catalogue.records.tables import TableFile, lineage_of, unit_tree
from ctmtqg_desktop.catalogue.records.texts import NamedText, levelled
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.text import harmless, nfc

_VOUCHED = (
    "calendars", "programmes", "criteria_sets", "thresholds", "forms", "report_sets", "plans",
    "closings", "continuations", "awaited",
)  # fmt: skip
MAX_FILE = 4 * 1024 * 1024
IGNORED_KINDS = frozenset({"layout"})
"""Read by another room (the print layout)."""


@dataclass(frozen=True, slots=True)
class _Documents:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    documents: tuple[NamedText, ...]


@dataclass(frozen=True, slots=True)
class _Units:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class _Measures:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class _Regions:
    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    regions: tuple[Region, ...]


KINDS: dict[str, type] = {
    "units": _Units,
    "gazetteer": GazetteerFile,
    "measures": _Measures,
    "regions": _Regions,
    "indicators": IndicatorFile,
    "calendars": Calendars,
    "holidays": Holidays,
    "duties": DutiesFile,
    "profiles": ProfilesFile,
    "requests": RequestsFile,
    "programme": Programme,
    "criteria-set": CriteriaSet,
    "thresholds": LocalThresholds,
    "form": Form,
    "report-set": ReportSet,
    "plan": Plan,
    "documents": _Documents,
    "lifetimes": Lifetimes,
}


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A catalogue and what is wrong with it.

    Attributes:
        files: record name ("form:ntm-nguon-luc.v1") -> its file, for whoever lints on.
        tables: the national tables, unread.
        documents: what declared things may rest upon.
        declared: the catalogue as the files say it, before their claims are levels.
    """

    catalogue: Catalogue
    mistakes: tuple[Mistake, ...]
    files: dict[str, SourceFile]
    tables: tuple[TableFile, ...] = ()
    documents: tuple[NamedText, ...] = ()
    declared: Catalogue = field(default_factory=Catalogue)


def read_catalogue(*folders: Path, extra: Mapping[str, bytes] | None = None) -> Reading:
    """Read every ``*.toml`` below the folders, and what has been published since.

    A file with a mistake of shape is left out of the catalogue and named among the mistakes;
    the others are read all the same.

    Args:
        folders: what comes with the program.
        extra: file name -> content; a record in it takes the place of one of the same id in
            the folders, unless that one has a higher version.
    """
    found = _Gathered()
    for folder in folders:
        for path in sorted(folder.rglob("*.toml")):
            found.folder = path.parent
            name = path.relative_to(folder).as_posix()
            data = _data(path, name, found)
            if data is not None:
                _read_file(data, name, found)
    found.amendable = set(found.files)
    found.folder = None
    for name, data in sorted((extra or {}).items()):
        _read_file(data, name, found)
    declared, documents = _whole(found), tuple(found.documents.values())
    mistakes = sorted([*found.mistakes, *lint(declared, found.files)])
    whole = _with_levels(declared, found, documents)
    return Reading(
        whole, tuple(mistakes), found.files, tuple(found.tables), documents, declared
    )  # fmt: skip


def read_form(
    raw: Mapping[str, object], source: SourceFile, reading: Reading
) -> tuple[Form | None, Reading]:
    """Read one form that comes as raw values, from a workbook say, beside a catalogue.

    Returns the form, None when its shape is wrong, and the catalogue with the form in the place
    of one of the same id and version; its mistakes are those of this form alone.
    """
    found = _Gathered()
    form: Form | None = _record(Form, _normalised(dict(raw)), source, found)
    if form is None:
        return None, replace(reading, mistakes=tuple(sorted(found.mistakes)))
    name, known = f"{form.id}.v{form.version}", reading.catalogue
    whole = replace(
        known,
        forms={**known.forms, (form.id, form.version): form},
        digests={**known.digests, name: source.sha256},
    )
    files = {**reading.files, f"form:{name}": source}
    mistakes = sorted(m for m in lint(whole, files) if m.file == source.name)
    return form, replace(reading, catalogue=whole, mistakes=tuple(mistakes), files=files)


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
    source = _source(data, name, found)
    if source is None:
        return
    raw = _parsed(source, found)
    if raw is None:
        return
    kind = str(raw.get("kind"))
    if kind in IGNORED_KINDS:
        return
    if kind not in KINDS:
        known = ", ".join(KINDS)
        found.mistakes.append(source.mistake("form.kind", ("kind",), given=kind, known=known))
        return
    record = _record(KINDS[kind], raw, source, found)
    if record is not None:
        _KEEPERS[kind](record, source, found)


def _data(path: Path, name: str, found: _Gathered) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        found.mistakes.append(Mistake(name, 1, "form.file-unreadable", {}))
        return None


def _source(data: bytes, name: str, found: _Gathered) -> SourceFile | None:
    if len(data) > MAX_FILE:
        found.mistakes.append(Mistake(name, 1, "form.file-too-big", {"limit": MAX_FILE}))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found.mistakes.append(Mistake(name, line, "form.not-utf8", {}))
        return None
    return SourceFile(name, text, hashlib.sha256(data).hexdigest())


def _parsed(source: SourceFile, found: _Gathered) -> dict[str, Any] | None:
    try:
        normal = _normalised(tomllib.loads(source.text, parse_float=Decimal))
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        found.mistakes.append(
            Mistake(source.name, _line_of(error), "form.toml", {"what": wrong_syntax(error)})
        )
        return None
    return normal if isinstance(normal, dict) else None


def _line_of(error: Exception) -> int:
    _, _, tail = str(error).partition("at line ")
    digits = tail.split(",")[0]
    return int(digits) if digits.isdigit() else 1


def _normalised(value: object) -> object:
    """Bring every text to NFC at the door, without marks nobody can see."""
    if isinstance(value, str):
        return harmless(value).strip()
    if isinstance(value, list):
        return [_normalised(item) for item in value]
    if isinstance(value, dict):
        return {nfc(key): _normalised(item) for key, item in value.items()}
    return value


def _record(kind: type, raw: object, source: SourceFile, found: _Gathered) -> Any:  # noqa: ANN401  any of the records
    from ctmtqg_desktop.catalogue.read.validation import validated

    record, wrong = validated(kind, raw)
    for item in wrong:
        where = tuple(part for part in item["loc"] if isinstance(part, str | int))
        code, facts = wrong_shape(item, where)
        found.mistakes.append(source.mistake(code, where, **facts))
    return record


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


def _keep_units(record: _Units, source: SourceFile, found: _Gathered) -> None:
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


def _keep_documents(record: _Documents, source: SourceFile, found: _Gathered) -> None:
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
    "indicators": _keep_many("indicators", "derivations"),
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
