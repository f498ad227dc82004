"""Why forms and parts of them are left empty in the demonstration."""

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.sender.blank_forms import is_blank, left_empty
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import SayNothingArose
from ctmtqg_desktop.exchange.words import say


def explain(desk: Desk, set_id: str, period: Period) -> None:
    """Say of blank forms that nothing arose; of thin ones that the figures are made up."""
    sheets = [sheet for sheet in desk.sheets(set_id, period) if left_empty(sheet)]
    for is_whole, text in ((True, ""), (False, say("blank.demonstration", {}))):
        forms = tuple(sheet.form.id for sheet in sheets if is_blank(sheet) is is_whole)
        if forms:
            do(desk, SayNothingArose(set_id, period.code, forms, text))
