"""What came in: which reports of which period, how many of them late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.post.outcome import Received
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.workspace.records import Outcome


@dataclass(frozen=True, slots=True)
class Came:
    """The reports of one set and period that were taken in together.

    Attributes:
        reports, late: how many, and how many of them after their deadline.
    """

    report_set: str
    title: str
    period: Period
    reports: int
    late: int

    def facts(self) -> dict[str, object]:
        """Return what is told of it."""
        return {
            "report_set": self.report_set, "title": self.title, "period": self.period.code,
            "period_label": self.period.label, "reports": self.reports, "late": self.late,
        }  # fmt: skip


def what_came(office: Office, results: Iterable[Received]) -> tuple[Came, ...]:
    """Return what was taken in, by report and period, the latest period last."""
    taken: dict[tuple[str, str], list[bool]] = {}
    for one in results:
        if one.outcome is Outcome.ACCEPTED and one.report is not None:
            named = (one.report.period, one.report.report_set)
            taken.setdefault(named, []).append(_is_late(office, one))
    found = (
        Came(set_id, _short(office, set_id), Period.parse(period), len(late), sum(late))
        for (period, set_id), late in taken.items()
    )
    return tuple(sorted(found, key=lambda one: (one.period.end, one.report_set)))


def _short(office: Office, set_id: str) -> str:
    return office.catalogue.report_set(set_id).short


def _is_late(office: Office, one: Received) -> bool:
    kept = office.workspace.submissions.find(one.content_sha256)
    deadline = office.room.deadline_of(one.report) if one.report is not None else None
    arrived = kept.received_at if kept is not None else None
    return deadline is not None and arrived is not None and arrived.date() > deadline


def came_words(came: Sequence[Came]) -> str:
    """Return the same to stand behind a number of files; empty for none."""
    told = (say("came.late" if one.late else "came.one", one.facts()) for one in came)
    return f" ({'; '.join(told)})" if came else ""
