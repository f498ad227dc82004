"""Verbs about entering: enter, check."""

from argparse import Namespace
from collections import Counter
from datetime import date
from pathlib import Path

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.tools import Answer, Tools, open_desk
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.entry_file import read_entry_file
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.text import canonical_number, nfc


def enter_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Set cells from a file."""
    file = read_entry_file(Path(arguments.file))
    period = Period.parse(arguments.period)
    with open_desk(arguments.workspace, tools) as desk:
        done = enter(desk, nfc(arguments.form), period, file, partial=arguments.partial)
    refused = [{"cell": r.cell, "code": r.code, "message": r.message} for r in done.refused]
    lines = [f"Đã lưu {done.set} ô."]
    lines.extend(f"Không nhận {r.cell}: {r.message} [{r.code}]" for r in done.refused)
    lines.extend(f"Cần xem lại {a.cell}: {a.message}" for a in done.asked)
    asked = [
        {"cell": a.cell, "text": a.text, "value": canonical_number(a.value),
         "code": a.code, "message": a.message}
        for a in done.asked
    ]  # fmt: skip
    document = {"set": done.set, "refused": refused, "asked": asked}
    return Answer(document, tuple(lines), done=not refused)


def check_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Run the rules over a report, or over every report of a period."""
    with open_desk(arguments.workspace, tools) as desk:
        period = _period(arguments, desk.workspace.identity.at)
        wanted = [arguments.report_set] if arguments.report_set else [
            s.id for s in desk.report_sets() if period.kind.value in s.periods
        ]  # fmt: skip
        findings = [finding for set_id in wanted for finding in desk.findings(set_id, period)]
    blocking = sum(finding.blocks for finding in findings)
    listed = [finding_json(finding) for finding in findings]
    counts = Counter(finding.severity.value for finding in findings)
    lines = [_finding_line(finding) for finding in findings]
    told = ", ".join(f"{say(f'severity.{s}', {})} {n}" for s, n in counts.items())
    lines.append(f"{len(findings)} phát hiện ({told or 'không có'}); {blocking} điểm chặn ký.")
    document = {"findings": listed, "blocking": blocking}
    return Answer(document, tuple(lines), done=not blocking)


def _period(arguments: Namespace, day: date) -> Period:
    return Period.parse(arguments.period or str(day.year))


def finding_json(finding: Finding) -> dict[str, object]:
    """Return a finding as the command line answers it."""
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "form": finding.form,
        "cell": str(finding.cell) if finding.cell else None,
        "message": finding.message,
        "justification": finding.justification or None,
    }


def _finding_line(finding: Finding) -> str:
    kind = say(f"severity.{finding.severity}", {})
    reason = f" Lý do: {finding.justification}" if finding.justification else ""
    return f"[{kind}] {finding.form} {finding.cell or ''}: {finding.message}{reason}"
