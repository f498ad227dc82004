"""The journal of exports: who wrote which file out of a workspace, when, with what in it.

Every package, print, table, backup and slip has its line; a line never holds a figure or a
person's data, only the file's name and digest.
"""

import getpass
import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.exchange.words import messages, say
from ctmtqg_desktop.reports.page.page import (
    Document,
    HeaderCell,
    PageCell,
    PageColumn,
    PageTable,
    TableRow,
    Title,
)
from ctmtqg_desktop.text import readable
from ctmtqg_desktop.workspace.records import Export

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


class Exported(StrEnum):
    """What was written; packages that are no reports are told by their own kind."""

    REPORT = "report"
    ENVELOPE = "envelope"
    PRINT = "print"
    TABLE = "table"
    FILL_IN = "fill-in"
    LEFT_LIST = "left-list"
    LIFE = "life"
    BACKUP = "backup"
    SLIP = "slip"
    JOURNAL = "journal"


def note_export(
    workspace: "Workspace", at: datetime, what: str, path: Path, *,
    personal: bool = False, signer: str = "",
) -> None:  # fmt: skip
    """Write down a file that has been written, by what now lies on the disk.

    Raises:
        WorkspaceError: it cannot be written down.
    """
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    workspace.exports.add(
        Export(
            at=at,
            what=str(what),
            path=readable(str(path.absolute())),
            sha256=digest,
            size=path.stat().st_size,
            personal=personal,
            signer=signer,
            user=_user(),
        )
    )


def _user() -> str:
    try:
        return readable(getpass.getuser())
    except (OSError, KeyError, ImportError):  # no account, as in a container
        return ""


_COLUMNS = ("number", "at", "what", "file", "personal", "user", "signer", "digest")


def exported_words(what: str) -> str:
    """Return what was written, as people call it."""
    code = f"exported.{what}"
    return say(code, {}) if code in messages() else what


def exports_document(lines: Iterable[Export], *, unit: str, at: datetime) -> Document:
    """Return the journal as a document, to be printed or written as a table."""
    rows = tuple(_row(number, line) for number, line in enumerate(lines, 1))
    table = PageTable(
        columns=tuple(PageColumn(align="left") for _ in _COLUMNS),
        header=(tuple(HeaderCell(say(f"exports.{name}", {})) for name in _COLUMNS),),
        rows=rows,
        leading=1,
    )
    facts = {"unit": unit, "moment": _moment(at)}
    return Document(
        title=say("exports.document", {}),
        unit=unit,
        period=say("exports.until", facts),
        created=at,
        blocks=(Title(say("exports.title", {}), say("exports.subtitle", facts)), table),
        landscape=True,
    )


def _row(number: int, line: Export) -> TableRow:
    personal = "exports.yes" if line.personal else "exports.no"
    texts = (
        str(number), _moment(line.at), exported_words(line.what), Path(line.path).name,
        say(personal, {}), line.user, line.signer[:16], line.sha256[:16],
    )  # fmt: skip
    return TableRow(tuple(PageCell(text) for text in texts))


def _moment(at: datetime) -> str:
    return f"{at:%d/%m/%Y %H:%M}"
