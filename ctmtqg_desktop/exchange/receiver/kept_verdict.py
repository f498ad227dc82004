"""A verdict as a workspace keeps it, and what a package is held to that came before."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ctmtqg_desktop.entries.overview import part_fills
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.sender.blank_forms import asked_since, left_empty
from ctmtqg_desktop.exchange.sender.orders import BLANK_PART, THIN_FORM
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.trust.verdict import BottomLine, Verdict
from ctmtqg_desktop.trust.verdict_json import read_verdict
from ctmtqg_desktop.workspace.records import PackageRecord

_FACTS, _PAPERS = "facts", "papers"
DIFFERING = "differing"
"""Fact: the lines that name figures which another form has otherwise."""
_UNEXPLAINED, _THIN = "exchange.unexplained", "exchange.thin-report"


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """What was found of a package when it came.

    Attributes:
        line: the conclusion as it was drawn then.
        facts: for the sentence of the package's code.
        papers: number, date and who signed the print; empty where nothing was found.
    """

    verdict: Verdict
    line: BottomLine
    facts: Mapping[str, str]
    papers: str


def dump_verdict(verdict: Verdict, *, facts: Mapping[str, str], papers: str) -> str:
    """Return the text to keep."""
    said = {**facts, _PAPERS: papers} if papers else facts
    kept = {**verdict.to_json(), _FACTS: said} if said else verdict.to_json()
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def kept_verdict(record: PackageRecord | None) -> KeptVerdict | None:
    """Return the verdict of a package; None where none was kept, as of packages of our own.

    Raises:
        ValueError, KeyError: the text is damaged.
    """
    if record is None or not record.verdict_json:
        return None
    plain = json.loads(record.verdict_json)
    facts = {str(name): str(fact) for name, fact in plain.get(_FACTS, {}).items()}
    papers = facts.pop(_PAPERS, "")
    return KeptVerdict(read_verdict(plain), BottomLine(plain["bottom_line"]), facts, papers)


def unexplained(
    kept: KeptVerdict | None, by_rules: Iterable[Finding], sheets: Sequence[Sheet]
) -> tuple[str, ...]:
    """Return the cautions of what asks for a reason and has none; it is told, not refused.

    Earlier programs did not ask why forms and parts were left empty. A package that is here
    already is held to what was asked when it came.

    Args:
        kept: what was found of the package when it came; None for one that is new.
        by_rules: what the rules of its forms find.
        sheets: of its forms.
    """
    found = [*by_rules, *(one for sheet in sheets for one in left_empty(sheet))]
    if kept is not None:
        told = {code.partition(":")[0] for code in kept.verdict.cautions}
        new = () if told & {_UNEXPLAINED, _THIN} else asked_since(found)
        found = [one for one in found if one not in new]
    blocking = [one for one in found if one.blocks]
    thin = [one for one in blocking if one.code.startswith((BLANK_PART, THIN_FORM))]
    said = (_UNEXPLAINED,) if len(blocking) > len(thin) else ()
    return (*said, *((f"{_THIN}:{_how_empty(sheets)}",) if thin else ()))


def _how_empty(sheets: Iterable[Sheet]) -> str:
    """Return how many cells of a report are empty, of how many."""
    fills = [fill for sheet in sheets for fill in part_fills(sheet)]
    total = sum(fill.total for fill in fills)
    return f"{total - sum(fill.filled for fill in fills)}/{total}"
