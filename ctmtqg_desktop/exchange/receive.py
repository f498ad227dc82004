"""Receive: take in files and folders of packages; one bad package never stops a batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ctmtqg_desktop.catalogue.periods import Period
from ctmtqg_desktop.entries.submission import Status, Submission
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.acknowledge import acknowledge
from ctmtqg_desktop.exchange.judge import Bench, Judged, judge, key_of
from ctmtqg_desktop.exchange.packing import SUFFIX, Author, Site
from ctmtqg_desktop.exchange.submit import Step, no_step, stored_sheets
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.package.container import MAX_FILE_BYTES
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.trust.verdict import Revision, Verdict
from ctmtqg_desktop.workspace.records import Direction, PackageRecord

ACCEPTED, DUPLICATE, REFUSED = "accepted", "duplicate", "refused"
_OUTCOMES = {
    Revision.NEW: ACCEPTED,
    Revision.AMENDMENT: ACCEPTED,
    Revision.DUPLICATE: DUPLICATE,
    Revision.STALE: "stale",
    Revision.CONFLICT: "conflict",
    Revision.HELD: "held",
}


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file.

    Attributes:
        outcome: accepted, duplicate, stale, conflict, held or refused.
        code: why; empty when accepted.
        message: the sentence for it.
    """

    file: str
    outcome: str
    code: str
    message: str
    verdict: Verdict | None = None
    unit: str = ""
    period: str = ""
    revision: int = 0
    content_sha256: str = ""
    facts: dict[str, object] = field(default_factory=dict)


def packages_in(paths: Sequence[Path]) -> list[Path]:
    """Return the package files among the paths and in their folders, by name.

    A path that is named is taken whatever its ending; in a folder only packages are.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found.extend(p for p in path.rglob(f"*{SUFFIX}") if p.is_file())
        else:
            found.append(path)
    return sorted(set(found), key=lambda p: (p.name, str(p)))


def receive(bench: Bench, paths: Sequence[Path], *, step: Step = no_step) -> tuple[Received, ...]:
    """Judge and take in packages; each in its own transaction.

    Raises:
        WorkspaceError: the workspace itself cannot be written; what was taken in stays.
    """
    files = packages_in(paths)
    results = []
    for number, path in enumerate(files, 1):
        step(number, len(files), path.name)
        results.append(_receive_one(bench, path))
    return tuple(results)


def _receive_one(bench: Bench, path: Path) -> Received:
    try:
        data = read_limited(path, MAX_FILE_BYTES)
    except CtmtqgError as error:
        return _refused(path, error)
    judged = judge(bench, data)
    outcome = _outcome(judged)
    if outcome == ACCEPTED:
        _store(bench, judged, data, path.name)
    _keep(bench, judged, path, data, outcome)
    return _received(path, judged, outcome)


def _outcome(judged: Judged) -> str:
    if judged.code or judged.verdict.revision is None:
        return REFUSED
    return _OUTCOMES[judged.verdict.revision]


def _store(bench: Bench, judged: Judged, data: bytes, name: str) -> None:
    opened, report = judged.inspection.opened, judged.report
    if opened is None or report is None:
        return
    header = opened.manifest.header
    submission = Submission(
        key=key_of(report),
        version=report.version,
        revision=report.revision,
        status=Status.ACCEPTED,
        content_sha256=opened.manifest.content_sha256,
        previous_sha256=header.previous_content_sha256 or "",
        package_sha256=opened.package_sha256,
        signed_at=opened.facts.claimed_at,
        received_at=bench.now,
        signer_sha256=opened.facts.spki_sha256,
        current=True,
    )
    bench.workspace.freeze(
        submission, stored_sheets(judged.sheets), package=data, verdict_json=judged.verdict_json,
        source_name=name,
    )  # fmt: skip


def _keep(bench: Bench, judged: Judged, path: Path, data: bytes, outcome: str) -> None:
    """Remember the file: the exact bytes of what was accepted, and why another was not."""
    manifest = judged.manifest
    record = PackageRecord(
        sha256=judged.inspection.package_sha256,
        size=len(data),
        kind=manifest.header.kind.value if manifest else "",
        direction=Direction.IN.value,
        outcome=outcome,
        at=bench.now,
        code=judged.code or _reason(outcome),
        verdict_json=judged.verdict_json,
        source_name=path.name,
    )
    bench.workspace.keep_package(record, data)


def _reason(outcome: str) -> str:
    return "" if outcome == ACCEPTED else f"exchange.{outcome}"


def _received(path: Path, judged: Judged, outcome: str) -> Received:
    code = judged.code or _reason(outcome)
    facts = {"file": path.name, **_told(judged), **(judged.facts or {})}
    said = sentence(code or "exchange.accepted", facts)
    header = judged.manifest.header if judged.manifest else None
    return Received(
        file=path.name,
        outcome=outcome,
        code=code,
        message=f"{said.what} {said.todo}".strip(),
        verdict=judged.verdict,
        unit=header.unit.code if header else "",
        period=(header.period or "") if header else "",
        revision=(header.revision or 0) if header else 0,
        content_sha256=judged.manifest.content_sha256 if judged.manifest else "",
        facts=facts,
    )


def _told(judged: Judged) -> dict[str, object]:
    header = judged.manifest.header if judged.manifest else None
    if header is None:
        return {}
    unit = judged.unit.name if judged.unit else header.unit.name
    period = Period.parse(header.period).label if judged.report and header.period else ""
    return {"unit": unit, "period": period, "revision": header.revision or 0}


def _refused(path: Path, error: CtmtqgError) -> Received:
    said = sentence(error.code, {"file": path.name, **error.facts})
    return Received(path.name, REFUSED, error.code, f"{said.what} {said.todo}".strip())


def summary(results: Iterable[Received]) -> dict[str, int]:
    """Return how many files had each outcome."""
    counted: dict[str, int] = {}
    for result in results:
        counted[result.outcome] = counted.get(result.outcome, 0) + 1
    return counted


def give_receipts(
    site: Site, results: Sequence[Received], *, author: Author, out_dir: Path
) -> list[Path]:
    """Write a receipt for every accepted file of a batch, in the order of arrival.

    Raises:
        PackageError, WorkspaceError: see ``acknowledge``.
    """
    digests = [r.content_sha256 for r in results if r.outcome == ACCEPTED]
    found = (site.workspace.find_content(digest) for digest in digests)
    submissions = [submission for submission in found if submission is not None]
    return acknowledge(site, submissions, author=author, out_dir=out_dir)
