"""Blank and thin forms: what was left empty is sent only with the word that nothing arose.

Asked of a form in which nothing was typed; in any other of each part without anything, and of
the whole where less than half of what was begun is filled. The word is a reason like any other:
it is kept, travels, is printed, and is asked for again by whoever receives the report.
"""

from collections.abc import Iterable, Sequence

from ctmtqg_desktop.catalogue.counted import COUNTED
from ctmtqg_desktop.catalogue.records.form import Cell, SectionKind, Severity
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.overview import PartFill, inputs, is_thin, is_typed_in, part_fills
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.watch import explained
from ctmtqg_desktop.exchange.sender.orders import BLANK_FORM, BLANK_PART, THIN_FORM
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.finding import Finding

BLANK_REPORT, REQUIRED = "entries.blank-report", "entries.required"


def is_blank(sheet: Sheet) -> bool:
    """Say whether a form asks for something and holds nothing; a list kept back is something."""
    if is_typed_in(sheet) or any(sheet.withheld.values()):
        return False
    has_list = any(section.kind is SectionKind.ROSTER for section in sheet.form.sections)
    return has_list or any(True for _ in inputs(sheet))


def is_unfinished(finding: Finding) -> bool:
    """Say whether a finding is only that something was not filled yet."""
    return finding.code.startswith((REQUIRED, BLANK_FORM, BLANK_PART, THIN_FORM))


def left_empty(sheet: Sheet) -> tuple[Finding, ...]:
    """Ask why a form is blank, or what of it was left empty."""
    return blank_form(sheet) or thin_form(sheet)


def told_findings(sheet: Sheet) -> tuple[Finding, ...]:
    """Return what is found in a form, and what of it was left empty."""
    return (*sheet.findings(), *left_empty(sheet))


def blank_form(sheet: Sheet) -> tuple[Finding, ...]:
    """Ask of a blank form why it is blank."""
    if not is_blank(sheet):
        return ()
    said = say(BLANK_FORM, {"form": sheet.form.short})
    found = Finding(Severity.JUSTIFY, BLANK_FORM, sheet.form.id, None, said)
    return explained((found,), sheet.reasons)


def thin_form(sheet: Sheet) -> tuple[Finding, ...]:
    """Ask of a form that is not blank why parts of it are, or why so little was filled."""
    fills = part_fills(sheet)
    if is_blank(sheet):
        return ()
    found = [_blank_part(sheet, one) for one in fills if one.is_empty and not _counted(sheet, one)]
    if is_thin(fills):
        filled, total = sum(one.filled for one in fills), sum(one.total for one in fills)
        facts: dict[str, object] = {"empty": total - filled, "total": total}
        said = say(THIN_FORM, {**facts, "form": sheet.form.short})
        found.append(Finding(Severity.JUSTIFY, THIN_FORM, sheet.form.id, None, said))
    return explained(found, sheet.reasons)


def _blank_part(sheet: Sheet, fill: PartFill) -> Finding:
    section = fill.section
    words = "entries.blank-list" if fill.is_list else "entries.blank-part"
    if section.criteria:
        words = "entries.blank-criteria"
    facts = {"form": sheet.form.short, "part": section.title or sheet.form.short}
    said = say(words, {**facts, "count": fill.total})
    return Finding(Severity.JUSTIFY, BLANK_PART + section.id, sheet.form.id, None, said)


def _counted(sheet: Sheet, fill: PartFill) -> bool:
    """Say whether a rule asks about an empty list already: some field says that it has lines."""
    return fill.is_list and any(
        check.rule.id.startswith(COUNTED)
        and any(ref.cell.section == fill.section.id for ref in check.bound.refs)
        and _is_positive(sheet, check.rule.cell)
        for check in sheet.program.checks
    )


def _is_positive(sheet: Sheet, named: str) -> bool:
    held = sheet.value(Cell.parse(named))
    return held is not EMPTY and bool(held)


def needs_words(sheet: Sheet, finding: Finding) -> bool:
    """Say whether "nothing arose" is no answer: criteria are judged, or somebody says why not."""
    section = sheet.form.section(finding.code.removeprefix(BLANK_PART))
    return section is not None and bool(section.criteria)


def blank_report(sheets: Sequence[Sheet]) -> tuple[Finding, ...]:
    """Refuse a report of blank forms only, unless each of them says why."""
    asked = [blank_form(sheet) for sheet in sheets]
    is_whole = bool(asked) and all(asked)
    if not is_whole or not any(one.blocks for found in asked for one in found):
        return ()
    said = say(BLANK_REPORT, {"count": len(asked)})
    return (Finding(Severity.ERROR, BLANK_REPORT, sheets[0].form.id, None, said),)


def asked_since(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what earlier programs did not ask when they signed: what was left empty."""
    new = (BLANK_FORM, BLANK_PART, THIN_FORM, COUNTED)
    return tuple(one for one in findings if one.code.startswith(new))
