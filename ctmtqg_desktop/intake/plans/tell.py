"""Make the proposals of one sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from ctmtqg_desktop.intake.plans.commitments import Promise, none_promised, promises_of
from ctmtqg_desktop.intake.plans.known import KnownPlan
from ctmtqg_desktop.intake.plans.measures import Counted
from ctmtqg_desktop.intake.plans.numbers import Figure, figures_of
from ctmtqg_desktop.intake.plans.operators import Around, around, operator_of
from ctmtqg_desktop.intake.plans.outline import Passage
from ctmtqg_desktop.intake.plans.proposal import PlanProposal, PromiseKind
from ctmtqg_desktop.intake.plans.sentences import Stretch, clauses_of
from ctmtqg_desktop.intake.plans.vocabulary import accented, looked_for
from ctmtqg_desktop.intake.plans.when import NamedPeriod, chosen, moments_of
from ctmtqg_desktop.intake.plans.whose import named_unit, responsible, units_named_each

_CRITERIA, _CASES = "tieu-chi", "vu"
_YEARLY = "nam"
_MOST_FIGURES = 80
"""What has more is a list of numbers, and no sentence."""
_HEADINGS = 5
"""Levels of headings that can say that what follows has been."""


@dataclass(frozen=True)
class ReadSentence:
    """A sentence where it stands.

    Attributes:
        carried: the period that an earlier sentence of its passage named last.
        is_first: of its passage.
    """

    known: KnownPlan
    passage: Passage
    sentence: Stretch
    carried: NamedPeriod | None = None
    is_first: bool = False

    @property
    def text(self) -> str:
        """Return the document's text."""
        return self.known.outline.document.text

    @property
    def plain(self) -> str:
        """Return the same without accents and capitals."""
        return self.known.outline.plain

    @cached_property
    def moments(self) -> list[NamedPeriod]:
        """Return the periods the sentence names."""
        return moments_of(self.plain, *self.sentence)

    @cached_property
    def is_past(self) -> bool:
        """Say whether its section tells what has been."""
        for one in self.known.outline.headings(self.passage):
            words = self.plain[one.begin : min(one.end, one.begin + 80)]
            if one.level <= _HEADINGS and looked_for(r"^\W*<sections.past>\b").search(words):
                return looked_for(r"\b<sections.future>\b").search(words) is None
        return False

    def is_earlier(self, moment: NamedPeriod | None) -> bool:
        """Say whether the sentence tells of a year before the plan's first."""
        if moment is None or moment.code[:4] >= self.known.first_year:
            return False
        words = looked_for(r"\b<sections.past_words>\b")
        return words.search(self.plain, *self.sentence) is not None


def proposals_of(told: ReadSentence) -> Iterator[PlanProposal]:
    """Yield what a sentence proposes: its figures, else what it promises without one."""
    given = figures_of(told.plain, *told.sentence, told.known.masks)
    figures = list(islice(given, _MOST_FIGURES + 1))
    if len(figures) > _MOST_FIGURES:
        return
    found = list(_with_figures(told, figures))
    yield from found
    if not found and not told.is_past:
        outline, passage = told.known.outline, told.passage
        for promise in promises_of(outline, passage, told.sentence, is_first=told.is_first):
            yield _without(told, promise)


def _with_figures(told: ReadSentence, figures: Sequence[Figure]) -> Iterator[PlanProposal]:
    if not figures:
        return
    none = none_promised(told.plain, told.sentence)
    if none is not None and not told.is_past:
        if len(figures) == 1 and none.words.start < figures[0].start and not figures[0].is_share:
            yield _without(told, none)  # the figure only says of what: "dưới 15 tiêu chí"
            return
        if none.words.start > figures[-1].end:
            yield _without(told, none)
    own = [one for place, one in enumerate(figures) if not _narrows(told, figures, place)]
    bases = {place + 1: one for place, one in enumerate(own) if _is_base(told, own, place)}
    left = [(one, bases.get(place)) for place, one in enumerate(own) if place + 1 not in bases]
    clauses = clauses_of(told.plain, told.sentence, [one for one, _ in left])
    for (figure, base), clause in zip(left, clauses, strict=True):
        for made in _of_figure(told, figure, clause):
            yield replace(made, baseline=base.value) if base else made


def _is_base(told: ReadSentence, figures: Sequence[Figure], place: int) -> bool:
    """Say whether a figure is only what the next one rises or falls from: "từ 65% lên 70%"."""
    if place + 1 >= len(figures):
        return False
    before = told.plain[told.sentence.start : figures[place].start]
    between = told.plain[figures[place].end : figures[place + 1].start]
    return (
        looked_for(r"\b<operators.from>\s*$").search(before) is not None
        and looked_for(r"^[^,;:]{0,40}\b<operators.rises_to>\b[^,;:]{0,20}$").search(between)
        is not None
    )


def _narrows(told: ReadSentence, figures: Sequence[Figure], place: int) -> bool:
    """Say whether a figure only says which: "3 xã dưới 13 tiêu chí"."""
    if place == 0 or figures[place].is_share:
        return False
    between = told.plain[figures[place - 1].end : figures[place].start]
    shape = looked_for(r"\s*[^\W\d]+(?:\s+[^\W\d]+)?\s+(?:dat\s+)?<operators.less>\s*")
    return shape.fullmatch(between) is not None


