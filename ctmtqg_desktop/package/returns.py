"""``return.json``: a signed request to correct, with remarks on cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.package.wire import (
    OMITTED,
    SHA256,
    Count,
    Day,
    Line,
    Moment,
    Sha256,
    Wire,
    many,
    match,
    spelled,
    text,
)

PATH = "return.json"
MAX_REMARKS, MAX_TEXT = 500, 1000
CELL = re.compile(r"[a-z0-9-]{1,64}(?:/[^\W\d]\w*(?:\.[^\W\d]\w*\.[^\W\d]\w*)?)?")
"""How a remark names its place: ``form``, ``form/section`` or ``form/section.row.column``."""


def _is_place(cell: str) -> bool:
    return not cell or CELL.fullmatch(cell) is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """One remark of a return.

    Attributes:
        cell: ``form/section.row.column``, ``form/section``, ``form``; empty for the whole report.
        due: last day for this one; None when it has none of its own.
    """

    cell: Annotated[str, text(may_be_empty=True, fits=_is_place)]
    text: Annotated[str, text(limit=MAX_TEXT)]
    due: Day | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """What a return says.

    Attributes:
        due: last day for the corrected report; None when none was set.
        signed_sha256: which package is returned, as in a receipt; empty in profile 1.
    """

    unit: Line
    report_set: Line
    period: Line
    revision: Count
    package_sha256: Sha256
    content_sha256: Sha256
    returned_at: Moment
    due: Day | None
    remarks: Annotated[tuple[Asked, ...], many(spelled(Asked), least=1, most=MAX_REMARKS)]
    signed_sha256: Annotated[str, match(SHA256), OMITTED] = ""

    def dated(self) -> Iterator[tuple[str, str, date | None]]:
        """Yield cell, text and last day of every remark; the whole return's where it has none."""
        for one in self.remarks:
            yield one.cell, one.text, one.due or self.due


_WIRE = Wire(Return, "package.return")
dump_return = _WIRE.dump


def read_return(opened: Opened) -> Return:
    """Read a return package.

    Raises:
        PackageError: ``package.return-field``, ``package.entry-missing``.
    """
    if opened.manifest.header.kind is not Kind.RETURN or PATH not in opened.parts:
        raise PackageError("package.entry-missing", name=PATH)
    note = _WIRE.load(opened.parts[PATH])
    if opened.manifest.profile > 1 and not note.signed_sha256:
        raise _WIRE.wrong("signed_sha256")
    return note
