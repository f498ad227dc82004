"""The life of one report: everything that happened to it, each step with its proof."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import in_vietnam
from ctmtqg_desktop.entries.submission import ReportKey, Submission
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.post.lists_in_packages import as_carried, is_closed, is_enclosed
from ctmtqg_desktop.exchange.post.orders import SaveProof, ShowLife, WriteLife
from ctmtqg_desktop.exchange.post.reading_keys import SUFFIX
from ctmtqg_desktop.exchange.post.revisions import ANSWERS, REOPENED, UNLOCKED, subject_of
from ctmtqg_desktop.exchange.post.sent_packages import issued_package
from ctmtqg_desktop.exchange.post.timeliness import timeliness
from ctmtqg_desktop.exchange.receiver.conflicts import KEPT, TAKEN
from ctmtqg_desktop.exchange.receiver.receive import AMENDED
from ctmtqg_desktop.exchange.receiver.remarks import SENT
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.sender.take_return import GOT
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.container import read_container
from ctmtqg_desktop.package.files import write_durably
from ctmtqg_desktop.package.issue import load_issue
from ctmtqg_desktop.package.names import ISSUE
from ctmtqg_desktop.package.receipt import read_receipt
from ctmtqg_desktop.package.spelling import identity_of
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.workspace.records import (
    Direction,
    IncomingReceipt,
    JournalItem,
    Outcome,
    ReceiptRecord,
)

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace

_WORDS = {
    REOPENED: "reopened",
    AMENDED: "amended",
    UNLOCKED: "unlocked",
    SENT: "returned",
    GOT: "returned",
    KEPT: KEPT,
    TAKEN: TAKEN,
}
_WITH_PROOF = frozenset({SENT, GOT})
_LATER = frozenset({"receipt", "issued"})
_WITHIN = frozenset({"reopened", "amended", "unlocked"})
"""Steps that a package of another step proves."""
_BESIDE = frozenset({Outcome.CONFLICT, Outcome.HELD, Outcome.STALE, Outcome.REPLACED})
README, SUMS, CHAIN, EVENTS = "DOC-TOI.txt", "SHA256SUMS", "bien-nhan.json", "vong-doi.json"
AUTHORITY = "authority.cer"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Event:
    """One step in the life of a report.

    Attributes:
        what: signed, arrived, issued, receipt, returned, reopened, amended, unlocked,
            conflict-kept, conflict-taken, or the outcome of a package that does not count.
        words: the step in a sentence.
        proof: sha256 of the signed package that proves it; empty while there is none: what was
            written into a revision is proved once that revision is signed.
    """

    at: datetime
    what: str
    revision: int
    words: str
    proof: str = ""


def life(workspace: "Workspace", key: ReportKey) -> tuple[Event, ...]:
    """Return everything that happened to a report, oldest first."""
    known = workspace.submissions.of(key)
    report = workspace.reports.find(key)
    last = max([s.revision for s in known] + ([report.revision] if report else []), default=0)
    found: list[Event] = []
    for submission in known:
        found.extend(_of_submission(workspace, submission))
    signed = {submission.revision: submission.package_sha256 for submission in known}
    for revision in range(1, last + 1):
        lines = workspace.journal.of(subject_of(key, revision))
        asked = [line.detail for line in lines if line.what == ANSWERS]
        proofs = {AMENDED: signed.get(revision, ""), UNLOCKED: signed.get(revision, "")}
        proofs[REOPENED] = asked[0] if asked else signed.get(revision, "")
        found.extend(_of_line(line, revision, proofs) for line in lines if line.what in _WORDS)
    found.extend(_beside(workspace, key))
    here = [replace(event, at=in_vietnam(event.at)) for event in found]
    first = {e.revision: e.at for e in reversed(here) if e.what in {"signed", "arrived"}}
    return tuple(sorted(here, key=lambda event: _turn(event, first)))


def _turn(event: Event, first: Mapping[int, datetime]) -> datetime:
    """Return when a step comes: a receipt, by another office's clock, never before its report."""
    return max(event.at, first.get(event.revision, event.at)) if event.what in _LATER else event.at


def _of_submission(workspace: "Workspace", one: Submission) -> Iterator[Event]:
    what = "arrived" if one.received_at else "signed"
    facts: dict[str, object] = {
        "revision": one.revision,
        "signed": in_vietnam(one.signed_at),
    }
    yield Event(
        one.received_at or one.signed_at, what, one.revision, say(f"life.{what}", facts),
        one.package_sha256,
    )  # fmt: skip
    yield from _issued(workspace, one)
    for receipt in workspace.receipts.incoming(one.content_sha256):
        yield _receipt(receipt, one, receipt.at, receipt.at)
    for line in workspace.receipts.of(one.content_sha256):
        yield _receipt(line, one, line.at, one.received_at or line.at)


