"""What a reporting unit got from its receiver, and what of it has been read."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.revision import ReturnRecord
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import ReadLetter
from ctmtqg_desktop.workspace.records import Remark

READ = "read"
"""What the journal calls a letter that was opened."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A receipt or a return.

    Attributes:
        sent: the revision it answers.
        at: when the report reached the receiver, or when the return was taken in.
        number: of a receipt in the receiver's register; 0 for a return.
        receiver: who gave the receipt; empty for a return.
        days_late: of the arrival; not positive is in time.
        remarks: of a return.
        package_sha256: the proof.
    """

    sent: Submission
    at: datetime
    number: int
    days_late: int
    remarks: tuple[Remark, ...]
    package_sha256: str
    is_read: bool
    receiver: str = ""

    @property
    def due(self) -> date | None:
        """Return the last day a return sets; None where it sets none."""
        return max((r.due for r in self.remarks if r.due), default=None)


def letters(desk: Desk) -> tuple[Letter, ...]:
    """Return what came from the receiver, the newest first."""
    found = [*_receipts(desk), *_returns(desk)]
    return tuple(sorted(found, key=lambda letter: letter.at, reverse=True))


def read_letter(desk: Desk, order: ReadLetter, _: Step = no_step) -> Done:
    """Note that a letter was read, once.

    Raises:
        WorkspaceError: ``exchange.letter-unknown``.
    """
    known = {letter.package_sha256: letter for letter in letters(desk)}
    letter = known.get(order.package_sha256)
    if letter is None:
        raise WorkspaceError("exchange.letter-unknown")
    if not letter.is_read:
        _mark_read(desk, letter)
    return Done("done.read-letter", {"package_sha256": letter.package_sha256})


def _mark_read(desk: Desk, letter: Letter) -> None:
    workspace, now = desk.workspace, desk.clock()
    with workspace.transaction():
        if letter.receiver:
            workspace.receipts.mark_read(letter.receiver, letter.number, now)
        else:
            workspace.returns.mark_read(letter.package_sha256, now)
        workspace.journal.add(now, READ, f"{READ} {letter.package_sha256}")


def _receipts(desk: Desk) -> list[Letter]:
    found = []
    for receipt in desk.workspace.receipts.incoming():
        sent = desk.workspace.submissions.find(receipt.content_sha256)
        if sent is None:
            continue
        proof = sha256(receipt.data).hexdigest()
        last_day = desk.deadline(
            desk.catalogue.report_set(sent.key.report_set), Period.parse(sent.key.period)
        )
        late = (receipt.at.date() - last_day).days
        is_read, number = receipt.read_at is not None, receipt.number
        found.append(Letter(sent, receipt.at, number, late, (), proof, is_read, receipt.receiver))
    return found


def _returns(desk: Desk) -> list[Letter]:
    found: list[Letter] = []
    for report in desk.workspace.reports.all():
        taken = desk.workspace.returns.of(report.key)
        remarks = desk.workspace.reports.remarks(report.key) if taken else ()
        sent = desk.workspace.submissions.of(report.key) if taken else ()
        by_number = {submission.revision: submission for submission in sent}
        found.extend(_return(one, by_number[one.revision], remarks) for one in taken)
    return found


def _return(one: ReturnRecord, sent: Submission, remarks: tuple[Remark, ...]) -> Letter:
    mine = tuple(r for r in remarks if r.revision == one.revision)
    return Letter(sent, one.at, 0, 0, mine, one.package_sha256, one.read_at is not None)
