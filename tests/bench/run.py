"""Measure side by side, in one run: ``.venv/bin/python tests/bench/run.py``.

Each line holds our work against the least anybody would have to do for it, measured in turns on
the same machine, so that the ratio means something where the times do not. Where others use the
machine too, the processor's time says more than the clock's.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # users have compiled files
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(1, str(Path(__file__).resolve().parents[1] / "shared"))

import ciphering
import committing
import loading
import long_rosters
import opening
import reading_again
import reading_plans
import sealing
import starting
from case import Case

MODULES = (
    starting, loading, reading_again, opening, committing, long_rosters, reading_plans, ciphering,
    sealing,
)  # fmt: skip


class Spent(NamedTuple):
    """Seconds on the clock, and of the processor, child processes included."""

    wall: float
    cpu: float


def in_turns(case: Case) -> tuple[Spent, Spent]:
    """Return the median of ours and of the other, taken in turns, for one time each."""
    ours, others = [], []
    for _ in range(case.turns):
        for work, times in ((case.ours, ours), (case.other, others)):
            times.append(timed(work))
    return _median(ours, case.times), _median(others, case.times)


def _median(found: list[Spent], times: int) -> Spent:
    return Spent(*(median(seconds) / times for seconds in zip(*found, strict=True)))


def timed(work: Callable[[], object]) -> Spent:
    """Return what a piece of work takes."""
    begun, busy = perf_counter(), _cpu()
    work()
    return Spent(perf_counter() - begun, _cpu() - busy)


def _cpu() -> float:
    """Return the processor's seconds of this process and of the children it has waited for."""
    spent = os.times()
    return process_time() + spent.children_user + spent.children_system


def main() -> None:
    """Print one line for each case."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, median of the turns")
    columns = f"{'ms':>9}{'cpu ms':>9}"
    print(f"{'ours':<46}{columns}   {'against':<38}{columns}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for module in MODULES:
            place = Path(folder, module.__name__)
            place.mkdir()
            for case in module.cases(place) if hasattr(module, "cases") else (module.case(place),):
                _measure(case)
    print(*reading_plans.lines(), sep="\n")


def _measure(case: Case) -> None:
    case.ours(), case.other()  # once for the caches of disk and interpreter
    ours, other = in_turns(case)
    print(
        f"{case.name:<46}{_shown(ours)}   {case.against:<38}{_shown(other)}"
        f"{ours.wall / other.wall:>8.2f}",
        flush=True,
    )
    case.close()


def _shown(spent: Spent) -> str:
    return f"{spent.wall * 1000:>9.1f}{spent.cpu * 1000:>9.1f}"


if __name__ == "__main__":
    main()
