"""Who vouches for what: every declared thing with its source and how far it may be believed.

A figure cannot hide as a verified one: what claims a document must name one, and what confesses
that it was recalled cannot claim any. The shipped catalogue names listed documents only.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.criteria import CriteriaSet, SubCriterion
from ctmtqg_desktop.catalogue.records.declared import Plan, Programme
from ctmtqg_desktop.catalogue.records.form import Column, Form, Row
from ctmtqg_desktop.catalogue.records.legal import CLAIMS, LEVELS, Confidence, surer
from ctmtqg_desktop.catalogue.records.mistakes import Mistake, Path, SourceFile
from ctmtqg_desktop.catalogue.records.texts import (
    ADDRESS,
    NUMBERED,
    NamedText,
    cited_texts,
    level_of,
)
from ctmtqg_desktop.text import fold

DOUBTS = ("trí nhớ", "chưa đối chiếu", "chưa xác minh", "tạm đặt", "suy luận")
"""Words by which a source confesses that no document was read."""
_DOUBTS = tuple(fold(words) for words in DOUBTS)


@dataclass(frozen=True, slots=True)
class Vouched:
    """A declared thing and who vouches for it.

    Attributes:
        record: key of its file among the files that were read ("form:von.v1").
        where: its place in that file.
        kind: "form", "column", "row", "rule", "threshold", ...
        inherited: it says nothing itself; source and confidence are those of its form.
    """

    record: str
    where: Path
    kind: str
    source: str
    confidence: Confidence
    inherited: bool = False


class _Own(Protocol):
    @property
    def source(self) -> str: ...
    @property
    def confidence(self) -> Confidence: ...


def check_vouching(catalogue: Catalogue) -> Iterator[Vouched]:
    """Yield everything that is declared with a source; national tables count as one each."""
    for form in catalogue.forms.values():
        yield from _form(form)
    for criteria in catalogue.criteria_sets.values():
        yield from _criteria(criteria)
    for programme in catalogue.programmes.values():
        yield from _programme(programme)
    for plan in catalogue.plans.values():
        yield from _plan(plan)
    yield from _single(catalogue)


def _single(catalogue: Catalogue) -> Iterator[Vouched]:
    """Yield what has no parts that need a source of their own, but for a calendar's deadlines."""
    for report_set in catalogue.report_sets.values():
        yield _own(f"report-set:{report_set.id}", ("source",), "report-set", report_set)
    for local in catalogue.thresholds.values():
        yield _own(f"thresholds:{local.id}", ("source",), "local-threshold", local)
    for calendar in catalogue.calendars.values():
        record = f"calendars:{calendar.id}"
        yield _own(record, ("calendars",), "calendar", calendar)
        for fixed in calendar.fixed:
            yield _own(record, ("calendars",), "deadline", fixed)
    yield from _decided(catalogue)
    for unit in catalogue.units:
        yield _own(f"units:{unit.code}@{unit.valid_from}", ("units",), "unit", unit)


def _decided(catalogue: Catalogue) -> Iterator[Vouched]:
    """Yield what is said of lifetimes, of duties, and what receivers have decided."""
    for kind, lives in (
        ("closings", catalogue.closings),
        ("continuations", catalogue.continuations),
        ("awaited", catalogue.awaited),
    ):
        for life in lives.values():
            yield _own(f"{kind}:{life.id}", (kind,), "lifetime", life)
    lists: tuple[tuple[str, str, Mapping[str, _Own]], ...] = (
        ("duties", "duty", catalogue.duties), ("profiles", "profile", catalogue.profiles),
        ("requests", "request", catalogue.requests),
    )  # fmt: skip
    for store, kind, records in lists:
        for place, (record_id, one) in enumerate(records.items()):
            yield _own(f"{store}:{record_id}", (store, place), kind, one)


def _own(record: str, where: Path, kind: str, part: _Own) -> Vouched:
    return Vouched(record, where, kind, part.source, part.confidence)


def _form(form: Form) -> Iterator[Vouched]:
    record = f"form:{form.id}.v{form.version}"
    yield _own(record, ("source",), "form", form)
    for at, section in enumerate(form.sections):
        lists: tuple[tuple[str, Sequence[Column | Row]], ...] = (
            ("column", section.columns),
            ("row", section.rows),
        )
        for kind, parts in lists:
            for place, part in enumerate(parts):
                own = part.confidence
                yield Vouched(
                    record, ("sections", at, f"{kind}s", place), kind,
                    form.source if own is None else part.source, own or form.confidence,
                    inherited=own is None,
                )  # fmt: skip
    for place, rule in enumerate(form.rules):
        yield _own(record, ("rules", place), "rule", rule)


def _criteria(criteria: CriteriaSet) -> Iterator[Vouched]:
    record = f"criteria-set:{criteria.id}"
    yield _own(record, ("source",), "criteria-set", criteria)
    for place, criterion in enumerate(criteria.criteria):
        yield _own(record, ("criteria", place), "criterion", criterion)
        for at, sub in enumerate(criterion.subcriteria):
            yield from _content(record, ("criteria", place, "subcriteria", at), sub)


