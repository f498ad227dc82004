"""Verbs about the catalogue and about entering: check-forms, init, enter, check."""

from argparse import Namespace
from datetime import date
from pathlib import Path

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.kept.published import LIST, frozen
from ctmtqg_desktop.catalogue.lint.vouching import counts_by_kind
from ctmtqg_desktop.cli.secret_verbs import init_encrypted
from ctmtqg_desktop.cli.tools import POINTER, Answer, Tools
from ctmtqg_desktop.errors import FormError, WorkspaceError
from ctmtqg_desktop.exchange.keeping.check_forms import check_forms, confidence_counts
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.words import of_mistake
from ctmtqg_desktop.package.files import write_durably
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
