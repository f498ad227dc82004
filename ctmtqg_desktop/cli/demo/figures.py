"""What came out of the demonstration, as the command answers it."""

from collections.abc import Sequence

from ctmtqg_desktop.exchange.answers.track import Tracked
from ctmtqg_desktop.exchange.post.outcome import Received, outcome_counts
from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation
from ctmtqg_desktop.text import canonical_number
from ctmtqg_desktop.workspace.records import Outcome


def figures(
    codes: Sequence[str],
    results: Sequence[Received],
    whole: Consolidation,
    tracked: Sequence[Tracked],
) -> dict[str, object]:
    """Return the figures by which people see that the demonstration is right.

    Args:
        codes: the units that sent reports.
        results: what became of each file.
        whole: the consolidated reports whose totals are told.
        tracked: the targets of the plan, counted by their state.
    """
    states = [item.state.value for item in tracked]
    counts = outcome_counts(results)
    return {
        "units": len(codes),
        "packages": len({_original(r.file) for r in results}),
        "accepted": counts.get(Outcome.ACCEPTED, 0),
        "outcomes": counts,
        "files": [
            {"file": r.file, "outcome": r.outcome, "code": r.code or None, "message": r.message}
            for r in results
        ],
        "targets": {state: states.count(state) for state in sorted(set(states))},
        **_totals(whole),
    }


def _totals(whole: Consolidation) -> dict[str, object]:
    matrix, resources = next(iter(whole.matrices.values())), whole.form("ntm-nguon-luc")
    planned = {
        cell.row: canonical_number(total.value)  # type: ignore[arg-type]
        for cell, total in (resources.totals if resources else {}).items()
        if cell.column == "ke_hoach"
    }
    return {
        "missing": [u.code for u in whole.missing],
        "average": canonical_number(matrix.average) if matrix.average is not None else None,
        "met_total": matrix.total,
        "per_criterion": {c.code: matrix.per_criterion(c.code) for c in matrix.criteria},
        "resources_planned_dong": planned,
    }


def _original(file: str) -> str:
    """Return the name of the package that a file is, or is a copy of."""
    return file.removesuffix(".asice").removesuffix("_bi-sua").removesuffix("_ban-sao")
