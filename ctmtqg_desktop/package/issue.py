"""``issue.json``: number, sign and date that the clerk gave a report after its leader signed it.

Covered by the second signature only. It changes nothing of what was reported: the content digest
stays. Source: NĐ 30/2020/NĐ-CP, Điều 15, 18 (numbering, and signing by the agency, come last).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.manifest import Kind, Manifest
from ctmtqg_desktop.package.wire import Day, Head, Line, Sha256, Wire, WireKey, match, whole_number
from ctmtqg_desktop.trust.signature.cms import SignatureFacts

PRINT = "report.pdf"
MAX_NUMBER = 99_999
_SYMBOL = re.compile(r"[A-ZĐ]{1,10}(?:-[A-ZĐ]{1,15}){0,3}")
_CODE = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Issue:
    """What the clerk wrote.

    Attributes:
        number: of the document, in the office's register.
        symbol: kind and agency after the number ("BC-UBND").
        dated: the day of the document.
        unit: code of the unit that issues.
        issued_by: who issued, for people to read ("Văn thư UBND xã Bản Bo").
        content_sha256: of the report that is issued.
    """

    number: Annotated[int, whole_number(least=1, most=MAX_NUMBER)]
    symbol: Annotated[str, match(_SYMBOL)]
    dated: Annotated[Day, WireKey("date")]
    unit: Annotated[str, match(_CODE)]
    issued_by: Line
    content_sha256: Sha256

    @property
    def shown(self) -> str:
        """Return number and sign as they are quoted: "05/BC-UBND"."""
        return f"{self.number:02d}/{self.symbol}"


@dataclass(frozen=True, slots=True)
class Issued:
    """An issue, the print that shows it, and the seal's signature over the whole package.

    Attributes:
        signed_sha256: hex digest of the second list: which issue this is.
    """

    issue: Issue
    pdf: bytes
    facts: SignatureFacts
    signed_sha256: str


_WIRE = Wire(Issue, "package.issue", head=Head("ctmtqg-issue", 1))
dump_issue, load_issue = _WIRE.dump, _WIRE.load


def check_symbol(symbol: str) -> None:
    """Refuse what cannot stand after a number.

    Raises:
        PackageError: ``package.issue-field``.
    """
    if not _SYMBOL.fullmatch(symbol):
        raise _WIRE.wrong("symbol")


def check_issued(issued: Issued, manifest: Manifest, entries: Mapping[str, bytes]) -> None:
    """Demand that an issue belongs to this report and its print only adds to the report's own.

    Raises:
        PackageError: ``package.issue-differs``.
    """
    issue, header = issued.issue, manifest.header
    named = (issue.unit, issue.content_sha256)
    if header.kind is not Kind.REPORT or named != (header.unit.code, manifest.content_sha256):
        raise PackageError("package.issue-differs", name=names.ISSUE)
    original = entries.get(PRINT, b"") if PRINT in {one.path for one in manifest.files} else b""
    if not original or not issued.pdf.startswith(original) or issued.pdf == original:
        raise PackageError("package.issue-differs", name=names.ISSUED_PRINT)