def _timely(data: bytes) -> dict[str, object]:
    """Return what a receipt proves about timeliness."""
    try:
        return timeliness(read_receipt(unseal(data)))
    except CtmtqgError:
        return {"timely": "timeliness.unknown"}


def _issued(workspace: "Workspace", one: Submission) -> Iterator[Event]:
    """Yield that the clerk numbered and sealed the report, with the package that has it all."""
    sha256 = issued_package(workspace, one.content_sha256)
    seen = workspace.packages.find(sha256) if sha256 else None
    if seen is not None:
        given = load_issue(read_container(workspace.packages.read(sha256))[ISSUE])
        dated = format_date(given.dated)
        facts = {"revision": one.revision, "number": given.shown, "dated": dated}
        yield Event(seen.at, "issued", one.revision, say("life.issued", facts), sha256)


def _receipt(
    line: ReceiptRecord | IncomingReceipt, one: Submission, at: datetime, arrived: datetime
) -> Event:
    facts: dict[str, object] = {
        "number": line.number, "revision": one.revision, "at": in_vietnam(arrived),
        "outcome": say(f"status.{line.outcome}", {}).lower(), **_timely(line.data),
    }  # fmt: skip
    proof = hashlib.sha256(line.data).hexdigest()
    return Event(at, "receipt", one.revision, say("life.receipt", facts), proof)


def _of_line(line: JournalItem, revision: int, proofs: Mapping[str, str]) -> Event:
    what = _WORDS[line.what]
    proof = line.detail if line.what in _WITH_PROOF else proofs.get(line.what, "")
    under = line.subject.partition(" ")[2]
    proof = under if line.what in {KEPT, TAKEN} else proof
    facts: dict[str, object] = {"revision": revision, "reason": line.detail, "cell": under}
    return Event(line.at, what, revision, say(f"life.{what}", facts), proof)


def _beside(workspace: "Workspace", key: ReportKey) -> Iterator[Event]:
    """Yield the packages of this report that came and do not count."""
    for record in workspace.packages.of_report(key, _BESIDE):
        if record.about is not None and record.direction is Direction.IN:
            revision = record.about.number
            facts: dict[str, object] = {"revision": revision, "file": record.source_name}
            words = say(f"life.{record.outcome}", facts)
            yield Event(record.at, record.outcome, revision, words, record.sha256)


def show_life(room: Room, order: ShowLife, _: Step = no_step) -> Done:
    """Tell everything that happened to a report, oldest first.

    Raises:
        FormError: ``form.period-…``.
    """
    key = _key(room, order.report_set, order.period, order.unit)
    return _told(life(room.workspace, key), None)


def write_life(room: Room, order: WriteLife, step: Step = no_step) -> Done:
    """Write the life of a report with all its proofs into one file, and note that it left.

    Raises:
        FormError: ``form.period-…``, ``exchange.folder``.
        WorkspaceError, TrustError: see ``bundle``.
        PackageError: the file cannot be written.
    """
    workspace = room.workspace
    key = _key(room, order.report_set, order.period, order.unit)
    events = life(workspace, key)
    path = made_folder(order.out_dir) / (order.name or bundle_name(key))
    step(0, 2, say("step.write", {}))
    write_durably(path, bundle(workspace, key))
    personal = any(is_enclosed(workspace, key, event.revision) for event in events)
    note_export(workspace, room.clock(), Exported.LIFE, path, personal=personal)
    return _told(events, path)


def save_proof(room: Room, order: SaveProof, _: Step = no_step) -> Done:
    """Write one package of a report's life as it travelled, and note that it left.

    Raises:
        FormError: ``form.period-…``.
        WorkspaceError: ``workspace.package-unknown``, ``workspace.package-damaged``.
        TrustError: ``exchange.reading-key-missing``: a report has lists in it.
        PackageError: the file cannot be written.
    """
    workspace, proof = room.workspace, order.package
    key = _key(room, order.report_set, order.period, order.unit)
    closed = is_closed(workspace, key, order.revision, proof)
    path = order.path.with_name(order.path.name + SUFFIX) if closed else order.path
    write_durably(path, as_carried(workspace, proof, closed=closed))
    note_export(workspace, room.clock(), Exported.REPORT, path, personal=closed)
    signed = _signed(workspace, proof)
    facts = {"path": path, "package_sha256": proof, "signed_sha256": signed}
    return Done("done.save-proof", facts, (path,))


