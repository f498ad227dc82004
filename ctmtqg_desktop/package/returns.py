"""``return.json``: a signed request to correct, with remarks on cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.fields import SHA256, Fields
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import Opened

PATH = "return.json"
MAX_REMARKS, MAX_TEXT = 500, 1000
CELL = re.compile(r"[a-z0-9-]{1,64}(?:/[^\W\d]\w*(?:\.[^\W\d]\w*\.[^\W\d]\w*)?)?")
"""How a remark names its place: ``form``, ``form/section`` or ``form/section.row.column``."""
_PREFIX = "package.return"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """One remark of a return.

    Attributes:
        cell: ``form/section.row.column``, ``form/section``, ``form``; empty for the whole report.
        due: last day for this one; None when it has none of its own.
    """

    cell: str
    text: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """What a return says.

    Attributes:
        due: last day for the corrected report; None when none was set.
    """

    unit: str
    report_set: str
    period: str
    revision: int
    package_sha256: str
    content_sha256: str
    returned_at: datetime
    due: date | None
    remarks: tuple[Asked, ...]

    def dated(self) -> Iterator[tuple[str, str, date | None]]:
        """Yield cell, text and last day of every remark; the whole return's where it has none."""
        for one in self.remarks:
            yield one.cell, one.text, one.due or self.due


def dump_return(note: Return) -> bytes:
    """Return ``return.json``.

    Raises:
        PackageError: a text that canonical JSON refuses.
    """
    document = {
        "unit": note.unit,
        "report_set": note.report_set,
        "period": note.period,
        "revision": note.revision,
        "package_sha256": note.package_sha256,
        "content_sha256": note.content_sha256,
        "returned_at": note.returned_at.isoformat(timespec="seconds"),
        "due": _day_json(note.due),
        "remarks": [
            {"cell": one.cell, "text": one.text, "due": _day_json(one.due)} for one in note.remarks
        ],
    }
    return canonical.dump(document)


def _day_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def read_return(opened: Opened) -> Return:
    """Read a return package.

    Raises:
        PackageError: ``package.return-field``, ``package.entry-missing``.
    """
    if opened.manifest.header.kind is not Kind.RETURN or PATH not in opened.parts:
        raise PackageError("package.entry-missing", name=PATH)
    fields = Fields(canonical.load(opened.parts[PATH]), prefix=_PREFIX)
    note = Return(
        unit=fields.text("unit"),
        report_set=fields.text("report_set"),
        period=fields.text("period"),
        revision=fields.number("revision", least=1),
        package_sha256=fields.match("package_sha256", SHA256),
        content_sha256=fields.match("content_sha256", SHA256),
        returned_at=fields.moment("returned_at"),
        due=_day(fields, "due"),
        remarks=tuple(_remark(one) for one in fields.objects("remarks")),
    )
    fields.end()
    if not 1 <= len(note.remarks) <= MAX_REMARKS:
        raise fields.wrong("remarks")
    return note


def _remark(fields: Fields) -> Asked:
    cell = fields.text("cell", may_be_empty=True)
    if cell and not CELL.fullmatch(cell):
        raise fields.wrong("cell")
    asked = Asked(cell, fields.text("text", limit=MAX_TEXT), _day(fields, "due"))
    fields.end()
    return asked


def _day(fields: Fields, name: str) -> date | None:
    if fields.is_null(name):
        return None
    try:
        return date.fromisoformat(fields.match(name, _DAY))
    except ValueError as error:
        raise fields.wrong(name) from error
