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
from ctmtqg_desktop.exchange.keys.replace_authority import Replacement
from ctmtqg_desktop.exchange.post.signers import Signing
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.ui.paper.export_dialog import ExportOrder
from ctmtqg_desktop.ui.parts.busy import Work
from ctmtqg_desktop.ui.parts.jobs import Job
from ctmtqg_desktop.ui.trust.keys_page import EnrolOrder, KeyNews, KeyOrder, SlipOrder
from ctmtqg_desktop.ui.trust.requests import Asked


def _words(text: str) -> str:
    return QCoreApplication.translate("Work", text)


# -- a reporting unit


def making_key(desk: Desk, order: KeyOrder) -> Work:
    """Make a key file; gives a ``KeyNews``."""

    def work(_: Job) -> KeyNews:
        from ctmtqg_desktop.exchange.keys.keys import make_key

        made = make_key(
            order.path, order.password, unit=desk.unit, title=order.title, at=desk.clock()
        )
        words = _words("Đã tạo khóa: {path}").format(path=made.path)
        todo = _words("Tiếp theo: lập gói đăng ký ở mục 2.")
        return KeyNews(words, todo, made.fingerprint)

    return work


def enrolling(desk: Desk, order: EnrolOrder) -> Work:
    """Write an enrolment package; gives a ``KeyNews``."""

    def work(_: Job) -> KeyNews:
        from ctmtqg_desktop.exchange.keys.keys import enrol, load_signer
        from ctmtqg_desktop.exchange.post.envelope import Site

        site = Site(desk.workspace, desk.unit, desk.clock())
        old = load_signer(order.old, order.old_password) if order.old else None
        path, digits = enrol(
            site, order.key, order.password, title=order.title, out_dir=order.out_dir, old=old
        )
        words = _words("Đã ghi gói đăng ký: {path}").format(path=path)
        todo = _words("Gửi tệp cho nơi nhận rồi đọc 30 số qua điện thoại. Có thể rút USB.")
        return KeyNews(words, todo, digits)

    return work


def enrolling_outside(desk: Desk, signing: Signing, name: str) -> Work:
    """Write the enrolment of a key with an outside certificate, and its slip; a ``KeyNews``."""

    def work(_: Job) -> KeyNews:
        from ctmtqg_desktop.exchange.keys.keys import enrol_outside
        from ctmtqg_desktop.exchange.keys.slip import slip_of
        from ctmtqg_desktop.exchange.paper.write import write_document
        from ctmtqg_desktop.exchange.post.envelope import Site
        from ctmtqg_desktop.exchange.post.signers import opened

        site, day = Site(desk.workspace, desk.unit, desk.clock()), desk.workspace.identity.at
        parent = desk.catalogue.units.find(desk.unit.parent, day)
        with opened(signing.source, at=site.at) as signer:
            path, digits = enrol_outside(
                site, signer, title=signing.title, name=name, out_dir=signing.out_dir
            )
            slip = slip_of(
                site, signer.certificate_der, title=signing.title, name=name,
                receiver=parent.agency if parent else "",
            )  # fmt: skip
        pdf = signing.out_dir / f"phieu-dang-ky_{desk.unit.code}_{digits[:5]}.pdf"
        write_document(slip, pdf=pdf, xlsx=None)
        words = _words("Đã ghi gói đăng ký: {path}, và phiếu {pdf}")
        todo = _words("Gửi tệp cho nơi nhận; ký, đóng dấu phiếu. Có thể rút USB.")
        return KeyNews(words.format(path=path, pdf=pdf.name), todo, digits)

    return work


def printing_slip(desk: Desk, order: SlipOrder, path: Path) -> Work:
    """Print the slip of a key; gives a ``KeyNews``."""

    def work(_: Job) -> KeyNews:
        from ctmtqg_desktop.exchange.keys.slip import print_slip
        from ctmtqg_desktop.exchange.post.envelope import Site
        from ctmtqg_desktop.exchange.post.signers import look_into

        site, day = Site(desk.workspace, desk.unit, desk.clock()), desk.workspace.identity.at
        parent = desk.catalogue.units.find(desk.unit.parent, day)
        done = print_slip(
            site, order.key, path, title=order.title, name=order.name,
            receiver=parent.agency if parent else "",
        )  # fmt: skip
        words = _words("Đã in phiếu đăng ký: {path}").format(path=done.path)
        todo = _words("Ký, đóng dấu phiếu rồi gửi nơi nhận.")
        return KeyNews(words, todo, look_into(order.key).fingerprint)

    return work


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


