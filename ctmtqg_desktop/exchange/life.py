"""The life of one report: everything that happened to it, each step with its proof."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from ctmtqg_desktop import assets
from ctmtqg_desktop.clock import in_vietnam
from ctmtqg_desktop.entries.submission import ReportKey, Submission
from ctmtqg_desktop.exchange.conflicts import KEPT, TAKEN
from ctmtqg_desktop.exchange.corrections import REOPENED, UNLOCKED, subject_of
from ctmtqg_desktop.exchange.enclosing import as_carried
from ctmtqg_desktop.exchange.receive import AMENDED, place_in
from ctmtqg_desktop.exchange.send_back import GOT, SENT
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.workspace.records import JournalItem

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
_BESIDE = frozenset({"conflict", "held", "stale", "replaced"})
README, SUMS, CHAIN, EVENTS = "DOC-TOI.txt", "SHA256SUMS", "bien-nhan.json", "vong-doi.json"
AUTHORITY = "authority.cer"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Event:
    """One step in the life of a report.

    Attributes:
        what: signed, arrived, receipt, returned, reopened, amended, unlocked, conflict-kept,
            conflict-taken, or the outcome of a package that does not count.
        words: the step in a sentence.
        proof: sha256 of the signed package that proves it; empty where the journal alone does.
    """

    at: datetime
    what: str
    revision: int
    words: str
    proof: str = ""


def life(workspace: "Workspace", key: ReportKey) -> tuple[Event, ...]:
    """Return everything that happened to a report, oldest first."""
    known = workspace.submissions(key)
    report = workspace.report(key)
    last = max([s.revision for s in known] + ([report.revision] if report else []), default=0)
    found: list[Event] = []
    for submission in known:
        found.extend(_of_submission(workspace, submission))
    for revision in range(1, last + 1):
        subject = subject_of(key, revision)
        lines = workspace.journal_of(subject)
        found.extend(_of_line(line, revision) for line in lines if line.what in _WORDS)
    found.extend(_beside(workspace, key))
    here = (replace(event, at=in_vietnam(event.at)) for event in found)
    return tuple(sorted(here, key=lambda event: event.at))


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
    for receipt in workspace.incoming_receipts(one.content_sha256):
        proof = hashlib.sha256(receipt.data).hexdigest()
        yield _receipt(receipt.at, one.revision, receipt.number, receipt.at, proof)
    for line in workspace.receipts_of(one.content_sha256):
        proof = hashlib.sha256(line.data).hexdigest()
        yield _receipt(line.at, one.revision, line.number, one.received_at or line.at, proof)


def _receipt(at: datetime, revision: int, number: int, arrived: datetime, proof: str) -> Event:
    words = say("life.receipt", {"number": number, "revision": revision, "at": arrived})
    return Event(at, "receipt", revision, words, proof)


def _of_line(line: JournalItem, revision: int) -> Event:
    what = _WORDS[line.what]
    proof = line.detail if line.what in _WITH_PROOF else ""
    under = line.subject.partition(" ")[2]
    proof = under if line.what in {KEPT, TAKEN} else proof
    facts: dict[str, object] = {"revision": revision, "reason": line.detail, "cell": under}
    return Event(line.at, what, revision, say(f"life.{what}", facts), proof)


def _beside(workspace: "Workspace", key: ReportKey) -> Iterator[Event]:
    """Yield the packages of this report that came and do not count."""
    prefix = subject_of(key, 1).rpartition("/")[0] + "/"
    for record in workspace.inbox():
        place = place_in(record)
        if record.outcome in _BESIDE and place.startswith(prefix):
            revision = int(place.rpartition("/r")[2])
            facts: dict[str, object] = {"revision": revision, "file": record.source_name}
            words = say(f"life.{record.outcome}", facts)
            yield Event(record.at, record.outcome, revision, words, record.sha256)


def bundle(workspace: "Workspace", key: ReportKey) -> bytes:
    """Return the life of a report as one zip that a stranger can check with common tools.

    It holds every proof as it was signed, the receipts as a table, the steps, the certificate
    that the signatures end at, digests of all, and how to check them.

    Raises:
        WorkspaceError: ``workspace.package-damaged``.
        TrustError: ``exchange.reading-key-missing``: a report has lists in it.
    """
    events = life(workspace, key)
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for event in events:
        if event.proof and event.proof not in names and workspace.package_seen(event.proof):
            name = f"{len(names) + 1:02d}_{event.what}_r{event.revision:02d}.asice"
            ending, data = as_carried(workspace, key, event.revision, event.proof)
            names[event.proof], files[name + ending] = name + ending, data
    files[CHAIN] = _dump(_chain(workspace, key))
    files[EVENTS] = _dump([_event_json(event, names) for event in events])
    authority = _authority(workspace)
    if authority:
        files[AUTHORITY] = authority
    files[README] = assets.resource("help", "vong-doi.txt").read_bytes()
    sums = "".join(f"{hashlib.sha256(d).hexdigest()}  {n}\n" for n, d in files.items())
    files[SUMS] = sums.encode()
    return _zipped(files)


def _chain(workspace: "Workspace", key: ReportKey) -> list[dict[str, object]]:
    contents = [s.content_sha256 for s in workspace.submissions(key)]
    given = [line for content in contents for line in workspace.receipts_of(content)]
    if given:
        return [
            {"number": line.number, "at": line.at.isoformat(), "hash": line.hash,
             "previous_hash": line.previous_hash, "package_sha256": line.package_sha256,
             "content_sha256": line.content_sha256, "outcome": line.outcome}
            for line in given
        ]  # fmt: skip
    taken = [line for content in contents for line in workspace.incoming_receipts(content)]
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


def _authority(workspace: "Workspace") -> bytes:
    card, own = workspace.own_card(), workspace.authority()
    if card is not None:
        return card.authority_der
    return own.certificate_der if own is not None else b""


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
