"""How a cross-check tells what it found: whose line, which part of it, and both readings."""

from collections.abc import Iterator
from datetime import datetime

from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.workspace.records import Problem

Pair = tuple[str, object, object]
"""A part of a line, as the table has it and as the signed paper has it."""


def differing(subject: str, *pairs: Pair) -> Iterator[Problem]:
    """Yield a problem for each part of a line that its paper has otherwise."""
    for name, stored, signed in pairs:
        if stored != signed:
            facts = {"subject": subject, "what": say(f"proof.{name}", {}),
                     "stored": _shown(stored), "signed": _shown(signed)}  # fmt: skip
            yield Problem("exchange.record-differs", facts)


def unproved_line(subject: str) -> Problem:
    """Return what is told of a line that no signed paper stands behind."""
    return Problem("exchange.record-unproved", {"subject": subject})


def lost_line(subject: str) -> Problem:
    """Return what is told of a signed paper whose line is gone."""
    return Problem("exchange.record-lost", {"subject": subject})


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return say("proof.yes" if value else "proof.no", {})
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return str(value) if value not in {None, ""} else say("proof.empty", {})
