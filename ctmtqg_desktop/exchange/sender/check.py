"""Check: run the rules over a report, or over every report of a period."""

from collections.abc import Iterable, Iterator

from ctmtqg_desktop.catalogue.owing import has_period
from ctmtqg_desktop.catalogue.records.declared import ReportSet
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.overview import shown_from
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.keeping.chosen_sets import handled
from ctmtqg_desktop.exchange.keeping.turn_of_year import turn_facts, turn_of_year
from ctmtqg_desktop.exchange.post.land import demand_land
from ctmtqg_desktop.exchange.sender.blank_forms import BLANK_REPORT
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import BLANK_FORM, Check
from ctmtqg_desktop.rules.finding import Finding


def check(desk: Desk, order: Check, step: Step = no_step) -> Done:
    """Find everything that stands in the way of signing, and what to know beside; changes nothing.

    Report sets that had not begun in the period, or had ended, are passed over unless named.

    Raises:
        FormError: ``form.period-unknown``, ``form.report-set-unknown``, ``form.no-forms``,
            ``exchange.land-…``.
    """
    period = Period.parse(order.period or str(desk.workspace.identity.at.year))
    demand_land(desk.catalogue, desk.unit, period)
    sets = [order.report_set] if order.report_set else _sets_of(desk, period)
    found: list[Finding] = []
    for number, set_id in enumerate(sets):
        step(number, len(sets), desk.catalogue.report_set(set_id).short)
        found += _found(desk, set_id, period, is_named=bool(order.report_set))
    blocking = sum(finding.blocks for finding in found)
    turn = turn_of_year(desk.catalogue, desk.unit, period, worked_with(desk))
    facts = {
        "findings": finding_facts(found),
        "blocking": blocking,
        "count": len(found),
        "turn": turn_facts(turn),
        "shown": [one for set_id in sets for one in _shown(desk, set_id, period)],
    }
    return Done("done.check", facts, found=tuple(found), is_refused=bool(blocking))


def _shown(desk: Desk, set_id: str, period: Period) -> Iterator[dict[str, object]]:
    """Yield the figures of a report that another form or a plan says, each with where from."""
    for sheet in desk.sheets(set_id, period):
        for one in shown_from(sheet):
            yield {
                "form": sheet.form.id,
                "cell": str(one.cell),
                "from": one.words,
                "owner_form": one.owner.form if one.owner else None,
                "owner_cell": str(one.owner.cell) if one.owner else None,
            }


def _found(desk: Desk, set_id: str, period: Period, *, is_named: bool) -> tuple[Finding, ...]:
    """Return what is found in a report; one that nobody owes or has begun may well be blank."""
    found = desk.findings(set_id, period)
    if is_named or desk.is_due(desk.catalogue.report_set(set_id), period):
        return found
    return tuple(one for one in found if one.code not in {BLANK_FORM, BLANK_REPORT})


def worked_with(desk: Desk) -> tuple[ReportSet, ...]:
    """Return the report sets the unit works with, those that have ended too."""
    return handled(desk.workspace, tuple(desk.catalogue.report_sets.values()))


def _sets_of(desk: Desk, period: Period) -> list[str]:
    """Return the report sets that had a form for the unit in a period."""
    sets = (s for s in desk.report_sets(period) if has_period(desk.catalogue, s, period))
    return [s.id for s in sets if desk.catalogue.concerns(s.id, desk.unit, period.end)]


def finding_facts(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Return findings as they are told."""
    return [
        {
            "severity": finding.severity,
            "code": finding.code,
            "form": finding.form,
            "cell": str(finding.cell) if finding.cell else None,
            "message": finding.message,
            "justification": finding.justification or None,
        }
        for finding in findings
    ]
