"""Show where the work of either side stands."""

from collections.abc import Callable

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.steps.next_step import WorkSteps, steps_facts
from ctmtqg_desktop.exchange.steps.office_steps import office_steps
from ctmtqg_desktop.exchange.steps.orders import ShowSteps
from ctmtqg_desktop.exchange.steps.sender_steps import sender_steps


def show_steps(place: Desk | Office, order: ShowSteps, _: Step = no_step) -> Done:
    """Say what is done, what comes next and what is others' turn.

    Raises:
        FormError: ``form.period-unknown``.
    """
    period = Period.parse(order.period or str(place.workspace.identity.at.year))
    found = steps_here(place, lambda: period)
    return Done("done.show-steps", steps_facts(found), found=found)


def steps_here(place: Desk | Office, period: Callable[[], Period]) -> WorkSteps:
    """Return the steps of whichever side a place is, for the period that is shown now."""
    if isinstance(place, Office):
        return office_steps(place, period())
    return sender_steps(place, period())
