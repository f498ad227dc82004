"""Issue 3, done when: every criterion of the seven sets is answered in all four ways and travels.

One test for each content of each set. A report goes out four times, each time as an amendment,
so that every row has once been met, not met, not applicable and not entered on its way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from shipped import shipped_catalogue

from ctmtqg_desktop.catalogue.records.criteria import (
    Criterion,
    JudgedBy,
    SubCriterion,
    Threshold,
    row_id,
)
from ctmtqg_desktop.catalogue.records.form import Cell, Form, Section, SectionKind
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE, Value
from ctmtqg_desktop.entries.sheet import Sheet

CATALOGUE = shipped_catalogue()


class Answer(StrEnum):
    """In which ways a content is answered."""

    MET = "đạt"
    NOT_MET = "chưa đạt"
    NOT_APPLICABLE = "không áp dụng"
    NOT_ENTERED = "chưa nhập"


VERDICTS: dict[Answer, Value] = {
    Answer.MET: True,
    Answer.NOT_MET: False,
    Answer.NOT_APPLICABLE: NOT_APPLICABLE,
    Answer.NOT_ENTERED: EMPTY,
}
ROUNDS = tuple(Answer)


@dataclass(frozen=True)
class Place:
    """Where a set is filled in: a grid of a form, or a roster with a column per criterion."""

    form: Form
    section: Section
    set_id: str

    @property
    def is_roster(self) -> bool:
        return self.section.kind is SectionKind.ROSTER

    def role(self, name: str) -> str:
        return next(c.id for c in self.section.columns if c.role == name)


def place_of(set_id: str) -> Place:
    """Return where a set is filled in, in the newest version of its form."""
    wanted = {row_id(c.code) for c in CATALOGUE.criteria_sets[set_id].criteria}
    for form in sorted(CATALOGUE.forms.values(), key=lambda f: -f.version):
        for section in form.sections:
            judged = {c.id for c in section.columns if re.fullmatch(r"tc\d+", c.id)}
            if section.criteria == set_id or judged == wanted:
                return Place(form, section, set_id)
    raise AssertionError(set_id)


SETS = {set_id: place_of(set_id) for set_id in sorted(CATALOGUE.criteria_sets)}
CONTENTS = [
    pytest.param(place, criterion, sub, id=f"{set_id}-{sub.code}")
    for set_id, place in SETS.items()
    for criterion in CATALOGUE.criteria_sets[set_id].criteria
    for sub in criterion.subcriteria
]


def answers(sub: SubCriterion) -> tuple[Answer, ...]:
    """Return in which ways a content may be answered."""
    return tuple(a for a in ROUNDS if a is not Answer.NOT_APPLICABLE or sub.not_applicable)


def answer_in(place: Place, sub: SubCriterion, number: int) -> Answer:
    """Return how a content is answered in a round, so that neighbours differ."""
    contents = [s for c in CATALOGUE.criteria_sets[place.set_id].criteria for s in c.subcriteria]
    turn = ROUNDS[(contents.index(sub) + number) % len(ROUNDS)]
    return turn if turn in answers(sub) else Answer.MET


# -- filling


def rows_of(sub: SubCriterion) -> list[str]:
    return [f"{row_id(sub.code)}_{part}" for part in sub.parts] or [row_id(sub.code)]


def texts(place: Place, sheet: Sheet, number: int) -> Iterator[tuple[Cell, str]]:
    """Yield what is typed in a round."""
    for criterion in CATALOGUE.criteria_sets[place.set_id].criteria:
        for sub in criterion.subcriteria:
            answer = answer_in(place, sub, number)
            if place.is_roster:
                row = sheet.rows(place.section.id)[0]
                yield Cell(place.section.id, row, row_id(criterion.code)), typed(answer)
                continue
            for row in rows_of(sub):
                yield from answered(place, sheet, sub, row, answer)


def typed(answer: Answer) -> str:
    return "" if answer is Answer.NOT_ENTERED else answer.value


def answered(
    place: Place, sheet: Sheet, sub: SubCriterion, row: str, answer: Answer
) -> Iterator[tuple[Cell, str]]:
    result = Cell(place.section.id, row, place.role("result"))
    judgement = result._replace(column=place.role("judgement"))
    above = (sheet.unit.code, *CATALOGUE.units.above(sheet.unit, sheet.period.end))
    threshold = sub.threshold(sheet.unit.region, sheet.period.year, above)
    if sheet.spec(judgement).is_input:
        if sheet.spec(result).is_input:  # a figure would go before what the officer judges
            yield result, ""
        yield judgement, typed(answer)
    elif threshold is not None and answer in {Answer.MET, Answer.NOT_MET}:
        yield result, figure(sheet, sub, threshold, well=answer is Answer.MET)
    else:
        yield result, typed(answer)


def figure(sheet: Sheet, sub: SubCriterion, threshold: Threshold, *, well: bool) -> str:
    """Return a figure that just meets a threshold, or just misses it."""
    if sub.judged is JudgedBy.LEVEL:
        passing = sub.passing(threshold)
        return passing[0] if well else [v.id for v in sub.levels if v.id not in passing][-1]
    wanted = Decimal(threshold.figure)
    if threshold.relative_to:
        base = sheet.value(Cell.parse(threshold.relative_to))
        assert isinstance(base, Decimal)
        wanted = wanted * base / 100
    beside = {">=": -1, "=": -1 if wanted else 1, "<=": 1}[threshold.operator]
    return f"{wanted if well else wanted + beside:f}".replace(".", ",")


# -- sending


@pytest.fixture(scope="module")
def rounds(post: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Give the sheets of a set as received after each round; made on a post of their own."""
    own = type(post)(tmp_path_factory.mktemp("tieu-chi"), post.catalogue, post.filler)
    made: dict[str, list[Sheet]] = {}

    def of(place: Place) -> list[Sheet]:
        if place.set_id not in made:
            made[place.set_id] = [sent(own, place, number) for number in range(len(ROUNDS))]
        return made[place.set_id]

    yield of
    own.close()


