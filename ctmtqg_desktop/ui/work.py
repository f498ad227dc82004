"""The long pieces of work the pages ask for: each returns what runs on the worker thread.

The verbs are imported when the work runs, so that signing and printing libraries stay out of
the start.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.exchange.post.signers import Signing
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.ui.paper.export_dialog import ExportOrder
from ctmtqg_desktop.ui.parts.busy import Work
from ctmtqg_desktop.ui.parts.jobs import Job


def _words(text: str) -> str:
    return QCoreApplication.translate("Work", text)


# -- a receiving unit


def receiving(office: Office, paths: Sequence[Path]) -> Work:
    """Receive files and folders; gives the tuple of ``Received``."""
    return lambda job: office.receive(paths, step=job.report)


def sending_back(
    office: Office, submission: Submission, signing: Signing, due: date | None
) -> Work:
    """Sign a return with the remarks noted so far; gives the written file."""

    def work(_: Job) -> list[Path]:
        from ctmtqg_desktop.exchange.post.envelope import Author, Site
        from ctmtqg_desktop.exchange.post.signers import opened
        from ctmtqg_desktop.exchange.receiver.remarks import clear_notes, notes_of
        from ctmtqg_desktop.exchange.receiver.send_back import compose, send_back

        site = Site(office.workspace, office.unit, office.clock())
        notes, sheets = notes_of(office.workspace, submission), office.sheets_of(submission)
        note = compose(site, submission, notes, sheets=sheets, due=due)
        with opened(signing.source, at=site.at) as signer:
            author = Author(signer, signing.title)
            done = send_back(site, note, author=author, out_dir=signing.out_dir)
        clear_notes(office.workspace, submission)
        return [done.path]

    return work


def acknowledging(office: Office, signing: Signing) -> Work:
    """Write the receipts that were not given yet; gives the written files."""

    def work(_: Job) -> list[Path]:
        from ctmtqg_desktop.exchange.post.envelope import Author, Site
        from ctmtqg_desktop.exchange.post.signers import opened
        from ctmtqg_desktop.exchange.receiver.acknowledge import acknowledge

        site = Site(office.workspace, office.unit, office.clock(), office.room.deadline_of)
        waiting = office.workspace.submissions.without_receipt()
        with opened(signing.source, at=site.at) as signer:
            author = Author(signer, signing.title)
            return acknowledge(site, waiting, author=author, out_dir=signing.out_dir)

    return work


def consolidating(office: Office, set_id: str, period: Period) -> Work:
    """Consolidate a report set; gives the ``Consolidation``."""

    def work(job: Job) -> object:
        job.report(0, 0, _words("Đang tổng hợp"))
        return office.consolidate(set_id, period)

    return work


def exporting_whole(
    office: Office, set_id: str, period: Period, plan_id: str, order: ExportOrder
) -> Work:
    """Print the consolidated report; gives the written files."""

    def work(job: Job) -> list[Path]:
        from ctmtqg_desktop.exchange.paper.write import print_noted
        from ctmtqg_desktop.exchange.receiver.print import consolidated_report
        from ctmtqg_desktop.exchange.receiver.track import track

        job.report(0, 3, _words("Đang tổng hợp"))
        whole = office.consolidate(set_id, period)
        tracked = track(office.library, plan_id, office.together(period)) if plan_id else ()
        job.report(1, 3, _words("Đang lập bản in"))
        document = consolidated_report(office.library, whole, tracked, at=office.clock())
        job.report(2, 3, _words("Đang ghi tệp"))
        done = print_noted(
            office.workspace, document, pdf=order.pdf, xlsx=order.xlsx, at=office.clock()
        )
        return [one.path for one in done]

    return work
