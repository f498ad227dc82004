"""Say what was in a book beside what was taken from it."""

from collections.abc import Sequence

from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.aside import Told


def aside_facts(left: Sequence[Told]) -> list[dict[str, object]]:
    """Return what is told of each thing that was left out."""
    return [{**facts, "code": code, "message": say(code, facts)} for code, facts in left]


def aside_words(left: Sequence[Told]) -> str:
    """Return the lines that name what was left out, to end a sentence with; empty for nothing."""
    return "".join(f"\n{say(code, facts)}" for code, facts in left)