def _of_figure(told: ReadSentence, figure: Figure, clause: Stretch) -> Iterator[PlanProposal]:
    words = around(told.plain, clause, figure)
    counted = told.known.measures.behind(told.text, figure, words)
    if counted is None and not _is_told(words):
        return
    if _is_aside(told, figure, words):
        return
    counted = counted or Counted("", "")
    kind = _kind(told, clause, counted, words)
    made = replace(
        _common(told, clause, figure.start),
        kind=kind,
        operator=operator_of(words, figure, kind),
        value=figure.value,
        upper=figure.upper,
        of=figure.of,
        measure=counted.id,
        measure_words=counted.words,
        each=_each(told, clause, words),
    )
    named = [] if counted.id == _CRITERIA else list(_criteria(words.behind))
    if len(named) < 2:
        yield from _each_unit(told, clause, made)
        return
    for start, end in named:
        said = told.text[figure.end + start : figure.end + end]
        yield replace(made, indicator=one_line(said).rstrip(" ,;."))


def _each_unit(told: ReadSentence, clause: Stretch, made: PlanProposal) -> Iterator[PlanProposal]:
    """Yield one proposal, or one for each of the units that are named one by one."""
    found = units_named_each(told.known, clause, made.at) if made.each else []
    if len(found) < 2:
        yield made
        return
    for one in found:
        code = one.unit.code if one.unit else ""
        yield replace(made, unit=code, unit_words=one.words, each="")


def _is_aside(told: ReadSentence, figure: Figure, words: Around) -> bool:
    """Say whether a figure only compares: a share of what was told, the plan in brackets."""
    if looked_for(r"\b<counting.aside>\b[^,;:]{0,16}$").search(words.before):
        return True
    before = told.plain[told.sentence.start : figure.start]
    return looked_for(r"\(\s*<counting.compared>\b[^()]*$").search(before) is not None


def _without(told: ReadSentence, promise: Promise) -> PlanProposal:
    made = _common(told, promise.words, promise.words.start)
    return replace(
        made,
        kind=promise.kind,
        operator=promise.operator,
        value=promise.value,
        measure=promise.measure or _of_none(told, promise),
    )


def _of_none(told: ReadSentence, promise: Promise) -> str:
    """Return what there is to be none of, where the catalogue counts it; else cases."""
    said = looked_for(r"(?:<zero.sure>|<zero.none>)\s+(?:cac\s+)?").match(
        told.plain, promise.words.start, promise.words.end
    )
    if said is None or promise.value is None:
        return ""
    found = told.known.measures.leading(told.text[said.end() : said.end() + 40])
    return found.id if found else _CASES if _CASES in told.known.measures.measures else ""


def _common(told: ReadSentence, clause: Stretch, at: int) -> PlanProposal:
    """Return what a proposal has from where it stands."""
    named = named_unit(told.known, told.passage, clause, at)
    unit = named.unit if named is not None else told.known.own
    words = one_line(told.text[clause.start : clause.end])
    return PlanProposal(
        sentence=told.text[told.sentence.start : told.sentence.end],
        clause=words,
        start=told.sentence.start,
        end=told.sentence.end,
        at=at,
        kind=PromiseKind.TARGET,
        operator=">=",
        value=None,
        unit=unit.code if unit else "",
        unit_words=named.words if named else "",
        period=_period(told, clause),
        indicator=words,
        section=told.passage.section,
        responsible=responsible(told.known, told.passage),
    )


def one_line(text: str) -> str:
    """Return a part of a document as one line, without marks of emphasis."""
    return " ".join(text.split()).strip(" *_")


def _each(told: ReadSentence, clause: Stretch, words: Around) -> str:
    """Return the word of what each has to reach it ("mỗi xã"); a year is no such thing."""
    shape = looked_for(r"\b(?P<word><counting.each>)\s+(?P<each>[^\W\d_]+)\b")
    for found in shape.finditer(words.before):
        begun = clause.start + found.start("word")
        said = told.text[begun : begun + len(found["word"])].casefold()
        if said in accented("counting.each") and found["each"] != _YEARLY:
            begun = clause.start + found.start("each")
            return told.text[begun : begun + len(found["each"])].lower()
    return ""


def _kind(told: ReadSentence, clause: Stretch, counted: Counted, words: Around) -> PromiseKind:
    if told.is_past or told.is_earlier(chosen(told.moments, *clause)):
        return PromiseKind.BASELINE
    is_per = looked_for(r"^[^,;]{0,16}(?:/|binh quan)").search(words.behind) is not None
    is_income = looked_for(r"\b<counting.income>\b").search(words.before) is not None
    is_budget = counted.is_money and not is_per and not is_income
    return PromiseKind.BUDGET if is_budget else PromiseKind.TARGET


def _period(told: ReadSentence, clause: Stretch) -> str:
    """Return the clause's period, its passage's, its heading's, or the plan's."""
    moment = chosen(told.moments, *clause) or told.carried or _of_headings(told)
    if moment is None:
        return told.known.period
    is_before = moment.code[:4] < told.known.first_year
    if is_before and not told.is_past and not told.is_earlier(moment):
        return told.known.period
    return moment.code


def _of_headings(told: ReadSentence) -> NamedPeriod | None:
    for one in told.known.outline.headings(told.passage):
        found = moments_of(told.plain, one.begin, min(one.end, one.begin + 200))
        if found:
            return found[-1]
    return None


def _is_told(words: Around) -> bool:
    """Say whether a number is a figure although nothing that can be counted follows."""
    behind = words.behind.strip(" *")
    if behind and behind[0] not in ".,;)\n":
        return False
    shape = looked_for(r"(?::|\b<counting.told>)\s*(?:<operators.about>\s*)*$")
    return shape.search(words.before) is not None


def _criteria(behind: str) -> Iterator[tuple[int, int]]:
    """Yield where each criterion that is named behind a figure begins and ends."""
    shape = looked_for(r"(?<!bo )\b<counting.criteria>\b(?!\s+quoc gia)")
    starts = [found.start() for found in shape.finditer(behind)]
    for place, start in enumerate(starts):
        yield start, starts[place + 1] if place + 1 < len(starts) else len(behind)
