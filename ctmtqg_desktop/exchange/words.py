"""What ``messages`` says, and what it says of a mistake in a declared file."""

from ctmtqg_desktop.catalogue.records.mistakes import Mistake
from ctmtqg_desktop.messages import Sentence, claimed, messages, of_error, say, sentence

__all__ = ["Sentence", "claimed", "messages", "of_error", "of_mistake", "say", "sentence"]


def of_mistake(mistake: Mistake) -> Sentence:
    """Return the sentence of a mistake in a declared file."""
    return sentence(mistake.code, mistake.facts)
