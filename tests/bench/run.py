"""Measure side by side, in one run: ``.venv/bin/python tests/bench/run.py``.

Each line holds our work against the least anybody would have to do for it, measured in turns on
the same machine, so that the ratio means something where the times do not.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # users have compiled files
sys.path.insert(0, str(Path(__file__).resolve().parent))

import committing
import loading
import opening
import sealing
import starting
from case import Case

ROUNDS = 7


def in_turns(case: Case, rounds: int) -> tuple[float, float]:
    """Return the median seconds of ours and of the other, taken in turns."""
    ours, others = [], []
    for _ in range(rounds):
        for work, times in ((case.ours, ours), (case.other, others)):
            times.append(timed(work))
    return median(ours), median(others)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds a piece of work takes."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def main() -> None:
    """Print one line for each case."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} CPUs, median of {ROUNDS} turns")
    print(f"{'ours':<46}{'ms':>9}   {'against':<38}{'ms':>9}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for module in (starting, loading, opening, committing, sealing):
            place = Path(folder, module.__name__)
            place.mkdir()
            case = module.case(place)
            case.ours(), case.other()  # once for the caches of disk and interpreter
            ours, other = in_turns(case, ROUNDS)
            ours, other = ours / case.times, other / case.times
            print(
                f"{case.name:<46}{ours * 1000:>9.1f}   {case.against:<38}{other * 1000:>9.1f}"
                f"{ours / other:>8.2f}",
                flush=True,
            )
            case.close()


if __name__ == "__main__":
    main()
