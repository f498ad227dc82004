"""Consolidate: the accepted reports of all units become totals that can be taken apart again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ctmtqg_desktop.catalogue.owing import owes
from ctmtqg_desktop.catalogue.records.form import Cell, Form, Section
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.catalogue.records.personal import masked
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.catalogue.records.values import Value
from ctmtqg_desktop.entries.consolidate import (
    Consolidated,
    Matrix,
    Source,
    Total,
    consolidate_form,
    matrix,
    newest,
)
from ctmtqg_desktop.entries.rosters.between_units import SamePerson, persons_twice
from ctmtqg_desktop.entries.submission import Submission
from ctmtqg_desktop.entries.typed import show_entry
from ctmtqg_desktop.exchange.answers.criteria import criteria_section
from ctmtqg_desktop.exchange.answers.kept_reports import KeptReports, sources_of
from ctmtqg_desktop.exchange.answers.shown_figures import ShownDiffers, shown_that_differ
from ctmtqg_desktop.exchange.filling import plan_figures
from ctmtqg_desktop.exchange.library import Library, check_period
from ctmtqg_desktop.exchange.proof.compare import Proof, proof_of
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.engine import Surroundings
from ctmtqg_desktop.rules.names import spec_of

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


class PersonTwice(NamedTuple):
    """A person in the lists of two units; the number itself is not told.

    Attributes:
        row: where it stands in the unit's list, from 1; ``other_row`` likewise.
    """

    form: str
    list: str
    unit: str
    row: int
    other_list: str
    other_unit: str
    other_row: int
    message: str


@dataclass(frozen=True, slots=True)
class Consolidation:
    """Everything that came out of one report set and period.

    Attributes:
        forms: in the order of the report set; a form no unit has sent is left out.
        matrices: form id -> its units by criteria.
        sources: form id -> the units' sheets.
        missing: units that owe the report and have none accepted.
        doubles: what is said of persons who stand in the lists of two units.
        differing: figures shown from a form that was accepted with other ones.
        archive: the reports of other periods; None where there are none to ask.
        excused: codes of units that were told they need not report.
        proof: how the reports stand to what was signed.
    """

    set_id: str
    period: Period
    unit: Unit
    forms: tuple[Consolidated, ...]
    matrices: dict[str, Matrix]
    sources: dict[str, tuple[Source, ...]]
    submissions: tuple[Submission, ...]
    missing: tuple[Unit, ...]
    doubles: tuple[PersonTwice, ...] = ()
    differing: tuple[ShownDiffers, ...] = ()
    archive: KeptReports | None = None
    excused: frozenset[str] = frozenset()
    proof: Proof = field(default_factory=Proof)

    def form(self, form_id: str) -> Consolidated | None:
        """Return a consolidated form."""
        return next((f for f in self.forms if f.form.id == form_id), None)


def consolidate_set(
    library: Library, workspace: "Workspace", unit: Unit, set_id: str, period: Period
) -> Consolidation:
    """Consolidate the latest accepted revision of every unit.

    Raises:
        FormError: ``form.report-set-unknown``, ``form.period-not-in-set``.
        WorkspaceError: ``exchange.report-unproved``.
    """
    check_period(library, set_id, period)
    senders = library.catalogue.senders(set_id, unit.code, period)
    current = {s.key.unit: s for s in workspace.submissions.current(set_id, period.code)}
    sources = _in_order(library, set_id)
    for sender in senders:
        submission = current.get(sender.code)
        if submission is not None:
            for source in sources_of(library, workspace, sender, submission, period):
                sources.setdefault(source.sheet.form.id, []).append(source)
    sources = {form_id: found for form_id, found in sources.items() if found}
    counted = [(u, current[u.code]) for u in senders if u.code in current]
    forms = tuple(_consolidated(library, sources, unit, period))
    sheets = (source.sheet for found in sources.values() for source in found)
    return Consolidation(
        set_id,
        period,
        unit,
        forms,
        _matrices(library, sources),
        {form: tuple(found) for form, found in sources.items()},
        tuple(submission for _, submission in counted),
        tuple(
            u
            for u in senders
            if u.code not in current and owes(library.catalogue, set_id, u, period)
        ),
        tuple(_doubled(form.form.id, twice) for form in forms for twice in persons_twice(form)),
        shown_that_differ(library, workspace, sheets),
        proof=proof_of(library, workspace, counted),
    )


def _doubled(form_id: str, twice: SamePerson) -> PersonTwice:
    row, other = twice.row, twice.other
    facts = {
        "column": twice.column.label, "list": row.section.title, "row": row.number,
        "unit": row.line.unit.name, "other_list": other.section.title, "other": other.number,
        "other_unit": other.line.unit.name,
    }  # fmt: skip
    return PersonTwice(
        form_id, row.section.id, row.line.unit.code, row.number, other.section.id,
        other.line.unit.code, other.number, say("entries.number-in-two-units", facts),
    )  # fmt: skip


def _in_order(library: Library, set_id: str) -> dict[str, list[Source]]:
    """Return an empty list for every form of a report set, in the order of the set."""
    orders = {
        form.id: membership.order
        for form in library.catalogue.heads()
        for membership in form.report_sets
        if membership.id == set_id
    }
    return {form_id: [] for form_id in sorted(orders, key=lambda i: (orders[i], i))}


def _consolidated(
    library: Library, sources: dict[str, list[Source]], unit: Unit, period: Period
) -> Iterator[Consolidated]:
    for found in sources.values():
        first = newest(found)
        form = library.catalogue.form(first.form.id, first.form.version)
        program = library.program(form, first.unit, period)
        said = plan_figures(library.catalogue, program.form, unit, period)
        around = Surroundings(planned=said.planned, base=said.base)
        yield consolidate_form(program, found, around)


def verdict_column(section: Section) -> str:
    """Return the id of the verdict column of a criteria grid."""
    return next(c.id for c in section.columns if c.role == "verdict")


def _matrices(library: Library, sources: dict[str, list[Source]]) -> dict[str, Matrix]:
    found = {}
    for form_id, group in sources.items():
        section = criteria_section(group[0].sheet.form)
        if section is not None:
            criteria = library.catalogue.criteria_sets[section.criteria]
            found[form_id] = matrix(section.id, verdict_column(section), criteria, group)
    return found


def show_total(library: Library, form: Form, cell: Cell, value: Value) -> str:
    """Write a consolidated value; a counted verdict is a plain number."""
    spec = spec_of(form, cell)
    if spec is None:
        return str(value)
    if isinstance(value, Decimal) and not spec.type.is_number:
        return f"{value:f}"
    section = form.section(cell.section)
    column = section.column(cell.column) if section else None
    shown = show_entry(value, spec, library.catalogue.measures)
    return masked(shown, column.mask) if column else shown


def totals_in_order(whole: Consolidated) -> Sequence[tuple[Cell, Total]]:
    """Return the totals in the order of the form, without those that have no value."""
    return [
        (cell, total) for cell, total in whole.totals.items() if isinstance(total.value, Decimal)
    ]
