"""What a sentence without a figure promises: none of a thing, one named thing, or that it is met.

Only what somebody could say is done or not: a criterion met, a plan of land drawn up, an
activity of a project, a report in time. Wishes ("nâng cao", "đẩy mạnh") are no promises.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, takewhile
from typing import NamedTuple

from ctmtqg_desktop.intake.plans.outline import Outline, Passage
from ctmtqg_desktop.intake.plans.proposal import MET, PromiseKind
from ctmtqg_desktop.intake.plans.sentences import Stretch
from ctmtqg_desktop.intake.plans.vocabulary import looked_for

_CRITERION = (
    r"\b<promises.criterion>\s+(?:chuan\s+)?(?:<counting.part>|<counting.criteria>)"
    r"(?:\s+thanh phan)?(?:\s+so)?\s+(?P<numbers>\d+(?:\.\d+)?(?:\s*(?:,|va)\s*\d+(?:\.\d+)?)*)"
)
_NUMBERED = r"(?:<counting.part>|<counting.criteria>(?:\s+thanh phan)?)(?:\s+so)?\s+\d+(?:\.\d+)?"
_CONTENT = rf"{_NUMBERED}\s*:\s*\S"
_NONE = r"(?:^|[,;:.]\s*|\b<zero.wish>\s+)(?P<none><zero.none>)\s+(?P<what>[^\W\d_])"
_CERTAIN = r"\b<zero.sure>\s"
_PLACE = r"\((?:[^()]*?\b)?<promises.hamlet>\s|\((?:xa|phuong|thi tran)\s"


class Promise(NamedTuple):
    """What is promised without a figure.

    Attributes:
        words: the words of the sentence that say it.
        measure: id of what is counted, where it is said.
    """

    kind: PromiseKind
    operator: str
    value: Decimal | None
    measure: str
    words: Stretch


def _met(kind: PromiseKind, measure: str, words: Stretch) -> Promise:
    return Promise(kind, MET, None, measure, words)


def promises_of(
    outline: Outline, passage: Passage, sentence: Stretch, *, is_first: bool
) -> Iterator[Promise]:
    """Yield what a sentence without figures promises.

    Args:
        outline: of the document.
        passage: where the sentence stands.
        sentence: its place.
        is_first: of its passage.
    """
    for rule in (_none, _criteria, _reports, _one_thing, _qualities):
        found = list(rule(outline, passage, sentence))
        if found:
            yield from found
            return
    if is_first:
        yield from _of_its_place(outline, passage, sentence)


def none_promised(plain: str, sentence: Stretch) -> Promise | None:
    """Return that there be none of a thing, where a sentence says so beyond doubt."""
    found = looked_for(_CERTAIN).search(plain, *sentence)
    if found is None or looked_for(r"\s*(?:cac\s+)?<zero.soft>\b").match(plain, found.end()):
        return None
    return _zero(Stretch(found.start(), sentence.end))


def _zero(words: Stretch) -> Promise:
    return Promise(PromiseKind.QUALITATIVE, "=", Decimal(0), "", words)


def _none(outline: Outline, _: Passage, sentence: Stretch) -> Iterator[Promise]:
    sure = none_promised(outline.plain, sentence)
    if sure is not None:
        yield sure
        return
    words = outline.plain[sentence.start : sentence.end]
    found = looked_for(_NONE).search(words)
    if found and not looked_for(r"(?:cac\s+)?<zero.soft>\b").match(words, found.start("what")):
        yield _zero(Stretch(sentence.start + found.start("none"), sentence.end))


def _criteria(outline: Outline, _: Passage, sentence: Stretch) -> Iterator[Promise]:
    """A criterion that is to be met, for each that is named by its number."""
    for found in looked_for(_CRITERION).finditer(outline.plain, sentence.start, sentence.end):
        for _number in re.findall(r"\d+(?:\.\d+)?", found["numbers"]):
            yield _met(PromiseKind.QUALITATIVE, "tieu-chi", Stretch(found.start(), sentence.end))


def _reports(outline: Outline, _: Passage, sentence: Stretch) -> Iterator[Promise]:
    words = outline.plain[sentence.start : sentence.end]
    report = looked_for(r"\b<promises.report>\b").search(words)
    often = looked_for(r"\b<promises.often>\b(?:,? ?\w+){0,3}").search(words)
    if report is None or often is None:
        return
    regular = looked_for(r"\bdinh ky\b|\bdot xuat\b|\bhang (?:thang|quy|nam)\b").search(words)
    if regular is None:
        return
    span = Stretch(sentence.start + min(report.start(), regular.start()), sentence.end)
    if looked_for(r"\b<promises.yearly>\b").search(words) and not looked_for(
        r"\bhang (?:thang|quy)\b"
    ).search(words):
        yield Promise(PromiseKind.REPORTING, ">=", Decimal(1), "bao-cao", span)
    else:
        yield _met(PromiseKind.REPORTING, "bao-cao", span)


def _one_thing(outline: Outline, passage: Passage, sentence: Stretch) -> Iterator[Promise]:
    """One thing at a named place, a unit that is to be recognised, an event with a name."""
    plain, text = outline.plain, outline.document.text
    words = plain[sentence.start : sentence.end]
    named = looked_for(
        r"^\W*(?:<zero.wish>\s+)?<promises.named>\s+(?P<kind><promises.unit_kinds>)\s"
    ).search(words)
    if named and looked_for(r"\b<promises.standard>\b").search(words):
        measure = {"thi tran": "thi-tran", "thon": "ban", "xom": "ban"}.get(
            named["kind"], named["kind"]
        )
        yield _one(measure, sentence)
        return
    if looked_for(r"\b<promises.event_verb>\s+[“\"‘]?<promises.event>\b").search(words):
        yield _one("su-kien", sentence)
        return
    if _is_work(outline, passage, sentence, text):
        yield _one("cong-trinh", sentence)


def _one(measure: str, words: Stretch) -> Promise:
    return Promise(PromiseKind.TARGET, ">=", Decimal(1), measure, words)


def _is_work(outline: Outline, passage: Passage, sentence: Stretch, text: str) -> bool:
    """Say whether a sentence is the name of a work at a place, in a list of works."""
    words = outline.plain[sentence.start : sentence.end]
    if looked_for(r"^\W*<promises.work>\b").search(words) is None:
        return False
    if not _names_place(outline, sentence.start, sentence.end):
        return False
    is_note = text[passage.start : passage.begin].strip() in "¹²³⁴⁵⁶⁷⁸⁹"
    return bool(is_note or under_project(outline, passage) or _under(outline, passage, "works"))


def _under(outline: Outline, passage: Passage, words: str) -> bool:
    shape = looked_for(rf"\b<sections.{words}>\b")
    return any(
        shape.search(outline.plain, one.begin, min(one.end, one.begin + 160))
        for one in outline.headings(passage)
    )


def _qualities(outline: Outline, _: Passage, sentence: Stretch) -> Iterator[Promise]:
    """What can be seen to be kept: a brand, a rate beside another, a class of town, a limit."""
    words = outline.plain[sentence.start : sentence.end]
    for shape, measure in (
        (r"\b<promises.planning>\s+<promises.planning_of>\b", "quy-hoach"),
        (r"\b<promises.brand_verb>\b[^.;]{0,60}\b<promises.brand>\s*[“\"]", "nhan-hieu"),
        (
            r"\b<promises.compared_of>\b[^.;]{3,90}\b<promises.compared>\s+<promises.compared_of>\b",
            "phan-tram",
        ),
        (r"\b<promises.city_class>\s+[ivx]+\b", "loai-do-thi"),
        (r"\b<promises.limit>\s+\S", ""),
    ):
        found = looked_for(shape).search(words)
        if found is None:
            continue
        span = Stretch(sentence.start + found.start(), sentence.end)
        if measure == "quy-hoach" and looked_for(_PLACE).search(words):
            yield _one(measure, span)
        else:
            yield _met(PromiseKind.QUALITATIVE, measure, span)
        return


def _of_its_place(outline: Outline, passage: Passage, sentence: Stretch) -> Iterator[Promise]:
    """What a passage promises by where it stands: under a criterion, or under a project."""
    words = outline.plain[sentence.start : sentence.end]
    if looked_for(_CONTENT).search(words) or _under_criterion(outline, passage):
        yield _met(PromiseKind.QUALITATIVE, "noi-dung", sentence)
        return
    if not is_activity(outline, passage):
        return
    if looked_for(r"^\W*<sections.purpose>\b").search(words):
        return
    is_there = _names_place(outline, passage.begin, passage.end)
    if is_there and looked_for(_PLACE).search(outline.plain[passage.begin : passage.end]):
        yield _one("ban", Stretch(sentence.start, passage.end))
        return
    yield _met(PromiseKind.ACTIVITY, "hoat-dong", sentence)


def _under_criterion(outline: Outline, passage: Passage) -> bool:
    """Say whether what a passage stands under is the name of a criterion, and no more."""
    above = next(outline.headings(passage), None)
    if above is None or not passage.is_leaf:
        return False
    words = outline.plain[above.begin : above.end].strip(" *:")
    return looked_for(rf"^\W*{_NUMBERED}\b[^.;]{{0,120}}$").search(words) is not None


def under_project(outline: Outline, passage: Passage) -> bool:
    """Say whether a passage is, or stands under, a project or sub-project."""
    shape = looked_for(r"\W*<sections.project>\s*\d")
    return any(
        shape.match(outline.plain, one.begin, one.end)
        for one in (passage, *outline.headings(passage))
    )


def is_attribute(outline: Outline, passage: Passage) -> bool:
    """Say whether a passage only tells who, where, when or for whom."""
    words = outline.plain[passage.begin : min(passage.end, passage.begin + 60)]
    return looked_for(r"^\W*<sections.attributes>\b[^:.;]{0,40}:").search(words) is not None


def is_activity(outline: Outline, passage: Passage) -> bool:
    """Say whether a passage is the last that a project is cut into."""
    if not under_project(outline, passage) or is_attribute(outline, passage):
        return False
    below = takewhile(
        lambda one: passage.place in one.above, islice(outline.passages, passage.place + 1, None)
    )
    return all(is_attribute(outline, one) for one in below)


def _names_place(outline: Outline, start: int, end: int) -> bool:
    """Say whether a part of a text names a village: its word, and a name behind it."""
    shape, text = looked_for(r"\b<promises.hamlet>\s+(?=\w)"), outline.document.text
    return any(text[one.end()].isupper() for one in shape.finditer(outline.plain, start, end))
