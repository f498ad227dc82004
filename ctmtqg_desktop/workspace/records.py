"""What goes into the workspace and comes out: plain frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from ctmtqg_desktop.entries.change import EntryValue
from ctmtqg_desktop.entries.revision import RevisionKey


class Role(StrEnum):
    """What a workspace is for: reporting, or receiving reports."""

    SENDER = "sender"
    RECEIVER = "receiver"


class Direction(StrEnum):
    """Whether a package left or arrived."""

    IN = "in"
    OUT = "out"


class Outcome(StrEnum):
    """What became of a package."""

    WRITTEN = "written"
    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    STALE = "stale"
    CONFLICT = "conflict"
    HELD = "held"
    REFUSED = "refused"
    REPLACED = "replaced"
    """Another content of the same revision was chosen instead."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose workspace it is.

    Attributes:
        at: the day that decides which unit the code means; codes are reused.
        role: "sender" or "receiver".
        title: a name the user gave it; may be empty.
    """

    unit_code: str
    at: date
    role: str
    created: datetime
    title: str = ""

    def __post_init__(self) -> None:
        Role(self.role)


@dataclass(frozen=True, slots=True)
class Secret:
    """What makes a workspace file an encrypted one.

    Attributes:
        key: 32 random bytes.
        ring: the same key wrapped under a password, kept beside the file; opaque here.
    """

    key: bytes
    ring: bytes


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One change of one cell."""

    at: datetime
    before: EntryValue
    after: EntryValue


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """A package that was written, accepted or turned away.

    Attributes:
        sha256: of the exact bytes.
        size: in bytes.
        kind: "report", "receipt", "return", ...; empty when it could not be read.
        code: why, a key of the messages; empty when nothing is wrong.
        verdict_json: the verdict as it was; may be empty.
        source_name: the file's name where it came from; may be empty.
        kept: whether the bytes are kept; those of a refused one may be too many.
        about: the revision it is; None where it is no report, or could not be read.
    """

    sha256: str
    size: int
    kind: str
    direction: Direction
    outcome: Outcome
    at: datetime
    code: str = ""
    verdict_json: str = ""
    source_name: str = ""
    kept: bool = True
    about: RevisionKey | None = None


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """Number and date that a clerk gave a report, and the package that carries them.

    Attributes:
        content_sha256: of the report.
        number: of the document, in the register of its office.
        symbol: kind and agency after the number.
    """

    content_sha256: str
    package_sha256: str
    number: int
    symbol: str
    dated: date


@dataclass(frozen=True, slots=True)
class ConflictDecision:
    """What a person decided of a package that came second for a revision.

    Attributes:
        taken: True puts it in the place of the first.
    """

    package_sha256: str
    taken: bool
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A unit stands by a report that came under suspicion, as a person wrote down."""

    package_sha256: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """The receiving unit's own certification authority.

    Attributes:
        certificate_der: public.
        sealed_key: the private key, encrypted under the user's password.
    """

    certificate_der: bytes
    sealed_key: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnCard:
    """The unit card this workspace signs under: its certificate and who issued it."""

    unit: str
    certificate_der: bytes
    authority_der: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """One line of the receipt register, chained by hash.

    Attributes:
        number: in the register; 1 is the first.
        package_sha256: the package answered for.
        previous_hash: ``hash`` of the line before; empty for the first.
        data: the receipt package's bytes; may be empty.
    """

    number: int
    at: datetime
    package_sha256: str
    content_sha256: str
    outcome: str
    previous_hash: str
    hash: str
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class IncomingReceipt:
    """A receipt that a receiver sent to this unit.

    Attributes:
        read_at: when a person opened it; None until then.
    """

    content_sha256: str
    receiver: str
    number: int
    at: datetime
    outcome: str
    data: bytes = b""
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a receiver asks to be corrected.

    Attributes:
        revision: the one remarked upon.
        cell: ``form/section.row.column``; empty for the whole report.
        due: last day; None when not set.
    """

    revision: int
    cell: str
    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that a receiver has written down and not sent back yet.

    Attributes:
        cell: as of ``Remark``.
        due: last day; None when not set.
    """

    cell: str
    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class ReadingKey:
    """A key that opens what is encrypted to this unit; its secret half only sealed."""

    public: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class LastSigner:
    """With what somebody signed last; never a secret.

    Attributes:
        way: a key file, a ``.p12``, a token.
        path: of the file; empty for none.
    """

    way: str
    path: str


@dataclass(frozen=True, slots=True)
class JournalItem:
    """One line of the journal of what was done."""

    at: datetime
    what: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class HandedOutPrint:
    """A print that was written to be signed elsewhere: the digest and size it had then."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Export:
    """A file that somebody wrote out of the workspace.

    Attributes:
        what: what was written.
        path: as it was written.
        sha256: of the file's bytes.
        personal: whether lists of persons or households were in it.
        signer: digest of the key that signed it; empty where nothing was signed.
        user: who was logged in to the computer; may be empty.
    """

    at: datetime
    what: str
    path: str
    sha256: str
    size: int
    personal: bool
    signer: str
    user: str


@dataclass(frozen=True, slots=True)
class KeptMap:
    """How a table of somebody's workbook was mapped, as it is kept.

    Attributes:
        headings: digest of what stands over its columns.
        section: of the form.
        columns, answers: as JSON: column of the table -> id of the section's; column of the
            table -> question -> answer.
    """

    form: str
    headings: str
    section: str
    columns: str
    answers: str


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """An image with its real width, as it is kept."""

    png: bytes
    width_mm: Decimal


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the doctor found: a code of the messages and its facts."""

    code: str
    facts: Mapping[str, object]
