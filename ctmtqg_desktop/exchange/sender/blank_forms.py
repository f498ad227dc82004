"""Blank forms: one in which nothing was typed is sent only with the word that nothing arose.

The word is a reason like any other: it is kept, travels, is printed, and is asked for again by
whoever receives the report.
"""

from collections.abc import Sequence

from ctmtqg_desktop.catalogue.records.form import SectionKind, Severity
from ctmtqg_desktop.entries.overview import inputs, is_typed_in
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.watch import explained
from ctmtqg_desktop.exchange.sender.orders import BLANK_FORM
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.finding import Finding

BLANK_REPORT = "entries.blank-report"


def is_blank(sheet: Sheet) -> bool:
    """Say whether a form asks for something and holds nothing; a list kept back is something."""
    if is_typed_in(sheet) or any(sheet.withheld.values()):
        return False
    has_list = any(section.kind is SectionKind.ROSTER for section in sheet.form.sections)
    return has_list or any(True for _ in inputs(sheet))


def told_findings(sheet: Sheet) -> tuple[Finding, ...]:
    """Return what is found in a form, and that it is blank where it is."""
    return (*sheet.findings(), *blank_form(sheet))


def blank_form(sheet: Sheet) -> tuple[Finding, ...]:
    """Ask of a blank form why it is blank."""
    if not is_blank(sheet):
        return ()
    said = say(BLANK_FORM, {"form": sheet.form.short})
    found = Finding(Severity.JUSTIFY, BLANK_FORM, sheet.form.id, None, said)
    return explained((found,), sheet.reasons)


def blank_report(sheets: Sequence[Sheet]) -> tuple[Finding, ...]:
    """Refuse a report of blank forms only, unless each of them says why."""
    asked = [blank_form(sheet) for sheet in sheets]
    is_whole = bool(asked) and all(asked)
    if not is_whole or not any(one.blocks for found in asked for one in found):
        return ()
    said = say(BLANK_REPORT, {"count": len(asked)})
    return (Finding(Severity.ERROR, BLANK_REPORT, sheets[0].form.id, None, said),)
