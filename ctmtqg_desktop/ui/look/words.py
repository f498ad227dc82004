"""From codes and states to the Vietnamese words on screen."""

from collections.abc import Callable, Mapping

from ctmtqg_desktop.catalogue.records.form import Severity
from ctmtqg_desktop.exchange.words import sentence

Say = Callable[[str, Mapping[str, object]], str]
"""Code and facts -> the sentence: what happened, and what to do; handed in by ``app``."""

SEVERITY_ICONS = {
    Severity.ERROR: "circle-x",
    Severity.JUSTIFY: "message-square-warning",
    Severity.WARNING: "triangle-alert",
    Severity.INFO: "info",
}
UNVERIFIED_MARK = "*"


def severity_words(severity: Severity) -> str:
    """Return the word over a finding."""
    return sentence(f"screen.severity-{severity.value}", {}).what


def unverified_words() -> str:
    """Return what the mark beside an unverified row means, with the mark."""
    return f"{UNVERIFIED_MARK} {sentence('screen.unverified', {}).what}"