def _key(room: Room, report_set: str, period: str, unit: str) -> ReportKey:
    code = unit or room.workspace.identity.unit_code
    return ReportKey(code, report_set, Period.parse(period).code)


def _told(events: tuple[Event, ...], path: Path | None) -> Done:
    facts = {
        "events": [
            {"at": e.at.isoformat(), "what": e.what, "revision": e.revision, "words": e.words,
             "proof": e.proof or None}
            for e in events
        ],
        "path": path,
        "count": len(events),
    }  # fmt: skip
    if path is not None:
        return Done("done.write-life", facts, (path,), found=events)
    code = "done.show-life" if events else "done.show-life-nothing"
    return Done(code, facts, found=events, did_nothing=not events)


def bundle(workspace: "Workspace", key: ReportKey) -> bytes:
    """Return the life of a report as one zip that a stranger can check with common tools.

    It holds every proof as it was signed, the receipts as a table, the steps, the certificates
    that the signatures end at, digests of all, and how to check them.

    Raises:
        WorkspaceError: ``workspace.package-damaged``.
        TrustError: ``exchange.reading-key-missing``: a report has lists in it.
    """
    events = life(workspace, key)
    names = _names(workspace, key, events)
    files = {
        name: as_carried(workspace, sha256, closed=name.endswith(SUFFIX))
        for sha256, name in names.items()
    }
    files[CHAIN] = _dump(_chain(workspace, key))
    files[EVENTS] = _dump([_event_json(event, names) for event in events])
    files.update(_authorities(workspace))
    files[README] = assets.resource("help", "vong-doi.txt").read_bytes()
    sums = "".join(f"{hashlib.sha256(d).hexdigest()}  {n}\n" for n, d in files.items())
    files[SUMS] = sums.encode()
    return _zipped(files)


def _names(workspace: "Workspace", key: ReportKey, events: Sequence[Event]) -> dict[str, str]:
    """Return the file name of every proof by its digest, after the step that made it."""
    names: dict[str, str] = {}
    for event in events:
        is_own = event.proof and event.what not in _WITHIN
        if is_own and event.proof not in names and workspace.packages.find(event.proof):
            name = f"{len(names) + 1:02d}_{event.what}_r{event.revision:02d}.asice"
            closed = is_closed(workspace, key, event.revision, event.proof)
            names[event.proof] = name + SUFFIX if closed else name
    return names


def _signed(workspace: "Workspace", package_sha256: str) -> str | None:
    """Return which package those bytes are; None where they are not kept."""
    seen = workspace.packages.find(package_sha256)
    return identity_of(workspace.packages.read(package_sha256)) if seen and seen.kept else None


def _chain(workspace: "Workspace", key: ReportKey) -> list[dict[str, object]]:
    contents = [s.content_sha256 for s in workspace.submissions.of(key)]
    given = [line for content in contents for line in workspace.receipts.of(content)]
    if given:
        return [
            {"number": line.number, "at": line.at.isoformat(), "hash": line.hash,
             "previous_hash": line.previous_hash, "package_sha256": line.package_sha256,
             "signed_sha256": _signed(workspace, line.package_sha256),
             "content_sha256": line.content_sha256, "outcome": line.outcome}
            for line in given
        ]  # fmt: skip
    taken = [line for content in contents for line in workspace.receipts.incoming(content)]
    return [
        {"number": line.number, "at": line.at.isoformat(), "receiver": line.receiver,
         "content_sha256": line.content_sha256, "outcome": line.outcome}
        for line in taken
    ]  # fmt: skip


def _event_json(event: Event, names: dict[str, str]) -> dict[str, object]:
    return {
        "at": event.at.isoformat(),
        "what": event.what,
        "revision": event.revision,
        "words": event.words,
        "proof": names.get(event.proof),
        "proof_sha256": event.proof or None,
    }


def _authorities(workspace: "Workspace") -> dict[str, bytes]:
    """Return the certificates that the signatures end at: of today, and of those before."""
    cards = [card.authority_der for card in workspace.signers.own_cards()]
    own = [one.certificate_der for one in workspace.signers.authorities()]
    known = list(dict.fromkeys(reversed(cards or own)))
    return {AUTHORITY if at == 0 else f"authority-{at}.cer": held for at, held in enumerate(known)}


def _dump(document: Sequence[object]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    """Return a plain zip, the same bytes for the same files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            info.external_attr = 0o644 << 16
            out.writestr(info, data)
    return held.getvalue()


def bundle_name(key: ReportKey) -> str:
    """Return the file name of a life: ``vong-doi_03405_ctmtqg-xa_2024.zip``."""
    return f"vong-doi_{key.unit}_{key.report_set}_{key.period}.zip"
