"""The file of what we decide ourselves: what was published of it, and what is to be."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ctmtqg_desktop.catalogue.profiles import (
    Profile,
    ProfilesFile,
    ReportRequest,
    RequestsFile,
)
from ctmtqg_desktop.catalogue.read.validation import validated
from ctmtqg_desktop.catalogue.records.mistakes import nearest_spelling
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.keeping.installed import MAX_FILE, installed
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.text import fold, nfc

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

_F = TypeVar("_F", ProfilesFile, RequestsFile)


def own_profiles(workspace: "Workspace", path: Path) -> dict[str, Profile]:
    """Return the profiles of a file by id: as it stands, else as it was published.

    Raises:
        FormError: ``exchange.own-file``: the file is no list of profiles.
        WorkspaceError: see ``installed``.
    """
    found = _held(workspace, path, ProfilesFile)
    return {one.id: one for one in found.profiles} if found else {}


def own_requests(workspace: "Workspace", path: Path) -> dict[str, ReportRequest]:
    """Return the requests of a file by id, as ``own_profiles`` does.

    Raises:
        FormError, WorkspaceError: as ``own_profiles``.
    """
    found = _held(workspace, path, RequestsFile)
    return {one.id: one for one in found.requests} if found else {}


def _held(workspace: "Workspace", path: Path, kind: type[_F]) -> _F | None:
    before = installed(workspace)
    data = before.edition.files.get(path.name) if before else None
    if path.is_file():
        data = read_limited(path, MAX_FILE)
    if data is None:
        return None
    try:
        raw = tomllib.loads(nfc(data.decode("utf-8-sig")), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormError("exchange.own-file", file=path.name) from error
    record, wrong = validated(kind, raw)
    if wrong or not isinstance(record, kind):
        raise FormError("exchange.own-file", file=path.name)
    return record


def our_unit(room: Room, given: str, at: date) -> Unit:
    """Return the unit that reports to us on a day and is called so, by its code or its name.

    A spreadsheet may have taken the zeros before a code away.

    Raises:
        FormError: ``exchange.unit-elsewhere``.
    """
    units = room.catalogue.units.children(room.unit.code, at)
    named = fold(given).strip()
    for unit in units:
        if named in {unit.code, unit.code.lstrip("0"), fold(unit.name)}:
            return unit
    known = [unit.name for unit in units]
    facts = {"given": given, "us": room.unit.name, "date": at}
    raise FormError("exchange.unit-elsewhere", suggestion=nearest_spelling(given, known), **facts)


def ids_of(given: Iterable[str], known: Mapping[str, str], code: str) -> tuple[str, ...]:
    """Return the ids of what people name by id or by label, each once.

    Args:
        given: ids or labels.
        known: id -> label.
        code: of the refusal.

    Raises:
        FormError: ``code``: there is none of that name.
    """
    by_name = {fold(label): one for one, label in known.items()} | {one: one for one in known}
    found = []
    for name in filter(None, (one.strip() for one in given)):
        meant = by_name.get(name) or by_name.get(fold(name))
        if meant is None:
            names = (*known, *known.values())
            raise FormError(code, given=name, suggestion=nearest_spelling(name, names))
        found.append(meant)
    return tuple(dict.fromkeys(found))
