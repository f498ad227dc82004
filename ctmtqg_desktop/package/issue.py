"""``issue.json``: number, sign and date that the clerk gave a report after its leader signed it.

Covered by the second signature only. It changes nothing of what was reported: the content digest
stays. Source: NĐ 30/2020/NĐ-CP, Điều 15, 18 (numbering, and signing by the agency, come last).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical, names
from ctmtqg_desktop.package.fields import SHA256, Fields
from ctmtqg_desktop.package.manifest import Kind, Manifest
from ctmtqg_desktop.trust.signature.cms import SignatureFacts

FORMAT, FORMAT_VERSION = "ctmtqg-issue", 1
PRINT = "report.pdf"
MAX_NUMBER = 99_999
_SYMBOL = re.compile(r"[A-ZĐ]{1,10}(?:-[A-ZĐ]{1,15}){0,3}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
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

    number: int
    symbol: str
    dated: date
    unit: str
    issued_by: str
    content_sha256: str

    @property
    def shown(self) -> str:
        """Return number and sign as they are quoted: "05/BC-UBND"."""
        return f"{self.number:02d}/{self.symbol}"


@dataclass(frozen=True, slots=True)
class Issued:
    """An issue, the print that shows it, and the seal's signature over the whole package."""

    issue: Issue
    pdf: bytes
    facts: SignatureFacts


def dump_issue(issue: Issue) -> bytes:
    """Return ``issue.json``."""
    return canonical.dump(
        {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "number": issue.number,
            "symbol": issue.symbol,
            "date": issue.dated.isoformat(),
            "unit": issue.unit,
            "issued_by": issue.issued_by,
            "content_sha256": issue.content_sha256,
        }
    )


def load_issue(data: bytes) -> Issue:
    """Read ``issue.json``.

    Raises:
        PackageError: ``package.json-…``, ``package.issue-field``, ``package.issue-unknown-field``.
    """
    fields = Fields(canonical.load(data), prefix="package.issue")
    if fields.take("format") != FORMAT or fields.number("format_version", least=1) != 1:
        raise fields.wrong("format")
    number = fields.number("number", least=1)
    if number > MAX_NUMBER:
        raise fields.wrong("number")
    issue = Issue(
        number=number,
        symbol=fields.match("symbol", _SYMBOL),
        dated=_day(fields),
        unit=fields.match("unit", _CODE),
        issued_by=fields.text("issued_by"),
        content_sha256=fields.match("content_sha256", SHA256),
    )
    fields.end()
    return issue


def check_symbol(symbol: str) -> None:
    """Refuse what cannot stand after a number.

    Raises:
        PackageError: ``package.issue-field``.
    """
    if not _SYMBOL.fullmatch(symbol):
        raise PackageError("package.issue-field", where="symbol")


def _day(fields: Fields) -> date:
    text = fields.match("date", _DATE)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise fields.wrong("date") from error


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
