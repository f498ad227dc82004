"""What ``messages`` says, and what it says of a mistake in a declared file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.messages import Sentence, claimed, messages, of_error, say, sentence
from ctmtqg_desktop.paths import stick_of

__all__ = [
    "Sentence", "claimed", "messages", "of_done", "of_error", "of_mistake", "say", "sentence",
    "unplug_words",
]  # fmt: skip


def of_done(code: str, facts: Mapping[str, object], paths: Sequence[Path]) -> Sentence:
    """Return the sentence of what an act did; of a stick it says that it may be taken out."""
    return sentence(code, {**facts, "unplug": unplug_words(paths)})


def unplug_words(paths: Sequence[Path]) -> str:
    """Say which stick the files are on, so that it may be taken out; nothing of other drives."""
    sticks = {stick for path in paths if (stick := stick_of(path))}
    said = say("exchange.unplug", {"drive": ", ".join(sorted(sticks))})
    return f" {said}" if sticks else ""


def of_mistake(mistake: Mistake) -> Sentence:
    """Return the sentence of a mistake in a declared file."""
    return sentence(mistake.code, mistake.facts)
