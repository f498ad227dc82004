"""Nothing arose: the word without which what was left empty is not signed."""

from collections.abc import Iterator

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.sender.blank_forms import left_empty, needs_words
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import BLANK_PART, SayNothingArose
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.finding import Finding


def say_nothing_arose(desk: Desk, order: SayNothingArose, _: Step = no_step) -> Done:
    """Write of empty forms and parts of a report that nothing arose, or why else they are empty.

    Raises:
        FormError: ``form.unknown``: not in the report; ``exchange.form-not-blank``;
            ``exchange.words-needed``: criteria were not judged, which needs words of its own;
            nothing is written then.
        WorkspaceError: as ``Desk.justify``.
    """
    period, text = Period.parse(order.period), order.text.strip()
    usual = say("blank.nothing-arose", {})
    sheets = {sheet.form.id: sheet for sheet in desk.sheets(order.report_set, period)}
    asked: list[tuple[Sheet, Finding]] = []
    for place in dict.fromkeys(order.forms):
        form_id, part = place.partition("/")[::2]
        if form_id not in sheets:
            raise FormError("form.unknown", given=form_id, suggestion="")
        is_own = text not in {"", usual}
        asked += [(sheets[form_id], one) for one in _asked(sheets[form_id], part, is_own=is_own)]
    text = text or usual
    with desk.workspace.transaction():
        for sheet, finding in asked:
            desk.justify(sheet, finding, text)
    forms = list(dict.fromkeys(sheet.form.id for sheet, _ in asked))
    facts = {"forms": forms, "reason": text, "count": len(asked)}
    return Done("done.nothing-arose", facts)


def _asked(sheet: Sheet, part: str, *, is_own: bool) -> Iterator[Finding]:
    """Yield what is asked of a form or one part of it; ``is_own``: other words answer it."""
    found = [f for f in left_empty(sheet) if not part or f.code == BLANK_PART + part]
    if not found:
        raise FormError("exchange.form-not-blank", form=sheet.form.title)
    for one in found:
        if not is_own and needs_words(sheet, one):
            raise FormError("exchange.words-needed", form=sheet.form.title)
        yield one
