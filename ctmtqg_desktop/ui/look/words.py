"""From codes and states to the Vietnamese words on screen."""

from collections.abc import Callable, Collection, Mapping

from ctmtqg_desktop.catalogue.records.form import Severity
from ctmtqg_desktop.catalogue.records.legal import LEVELS, Confidence, mark_of
from ctmtqg_desktop.exchange.words import sentence

Say = Callable[[str, Mapping[str, object]], str]
"""Code and facts -> the sentence: what happened, and what to do; handed in by ``app``."""

SEVERITY_ICONS = {
    Severity.ERROR: "circle-x",
    Severity.JUSTIFY: "message-square-warning",
    Severity.WARNING: "triangle-alert",
    Severity.INFO: "info",
}


def severity_words(severity: Severity) -> str:
    """Return the word over a finding."""
    return sentence(f"screen.severity-{severity.value}", {}).what


def mark_words(confidence: Confidence | None) -> str:
    """Return what the mark beside a row means, with the mark; nothing where there is none."""
    mark = mark_of(confidence)
    return f"{mark} {sentence(f'screen.mark-{confidence}', {}).what}" if mark else ""


def legend_words(found: Collection[Confidence | None]) -> str:
    """Return what every mark that occurs means, each once."""
    return "   ".join(mark_words(level) for level in LEVELS if level in found and level.mark)
