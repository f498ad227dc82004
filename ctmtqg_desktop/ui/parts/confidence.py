"""How far a declared thing is vouched for, by sign, colour and word."""

from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.table import Sign

CONFIDENCE_SIGNS = {
    Confidence.OFFICIAL: Sign("circle-check", COLOURS.ok),
    Confidence.PORTAL: Sign("building-2", COLOURS.ok),
    Confidence.PRESS: Sign("message-square-warning", COLOURS.text_soft),
    Confidence.SECONDARY: Sign("files", COLOURS.text_soft),
    Confidence.SEED: Sign("file-text", COLOURS.accent),
    Confidence.UNVERIFIED: Sign("triangle-alert", COLOURS.reason_edge),
}


def confidence_words(confidence: Confidence) -> str:
    """Return the words of how far something is vouched for, with its mark."""
    return f"{say(f'screen.confidence-{confidence.value}', {})} {confidence.mark}".rstrip()
