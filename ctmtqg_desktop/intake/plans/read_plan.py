"""Read a plan: every sentence with a figure, and every promise without, as a proposal."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.units import Unit, UnitTree
from ctmtqg_desktop.intake.plans.commitments import is_attribute
from ctmtqg_desktop.intake.plans.document import PlanLineKind, PlanText
from ctmtqg_desktop.intake.plans.known import KnownPlan
from ctmtqg_desktop.intake.plans.measures import MeasureWords
from ctmtqg_desktop.intake.plans.numbers import figures_of, masks_of
from ctmtqg_desktop.intake.plans.outline import Outline, Passage, outline_of
from ctmtqg_desktop.intake.plans.proposal import PlanProposal
from ctmtqg_desktop.intake.plans.sentences import Stretch, sentences_of
from ctmtqg_desktop.intake.plans.table_rows import proposals_of_tables
from ctmtqg_desktop.intake.plans.tell import ReadSentence, one_line, proposals_of
from ctmtqg_desktop.intake.plans.vocabulary import looked_for
from ctmtqg_desktop.intake.plans.when import NamedPeriod, years_of_plan
from ctmtqg_desktop.intake.plans.whom import PlaceNames, own_unit, signed_on

MAX_PROPOSALS = 5_000
_HEAD = 4_000
"""Letters of a document without sections that may be its title and its grounds."""
_TITLE_LINES = 5
_NUMBER = re.compile(r"(?:(?m:^\W*so)\s*:?|\bso\s*:)\s*(\d+(?:/\d{4})?[-/][\w-]+)")


@dataclass(frozen=True, slots=True)
class PlanRead:
    """A plan as it was read.

    Attributes:
        title: the words under the line that says what the document is; empty if none does.
        number: of the document, "215/KH-UBND", as far as its head says.
        unit: whose plan it is; None where that was not found.
        period, since: the last of its time, and the first year of a range.
        day: of the document, as far as it says.
        units_at: the day whose units its names are: its own, or the first of its time.
        is_cut: it holds more than the most that is proposed.
    """

    title: str
    unit: Unit | None
    period: str
    since: str
    day: date | None
    proposals: tuple[PlanProposal, ...]
    is_cut: bool = False
    number: str = ""
    units_at: date | None = None


def read_plan(
    document: PlanText,
    units: UnitTree,
    measures: Mapping[str, Measure],
    *,
    own: Unit | None = None,
    today: date,
) -> PlanRead:
    """Return what a plan promises.

    Args:
        document: its text.
        units: whose names are looked for.
        measures: of the catalogue.
        own: whose plan it is, where that is known; else it is looked for.
        today: the day of names, where the document bears no day.
    """
    outline = outline_of(document)
    plain, begin = outline.plain, _begin(outline)
    title, day = _title(outline, begin), signed_on(outline.plain, begin)
    years = years_of_plan(plain, title.start, title.end)
    meant = day or _first_day(years, today)
    found = own or own_unit(PlaceNames(units, meant), outline, title)
    known = KnownPlan(
        outline,
        masks_of(document.text, plain),
        PlaceNames(units, meant, found.code if found else ""),
        MeasureWords(measures),
        years,
        found,
        begin,
        day,
    )
    return _result(known, title)


def _result(known: KnownPlan, title: Stretch) -> PlanRead:
    given = sorted(islice(_proposals(known), MAX_PROPOSALS + 1), key=lambda one: one.at)
    text = known.outline.document.text
    return PlanRead(
        one_line(text[title.start : title.end]),
        known.own,
        known.period,
        known.years.since if known.years else "",
        known.day,
        tuple(_marked(given[:MAX_PROPOSALS])),
        is_cut=len(given) > MAX_PROPOSALS,
        number=_number(known),
        units_at=known.gazetteer.day,
    )


def _number(known: KnownPlan) -> str:
    """Return the number a document bears at the start of a line of its head."""
    found = _NUMBER.search(known.outline.plain, 0, known.begin)
    return known.outline.document.text[found.start(1) : found.end(1)] if found else ""


def _first_day(years: NamedPeriod | None, today: date) -> date:
    """Return the day whose names a plan without a day means: the first of its time."""
    return date(int((years.since or years.code)[:4]), 1, 1) if years else today


def _begin(outline: Outline) -> int:
    """Return where the first section begins: before it stand title and grounds."""
    first = next((p.start for p in outline.passages if p.level == 1), None)
    if first is not None:
        return first
    numbered = next((p.start for p in outline.passages if p.level < 6), _HEAD + 1)
    if numbered <= _HEAD:
        return numbered
    head = [one for one in outline.passages if one.start <= _HEAD]
    grounds = [one.end for one in head if _is_ground(outline, one)]
    titled = [head[p + 1].end for p, one in enumerate(head[:-1]) if _says_title(outline, one)]
    return max((*grounds, *titled), default=0)


def _title(outline: Outline, begin: int) -> Stretch:
    """Return the place of the words under the line that says what the document is."""
    head = [one for one in outline.passages if one.start < begin]
    for place, one in enumerate(head):
        said = _says_title(outline, one)
        if said and said.end() < one.end:
            return Stretch(said.end(), one.end)
        if said:
            return _lines_of_title(outline, head[place + 1 : place + 1 + _TITLE_LINES])
    return Stretch(0, 0)


def _says_title(outline: Outline, passage: Passage) -> re.Match[str] | None:
    """Return the line that says what the document is, where a passage begins with it."""
    shape = looked_for(r"\W*<sections.title>[ *_]*(?:\n|$)")
    return shape.match(outline.plain, passage.begin, passage.end)


def _lines_of_title(outline: Outline, lines: list[Passage]) -> Stretch:
    if not lines:
        return Stretch(0, 0)
    end = lines[0].end
    for one in lines[1:]:
        if _is_ground(outline, one) or one.end - one.begin > 300:
            break
        end = one.end
    return Stretch(lines[0].begin, end)


def _is_ground(outline: Outline, passage: Passage) -> bool:
    words = outline.plain[passage.begin : min(passage.end, passage.begin + 80)]
    return looked_for(r"^\W*<sections.grounds>\b").search(words) is not None


def _marked(given: list[PlanProposal]) -> Iterator[PlanProposal]:
    """Yield the proposals; one that says what an earlier one says is told so."""
    seen: dict[tuple[object, ...], int] = {}
    for place, one in enumerate(given):
        key = (one.indicator.casefold(), one.operator, one.value, one.unit, one.period, one.each)
        first = seen.setdefault(key, place)
        yield one if first == place else replace(one, same_as=first)


def _proposals(known: KnownPlan) -> Iterator[PlanProposal]:
    outline, is_over = known.outline, False
    yield from proposals_of_tables(known)
    for passage in outline.passages:
        if passage.start < known.begin or passage.line.kind is PlanLineKind.ROW:
            continue
        words = outline.plain[passage.begin : min(passage.end, passage.begin + 80)]
        if looked_for(r"^\W*<sections.receivers>\b").search(words):
            is_over = True
        elif is_over:
            is_over = not looked_for(r"^\W*<sections.annex>\b").search(words)
        if not is_over and not _is_ground(outline, passage):
            yield from _of_passage(known, passage)


def _of_passage(known: KnownPlan, passage: Passage) -> Iterator[PlanProposal]:
    plain = known.outline.plain
    has_figures = any(figures_of(plain, passage.begin, passage.end, known.masks))
    if is_attribute(known.outline, passage) and not has_figures:
        return
    carried: NamedPeriod | None = None
    for place, sentence in enumerate(sentences_of(plain, passage.begin, passage.end)):
        told = ReadSentence(known, passage, sentence, carried, is_first=place == 0)
        yield from proposals_of(told)
        carried = told.moments[-1] if told.moments else carried
