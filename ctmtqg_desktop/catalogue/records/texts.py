"""The texts that declared things rest upon, and what a claim comes to by them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, ClassVar, TypeVar

from ctmtqg_desktop.catalogue.records.form import STRICT
from ctmtqg_desktop.catalogue.records.legal import Confidence, surer, surest

NUMBERED = re.compile(r"\d+/(?:\d{4}/)?[A-ZĐ]{2}")
"""The number of a legal text: "211/QĐ-TTg", "01/2022/TT-UBDT"."""
ADDRESS = re.compile(r"https?://")
_T = TypeVar("_T")
_Found = dict[tuple[str, Confidence], Confidence]


@dataclass(frozen=True, slots=True)
class NamedText:
    """A text that declared things rest upon.

    Attributes:
        cite: what a source that rests upon it says: its address, or "(003)" for a plan.
        vouches: what it may vouch for: ``source`` for a legal or official text and for what
            reports on one, ``seed`` for one of the plans.
        level: how near it stands to the law; ``unverified`` where it was read and found not to
            say what is claimed by it. A list of before it was asked for says none.
        secondary: not the text itself but one that tells what it says.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT
    id: str
    title: str
    cite: str
    vouches: Confidence
    level: Confidence | None = None
    secondary: bool = False

    @property
    def believed(self) -> Confidence:
        """Return its level; one that says none is nobody's word for the law."""
        return self.level or (
            Confidence.SEED if self.vouches is Confidence.SEED else Confidence.SECONDARY
        )


def cited_texts(source: str, claim: Confidence, texts: Iterable[NamedText]) -> list[NamedText]:
    """Return the listed texts by which a claim is made."""
    return [text for text in texts if text.vouches is claim and text.cite in source]


def level_of(source: str, confidence: Confidence, texts: Iterable[NamedText]) -> Confidence:
    """Return how far a claim may be believed: as far as the surest text it names.

    What names a legal text by its number, and nothing between, is the word of whoever signed
    the catalogue that it says so; the linter lets none of the program's own do that.
    """
    if confidence.claim is not Confidence.SOURCE:
        return confidence
    cited = {text.believed for text in cited_texts(source, Confidence.SOURCE, texts)}
    if cited:
        best = surest(cited)
    else:
        is_bare = NUMBERED.search(source) and not ADDRESS.search(source)
        best = Confidence.OFFICIAL if is_bare else Confidence.SECONDARY
    return best if confidence is Confidence.SOURCE or surer(confidence, best) else confidence


def levelled(record: _T, texts: Sequence[NamedText]) -> _T:
    """Return a record in which every claim, of its own and of its parts, is a level."""
    changed: Any = _levelled(record, texts, {})
    return changed  # type: ignore[no-any-return]


def _levelled(part: object, texts: Sequence[NamedText], found: _Found) -> object:
    if isinstance(part, tuple):
        parts = [_levelled(one, texts, found) for one in part]
        is_same = all(one is old for one, old in zip(parts, part, strict=True))
        return part if is_same else tuple(parts)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changes: dict[str, Any] = {}
    for one in fields(part):
        held = getattr(part, one.name)
        if isinstance(held, tuple) and held:
            changes[one.name] = _levelled(held, texts, found)
        elif isinstance(held, Confidence):
            changes[one.name] = _level(part, one.name, texts, found)
    is_new = any(new is not getattr(part, name) for name, new in changes.items())
    return replace(part, **changes) if is_new else part


def _level(part: object, name: str, texts: Sequence[NamedText], found: _Found) -> Confidence:
    """Return what a claim of a part comes to; what it asks may have no source of its own."""
    claim: Confidence = getattr(part, name)
    own: str = getattr(part, "source", "")
    said = getattr(part, name.replace("confidence", "source"), own) or own
    if (said, claim) not in found:
        found[said, claim] = level_of(said, claim, texts)
    return found[said, claim]
