"""Nothing arose: the word without which a blank form is not signed, once for a form."""

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.sender.blank_forms import blank_form, is_blank
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import SayNothingArose
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.finding import Finding


def say_nothing_arose(desk: Desk, order: SayNothingArose, _: Step = no_step) -> Done:
    """Write of blank forms of a report that nothing arose, or why else they are blank.

    Raises:
        FormError: ``form.unknown``: not in the report; ``exchange.form-not-blank``; nothing is
            written then.
        WorkspaceError: as ``Desk.justify``.
    """
    period = Period.parse(order.period)
    sheets = {sheet.form.id: sheet for sheet in desk.sheets(order.report_set, period)}
    asked: list[tuple[Sheet, Finding]] = []
    for form_id in dict.fromkeys(order.forms):
        if form_id not in sheets:
            raise FormError("form.unknown", given=form_id, suggestion="")
        sheet = sheets[form_id]
        if not is_blank(sheet):
            raise FormError("exchange.form-not-blank", form=sheet.form.title)
        asked += [(sheet, finding) for finding in blank_form(sheet)]
    text = order.text.strip() or say("blank.nothing-arose", {})
    with desk.workspace.transaction():
        for sheet, finding in asked:
            desk.justify(sheet, finding, text)
    facts = {"forms": [sheet.form.id for sheet, _ in asked], "reason": text, "count": len(asked)}
    return Done("done.nothing-arose", facts)
