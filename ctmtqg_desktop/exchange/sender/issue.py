"""Issue: the clerk gives a signed report its number and date and puts the unit's seal on it.

The leader's signature stays untouched and so does what was reported; number, date and seal are
added to the print and to the package, both signed with the key of the seal.
Source: NĐ 30/2020/NĐ-CP, Điều 15, 18; the number comes from the office's own register.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.submission import EDITABLE, Report, Status, Submission
from ctmtqg_desktop.errors import PackageError, TrustError, WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.paper.images import picture_of
from ctmtqg_desktop.exchange.paper.orders import Image
from ctmtqg_desktop.exchange.paper.signed_print import (
    AGENCY,
    LEADER,
    PRINT,
    check_papers,
    number_words,
)
from ctmtqg_desktop.exchange.post.envelope import SUFFIX, Author, keep
from ctmtqg_desktop.exchange.post.revisions import subject_of
from ctmtqg_desktop.exchange.post.sent_packages import issued_package, remember_issue
from ctmtqg_desktop.exchange.post.signers import author_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.enclose import write_out
from ctmtqg_desktop.exchange.sender.orders import GiveNumber
from ctmtqg_desktop.exchange.sender.pack import package_name
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.issue import Issue, check_symbol
from ctmtqg_desktop.package.seal import Sealed, seal_issue
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.trust.pdf import pades

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ctmtqg_desktop.reports.page.pictures import Picture
    from ctmtqg_desktop.reports.page.spots import Spot
    from ctmtqg_desktop.reports.pdf.stamps import Box

ISSUED = "issued"
"""What the journal calls it."""


def give_number(desk: Desk, order: GiveNumber, _: Step = no_step) -> Done:
    """Write number and date into a signed report and seal it, with the key of the unit's seal.

    Raises:
        WorkspaceError: ``exchange.issue-unsigned``: the report is not signed yet.
        PackageError: ``package.already-issued``, ``exchange.issue-date``, ``package.issue-field``;
            ``reports.no-places``; the file cannot be written, and the same package stays kept.
        TrustError: ``exchange.seal-same-key``; what the signer raises.
        FormError: ``exchange.folder``, ``form.*``.
    """
    signing, now = order.signing, desk.clock()
    report = desk.report(order.report_set, Period.parse(order.period))
    last, given, opened = _issuable(desk, report, order, now)
    path = made_folder(signing.out_dir) / _name(report, last.revision, given)
    signing = signing if signing.title else replace(signing, title=clerk_of(desk.unit))
    with author_of(signing, unit=desk.unit, at=now) as author:
        given = replace(given, issued_by=author.name or author.title)
        made = _made(desk, opened, given, author=author, at=now)
    with desk.workspace.transaction():
        keep(replace(desk.room.site(), at=now), made, path.name)
        remember_issue(desk.workspace, given, made.package_sha256)
        about = subject_of(report.key, last.revision)
        desk.workspace.journal.add(now, ISSUED, about, f"{given.shown} {given.dated.isoformat()}")
    path = write_out(desk, last, path)
    if report.status is Status.SIGNED:
        desk.workspace.reports.set_status(report.key, Status.EXPORTED, now)
    facts = {
        "package": path, "number": given.shown, "date": given.dated,
        "content_sha256": made.content_sha256, "package_sha256": made.package_sha256,
        "signed_sha256": made.signed_sha256, "issue_sha256": made.issue_sha256,
        "revision": last.revision,
    }  # fmt: skip
    return Done("done.issue", facts, (path,))


def clerk_of(unit: Unit) -> str:
    """Return the office that seals for a unit when none is named."""
    return say("signer.clerk", {"agency": unit.agency})


def _name(report: Report, revision: int, given: Issue) -> str:
    """Return the file's name: ``03405_ctmtqg-xa_2024_r01_so45.asice``."""
    plain = package_name(replace(report, revision=revision)).removesuffix(SUFFIX)
    return f"{plain}_so{given.number:02d}{SUFFIX}"


