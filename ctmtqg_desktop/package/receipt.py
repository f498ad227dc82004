"""``receipt.json``: signed proof of arrival, numbered and chained."""

import hashlib
from dataclasses import dataclass
from typing import Annotated

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.submission import Status
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
    WireKey,
    match,
    text,
    whole_number,
)

PATH = "receipt.json"
_OUTCOMES = frozenset({Status.RECEIVED.value, Status.ACCEPTED.value})
_Blank = Annotated[str, text(may_be_empty=True)]


@dataclass(frozen=True, slots=True)
class CheckedBy:
    """Which revocation data a verdict rests on.

    Attributes:
        issuer: digest of the key of the authority whose list it was; empty for the receiver's
            own enrolments while it has no authority.
        number: of the list; empty when it has none.
        as_of: the moment the data speak for; None when there were none.
    """

    issuer: _Blank
    number: _Blank
    as_of: Annotated[Moment | None, WireKey("this_update")]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says.

    Attributes:
        number: in the receiver's register, from 1 without gaps.
        previous_hash: of the register line before; empty for the first.
        verdict: bottom line of the receiver's verdict; empty in receipts of older programs.
        previous_own: number of the receipt this unit was given before; 0 for its first, None
            in receipts of older programs. So a unit sees that one was lost on the way.
        hash: of this line: what the next one names.
        deadline: last day of the report, as the receiver knows it; None when not said.
        checked_by: the revocation data the verdict rests on; None when not said.
        package_sha256: of the bytes that came.
        signed_sha256: which package they were: the digest of what its leader signed. Empty in
            receipts of profile 1.
    """

    number: Count
    unit: Line
    report_set: Line
    period: Line
    revision: Count
    package_sha256: Sha256
    content_sha256: Sha256
    received_at: Moment
    outcome: Annotated[str, text(fits=_OUTCOMES.__contains__)]
    previous_hash: _Blank
    verdict: Annotated[Line, OMITTED] = ""
    previous_own: Annotated[int | None, whole_number(least=0), OMITTED] = None
    deadline: Annotated[Day | None, OMITTED] = None
    checked_by: Annotated[CheckedBy | None, WireKey("revocation"), OMITTED] = None
    signed_sha256: Annotated[str, match(SHA256), OMITTED] = ""

    @property
    def days_late(self) -> int | None:
        """Return how late the report came, not positive when in time; None without a deadline."""
        if self.deadline is None:
            return None
        return (self.received_at.astimezone(VIETNAM).date() - self.deadline).days

    @property
    def hash(self) -> str:
        """Return the digest of the line."""
        return hashlib.sha256(_WIRE.dump(self)).hexdigest()


_WIRE = Wire(Receipt, "package.receipt")
dump_receipt = _WIRE.dump


def read_receipt(opened: Opened) -> Receipt:
    """Read a receipt package.

    Raises:
        PackageError: ``package.receipt-field``, ``package.entry-missing``.
    """
    if opened.manifest.header.kind is not Kind.RECEIPT or PATH not in opened.parts:
        raise PackageError("package.entry-missing", name=PATH)
    receipt = _WIRE.load(opened.parts[PATH])
    if opened.manifest.profile > 1 and not receipt.signed_sha256:
        raise _WIRE.wrong("signed_sha256")
    return receipt
