"""What a unit reports in a period, what has ended since the year before, and what is awaited.

All of it follows from what is declared: days of forms, programmes that took another's place,
closings, and texts that nobody has read yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.declared import ReportSet, programme_of
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.lifetimes import Awaited
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.words import say


@dataclass(frozen=True, slots=True)
class SetInForce:
    """A report set with the forms that a unit fills in a period."""

    report_set: ReportSet
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """A form that a unit filled until the year before, or a report set with all its forms.

    Attributes:
        form: None where nothing of the report set is left.
        by: the text or the reason by which it ended.
    """

    report_set: ReportSet
    form: Form | None
    last_day: date
    by: str
    source: str
    confidence: Confidence

    @property
    def title(self) -> str:
        """Return what ended, as it is called."""
        return self.form.short if self.form else self.report_set.short


@dataclass(frozen=True, slots=True)
class TurnOfYear:
    """How the forms of a unit stand in a period."""

    period: Period
    in_force: tuple[SetInForce, ...] = ()
    ended: tuple[Ended, ...] = ()
    awaited: tuple[Awaited, ...] = field(default=())


def turn_of_year(
    catalogue: Catalogue, unit: Unit, period: Period, sets: Iterable[ReportSet] | None = None
) -> TurnOfYear:
    """Return what a unit reports in a period, what ended before it, and what is awaited.

    Args:
        catalogue: what is declared.
        unit: whose; its kind decides which forms are its own.
        period: the last day decides.
        sets: the report sets it works with; all where none are named.
    """
    found = tuple(catalogue.report_sets.values() if sets is None else sets)
    forms = {one.id: catalogue.heads_of(one.id, unit, period.end) for one in found}
    in_force = tuple(SetInForce(one, forms[one.id]) for one in found if forms[one.id])
    now = {form.id for one in in_force for form in one.forms}
    ended = [
        gone for one in found for gone in _ended(catalogue, one, unit, period, now, forms[one.id])
    ]
    waiting = tuple(one for one in catalogue.awaited.values() if _waits(one, unit, period.end))
    return TurnOfYear(period, in_force, tuple(ended), waiting)


def _ended(
    catalogue: Catalogue, one: ReportSet, unit: Unit, period: Period, now: set[str],
    left: tuple[Form, ...],
) -> Iterator[Ended]:  # fmt: skip
    """Yield what of a report set was in force in the year before and is no more."""
    gone: dict[str, tuple[date, Form]] = {}
    for day in _days_before(catalogue, period):
        for form in catalogue.heads_of(one.id, unit, day):
            last = catalogue.last_day(form)
            if form.id not in now and last is not None and last < period.end:
                gone[form.id] = (last, form)
    lines = [_line(catalogue, one, form, last) for last, form in gone.values()]
    if left or not lines:
        yield from lines
        return
    latest = max(lines, key=lambda line: line.last_day)
    yield Ended(one, None, latest.last_day, latest.by, latest.source, latest.confidence)


def _days_before(catalogue: Catalogue, period: Period) -> tuple[date, ...]:
    """Return the days of the year before, and of this one, on which something of it ended."""
    first, last = date(period.year - 1, 1, 1), period.end
    ends = {catalogue.last_day(form) for form in catalogue.heads()}
    return tuple(sorted(day for day in ends if day is not None and first <= day < last))


def _line(catalogue: Catalogue, one: ReportSet, form: Form, last: date) -> Ended:
    closing = catalogue.closings.get(f"{form.id}.v{form.version}")
    if closing is not None:
        return Ended(one, form, last, closing.why, closing.source, closing.confidence)
    programme = programme_of(catalogue.programmes, form.programme)
    heirs = [p for p in catalogue.programmes.values() if form.programme in p.succeeds]
    if programme is None or programme.valid_to is None or programme.valid_to > last or not heirs:
        by = say("turn.own-end", {"programme": programme.short if programme else ""})
        return Ended(one, form, last, by, form.source, form.confidence)
    heir = heirs[0]
    text = heir.bases[0] if heir.bases else None
    facts = {"programme": programme.short, "heir": heir.short, "text": text.name if text else ""}
    said = text or heir
    return Ended(one, form, last, say("turn.succeeded", facts), said.source, said.confidence)


def _waits(one: Awaited, unit: Unit, day: date) -> bool:
    is_ours = not one.unit_kinds or unit.kind in one.unit_kinds
    return is_ours and one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)


def no_forms(catalogue: Catalogue, report_set: ReportSet, unit: Unit, period: Period) -> FormError:
    """Return why a report set has no form for a unit in a period: it has ended, or never had."""
    gone = turn_of_year(catalogue, unit, period, (report_set,)).ended
    if gone:
        facts = {"last": gone[0].last_day, "by": gone[0].by}
        return FormError("form.set-ended", report_set=report_set.title, **facts)
    return FormError("form.no-forms", report_set=report_set.id, unit=unit.name)


def turn_facts(turn: TurnOfYear) -> dict[str, object]:
    """Return it as commands tell it."""
    return {
        "period": turn.period.code,
        "in_force": [
            {"report_set": one.report_set.id, "title": one.report_set.short,
             "forms": [form.id for form in one.forms]}
            for one in turn.in_force
        ],
        "ended": [
            {"report_set": one.report_set.id, "form": one.form.id if one.form else None,
             "title": one.title, "last_day": one.last_day, "by": one.by, "source": one.source,
             "confidence": one.confidence.value}
            for one in turn.ended
        ],
        "awaited": [
            {"id": one.id, "title": one.title, "text": one.text, "instead": list(one.instead),
             "until_then": one.until_then, "source": one.source,
             "confidence": one.confidence.value}
            for one in turn.awaited
        ],
    }  # fmt: skip