def _issuable(
    desk: Desk, report: Report, order: GiveNumber, now: datetime
) -> tuple[Submission, Issue, Opened]:
    """Return what is to be numbered, with which number; refuse before anybody is asked to sign."""
    versions = desk.workspace.submissions.of(report.key)
    if report.status in EDITABLE or not versions:
        raise WorkspaceError("exchange.issue-unsigned")
    last = max(versions, key=lambda version: version.revision)
    if issued_package(desk.workspace, last.content_sha256):
        raise PackageError("package.already-issued")
    opened = unseal(desk.workspace.packages.read(last.package_sha256))
    given = _given(desk, last, order)
    _check_day(given.dated, signed=opened.facts.claimed_at, now=now)
    return last, given, opened


def _made(desk: Desk, opened: Opened, given: Issue, *, author: Author, at: datetime) -> Sealed:
    if author.signer.spki_sha256 == opened.facts.spki_sha256:
        raise TrustError("exchange.seal-same-key")
    picture = picture_of(desk.workspace, Image.SEAL)
    pdf = seal_print(desk, opened, given, author=author, at=at, picture=picture)
    made = seal_issue(opened, given, pdf, signer=author.signer, at=at)
    check_papers(unseal(made.data))  # a leader's signature made elsewhere may forbid the seal
    return made


def _given(desk: Desk, last: Submission, order: GiveNumber) -> Issue:
    symbol = order.symbol or desk.catalogue.report_set(last.key.report_set).document_code
    check_symbol(symbol)
    if order.number < 1:
        raise PackageError("package.issue-field", where="number")
    return Issue(
        number=order.number,
        symbol=symbol,
        dated=order.dated,
        unit=desk.unit.code,
        issued_by="",
        content_sha256=last.content_sha256,
    )


def _check_day(dated: date, *, signed: datetime, now: datetime) -> None:
    """Demand a day from the leader's signature up to today, by the clocks of Vietnam."""
    first, last = signed.astimezone(VIETNAM).date(), now.astimezone(VIETNAM).date()
    if not first <= dated <= last:
        shown = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
        raise PackageError("exchange.issue-date", **shown)


def seal_print(
    desk: Desk,
    opened: Opened,
    given: Issue,
    *,
    author: Author,
    at: datetime,
    picture: "Picture | None",
) -> bytes:
    """Return the print with number and date filled in and the seal over the signature.

    Raises:
        PackageError: ``reports.no-places``.
        TrustError: ``trust.pdf-…``; what the signer raises.
    """
    from ctmtqg_desktop.reports.page.spots import SIGNATURE
    from ctmtqg_desktop.reports.pdf.fields import read_places

    pdf = opened.parts.get(PRINT, b"")
    places = read_places(pdf)
    spot = places[SIGNATURE]
    agency = say("print.sealed-by", {"agency": desk.unit.agency})
    lines = (agency, at.isoformat(timespec="seconds"))
    box, look = _seal(pdf, spot, picture, lines)
    claim = pades.Claim(
        AGENCY,
        desk.unit.agency,
        say("print.issued", {}),
        pades.SignaturePlace(spot.page, box),
        look,
        _fills(places, given, desk.unit.place),
    )
    return pades.write_pdf_signature(pdf, claim, signer=author.signer, at=at)


def _fills(places: "Mapping[str, Spot]", given: Issue, place: str) -> tuple[pades.Fill, ...]:
    """Return what is written into the fields for number and date, and how it looks."""
    from ctmtqg_desktop.reports.page.layout import read_layout
    from ctmtqg_desktop.reports.page.spots import DATE, NUMBER
    from ctmtqg_desktop.reports.page.words import place_date
    from ctmtqg_desktop.reports.pdf.stamps import field_look

    written = {NUMBER: number_words(given), DATE: place_date(place, given.dated)}
    layout = read_layout()
    return tuple(
        pades.Fill(name, text, field_look(name, text, places[name].size, layout))
        for name, text in written.items()
        if name in places
    )


def _seal(
    pdf: bytes, spot: "Spot", picture: "Picture | None", lines: tuple[str, ...]
) -> "tuple[Box, bytes]":
    """Return where the seal goes and what it looks like: over the signature, or as text below."""
    from ctmtqg_desktop.reports.pdf import stamps
    from ctmtqg_desktop.reports.pdf.fields import read_field_box

    if picture is None:
        size = stamps.text_size(lines, spot.size)
        return stamps.below(spot.box, size), stamps.text_look(lines, size)
    over = read_field_box(pdf, LEADER) or spot.box
    return stamps.seal_frame(over, picture.size), stamps.picture_look(picture, picture.size)
