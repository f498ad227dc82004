"""Lines about packages against the packages: what they are, and that none lost its line."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.post.kept_verdict import kept_verdict
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.upkeep.checks.told import differing, lost_line
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import Opened, unseal
from ctmtqg_desktop.trust.certificate.details import details_of
from ctmtqg_desktop.trust.verdict import BottomLine
from ctmtqg_desktop.workspace.records import Direction, Outcome, PackageRecord, Problem

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

_GOOD = frozenset({Outcome.ACCEPTED, Outcome.WRITTEN, Outcome.DUPLICATE})
_FINAL = frozenset({Outcome.ACCEPTED, Outcome.WRITTEN})
"""A duplicate says of which kind it is."""
_SEEN_VALID = frozenset({BottomLine.VALID, BottomLine.WARNING})


def check_packages(room: Room) -> Iterator[Problem]:
    """Yield what the tables say of packages otherwise than the packages themselves."""
    workspace, highest = room.workspace, 0
    submitted = {one.package_sha256 for one in workspace.submissions.every()}
    for record in workspace.packages.every():
        opened = _opened(workspace, record)
        if opened is None:
            continue
        header = opened.manifest.header
        ours = header.unit.code == room.unit.code
        yield from differing(
            _subject(record),
            ("kind", record.kind, header.kind.value),
            ("size", record.size, len(opened.data)),
            ("direction", record.direction is Direction.OUT, ours),
        )
        if record.outcome in _FINAL:
            yield from differing(_subject(record), ("code", record.code, ""))
        if ours:
            yield from differing(_subject(record), ("created", record.at, header.created))
        highest = max(highest, header.sequence if ours else 0)
        is_counted = record.direction is Direction.IN and record.outcome is Outcome.ACCEPTED
        if header.kind is Kind.REPORT and is_counted and record.sha256 not in submitted:
            yield lost_line(_subject(record))
        yield from _verdict(record, opened)
        yield from _issue(workspace, record, opened)
    if workspace.packages.last_number() < highest:
        pair = ("sequence", workspace.packages.last_number(), highest)
        yield from differing(room.unit.name, pair)


def _issue(workspace: "Workspace", record: PackageRecord, opened: Opened) -> Iterator[Problem]:
    """Ask that number and date of a report are those its clerk signed."""
    if opened.issued is None:
        return
    signed = opened.issued.issue
    line = workspace.packages.issue(signed.content_sha256)
    if line is None:
        yield lost_line(_subject(record))
    elif line.package_sha256 == record.sha256:
        yield from differing(
            _subject(record),
            ("number", line.number, signed.number),
            ("symbol", line.symbol, signed.symbol),
            ("dated", line.dated, signed.dated),
        )


def _opened(workspace: "Workspace", record: PackageRecord) -> Opened | None:
    """Return a package that was taken or written; None where its bytes are not a whole one."""
    if not record.kept or record.outcome not in _GOOD:
        return None
    try:
        return unseal(workspace.packages.read(record.sha256))
    except CtmtqgError:
        return None  # the plain check of bytes tells of it, or it is an encrypted one


def _verdict(record: PackageRecord, opened: Opened) -> Iterator[Problem]:
    """Ask of a kept verdict what can be asked again whatever happened since."""
    subject = _subject(record)
    try:
        kept = kept_verdict(record)
    except (ValueError, KeyError):
        yield from differing(subject, ("verdict", "?", "—"))
        return
    if kept is None:
        return
    is_taken = record.outcome is Outcome.ACCEPTED
    if is_taken:
        yield from differing(
            subject,
            ("verdict", kept.line in _SEEN_VALID, True),
            ("verdict", kept.verdict.bottom_line.value, kept.line.value),
        )
    evidence = kept.verdict.evidence
    if evidence is None:
        return
    told = details_of(opened.facts.certificate_der)
    yield from differing(
        subject,
        ("verdict-signer", evidence.subject, told.subject),
        ("verdict-issuer", evidence.issuer, told.issuer),
        ("signed-at", evidence.claimed_at, opened.facts.claimed_at),
        ("received-at", evidence.first_seen, record.at),
    )


def _subject(record: PackageRecord) -> str:
    return record.source_name or record.sha256[:12]
