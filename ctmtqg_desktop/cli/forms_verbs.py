"""Verbs about the catalogue and about entering: check-forms, init, enter, check."""

from argparse import Namespace
from collections import Counter
from datetime import date
from pathlib import Path

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.kept.published import LIST, frozen
from ctmtqg_desktop.catalogue.lint.vouching import counts_by_kind
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.secret_verbs import init_encrypted
from ctmtqg_desktop.cli.tools import POINTER, Answer, Tools, open_desk
from ctmtqg_desktop.errors import FormError, WorkspaceError
from ctmtqg_desktop.exchange.keeping.check_forms import check_forms, confidence_counts
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.words import of_mistake, say
from ctmtqg_desktop.intake.entry_file import read_entry_file
from ctmtqg_desktop.package.files import write_durably
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.text import canonical_number, nfc
from ctmtqg_desktop.workspace.records import Identity, Role
from ctmtqg_desktop.workspace.workspace import create


def check_forms_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Lint a catalogue."""
    del tools
    folder = Path(arguments.folder) if arguments.folder else assets.forms_dir()
    if not folder.is_dir():
        raise FormError("exchange.file-missing", path=str(folder))
    catalogue, mistakes = check_forms(folder)
    listed = [
        {"file": m.file, "line": m.line, "code": m.code, "message": str(of_mistake(m))}
        for m in mistakes
    ]
    counts = confidence_counts(catalogue)
    lines = [f"{m['file']}:{m['line']}: {m['message']}" for m in listed]
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    lines.append(f"{len(catalogue.forms)} biểu, {len(listed)} lỗi. Độ tin cậy các dòng: {told}.")
    document: dict[str, object] = {
        "forms": len(catalogue.forms), "mistakes": listed, "confidence": counts,
        "confidence_by_kind": counts_by_kind(catalogue),
    }  # fmt: skip
    if arguments.freeze and not listed:
        names = _freeze(folder)
        document["frozen"] = list(names)
        lines.append(f"Đã ghi {len(names)} phiên bản mới vào {LIST}.")
    return Answer(document, tuple(lines), done=not listed)


def _freeze(folder: Path) -> tuple[str, ...]:
    """Write the digest of every version that is not published yet; none may change after."""
    text, names = frozen(folder)
    if names:
        write_durably(folder / LIST, text.encode("utf-8"))
    return names


def init_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Make a workspace."""
    day = _day(arguments.date) if arguments.date else tools.clock().date()
    unit = tools.catalogue().units.at(arguments.unit, day)
    role = Role.RECEIVER if arguments.receiver else Role.SENDER
    identity = Identity(unit.code, day, role.value, tools.clock())
    for set_id in arguments.report_set:
        tools.catalogue().report_set(set_id)
    path = Path(arguments.workspace)
    if arguments.encrypt:
        return init_encrypted(arguments, identity, unit)
    if arguments.url:
        if path.exists():
            raise WorkspaceError("workspace.exists", place=path.name)
        _made(arguments.url, identity, arguments.report_set)
        path.write_text(f"{POINTER}{arguments.url}\n", encoding="utf-8")
    else:
        _made(path, identity, arguments.report_set)
    document = {"workspace": str(path), "unit": unit.code, "name": unit.name, "role": role.value}
    return Answer(document, (f"Đã tạo sổ làm việc của {unit.name}: {path}",))


def _made(location: Path | str, identity: Identity, set_ids: list[str]) -> None:
    with create(location, identity) as workspace:
        if set_ids:
            choose(workspace, set_ids)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FormError("exchange.date", given=text) from error


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
