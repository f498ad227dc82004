"""Files that are taken in: what became of each, and what was left aside."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.act import Step
from ctmtqg_desktop.exchange.answers.shown_figures import ShownDiffers
from ctmtqg_desktop.exchange.words import say, sentence
from ctmtqg_desktop.package.found.folders import AsideFile, FoundFile, gather
from ctmtqg_desktop.trust.verdict import Verdict
from ctmtqg_desktop.workspace.records import Outcome


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file.

    Attributes:
        code: why; empty when accepted.
        message: the sentence for it.
        differing: figures shown from a form that was accepted with other ones.
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
    signed_sha256: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    report: ReportKey | None = None
    differing: tuple[ShownDiffers, ...] = ()


def each_found(
    paths: Sequence[Path], step: Step, take: Callable[[FoundFile], Received]
) -> tuple[list[Received], tuple[AsideFile, ...]]:
    """Take in every package among files, in folders and in zips; return what was left aside.

    Raises:
        PackageError: ``package.too-many-files``; nothing was taken.
        Cancelled: between two files; what was taken in stays.
    """
    gathered = gather(paths, lambda count, name: step(count, 0, name))
    results = []
    for number, one in enumerate(gathered.found, 1):
        step(number, len(gathered.found), one.name)
        results.append(take(one))
    return results, gathered.left


def left_facts(left: Sequence[AsideFile]) -> list[dict[str, str]]:
    """Return what is told of files that were left aside."""
    return [
        {"file": one.file, "code": one.code, "message": say(one.code, {"file": one.file})}
        for one in left
    ]


def left_words(left: Sequence[AsideFile]) -> str:
    """Return how many files were left aside, to end a sentence with; empty for none."""
    return f" {say('left.count', {'count': len(left)})}" if left else ""


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
        "signed_sha256": one.signed_sha256 or None,
        "verdict": one.verdict.to_json() if one.verdict else None,
        "shown_differs": [differs._asdict() for differs in one.differing],
    }


def outcome_counts(results: Iterable[Received]) -> dict[str, int]:
    """Return how many files had each outcome."""
    counted: dict[str, int] = {}
    for result in results:
        counted[result.outcome] = counted.get(result.outcome, 0) + 1
    return counted