def _content(record: str, where: Path, sub: SubCriterion) -> Iterator[Vouched]:
    for wording in sub.wordings:
        yield _own(record, where, "wording", wording)
    for threshold in sub.thresholds:
        if not threshold.unit:  # a unit's own are vouched for where it declares them
            yield _own(record, where, "threshold", threshold)
    if sub.requirement:
        said, how = sub.requirement_source, sub.requirement_confidence
        yield Vouched(record, where, "requirement", said, how)


def _programme(programme: Programme) -> Iterator[Vouched]:
    record = f"programme:{programme.id}"
    yield _own(record, ("source",), "programme", programme)
    for place, basis in enumerate(programme.bases):
        yield _own(record, ("bases", place), "basis", basis)
    for place, phase in enumerate(programme.phases):
        yield _own(record, ("phases", place), "phase", phase)
    for place, project in enumerate(programme.projects):
        where = ("projects", place)
        yield _own(record, where, "project", project)
        for content in project.contents:
            yield _own(record, where, "content", content)
        for who in project.responsible:
            yield _own(record, where, "responsible", who)


def _plan(plan: Plan) -> Iterator[Vouched]:
    record = f"plan:{plan.id}"
    yield _own(record, ("source",), "plan", plan)
    for place, target in enumerate(plan.targets):
        yield _own(record, ("targets", place), "target", target)
    for place, task in enumerate(plan.tasks):
        yield _own(record, ("tasks", place), "task", task)


def counts_by_kind(catalogue: Catalogue) -> dict[str, dict[str, int]]:
    """Return kind -> claim -> how many; what inherits is counted with what it inherits."""
    found: dict[str, Counter[str]] = {}
    for one in check_vouching(catalogue):
        found.setdefault(one.kind, Counter())[one.confidence.claim.value] += 1
    return {
        kind: {claim.value: counted[claim.value] for claim in CLAIMS}
        for kind, counted in found.items()
    }


def counts_by_level(catalogue: Catalogue) -> dict[str, int]:
    """Return level -> how many declared things are vouched for so far, the surest first."""
    found = Counter(one.confidence for one in check_vouching(catalogue))
    return {level.value: found[level] for level in LEVELS}


def verified_count(catalogue: Catalogue) -> int:
    """Return how many declared things an official text or page vouches for."""
    return sum(one.confidence.is_verified for one in check_vouching(catalogue))


def cited(one: Vouched, documents: Iterable[NamedText]) -> NamedText | None:
    """Return the listed document by which a claim is made, None where it names none."""
    return next(iter(cited_texts(one.source, one.confidence.claim, documents)), None)


def lint_vouching(
    catalogue: Catalogue, files: Mapping[str, SourceFile], documents: Sequence[NamedText],
    only: Iterable[str] | None = None,
) -> Iterator[Mistake]:  # fmt: skip
    """Yield what has no source, claims a document and names none, or confesses a doubt.

    Args:
        catalogue: what is declared.
        files: record -> its file.
        documents: the list.
        only: names of the files to look at; None for all.
    """
    names = None if only is None else set(only)
    for one in check_vouching(catalogue):
        source = files[one.record]
        if one.inherited or (names is not None and source.name not in names):
            continue
        if not one.source:
            if one.kind in _LOOKED_AT:
                yield source.mistake("form.source-missing", one.where)
        elif one.confidence is not Confidence.UNVERIFIED:
            yield from _claim(one, source, documents)


_LOOKED_AT = frozenset({
    "report-set", "programme", "criteria-set", "basis", "content", "responsible", "calendar",
    "deadline", "requirement", "local-threshold", "lifetime", "phase", "duty", "profile",
    "request",
})  # fmt: skip
"""The linter of its own room tells of the others."""


def _claim(one: Vouched, source: SourceFile, documents: Sequence[NamedText]) -> Iterator[Mistake]:
    said = fold(one.source)
    facts = {"given": one.source, "claim": one.confidence.value}
    doubt = next((d for d, folded in zip(DOUBTS, _DOUBTS, strict=True) if folded in said), "")
    if doubt:
        yield source.mistake("form.source-doubted", one.where, doubt=doubt, **facts)
        return
    if one.confidence.claim is not Confidence.SOURCE or not documents:
        return  # what a plan says is read with the plan
    is_named = ADDRESS.search(one.source) or NUMBERED.search(one.source)
    if not is_named and cited(one, documents) is None:
        yield source.mistake("form.source-unnamed", one.where, **facts)
        return
    level = level_of(one.source, Confidence.SOURCE, documents)
    if one.confidence is not Confidence.SOURCE and surer(one.confidence, level):
        yield source.mistake("form.source-weaker", one.where, level=level.value, **facts)


def lint_texts(
    files: Mapping[str, SourceFile], documents: Iterable[NamedText]
) -> Iterator[Mistake]:
    """Yield the listed texts that do not say how near they stand to the law."""
    for document in documents:
        source, is_plan = files[f"documents:{document.id}"], document.vouches is Confidence.SEED
        fits = document.believed.claim in {document.vouches, Confidence.UNVERIFIED}
        if not fits or not (document.level or is_plan):
            yield source.mistake("form.text-level", ("documents",), given=document.id)
