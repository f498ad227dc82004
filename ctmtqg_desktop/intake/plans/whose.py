"""Whose a figure is, and who carries it out: by names in the clause, its headings, its lines."""

import re
from dataclasses import replace

from ctmtqg_desktop.intake.plans.known import KnownPlan
from ctmtqg_desktop.intake.plans.outline import Passage
from ctmtqg_desktop.intake.plans.sentences import Stretch
from ctmtqg_desktop.intake.plans.vocabulary import looked_for
from ctmtqg_desktop.intake.plans.whom import NamedUnit

_BRACKETS = re.compile(r"\s*\(([^()]{3,60})\)")
_HEADING = 300
"""Letters of a heading; what is longer is a paragraph."""
_NEAR = 9


def named_unit(known: KnownPlan, passage: Passage, clause: Stretch, at: int) -> NamedUnit | None:
    """Return the unit a clause names, or one of its headings; None for the plan's own.

    Args:
        known: the plan.
        passage: where the clause stands.
        clause: its place.
        at: of the figure in it: a name before it comes first.
    """
    here = _names(known, *clause)
    before = [one for one in here if one.start < at]
    if here:
        one = before[-1] if before else here[0]
        return replace(one, unit=known.own) if _is_of_several(known, one) else one
    return (
        _leading(known, passage, clause)
        or _in_brackets(known, clause)
        or _of_headings(known, passage)
        or _implementer(known, passage)
    )


def units_named_each(known: KnownPlan, clause: Stretch, at: int) -> list[NamedUnit]:
    """Return the units that a clause names before "mỗi": each of them has to reach the figure."""
    return [one for one in _names(known, *clause) if one.start < at and one.unit is not None]


def _is_of_several(known: KnownPlan, one: NamedUnit) -> bool:
    """Say whether a name is the first of a list: "các xã Bản Bo, Nà Tăm"."""
    before = known.outline.plain[max(one.start - 8, 0) : one.start]
    return looked_for(r"\b<counting.several>\s+$").search(before) is not None


def _names(known: KnownPlan, start: int, end: int) -> list[NamedUnit]:
    return list(known.gazetteer.named_in(known.outline.document.text, start, end))


def _leading(known: KnownPlan, passage: Passage, clause: Stretch) -> NamedUnit | None:
    """Return the one unit before a colon: "Xã nâng cao (xã Bản Bo): Phấn đấu đạt …"."""
    colon = known.outline.plain.rfind(":", passage.begin, clause.start)
    found = _names(known, passage.begin, colon) if colon > 0 else []
    return found[0] if len(found) == 1 else None


def _in_brackets(known: KnownPlan, clause: Stretch) -> NamedUnit | None:
    """Return the one unit in brackets behind a clause, where they hold no figures of their own."""
    opened = _BRACKETS.match(known.outline.plain, clause.end)
    if opened is None or any(mark.isdigit() for mark in opened[1]):
        return None
    found = _names(known, opened.start(1), opened.end(1))
    return found[0] if len(found) == 1 else None


def _of_headings(known: KnownPlan, passage: Passage) -> NamedUnit | None:
    for one in known.outline.headings(passage):
        if one.end - one.begin > _HEADING:
            continue
        found = [
            named
            for named in _names(known, one.begin, one.end)
            if named.unit is not None and named.unit != known.own
        ]
        if len(found) == 1:
            return found[0]
    return None


def _implementer(known: KnownPlan, passage: Passage) -> NamedUnit | None:
    """Return the unit that carries a project out, where the plan leaves it to one."""
    who = responsible(known, passage)
    named = known.gazetteer.named_in(who) if who else ()
    found = [one for one in named if one.unit is not None and one.unit != known.own]
    return found[0] if len(found) == 1 else None


def responsible(known: KnownPlan, passage: Passage) -> str:
    """Return who carries it out: told in a line beside the passage, or under it."""
    outline = known.outline
    parent = passage.above[-1:]
    for one in outline.passages[passage.place + 1 : passage.place + _NEAR]:
        if passage.place not in one.above and one.above[-1:] != parent:
            break
        words = outline.plain[one.begin : min(one.end, one.begin + 60)]
        found = looked_for(r"^\W*<sections.by>\b[^:]{0,24}:\s*").search(words)
        if found:
            said = outline.document.text[one.begin + found.end() : one.end]
            return " ".join(said.split()).rstrip(".;")
    return ""
