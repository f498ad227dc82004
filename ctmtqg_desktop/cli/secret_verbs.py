"""Verbs about secrets: an encrypted workspace, reading keys, the journal of exports."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.cli.tools import Answer, Tools, open_at, password_of, read_password
from ctmtqg_desktop.errors import FormError, TrustError, WorkspaceError
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.keys.encrypted_workspace import create_encrypted, make_secret, recover
from ctmtqg_desktop.exchange.paper.write import print_noted
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.export_journal import WORDS, exports_document
from ctmtqg_desktop.exchange.post.reading_keys import (
    ensure_reading_key,
    needs_key,
    open_reading_key,
)
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.workspace.records import Export, Identity


def init_encrypted(arguments: Namespace, identity: Identity, unit: Unit) -> Answer:
    """Make an encrypted workspace and its recovery slip; neither stands without the other."""
    if arguments.url:
        raise WorkspaceError("workspace.cipher-by-server")
    path = Path(arguments.workspace)
    given = arguments.recovery_slip
    slip = Path(given) if given else path.with_name(f"phieu-khoi-phuc_{path.stem}.pdf")
    if slip.exists():
        raise WorkspaceError("workspace.exists", place=str(slip))
    secret = make_secret(password_of(arguments))
    with create_encrypted(path, identity, secret, slip=slip, unit=unit) as workspace:
        if arguments.report_set:
            choose(workspace, arguments.report_set)
    document = {
        "workspace": str(path), "unit": unit.code, "name": unit.name, "role": identity.role,
        "encrypted": True, "recovery_slip": str(slip),
    }  # fmt: skip
    lines = (
        f"Đã tạo sổ làm việc mã hóa của {unit.name}: {path}",
        f"Phiếu khôi phục: {slip}",
        "In phiếu ra, cất nơi có khóa, rồi xóa tệp PDF khỏi máy.",
    )
    return Answer(document, lines)


def recover_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Set a new password with the code of the recovery slip."""
    del tools
    path = Path(arguments.workspace)
    try:
        recover(path, read_password(arguments.code_file), password_of(arguments))
    except UnicodeDecodeError as error:
        raise FormError("exchange.file-missing", path=arguments.code_file) from error
    return Answer({"workspace": str(path), "ok": True}, ("Đã đặt mật khẩu mới cho sổ.",))


def reading_key_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Make the unit's reading key, or prove that the password opens it."""
    import hashlib

    with open_at(arguments.workspace, tools) as workspace:
        identity = workspace.identity
        unit = tools.catalogue().units.at(identity.unit_code, identity.at)
        password = password_of(arguments)
        public = ensure_reading_key(Site(workspace, unit, tools.clock()), password)
        open_reading_key(workspace, password)
    digits = fingerprint_digits(hashlib.sha256(public.encode("ascii")).digest())
    lines = (f"Khóa đọc của {unit.name}: {public}", f"Vân tay: {digits}")
    return Answer({"reading_key": public, "fingerprint": digits}, lines)


def open_reading(office: Office, paths: Iterable[Path], arguments: Namespace) -> None:
    """Open the reading key, if any of the files needs it and a password is at hand.

    Raises:
        TrustError: ``trust.sealed-password-wrong``, ``exchange.reading-key-missing``.
    """
    if not needs_key(paths):
        return
    if arguments.reading_password_file:
        office.unlock_reading(read_password(arguments.reading_password_file))
        return
    held = Namespace(password_file=getattr(arguments, "password_file", None))
    try:
        password = password_of(held)
    except TrustError:  # the files that need it are then refused, each with its words
        return
    office.unlock_reading(password)


def journal_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Tell who wrote which file out of a workspace; write the list itself when asked."""
    with open_at(arguments.workspace, tools) as workspace:
        found = workspace.exports.latest(arguments.limit)
        identity = workspace.identity
        pdf = Path(arguments.pdf) if arguments.pdf else None
        xlsx = Path(arguments.xlsx) if arguments.xlsx else None
        if pdf or xlsx:
            unit = tools.catalogue().units.at(identity.unit_code, identity.at)
            document = exports_document(found, unit=unit.name, at=tools.clock())
            print_noted(workspace, document, pdf=pdf, xlsx=xlsx, at=tools.clock())
    listed = [{**asdict(line), "at": line.at.isoformat()} for line in found]
    paths = [str(path) for path in (pdf, xlsx) if path]
    lines = [_line(line) for line in found] or ["Chưa xuất tệp nào."]
    lines.extend(f"Đã ghi {path}" for path in paths)
    return Answer({"exports": listed, "paths": paths}, tuple(lines))


def _line(line: Export) -> str:
    kind = WORDS.get(line.what, line.what)
    personal = ", có dữ liệu cá nhân" if line.personal else ""
    return f"{line.at:%d/%m/%Y %H:%M}  {kind}: {line.path} ({line.user or '?'}{personal})"
