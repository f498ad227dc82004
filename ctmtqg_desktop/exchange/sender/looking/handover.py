"""Handing over: what to do with the file of a signed report, told after it was written."""

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.pack import Submitted
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.paths import stick_of


def handover(desk: Desk, set_id: str, period: Period, done: Submitted) -> dict[str, object]:
    """Return the file, where it lies, what stick may be taken out, whom it goes to, a letter.

    ``stick`` is empty where the file is on none; ``mail`` is a text to be sent with the file.
    """
    above = desk.catalogue.units.find(desk.unit.parent, period.end)
    facts: dict[str, object] = {
        "file": done.package.name,
        "folder": str(done.package.parent),
        "stick": stick_of(done.package),
        "to": above.name if above else desk.unit.parent,
    }
    said = {
        **facts,
        "unit": desk.unit.name,
        "title": desk.catalogue.report_set(set_id).title,
        "period": period.label,
        "revision": done.revision,
        "digest": done.content_sha256,
    }
    names = ("greeting", "sentence", "file", "digest", "asking")
    mail = "\n".join(say(f"handover.{name}", said) for name in names)
    return {**facts, "subject": say("handover.subject", said), "mail": mail}
