"""Files that are taken in: which of those given are packages, and what became of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.post.envelope import SUFFIX
from ctmtqg_desktop.exchange.post.reading_keys import SUFFIX as CLOSED
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.package.files import files_in, is_folder
from ctmtqg_desktop.trust.verdict import Verdict
from ctmtqg_desktop.workspace.records import Outcome


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file.

    Attributes:
        code: why; empty when accepted.
        message: the sentence for it.
    """

    file: str
    outcome: Outcome
    code: str
    message: str
    verdict: Verdict | None = None
    unit: str = ""
    period: str = ""
    revision: int = 0
    content_sha256: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    report: ReportKey | None = None


def packages_in(paths: Sequence[Path]) -> list[Path]:
    """Return the package files among the paths and in their folders, by name.

    A path that is named is taken whatever its ending; in a folder only packages are.
    """
    named = set(paths)
    found = {p for path in paths for p in files_in(path) if p in named or _is_package(p)}
    return sorted(found, key=lambda p: (p.name, str(p)))


def _is_package(path: Path) -> bool:
    """Say whether a path in a folder is a package, or a folder that could not be listed."""
    return path.name.endswith((SUFFIX, SUFFIX + CLOSED)) or is_folder(path)


def refused(name: str, error: CtmtqgError) -> Received:
    """Return what is said of a file of that name that an error refused."""
    said = sentence(error.code, {"file": name, **error.facts})
    return Received(name, Outcome.REFUSED, error.code, f"{said.what} {said.todo}".strip())


def received_facts(one: Received) -> dict[str, object]:
    """Return what is told of a file that was taken in or not."""
    return {
        "file": one.file,
        "outcome": one.outcome,
        "code": one.code or None,
        "message": one.message,
        "unit": one.unit or None,
        "period": one.period or None,
        "revision": one.revision or None,
        "content_sha256": one.content_sha256 or None,
        "verdict": one.verdict.to_json() if one.verdict else None,
    }


def outcome_counts(results: Iterable[Received]) -> dict[str, int]:
    """Return how many files had each outcome."""
    counted: dict[str, int] = {}
    for result in results:
        counted[result.outcome] = counted.get(result.outcome, 0) + 1
    return counted
