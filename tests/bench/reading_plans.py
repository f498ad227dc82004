"""The reader of plans on the five seeds: what it finds of their 239 targets, and how fast."""

import re
from collections.abc import Iterator
from pathlib import Path

from case import Case
from plan_score import SEEDS, TODAY, scores

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.intake.plans.document import read_plan_text
from ctmtqg_desktop.intake.plans.read_plan import read_plan

_COLUMNS = ("targets", "found", "figures", "with_figures", "operators", "units", "periods",
            "whole", "proposed", "extra")  # fmt: skip


def case(_: Path) -> Case:
    """Hold reading the five plans against finding their numbers."""
    catalogue = read_catalogue(assets.forms_dir()).catalogue
    seeds = [path.read_bytes() for path in sorted(SEEDS.glob("*.txt"))]

    def ours() -> None:
        for data in seeds:
            document = read_plan_text(data, "plan")
            read_plan(document, catalogue.units, catalogue.measures, today=TODAY)

    def other() -> None:
        for data in seeds:
            assert re.findall(r"\d+", data.decode())

    return Case("read five plans", ours, "find their numbers", other, turns=3)


def lines() -> Iterator[str]:
    """Yield the score, one line a plan."""
    found = scores(read_catalogue(assets.forms_dir()).catalogue)
    yield f"{'plan':<26}" + "".join(f"{name:>13}" for name in _COLUMNS)
    for one in found:
        yield f"{one.plan:<26}" + "".join(f"{getattr(one, name):>13}" for name in _COLUMNS)
        yield from (f"  missed: {target}" for target in one.missed)
    sums = (sum(getattr(one, name) for one in found) for name in _COLUMNS)
    yield f"{'all':<26}" + "".join(f"{total:>13}" for total in sums)