def opening_request(office: Office, path: Path) -> Work:
    """Open an enrolment package; gives an ``Asked``."""

    def work(_: Job) -> Asked:
        from ctmtqg_desktop.package.enrolment import MAX_BYTES
        from ctmtqg_desktop.package.files import read_limited

        return _asked(office, path, read_limited(path, MAX_BYTES))

    return work


def reading_queue(office: Office) -> list[Asked]:
    """Return the requests that came with the mail and wait; quick enough for the main thread."""
    from ctmtqg_desktop.exchange.keys.approve import waiting

    workspace = office.workspace
    return [
        _asked(office, Path(record.source_name), workspace.packages.read(record.sha256))
        for record, _ in waiting(workspace)
    ]


def _asked(office: Office, path: Path, data: bytes) -> Asked:
    from ctmtqg_desktop.exchange.keys.approve import propose
    from ctmtqg_desktop.exchange.post.envelope import Site
    from ctmtqg_desktop.package.enrolment import read_request
    from ctmtqg_desktop.package.unseal import unseal
    from ctmtqg_desktop.trust.certificate.details import details_of

    found = read_request(unseal(data))
    site = Site(office.workspace, office.unit, office.clock())
    claimed = office.catalogue.units.find(found.unit_code, site.at.date())
    proposal = propose(site, found)
    told = details_of(found.certificate_der) if found.certificate_der else None
    return Asked(
        path=path,
        unit_code=found.unit_code,
        unit_name=claimed.name if claimed else _words("đơn vị lạ"),
        title=found.title,
        digits=found.fingerprint,
        is_rotation=found.is_rotation,
        way=proposal.way.value,
        proposed=proposal.unit,
        subject=told.subject if told else "",
        issuer=told.issuer if told else "",
        data=data,
    )


def making_authority(office: Office, order: KeyOrder) -> Work:
    """Make the receiver's authority and signing key; gives a ``KeyNews``."""

    def work(_: Job) -> KeyNews:
        from ctmtqg_desktop.exchange.keys.keys import make_authority
        from ctmtqg_desktop.exchange.post.envelope import Site

        site = Site(office.workspace, office.unit, office.clock())
        made = make_authority(site, order.path, order.password, title=order.title)
        words = _words("Đã lập khóa cấp thẻ: {path}").format(path=made.path)
        return KeyNews(words, _words("Giữ tệp khóa và mật khẩu ở nơi an toàn."), made.fingerprint)

    return work


def replacing_authority(office: Office, order: Replacement) -> Work:
    """Make the authority anew and write the cards of all enrolled keys; gives a ``KeyNews``."""

    def work(_: Job) -> KeyNews:
        from functools import partial

        from ctmtqg_desktop.exchange.keys.replace_authority import name_of_unit, replace_authority
        from ctmtqg_desktop.exchange.post.envelope import Site

        site = Site(office.workspace, office.unit, office.clock())
        units, day = office.catalogue.units, office.workspace.identity.at
        done = replace_authority(site, order, partial(name_of_unit, units, day))
        words = _words("Đã lập lại khóa cấp thẻ. 30 số mới: {digits}").format(
            digits=done.authority
        )
        todo = _words("Đã ghi {count} thẻ vào {path}: gửi từng đơn vị, đọc 30 số qua điện thoại. "
                      "Từ nay ký bằng {key}.")  # fmt: skip
        todo = todo.format(count=len(done.cards), path=order.out_dir, key=done.key.path.name)
        if done.without:
            anew = _words(" Phải đăng ký lại: {units}.")
            todo += anew.format(units=", ".join(name_of_unit(units, day, c) for c in done.without))
        return KeyNews(words, todo, done.authority)

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
