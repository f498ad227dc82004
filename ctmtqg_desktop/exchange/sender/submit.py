"""Submit: check, sign, freeze, write the package a unit carries upward; and write it again."""

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.paper.images import picture_of
from ctmtqg_desktop.exchange.paper.orders import Image
from ctmtqg_desktop.exchange.paper.signed_print import sign_print
from ctmtqg_desktop.exchange.post.signers import author_of, chairman
from ctmtqg_desktop.exchange.sender.check import finding_facts
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.looking.handover import handover
from ctmtqg_desktop.exchange.sender.orders import ExportAgain, Submit
from ctmtqg_desktop.exchange.sender.pack import (
    Submitted,
    prepare,
    seal_report,
    submitted_facts,
    unsigned_print,
    write_again,
)
from ctmtqg_desktop.exchange.words import say, sentence

BLOCKED = "exchange.blocked"


def submit(desk: Desk, order: Submit, step: Step = no_step) -> Done:
    """Check a report, sign it and write its package into a folder.

    Whoever signs is opened when the print is ready. Of a report that was signed but not written
    the kept bytes are written, and nobody is opened.

    Raises:
        FormError: ``form.*``, ``exchange.folder``. What blocks is no error: the findings are told.
        WorkspaceError: ``workspace.report-locked``; the disk is full, ...
        PackageError: the package cannot be made; nothing is stored then. Or its file cannot be
            written: the report stays signed, and the same order writes the kept bytes.
        TrustError: the key cannot sign; ``exchange.reading-key-unknown``.
    """
    period, out_dir = Period.parse(order.period), made_folder(order.signing.out_dir)
    report = desk.report(order.report_set, period)
    if report.status is Status.SIGNED:
        return _told(desk, order, "done.submit", write_again(desk, report, out_dir))
    try:
        done = _signed(desk, order, period, step)
    except FormError as error:
        if error.code != BLOCKED:
            raise
        return _blocked(error)
    return _told(desk, order, "done.submit", done)


def _signed(desk: Desk, order: Submit, period: Period, step: Step) -> Submitted:
    signing, now = order.signing, desk.clock()
    step(1, 4, say("step.check", {}))
    ready = prepare(desk, order.report_set, period, enclosed=order.with_lists)
    step(2, 4, say("step.layout", {}))
    by = (signing.title or chairman(desk.unit), signing.name)
    printed = unsigned_print(desk, ready, by=by, at=now)
    picture = picture_of(desk.workspace, Image.SIGNATURE)
    step(3, 4, say("step.sign", {}))
    with author_of(signing, unit=desk.unit, at=now) as author:
        signed = sign_print(printed, author, at=now, picture=picture)
        step(4, 4, say("step.write", {}))
        return seal_report(desk, ready, signed, author=author, at=now, out_dir=signing.out_dir)


def _blocked(error: FormError) -> Done:
    found = error.facts["findings"]
    findings = found if isinstance(found, tuple) else ()
    facts = {
        "code": error.code,
        "message": str(sentence(error.code, error.facts)),
        "findings": finding_facts(findings),
        "count": len(findings),
        "first": error.facts["first"],
    }
    return Done(error.code, facts, found=findings, is_refused=True)


def export_again(desk: Desk, order: ExportAgain, _: Step = no_step) -> Done:
    """Write the kept bytes of a signed report once more; once issued, as it was issued.

    Raises:
        WorkspaceError: ``workspace.never-signed``; the bytes cannot be read.
        PackageError: the file cannot be written; the report stays signed.
        FormError: ``form.period-unknown``, ``form.report-set-unknown``, ``exchange.folder``.
    """
    report = desk.report(order.report_set, Period.parse(order.period))
    written = write_again(desk, report, made_folder(order.out_dir))
    return _told(desk, order, "done.export", written)


def _told(desk: Desk, order: Submit | ExportAgain, code: str, done: Submitted) -> Done:
    way = handover(desk, order.report_set, Period.parse(order.period), done)
    return Done(code, {**submitted_facts(done), "handover": way}, (done.package,), done)
