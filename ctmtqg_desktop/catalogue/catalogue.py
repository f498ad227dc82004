"""The whole of what is declared, looked up by id, version and day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from ctmtqg_desktop.catalogue.counted import with_counted
from ctmtqg_desktop.catalogue.expand import expand_form
from ctmtqg_desktop.catalogue.profiles import (
    Aim,
    Area,
    Duty,
    Profile,
    ReportRequest,
    profile_at,
    request_for,
)
from ctmtqg_desktop.catalogue.records.criteria import CriteriaSet, LocalThresholds
from ctmtqg_desktop.catalogue.records.declared import Measure, Plan, Programme, Region, ReportSet
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.forms.indicators import (
    CountedList,
    Derivation,
    Indicator,
)
from ctmtqg_desktop.catalogue.records.forms.membership import Membership
from ctmtqg_desktop.catalogue.records.lazy import LazyRecords
from ctmtqg_desktop.catalogue.records.lifetimes import (
    Awaited,
    Closing,
    Continuation,
    end_of,
    is_in_force,
)
from ctmtqg_desktop.catalogue.records.lineage import Lineage
from ctmtqg_desktop.catalogue.records.mistakes import nearest_spelling
from ctmtqg_desktop.catalogue.records.periods import Calendar, Period
from ctmtqg_desktop.catalogue.records.units import Unit, UnitTree
from ctmtqg_desktop.errors import FormError


@dataclass(frozen=True)  # it keeps what it has found
class Catalogue:
    """Everything the program knows; made once by the reader and never changed.

    A ``Mapping`` may build its records when they are asked for; a ``dict`` is built whole.

    Attributes:
        thresholds: what units have set; ``criteria_sets`` already hold them.
        closings: "form-id.v1" -> the end of a version whose file says none, or a later one.
        continuations: form id -> why it goes on after its programme.
        awaited: what will be reported once its text can be read.
        digests: "form-id.v1" -> sha256 of the file it came from.
        lineage: what became of units; like the national tables behind ``units``, read only
            when asked.
    """

    measures: dict[str, Measure] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    units: UnitTree = field(default_factory=lambda: UnitTree(()))
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    criteria_sets: Mapping[str, CriteriaSet] = field(default_factory=dict)
    thresholds: dict[str, LocalThresholds] = field(default_factory=dict)
    forms: Mapping[tuple[str, int], Form] = field(default_factory=dict)
    report_sets: dict[str, ReportSet] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    aims: dict[str, Aim] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    requests: dict[str, ReportRequest] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    derivations: dict[str, Derivation] = field(default_factory=dict)
    lists: dict[str, CountedList] = field(default_factory=dict)
    closings: dict[str, Closing] = field(default_factory=dict)
    continuations: dict[str, Continuation] = field(default_factory=dict)
    awaited: dict[str, Awaited] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    lineage: Lineage = field(default_factory=Lineage)

    def form(self, form_id: str, version: int | None = None) -> Form:
        """Return a declared form, the newest version when none is named.

        Raises:
            FormError: ``form.unknown``.
        """
        if version is not None and (form_id, version) in self.forms:
            return self.forms[(form_id, version)]
        known = [v for known_id, v in self.forms if known_id == form_id]
        if not known or version is not None:
            given = f"{form_id}.v{version}" if version is not None else form_id
            ids = sorted({known_id for known_id, _ in self.forms})
            raise FormError("form.unknown", given=given, suggestion=nearest_spelling(form_id, ids))
        return self.forms[(form_id, max(known))]

    def form_at(self, form_id: str, at: date) -> Form:
        """Return the version of a form in force on a day; the newest where none is.

        Raises:
            FormError: ``form.unknown``.
        """
        begun = self._begun(at).get(form_id)
        return self.form(
            form_id, begun.version if begun and is_in_force(begun, self.closings, at) else None
        )

    def _begun(self, at: date) -> dict[str, Form]:
        """Return the newest version of every form that has begun by a day.

        It takes the place of the older ones, which do not come back when it ends.
        """
        known = self._newest.get(at)
        if known is None:
            known = self._newest[at] = {}
            for form in self.heads():
                other = known.get(form.id)
                if form.valid_from <= at and (other is None or other.version < form.version):
                    known[form.id] = form
        return known

    @cached_property
    def _newest(self) -> dict[date, dict[str, Form]]:
        return {}

    def last_day(self, form: Form) -> date | None:
        """Return the last day on which a version counts: its own, or that before a newer one."""
        newer = (f for f in self.heads() if f.id == form.id and f.version > form.version)
        ends = [other.valid_from - timedelta(days=1) for other in newer]
        own = end_of(form, self.closings)
        return min(ends if own is None else [*ends, own], default=None)

    def report_set(self, set_id: str) -> ReportSet:
        """Return a report set.

        Raises:
            FormError: ``form.report-set-unknown``.
        """
        if set_id not in self.report_sets:
            suggestion = nearest_spelling(set_id, self.report_sets)
            raise FormError("form.report-set-unknown", given=set_id, suggestion=suggestion)
        return self.report_sets[set_id]

    def calendar(self, report_set: ReportSet, receivers: Sequence[str], at: date) -> Calendar:
        """Return the calendar of a report set: the nearest receiver's own, else the set's.

        Args:
            report_set: whose.
            receivers: codes of the unit the report goes to and of those above it, in order.
            at: last day of the period: of several that a receiver has set, the latest stands.
        """
        own: dict[str, Calendar] = {}
        for calendar in self.calendars.values():
            begins = calendar.valid_from or date.min
            if calendar.receiver and calendar.instead_of == report_set.calendar and begins <= at:
                before = own.get(calendar.receiver)
                if before is None or (before.valid_from or date.min) < begins:
                    own[calendar.receiver] = calendar
        nearest_own = next((code for code in receivers if code in own), "")
        return own[nearest_own] if nearest_own else self.calendars[report_set.calendar]

    def deadline(self, report_set: ReportSet, unit: Unit, period: Period) -> date:
        """Return the day by which a unit's report of a period must have arrived.

        Who asks for a report beside the regular ones says its day too.
        """
        receivers: tuple[str, ...] = ()
        then = self.units.find(unit.code, period.end) or unit if self.requests else unit
        asked = request_for(self.requests.values(), report_set.id, then, period.code)
        if asked is not None:
            return asked.deadline
        if any(calendar.receiver for calendar in self.calendars.values()):
            then = self.units.find(unit.code, period.end) or unit
            receivers = self.units.above(then, period.end)
        return self.calendar(report_set, receivers, period.end).deadline(period)

    def plan(self, plan_id: str) -> Plan:
        """Return a plan.

        Raises:
            FormError: ``form.plan-unknown``.
        """
        if plan_id not in self.plans:
            raise FormError("form.plan-unknown", plan=plan_id, known=", ".join(sorted(self.plans)))
        return self.plans[plan_id]

    def heads(self) -> Iterable[Form]:
        """Return every form to choose among; sections and rules may be missing."""
        forms = self.forms
        return forms.heads() if isinstance(forms, LazyRecords) else forms.values()

    def concerns(self, set_id: str, unit: Unit, at: date) -> bool:
        """Say whether a report set has a form for a unit on a day."""
        return bool(self.heads_of(set_id, unit, at))

    def forms_of(
        self, set_id: str, unit: Unit, at: date, *, as_published: bool = False
    ) -> tuple[Form, ...]:
        """Return the declared forms of a report set that concern a unit on a day, in order.

        Args:
            set_id: of the report set.
            unit: which fills them.
            at: usually the last day of a period.
            as_published: by what their files say alone, as a program counts that has not heard
                of their closing.
        """
        found = self.heads_of(set_id, unit, at, as_published=as_published)
        return tuple(self.forms[f.id, f.version] for f in found)

    def heads_of(
        self, set_id: str, unit: Unit, at: date, *, as_published: bool = False
    ) -> tuple[Form, ...]:
        """Return ``forms_of`` as ``heads`` are: sections and rules may be missing."""
        members = self._members(set_id, at, as_published=as_published)
        return tuple(form for member, form in members if is_member(self, member, unit, at))

    def _members(
        self, set_id: str, at: date, *, as_published: bool
    ) -> tuple[tuple[Membership, Form], ...]:
        """Return the forms that a report set has on a day for anybody, in order."""
        key = (set_id, at, as_published)
        known = self._sets.get(key)
        if known is None:
            found = [
                (membership, form)
                for form in self._begun(at).values()
                if (membership := _membership(form, set_id)) is not None
                and (
                    at <= (form.valid_to or at)
                    if as_published
                    else is_in_force(form, self.closings, at)
                )
            ]
            known = tuple(sorted(found, key=lambda pair: (pair[0].order, pair[1].id)))
            self._sets[key] = known
        return known

    @cached_property
    def _sets(self) -> dict[tuple[str, date, bool], tuple[tuple[Membership, Form], ...]]:
        return {}

    def opened(self, form: Form, unit: Unit, period: Period) -> Form:
        """Return the form as this unit fills it for this period: with criteria rows and counts."""
        above = (unit.code, *self.units.above(unit, period.end))
        areas = self._areas_of(unit, period)
        counted = with_counted(form, self.lists.values())
        return expand_form(
            counted, self.criteria_sets, unit.region, period, above=above, areas=areas
        )

    def _areas_of(self, unit: Unit, period: Period) -> tuple[str, ...]:
        decided = profile_at(self.profiles.values(), unit, period.end)
        return decided.areas if decided else ()

    def place_of(self, unit: Unit, period: Period) -> str:
        """Return a key of what an opened form depends on beside itself and the period."""
        own = unit.code if any(t.unit == unit.code for t in self.thresholds.values()) else ""
        areas = ",".join(self._areas_of(unit, period))
        return "/".join((unit.region, own, areas, *self.units.above(unit, period.end)))

    def unit_for(self, code: str, period: Period) -> Unit:
        """Return the unit that a code means at the end of a period.

        Raises:
            FormError: ``form.unit-unknown``.
        """
        return self.units.at(code, period.end)

    def senders(self, set_id: str, receiver: str, period: Period) -> tuple[Unit, ...]:
        """Return the units that may send the receiver this report set for the period."""
        children = self.units.children(receiver, period.end)
        return tuple(u for u in children if self.concerns(set_id, u, period.end))


def _membership(form: Form, set_id: str) -> Membership | None:
    return next((m for m in form.report_sets if m.id == set_id), None)


def is_member(catalogue: Catalogue, membership: Membership, unit: Unit, at: date) -> bool:
    """Say whether a form belongs to a report set for a unit: by its kind and its place."""
    kinds, places = membership.unit_kinds, membership.under
    if kinds and unit.kind not in kinds:
        return False
    return not places or any(c in places for c in (unit.code, *catalogue.units.above(unit, at)))
