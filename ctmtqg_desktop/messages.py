"""From a code and its facts to Vietnamese: what happened and what to do, or a text of a print.

All words for people that no screen or command declares itself are in ``resources/messages``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from ctmtqg_desktop import assets
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.text import format_date, format_number, harmless, has_odd_letters, readable

_FOLDER = ("messages", "vi")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_PARTS = re.compile(r"(?<=[.;?])\s+")
_SUGGESTION = "{suggestion}"
_NAMES = frozenset({"file", "folder", "log", "name", "path", "place"})
"""Facts that are names of files: whatever a name holds, it stays within its sentence's line."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a person is told.

    Attributes:
        what: what happened and where.
        todo: what to do next; empty where nothing is to be done.
        code: to copy into a message to whoever helps.
    """

    what: str
    todo: str
    code: str

    def __str__(self) -> str:
        return f"{self.what} {self.todo}".strip() + f" [{self.code}]"


@cache
def _messages(folder: Path) -> assets.Words:
    """Put what every message file says together, once."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.glob("*.toml")):
        found.update(assets.words(*_FOLDER, path.name))
    return found


def messages() -> assets.Words:
    """Return all messages: code -> ``what`` and ``todo``."""
    return _messages(assets.resource(*_FOLDER))


def sentence(code: str, facts: Mapping[str, object]) -> Sentence:
    """Return the sentence of a code with the facts filled in.

    A code without a sentence is shown as itself: nothing is hidden from the user.
    """
    found = messages().get(code, {})
    return Sentence(
        _filled(found["what"], facts)
        if "what" in found
        else phrase("messages.unknown", code=code),
        _filled(found.get("todo", ""), facts),
        code,
    )


def of_error(error: CtmtqgError) -> Sentence:
    """Return the sentence of an error."""
    return sentence(error.code, error.facts)


def say(code: str, facts: Mapping[str, object]) -> str:
    """Return the whole sentence as one text, without the code."""
    found = sentence(code, facts)
    return f"{found.what} {found.todo}".strip()


def phrase(code: str, /, **facts: object) -> str:
    """Return a text of a sheet or a print: the words of its code around the facts as they are.

    They are in the file that the code begins with, so that a start need not read all of them.
    """
    said = assets.words(*_FOLDER, f"{code.partition('.')[0]}.toml")[code]["what"]
    return _PLACEHOLDER.sub(lambda m: str(facts[m[1]]), said)


def claimed(name: str) -> str:
    """Return a name that somebody gave himself, as it may be shown: one harmless line.

    A name with letters of another alphabet says so: it may only look like one we know.
    """
    plain = " ".join(harmless(readable(name)).split())
    return say("exchange.odd-letters", {"name": plain}) if has_odd_letters(plain) else plain


def _filled(template: str, facts: Mapping[str, object]) -> str:
    if _SUGGESTION in template and not facts.get("suggestion"):
        template = _without_suggestion(template)
    return _PLACEHOLDER.sub(lambda m: _named(m[1], facts), template)


def _named(key: str, facts: Mapping[str, object]) -> str:
    fact = facts.get(key, "…")
    shown, is_name = _fact(fact, facts), key in _NAMES or isinstance(fact, Path)
    return " ".join(shown.split("\n")) if is_name else shown


def _without_suggestion(template: str) -> str:
    """Return a text without the part that tells the nearest spelling: there is none."""
    parts = [part for part in _PARTS.split(template) if _SUGGESTION not in part]
    kept = " ".join(parts).strip()
    return f"{kept[:-1]}." if kept.endswith(";") else kept or phrase("messages.spelling")


def _fact(fact: object, facts: Mapping[str, object]) -> str:
    """Write a fact; one that is itself a code is put into words, once, with the same facts."""
    if isinstance(fact, str) and fact in messages():
        plain = _PLACEHOLDER.sub(lambda m: _shown(facts.get(m[1], "…")), messages()[fact]["what"])
        return plain.rstrip(".")
    return _shown(fact)


def _shown(fact: object) -> str:
    if isinstance(fact, Decimal):
        return format_number(fact)
    if isinstance(fact, datetime):
        return f"{fact:%H:%M} {format_date(fact.date())}"
    if isinstance(fact, date):
        return format_date(fact)
    if isinstance(fact, list | tuple | set | frozenset):
        return ", ".join(_shown(item) for item in fact)
    return harmless(readable(str(fact)))
