"""Did a report arrive in time? What a receipt proves about it, in words."""

from datetime import date

from ctmtqg_desktop.package.receipt import Receipt


def timeliness(receipt: Receipt, own: date | None = None) -> dict[str, object]:
    """Return the facts of a sentence about timeliness; ``timely`` is the code of its words.

    Args:
        receipt: says when the report came and, if its program is new enough, the deadline.
        own: the deadline this office knows, for receipts that say none.
    """
    deadline = receipt.deadline or own
    if deadline is None:
        return {"timely": "timeliness.unknown"}
    late = receipt.days_late
    if late is None:
        late = (receipt.received_at.date() - deadline).days
    code = "timeliness.late" if late > 0 else "timeliness.in-time"
    return {"timely": code, "days": late, "deadline": deadline}
