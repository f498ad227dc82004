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


WORDS = {
    Exported.REPORT: "Gói báo cáo",
    Exported.ENVELOPE: "Gói báo cáo mã hóa",
    Exported.PRINT: "Bản in PDF",
    Exported.TABLE: "Bảng Excel",
    Exported.LIFE: "Hồ sơ vòng đời",
    Exported.BACKUP: "Bản sao lưu",
    Exported.SLIP: "Phiếu khôi phục",
    Exported.JOURNAL: "Nhật ký xuất",
    "receipt": "Biên nhận",
    "return": "Phiếu trả lại",
    "catalogue": "Gói danh mục",
    "enrolment": "Gói đăng ký chữ ký",
    "unit-card": "Thẻ đơn vị",
    "revocations": "Danh sách thu hồi",
    "targets": "Gói chỉ tiêu",
}
"""What is written, as people call it."""

_HEADINGS = (
    "TT", "Thời điểm", "Loại", "Tệp", "Dữ liệu cá nhân", "Người dùng máy", "Khóa ký", "Mã tệp",
)  # fmt: skip
_WIDTHS = (0, 34, 30, 70, 18, 26, 26, 44)


def exports_document(lines: Iterable[Export], *, unit: str, at: datetime) -> Document:
    """Return the journal as a document, to be printed or written as a table."""
    rows = tuple(_row(number, line) for number, line in enumerate(lines, 1))
    table = PageTable(
        columns=tuple(PageColumn(align="left") for _ in _WIDTHS),
        header=(tuple(HeaderCell(heading) for heading in _HEADINGS),),
        rows=rows,
        leading=1,
    )
    return Document(
        title="Nhật ký xuất",
        unit=unit,
        period=f"Đến {at:%d/%m/%Y %H:%M}",
        created=at,
        blocks=(Title("NHẬT KÝ XUẤT", f"{unit}, đến {at:%d/%m/%Y %H:%M}"), table),
        landscape=True,
    )


def _row(number: int, line: Export) -> TableRow:
    texts = (
        str(number), f"{line.at:%d/%m/%Y %H:%M}", WORDS.get(line.what, line.what),
        Path(line.path).name, "Có" if line.personal else "Không", line.user,
        line.signer[:16], line.sha256[:16],
    )  # fmt: skip
    return TableRow(tuple(PageCell(text) for text in texts))
