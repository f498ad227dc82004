"""A verdict as a workspace keeps it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ctmtqg_desktop.trust.verdict import BottomLine, Verdict
from ctmtqg_desktop.trust.verdict_json import read_verdict
from ctmtqg_desktop.workspace.records import PackageRecord

_FACTS, _PAPERS = "facts", "papers"
DIFFERING = "differing"
"""Fact: the lines that name figures which another form has otherwise."""


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
