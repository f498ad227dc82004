"""What is declared of a form's life outside its own file, which never changes once published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ctmtqg_desktop.catalogue.records.form import STRICT, Form
from ctmtqg_desktop.catalogue.records.legal import Confidence


@dataclass(frozen=True, slots=True)
class Closing:
    """The last day of a published version that was given none, or too late a one.

    Attributes:
        form, version: which.
        valid_to: its last day.
        why: the text or the reason by which it ended, for people.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    form: str
    version: int
    valid_to: date
    why: str
    source: str
    confidence: Confidence

    @property
    def id(self) -> str:
        """Return the name of the version: "ntm-xa-tu-danh-gia.v1"."""
        return f"{self.form}.v{self.version}"


@dataclass(frozen=True, slots=True)
class Continuation:
    """That a form goes on though the programme it was made for has ended.

    Attributes:
        form: id; it holds of every version.
        why: by what it goes on, for people.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    form: str
    why: str
    source: str
    confidence: Confidence

    @property
    def id(self) -> str:
        """Return the id of the form."""
        return self.form


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a unit will have to report once a text that nobody has read yet can be read.

    Attributes:
        title: what it is.
        text: the legal text that is waited for.
        instead: ids of the report sets or forms whose place it will take; may be empty.
        unit_kinds: of whom; empty is everybody.
        valid_from, valid_to: the days on which it is waited for.
        until_then: what is done meanwhile, for people.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    title: str
    text: str
    source: str
    confidence: Confidence
    valid_from: date
    valid_to: date | None = None
    instead: tuple[str, ...] = ()
    unit_kinds: tuple[str, ...] = ()
    until_then: str = ""


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """A file that declares lives."""

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    kind: str
    closings: tuple[Closing, ...] = ()
    continuations: tuple[Continuation, ...] = ()
    awaited: tuple[Awaited, ...] = ()


def end_of(form: Form, closings: Mapping[str, Closing]) -> date | None:
    """Return the last day of a version by itself: as its file says, or as it was closed."""
    closing = closings.get(f"{form.id}.v{form.version}")
    ends = (form.valid_to, closing.valid_to if closing else None)
    return min((end for end in ends if end is not None), default=None)


def is_in_force(form: Form, closings: Mapping[str, Closing], at: date) -> bool:
    """Say whether a version has begun and not ended; a newer one is not looked for."""
    end = end_of(form, closings)
    return form.valid_from <= at and (end is None or at <= end)
