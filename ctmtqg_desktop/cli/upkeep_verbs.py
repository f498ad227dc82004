"""Verbs that look after a workspace: backup, restore, doctor."""

from argparse import Namespace
from pathlib import Path

from ctmtqg_desktop.cli.tools import Answer, Tools, key_of, location_of, open_at
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.receiver.receipt_chain import check_receipts
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.workspace.workspace import restore


def backup_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Copy a workspace whole, while it is whole."""
    target = Path(arguments.target)
    with open_at(arguments.workspace, tools) as workspace:
        workspace.upkeep.backup(target)
        note_export(workspace, tools.clock(), Exported.BACKUP, target, personal=True)
    return Answer({"ok": True, "path": arguments.target}, (f"Đã sao lưu ra {arguments.target}",))


def restore_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Put a backup in place; what it replaces is kept beside."""
    place = Path(str(location_of(arguments.workspace)))
    source = Path(arguments.source)
    key = key_of(source, tools)
    kept = restore(source, place, at=tools.clock(), replace=arguments.replace, key=key)
    lines = [f"Đã phục hồi {place}."]
    if kept:
        lines.append(f"Sổ cũ còn giữ ở {kept}.")
    return Answer({"ok": True, "kept": str(kept) if kept else None}, tuple(lines))


def doctor_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Look for damage, and for receipts that are lost, altered or out of order."""
    with open_at(arguments.workspace, tools) as workspace:
        problems = [*workspace.upkeep.doctor(), *check_receipts(workspace)]
    listed = [{"code": p.code, "message": str(sentence(p.code, p.facts))} for p in problems]
    lines = [item["message"] for item in listed] or ["Sổ làm việc lành lặn."]
    return Answer({"ok": not listed, "problems": listed}, tuple(lines), done=not listed)
