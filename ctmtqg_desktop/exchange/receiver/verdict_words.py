"""What a verdict rests on, in words: for the window and for the command line."""

from collections.abc import Sequence
from datetime import datetime

from ctmtqg_desktop.clock import in_vietnam
from ctmtqg_desktop.exchange.answers.shown_figures import ShownDiffers
from ctmtqg_desktop.exchange.words import messages, say
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.trust.evidence import Evidence, Revocation
from ctmtqg_desktop.trust.verdict import Verdict

Lines = tuple[tuple[str, str], ...]


def answer_lines(verdict: Verdict) -> tuple[str, ...]:
    """Return the sentence of every question of a verdict that was asked."""
    found = []
    for question, answer in verdict.questions():
        named = str(answer or "")
        if isinstance(answer, bool):
            named = "yes" if answer else "no"
        words = messages()[f"trust.verdict.{question}"].get(named)
        if words:
            found.append(words)
    return tuple(found)


def cautions_of(verdict: Verdict, more: str = "") -> tuple[str, ...]:
    """Return the sentences of what a person should know though it refuses nothing.

    Args:
        verdict: of a package.
        more: the lines that name what a caution is said of.
    """
    return (*(_caution(code) for code in verdict.cautions), *more.splitlines())


def differing_lines(differing: Sequence[ShownDiffers]) -> str:
    """Return the lines that name the figures which another form has otherwise."""
    return "\n".join(one.message for one in differing)


def _caution(told: str) -> str:
    """Return the sentence of a caution; "n/m" behind its code are empty cells and all of them."""
    code, _, figures = told.partition(":")
    empty, _, total = figures.partition("/")
    return say(code, {"empty": empty, "total": total})


def ground_lines(verdict: Verdict) -> Lines:
    """Return (what, value): certificate, revocation with its age, the two times."""
    evidence = verdict.evidence
    if evidence is None:
        return ()
    lines = [(say("ground.certificate", {}), _certificate(evidence))]
    if evidence.revocation is not None:
        lines.append((say("ground.revocation", {}), _revocation(evidence.revocation)))
    lines.append((say("ground.signed", {}), _moment(evidence.claimed_at)))
    if evidence.first_seen is not None:
        lines.append((say("ground.first-seen", {}), _moment(evidence.first_seen)))
    return tuple(lines)


def _certificate(evidence: Evidence) -> str:
    state = say(f"certificate.{evidence.certificate}", {})
    return f"{evidence.subject}: {state}" if evidence.subject else state


def _revocation(held: Revocation) -> str:
    words = say(f"revocation.state-{held.state}", {})
    if held.as_of is None:
        return words
    day = format_date(in_vietnam(held.as_of).date())
    told = say("ground.data", {"state": words, "day": day})
    if held.number:
        told = say("ground.data-number", {"state": words, "day": day, "number": held.number})
    return say("ground.aged", {"told": told, "days": held.age_days}) if held.age_days else told


def _moment(moment: datetime) -> str:
    here = in_vietnam(moment)
    return f"{here:%H:%M} {format_date(here.date())}"
