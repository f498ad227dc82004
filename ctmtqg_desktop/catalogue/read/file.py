"""What one TOML file says: a record of its kind, or every mistake of its shape."""

import hashlib
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from ctmtqg_desktop.catalogue.profiles import DutiesFile, ProfilesFile, RequestsFile
from ctmtqg_desktop.catalogue.read.shapes import wrong_shape, wrong_syntax
from ctmtqg_desktop.catalogue.records.criteria import CriteriaSet, LocalThresholds
from ctmtqg_desktop.catalogue.records.declared import Measure, Plan, Programme, Region, ReportSet
from ctmtqg_desktop.catalogue.records.form import STRICT, Form
from ctmtqg_desktop.catalogue.records.forms.indicators import IndicatorFile
from ctmtqg_desktop.catalogue.records.gazetteer import GazetteerFile
from ctmtqg_desktop.catalogue.records.lifetimes import Lifetimes
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, SourceFile
from ctmtqg_desktop.catalogue.records.periods import Calendars, Holidays
from ctmtqg_desktop.catalogue.records.texts import NamedText
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.text import harmless, nfc

MAX_FILE = 4 * 1024 * 1024
IGNORED_KINDS = frozenset({"layout"})
"""Read by another room (the print layout)."""
_FILES = 512
"""So many are remembered: more than a catalogue has."""


@dataclass(frozen=True, slots=True)
class DocumentsFile:
    """Texts that declared things may rest upon."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    documents: tuple[NamedText, ...]


@dataclass(frozen=True, slots=True)
class UnitsFile:
    """Units of one list."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class MeasuresFile:
    """Measures of figures."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class RegionsFile:
    """Regions that thresholds tell apart."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    regions: tuple[Region, ...]


KINDS: dict[str, type] = {
    "units": UnitsFile,
    "gazetteer": GazetteerFile,
    "measures": MeasuresFile,
    "regions": RegionsFile,
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
    "documents": DocumentsFile,
    "lifetimes": Lifetimes,
}


class Declaration(NamedTuple):
    """What a file says: a record of a kind, or what is wrong; one of no concern says nothing."""

    mistakes: tuple[Mistake, ...] = ()
    kind: str = ""
    record: Any = None
    source: SourceFile | None = None


@lru_cache(maxsize=_FILES)
def read_file(data: bytes, name: str) -> Declaration:
    """Return what a file says; where one file of many has changed, the others are remembered."""
    if len(data) > MAX_FILE:
        return Declaration((Mistake(name, 1, "form.file-too-big", {"limit": MAX_FILE}),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Declaration((Mistake(name, line, "form.not-utf8", {}),))
    source = SourceFile(name, text, hashlib.sha256(data).hexdigest())
    try:
        raw: dict[str, Any] = normalised(tomllib.loads(text, parse_float=Decimal))
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        return Declaration(
            (Mistake(name, _line_of(error), "form.toml", {"what": wrong_syntax(error)}),)
        )
    kind = str(raw.get("kind"))
    if kind in IGNORED_KINDS:
        return Declaration()
    if kind not in KINDS:
        facts = {"given": kind, "known": ", ".join(KINDS)}
        return Declaration((source.mistake("form.kind", ("kind",), **facts),))
    record, mistakes = read_record(KINDS[kind], raw, source)
    return Declaration(mistakes, kind, record, source)


def _line_of(error: Exception) -> int:
    _, _, tail = str(error).partition("at line ")
    digits = tail.split(",")[0]
    return int(digits) if digits.isdigit() else 1


def normalised(value: Any) -> Any:  # noqa: ANN401  whatever TOML may hold
    """Bring every text to NFC at the door, without marks nobody can see."""
    if isinstance(value, str):
        return harmless(value).strip()
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if isinstance(value, dict):
        return {nfc(key): normalised(item) for key, item in value.items()}
    return value


def read_record(kind: type, raw: object, source: SourceFile) -> tuple[Any, tuple[Mistake, ...]]:
    """Return the record that raw values make, None where they do not, and what is wrong."""
    from ctmtqg_desktop.catalogue.read.validation import validated

    record, wrong = validated(kind, raw)
    mistakes = []
    for item in wrong:
        where = tuple(part for part in item["loc"] if isinstance(part, str | int))
        code, facts = wrong_shape(item, where)
        mistakes.append(source.mistake(code, where, **facts))
    return record, tuple(mistakes)
