"""What a reading of the five plans is worth: held against the targets that people took from them.

A target is found where a proposal has its figure and stands in its quote: the place of the
figure within the quote, one proposal for one target. A target without a figure (operator
``met``) is found by a proposal without one whose words meet the quote.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from ctmtqg_desktop.intake.plans.document import read_plan_text
from ctmtqg_desktop.intake.plans.read_plan import read_plan

SEEDS = Path(__file__).parents[1] / "intake/plans/seeds"
TODAY = date(2026, 11, 30)


class Score(NamedTuple):
    """How one plan was read.

    Attributes:
        targets: that people took from it; ``figures`` of them have one.
        found: with the right figure; ``with_figures`` of them have one.
        operators, units, periods: of those found, how many are right in it too.
        whole: in all three.
        extra: proposals that are no target, or a second one for the same.
        missed: ids.
    """

    plan: str
    targets: int
    figures: int
    proposed: int
    found: int
    with_figures: int
    operators: int
    units: int
    periods: int
    whole: int
    missed: tuple[str, ...]

    @property
    def extra(self):
        return self.proposed - self.found


def scores(catalogue):
    """Return the score of each plan."""
    plans = (p for plan_id, p in sorted(catalogue.plans.items()) if plan_id[:3].isdigit())
    return tuple(_score(catalogue, plan) for plan in plans if _seed(plan).is_file())


def _seed(plan):
    return SEEDS / f"{plan.id[:3]}.txt"


def _score(catalogue, plan):
    document = read_plan_text(_seed(plan).read_bytes(), plan.id)
    read = read_plan(document, catalogue.units, catalogue.measures, today=TODAY)
    flat, places = _flat(document.text)
    left = dict(enumerate(read.proposals))
    pairs, missed = [], []
    for target in plan.targets:
        start, end = _place(flat, places, target.quote)
        fits = [at for at, one in left.items() if _fits(one, target, start, end)]
        if not fits:
            missed.append(target.id)
            continue
        best = min(fits, key=lambda at: abs(left[at].at - start))
        pairs.append((target, left.pop(best)))
    right = [
        (one.operator == t.operator, one.unit == t.unit, one.period == t.period)
        for t, one in pairs
    ]
    return Score(
        plan.id, len(plan.targets), sum(bool(t.figure) for t in plan.targets),
        len(read.proposals), len(pairs), sum(bool(t.figure) for t, _ in pairs),
        *(sum(part) for part in zip(*right, strict=True)), sum(all(one) for one in right),
        tuple(missed),
    )  # fmt: skip


def _fits(one, target, start, end):
    if one.value != (Decimal(target.figure) if target.figure else None):
        return False
    if one.measure_words:
        return start <= one.at < end
    return one.at < end and one.end > start


def _flat(text):
    """Return a text with single blanks, and the place of each of its letters in the other."""
    letters, places = [], []
    for place, letter in enumerate(text):
        if letter.isspace() and letters and letters[-1] == " ":
            continue
        letters.append(" " if letter.isspace() else letter)
        places.append(place)
    return "".join(letters), places


def _place(flat, places, quote):
    words = " ".join(quote.split())
    found = flat.find(words)
    assert found >= 0, quote
    return places[found], places[min(found + len(words), len(places) - 1)]
