"""Opened forms and their programs, compiled once, and sheets made of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.owing import has_period
from ctmtqg_desktop.catalogue.records.declared import Plan, Target
from ctmtqg_desktop.catalogue.records.form import Cell, Form
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import Value
from ctmtqg_desktop.entries.change import SheetKey
from ctmtqg_desktop.entries.content import Content
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.entries.typed import Wording, factor_of
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.report import SignedReport
from ctmtqg_desktop.rules.beside import filled_beside, with_beside
from ctmtqg_desktop.rules.engine import Surroundings, Values
from ctmtqg_desktop.rules.names import spec_of
from ctmtqg_desktop.rules.program import FormProgram, compile_form

ProgramKey = tuple[str, int, str, str]
_MOST_REPORTS = 2000
"""Signed reports kept at hand: those of a province for a few periods."""


@dataclass(frozen=True, slots=True)
class Library:
    """The catalogue, and what has been compiled from it so far.

    Attributes:
        edition: digest of the published package the catalogue was read with; empty for none.
        signed: digest of a package's bytes -> the report in it, its signature checked.
    """

    catalogue: Catalogue
    edition: str = ""
    _programs: dict[ProgramKey, FormProgram] = field(default_factory=dict)
    signed: dict[str, SignedReport] = field(default_factory=dict)

    @property
    def wording(self) -> Wording:
        """Return how sheets speak."""
        return Wording(self.catalogue.measures, say)

    def program(self, form: Form, unit: Unit, period: Period) -> FormProgram:
        """Return the program of a form as this unit fills it for this period.

        Raises:
            FormulaError: the form is wrong; ``check-forms`` would have said so.
            FormError: ``form.unknown`` for a form it uses.
        """
        key = (form.id, form.version, self.catalogue.place_of(unit, period), period.code)
        known = self._programs.get(key)
        if known is None:
            opened = self.catalogue.opened(form, unit, period)
            beside = filled_beside(opened, self.catalogue, period)
            known = compile_form(
                with_beside(opened, beside), self.used(form, unit, period), beside
            )
            self._programs[key] = known
        return known

    def remember(self, package_sha256: str, report: SignedReport) -> None:
        """Keep a signed report at hand, whose bytes have this digest."""
        if len(self.signed) >= _MOST_REPORTS:
            self.signed.clear()
        self.signed[package_sha256] = report

    def used(self, form: Form, unit: Unit, period: Period) -> dict[str, Form]:
        """Return alias -> opened form for what the form's rules speak of."""
        return {
            alias: self.catalogue.opened(self.catalogue.form_at(form_id, period.end), unit, period)
            for alias, form_id in form.uses.items()
        }

    def sheet(
        self,
        form: Form,
        unit: Unit,
        period: Period,
        *,
        around: Surroundings,
        content: Content | None = None,
    ) -> Sheet:
        """Return a sheet, filled with content where there is some."""
        key = SheetKey(form.id, form.version, unit.code, period.code)
        program = self.program(form, unit, period)
        sheet = Sheet(
            key=key, program=program, unit=unit, period=period, wording=self.wording, around=around
        )
        if content is not None:
            sheet.load(content)
        return sheet

    def sheets(
        self,
        forms: Mapping[str, tuple[Form, Content]],
        unit: Unit,
        period: Period,
        earlier: Callable[[str, Period], Values | None] = lambda *_: None,
    ) -> dict[str, Sheet]:
        """Return the sheets of one report, each seeing the others.

        ``earlier`` gives the unit's sheet of a form id for an earlier period.
        """
        made: dict[str, Sheet] = {}
        for form_id, (form, content) in forms.items():
            around = surroundings(
                period,
                partial(earlier, form_id),
                self.targets(form, unit, period),
                made.get,
            )
            made[form_id] = self.sheet(form, unit, period, around=around, content=content)
        for sheet in made.values():
            sheet.refresh()
        return made

    def targets(self, form: Form, unit: Unit, period: Period) -> dict[Cell, Value]:
        """Return the figures assigned to a unit for a period in the cells of a form, in đồng."""
        opened = self.catalogue.opened(form, unit, period)
        found: dict[Cell, Value] = {}
        for _, target in self.assigned(unit, period):
            if target.answer.by != "cell" or target.answer.form != form.id:
                continue
            cell = Cell.parse(target.answer.cell)
            spec = spec_of(opened, cell)
            if spec is not None and target.figure:
                found[cell] = Decimal(target.figure) * factor_of(spec, self.catalogue.measures)
        return found

    def assigned(self, unit: Unit, period: Period) -> list[tuple[Plan, Target]]:
        """Return the targets assigned to a unit for a period, in the order of the plans."""
        return [
            (plan, target)
            for plan in self.catalogue.plans.values()
            for target in plan.targets
            if target.unit == unit.code and target.period == period.code
            if self.catalogue.units.find(target.unit, plan.day_of(target)) == unit
        ]


def surroundings(
    period: Period,
    earlier: Callable[[Period], Values | None],
    targets: Mapping[Cell, Value],
    others: Callable[[str], Values | None],
) -> Surroundings:
    """Return what lies around a sheet, given its form's sheets for earlier periods."""
    before = period.previous()
    previous = earlier(before)
    in_year = previous if before.year == period.year else None
    return Surroundings(previous, in_year, earlier(period.last_year()), targets, others)


def check_period(library: Library, set_id: str, period: Period) -> None:
    """Refuse a period that a report set does not have.

    Raises:
        FormError: ``form.report-set-unknown``, ``form.period-not-in-set``.
    """
    report_set = library.catalogue.report_set(set_id)
    if not has_period(library.catalogue, report_set, period):
        raise FormError(
            "form.period-not-in-set",
            report_set=report_set.title,
            period=period.label,
            known=", ".join(report_set.periods),
        )