def sent(own: Any, place: Place, number: int) -> Sheet:
    """Answer the contents for one round, amend the report, send it, and return what arrived."""

    def put(sheet: Sheet) -> list[tuple[Cell, str]]:
        return list(texts(place, sheet, number))

    received = own.amend(place.form, put)
    assert received.key.form == place.form.id
    return received


# -- the tests


def shown(place: Place, sheet: Sheet, criterion: Criterion, sub: SubCriterion) -> Value:
    """Return the verdict on a content."""
    if place.is_roster:
        row = sheet.rows(place.section.id)[0]
        return sheet.value(Cell(place.section.id, row, row_id(criterion.code)))
    return sheet.value(Cell(place.section.id, row_id(sub.code), place.role("verdict")))


@pytest.mark.parametrize(("place", "criterion", "sub"), CONTENTS)
def test_content_is_judged_alike_at_both_ends(
    place: Place, criterion: Criterion, sub: SubCriterion, rounds: Any
) -> None:
    seen = set()
    for number, received in enumerate(rounds(place)):
        answer = answer_in(place, sub, number)
        verdict = shown(place, received, criterion, sub)
        assert verdict is VERDICTS[answer], (answer, verdict)
        seen.add(answer)
    assert seen == set(answers(sub))


@pytest.mark.parametrize("place", SETS.values(), ids=SETS)
def test_criteria_follow_from_their_contents(place: Place, rounds: Any) -> None:
    criteria = CATALOGUE.criteria_sets[place.set_id].criteria
    for number, received in enumerate(rounds(place)):
        for criterion in criteria:
            given = {answer_in(place, sub, number) for sub in criterion.subcriteria}
            verdict = shown(place, received, criterion, criterion.subcriteria[0])
            if not place.is_roster:
                head = Cell(place.section.id, row_id(criterion.code), place.role("verdict"))
                verdict = received.value(head)
            assert verdict is VERDICTS[whole(given)], (criterion.code, given)


def whole(given: set[Answer]) -> Answer:
    """Return what a criterion is when its contents were answered so."""
    if Answer.NOT_MET in given:
        return Answer.NOT_MET
    if Answer.NOT_ENTERED in given:
        return Answer.NOT_ENTERED
    return Answer.MET if Answer.MET in given else Answer.NOT_APPLICABLE


def test_the_eight_sets_are_here() -> None:
    counted = {s: len(CATALOGUE.criteria_sets[s].criteria) for s in SETS}
    assert sorted(counted.values()) == [1, 4, 9, 9, 10, 15, 19, 19]
