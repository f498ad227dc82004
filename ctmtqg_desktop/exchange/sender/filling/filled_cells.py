"""What fills the cells of a desk's sheets, and which sheets must look again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ctmtqg_desktop.catalogue.owing import has_period
from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.catalogue.records.forms.indicators import FormCell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.content import Content, only
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.submission import EDITABLE, ReportKey, Status
from ctmtqg_desktop.exchange.filling import Owners, owners_of, plan_figures
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.rules.engine import Surroundings, TypedElsewhere, Values
from ctmtqg_desktop.rules.names import spec_of

_MOST_STEPS = 100
"""A figure is shown by a form that is shown by another; what is longer goes in a circle."""


class _Owner(NamedTuple):
    """Where a figure is typed, and the short title of that form."""

    place: FormCell
    short: str


_OwnerKey = tuple[str, tuple[FormCell, ...], frozenset[str]]


@dataclass(slots=True)
class FilledCells:
    """Fill cells at a desk.

    Attributes:
        open: the sheets on the desk, by form id and period.
        form: the version of a form that a period is filled in.
        other: another form's sheet; None while that is being opened.
        due_forms: the forms of the reports that are owed for a period, or have been begun.
    """

    room: Room
    open: Mapping[tuple[str, str], Sheet]
    form: Callable[[str, Period], Form]
    other: Callable[[str, Period], Values | None]
    due_forms: Callable[[Period], Iterable[str]]
    _reported: dict[str, frozenset[str]] = field(default_factory=dict)
    _owners: dict[_OwnerKey, _Owner | None] = field(default_factory=dict)
    _shown: dict[tuple[str, int], Owners] = field(default_factory=dict)
    _asked_too_early: bool = False

    def around(self, form: Form, period: Period, around: Surroundings) -> Surroundings:
        """Return surroundings that fill what is typed in another form, or said by a plan.

        A form that was signed is not filled: it stays as it was sent. Where its figures are
        typed can still be asked.
        """
        if not self._fills(form, period):
            return around
        catalogue, unit = self.room.catalogue, self.room.unit
        owners, near = self._places(form), self._near(form, period)
        said = plan_figures(catalogue, form, unit, period)
        return replace(
            around, derives=not self.is_locked(form, period), planned=said.planned, base=said.base,
            elsewhere=lambda cell: self._elsewhere(owners.get(cell, ()), period, near),
        )  # fmt: skip

    def content(self, form: Form, period: Period, stored: Content) -> Content:
        """Return what a sheet takes up; of one that was signed, what had been filled then."""
        if not self._fills(form, period) or not self.is_locked(form, period):
            return stored
        optional = self.room.library.program(form, self.room.unit, period).optional
        sent = self.sent(form, period) or stored
        return replace(stored, entries={**stored.entries, **only(sent, optional)})

    def _places(self, form: Form) -> Owners:
        key = (form.id, form.version)
        if key not in self._shown:
            self._shown[key] = owners_of(self.room.catalogue, form)
        return self._shown[key]

    def _fills(self, form: Form, period: Period) -> bool:
        return bool(self.room.library.program(form, self.room.unit, period).optional)

    def _elsewhere(
        self, places: tuple[FormCell, ...], period: Period, near: frozenset[str]
    ) -> TypedElsewhere | None:
        """Return where a figure is typed in a period, and what stands there."""
        owner = self._owner(places, period, near)
        if owner is None:
            return None
        form_id, cell = owner.place
        values = self.open.get((form_id, period.code)) or self.other(form_id, period)
        self._asked_too_early |= values is None
        value = values.value(cell) if values is not None else EMPTY
        return TypedElsewhere(form_id, owner.short, cell, value)

    def _owner(
        self, places: tuple[FormCell, ...], period: Period, near: frozenset[str]
    ) -> _Owner | None:
        """Return the first place whose form is reported in a period and has the cell."""
        key = (period.code, places, near)
        if key not in self._owners:
            reported = self.forms_reported(period) | near
            forms = ((p, self.form(p.form, period)) for p in places if p.form in reported)
            found = (_Owner(p, form.short) for p, form in forms if spec_of(form, p.cell))
            self._owners[key] = next(found, None)
        return self._owners[key]

    def _near(self, form: Form, period: Period) -> frozenset[str]:
        """Return the forms that go in one report with a form: who fills that fills them too."""
        catalogue, unit = self.room.catalogue, self.room.unit
        sets = (catalogue.report_set(key.report_set) for key in self._keys(form, period))
        having = (one for one in sets if has_period(catalogue, one, period))
        found = (catalogue.heads_of(one.id, unit, period.end) for one in having)
        return frozenset(head.id for heads in found for head in heads)

    def forms_reported(self, period: Period) -> frozenset[str]:
        """Return the forms of the reports that are owed for a period, or have been begun."""
        if period.code not in self._reported:
            self._reported[period.code] = frozenset(self.due_forms(period))
        return self._reported[period.code]

    # -- keeping in step

    def opened(self, period: Period) -> None:
        """Look again where a sheet was asked for that was just being opened."""
        if self._asked_too_early:
            self._asked_too_early = False
            self._look_at_all(period)

    def follow(self, changed: Sheet) -> None:
        """Let the other sheets on the desk show what has changed in one."""
        period, form_id = changed.period, changed.form.id
        reported = self.forms_reported(period)
        if (form_id in reported) is not bool(changed.cells.typed):
            self._reported.pop(period.code)
            if self.forms_reported(period) != reported:
                self._owners.clear()
                self._look_at_all(period)
                return
        self._look_where(form_id, period)

    def _look_at_all(self, period: Period) -> None:
        others = self._filled_sheets(period)
        for _ in others:  # what one shows may be shown by another
            touched = [sheet.refresh() for sheet in others]
            if not any(touched):
                return

    def _look_where(self, form_id: str, period: Period) -> None:
        """Compute again the cells that show figures of a form, and so on from there."""
        waiting = [form_id]
        for known in waiting:
            for sheet in self._filled_sheets(period):
                near = self._near(sheet.form, period)
                cells = [
                    cell
                    for cell, places in self._places(sheet.form).items()
                    if (owner := self._owner(places, period, near)) and owner.place.form == known
                ]
                if cells and sheet.refresh(cells) and len(waiting) < _MOST_STEPS:
                    waiting.append(sheet.form.id)

    def _filled_sheets(self, period: Period) -> list[Sheet]:
        found = (sheet for (_, code), sheet in self.open.items() if code == period.code)
        return [sheet for sheet in found if sheet.around.derives]

    def is_outdated(self, sheet: Sheet) -> bool:
        """Say whether a sheet fills what has been signed, or not what is a draft again."""
        if not sheet.program.optional:
            return False
        return self.is_locked(sheet.form, sheet.period) is sheet.around.derives

    # -- what was sent

    def is_locked(self, form: Form, period: Period) -> bool:
        """Say whether a report with this form has been signed and not opened again."""
        found = (self.room.workspace.reports.find(key) for key in self._keys(form, period))
        return any(report is not None and report.status not in EDITABLE for report in found)

    def sent(self, form: Form, period: Period) -> Content | None:
        """Return a form as it was last accepted, else last sent; None before that."""
        submissions = self.room.workspace.submissions
        for key in self._keys(form, period):
            known = submissions.of(key)
            accepted = [one for one in known if one.status is Status.ACCEPTED]
            for one in (accepted or list(known))[-1:]:
                content = submissions.values(one.id, form.id)
                if content.entries:
                    return content
        return None

    def _keys(self, form: Form, period: Period) -> list[ReportKey]:
        sets = self.room.catalogue.report_sets
        named = (membership.id for membership in form.report_sets)
        return [
            ReportKey(self.room.unit.code, name, period.code) for name in named if name in sets
        ]
