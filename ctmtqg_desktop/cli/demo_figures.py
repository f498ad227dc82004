"""What came out of the demonstration, as the command answers it."""

from collections.abc import Sequence

from ctmtqg_desktop.catalogue.periods import Period
from ctmtqg_desktop.exchange.consolidate import Consolidation
from ctmtqg_desktop.exchange.office import Office
from ctmtqg_desktop.exchange.receive import Received, summary
from ctmtqg_desktop.text import canonical_number


def figures(
    office: Office,
    codes: Sequence[str],
    results: Sequence[Received],
    *,
    set_id: str,
    period: Period,
    plan: str,
) -> dict[str, object]:
    """Return the figures by which people see that the demonstration is right.

    Args:
        office: the receiver, everything received.
        codes: the units that sent reports.
        results: what became of each file.
        set_id: with the period, the reports whose totals are told.
        period: the year of the plan.
        plan: whose targets are counted by their state.
    """
    whole = office.consolidate(set_id, period)
    states = [item.state.value for item in office.track(plan, period)]
    counts = summary(results)
    return {
        "units": len(codes),
        "packages": len({_original(r.file) for r in results}),
        "accepted": counts.get("accepted", 0),
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
