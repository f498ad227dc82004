"""What every act has in common: how far it is, what came of it, where it writes.

An act is one order (a frozen record that says what a person wants), one function, and one
``Done``. The words of a ``Done`` are found by its code; its facts are what ``--json`` answers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path

from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.text import canonical_number

Step = Callable[[int, int, str], None]
"""Told how far an act is: done, all (0 when not known), a few words. May raise ``Cancelled``."""


def no_step(done: int, total: int, words: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Done:
    """What happened, and what to do next.

    Attributes:
        code: finds the words, which may name any of the facts.
        facts: what the act answers, in the order it is shown; plain values, lists, mappings.
        paths: the files that were written.
        found: the records the facts were made of, for a page that shows them; never printed.
        is_refused: True where what was asked could not be taken, or not all of it (exit 1).
        did_nothing: True where there was nothing to do.
    """

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    paths: tuple[Path, ...] = ()
    found: object = None
    is_refused: bool = False
    did_nothing: bool = False


def to_json(value: object) -> object:
    """Return facts as what JSON can hold: paths and numbers as texts, days in ISO form.

    Raises:
        TypeError: a fact is a record: the act has to say what of it is told.
    """
    if value is None or isinstance(value, bool | int) or type(value) is str:
        return value
    if isinstance(value, Mapping):
        return {str(name): to_json(one) for name, one in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [to_json(one) for one in value]
    return _text_of(value)


def _text_of(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return canonical_number(value)
    if isinstance(value, Path | str):
        return str(value)
    raise TypeError(type(value))


def made_folder(path: Path) -> Path:
    """Return a folder to write into, made if it is not there yet.

    Raises:
        FormError: ``exchange.folder``.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FormError("exchange.folder", path=str(path)) from error
    return path


def demand_folder(path: Path) -> Path:
    """Return a folder to read from, which has to be there.

    Raises:
        FormError: ``exchange.file-missing``.
    """
    if not path.is_dir():
        raise FormError("exchange.file-missing", path=str(path))
    return path
