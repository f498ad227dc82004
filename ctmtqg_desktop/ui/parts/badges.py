"""One sign, colour and word for every state, so that pages agree and colour is never alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.catalogue.records.form import Severity
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.table import Sign
from ctmtqg_desktop.workspace.records import Outcome

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Badge:
    """A state beside an entry, by sign, colour and word.

    Attributes:
        mark: the short text shown; may be empty.
        words: what is read aloud and shown on hovering.
    """

    icon: str
    colour: str
    words: str
    mark: str = ""


_NAV_SOFT, _NAV_GOOD, _NAV_BAD, _NAV_WARM = "#8FA9C4", "#7FD69A", "#FF9C94", "#FFC766"
"""Light versions of the state colours, readable on the dark tree."""

STATUS_SIGNS = {
    Status.DRAFT: Sign("circle-dot", COLOURS.accent),
    Status.COMPLETE: Sign("circle-check", COLOURS.accent),
    Status.SIGNED: Sign("signature", COLOURS.accent),
    Status.EXPORTED: Sign("package", COLOURS.accent),
    Status.RECEIVED: Sign("inbox", COLOURS.ok),
    Status.ACCEPTED: Sign("circle-check", COLOURS.ok),
    Status.RETURNED: Sign("reply", COLOURS.reason_edge),
}
NOT_SENT = Sign("circle", COLOURS.text_faint)

OUTCOME_SIGNS: dict[str, Sign] = {
    Outcome.ACCEPTED: Sign("package-check", COLOURS.ok),
    Outcome.DUPLICATE: Sign("files", COLOURS.text_soft),
    Outcome.STALE: Sign("history", COLOURS.reason_edge),
    Outcome.CONFLICT: Sign("triangle-alert", COLOURS.reason_edge),
    Outcome.HELD: Sign("clock", COLOURS.reason_edge),
    Outcome.REFUSED: Sign("package-x", COLOURS.error),
    Outcome.WRITTEN: Sign("package", COLOURS.accent),
}

LINE_SIGNS = {
    "valid": Sign("shield-check", COLOURS.ok),
    "warning": Sign("shield-alert", COLOURS.reason_edge),
    "invalid": Sign("shield-x", COLOURS.error),
    "open": Sign("circle-question-mark", COLOURS.reason_edge),
}

SEVERITY_SIGNS = {
    Severity.ERROR: Sign("circle-x", COLOURS.error),
    Severity.JUSTIFY: Sign("message-square-warning", COLOURS.reason_edge),
    Severity.WARNING: Sign("triangle-alert", COLOURS.reason_edge),
    Severity.INFO: Sign("info", COLOURS.info),
}

TARGET_SIGNS = {
    "met": Sign("circle-check", COLOURS.ok),
    "on-course": Sign("circle-dot", COLOURS.accent),
    "not-met": Sign("circle-x", COLOURS.error),
    "not-enough": Sign("circle-alert", COLOURS.reason_edge),
    "unknown": Sign("circle-question-mark", COLOURS.text_soft),
    "unbound": Sign("minus", COLOURS.text_faint),
}
TASK_SIGNS = {
    "task.late": Sign("circle-x", COLOURS.error),
    "task.under-way": Sign("circle-dot", COLOURS.accent),
    "task.unknown": Sign("circle-question-mark", COLOURS.text_soft),
    "task.done": Sign("circle-check", COLOURS.ok),
    "task.not-arising": Sign("minus", COLOURS.text_faint),
    "task.nobody": Sign("minus", COLOURS.text_faint),
}
"""Where a task stands over all that report it."""


def not_counted() -> Badge:
    """Return the badge of a form whose sheet has not been opened yet."""
    return Badge("circle", _NAV_SOFT, translate("Badges", "đang mở"))


def status_words(status: str) -> str:
    """Return the words of a report's status."""
    return say(f"status.{status}", {})


def outcome_words(outcome: str) -> str:
    """Return the words of what became of a file."""
    return say(f"outcome.{outcome}", {})


def target_words(state: str) -> str:
    """Return the words of where a target or a task stands."""
    return say(state if state in TASK_SIGNS else f"target.{state}", {})


def line_words(line: str) -> str:
    """Return the words of a verdict's bottom line."""
    return say(f"verdict.{line}", {}).rstrip(".").capitalize()


def form_badge(filled: int, total: int, blocking: int) -> Badge:
    """Return the badge of a form: errors first, then how far it is filled."""
    facts = {"blocking": blocking, "filled": filled, "total": total}
    if blocking:
        wrong = translate("Badges", "{blocking} lỗi hoặc cần lý do, đã nhập {filled}/{total} ô")
        return Badge("circle-x", _NAV_BAD, wrong.format(**facts), str(blocking))
    if total and filled >= total:
        full = translate("Badges", "đủ, {filled}/{total} ô")
        return Badge("circle-check", _NAV_GOOD, full.format(**facts))
    if filled:
        begun = translate("Badges", "đang nhập, {filled}/{total} ô")
        return Badge("circle-dot", _NAV_WARM, begun.format(**facts))
    untouched = translate("Badges", "chưa nhập, {filled}/{total} ô")
    return Badge("circle", _NAV_SOFT, untouched.format(**facts))


def badge_of_all(badges: Sequence[Badge]) -> Badge:
    """Return the badge of several forms together: the errors of all, else the least of them."""
    wrong = sum(int(badge.mark) for badge in badges if badge.mark.isdigit())
    if wrong:
        words = translate("Badges", "{count} lỗi hoặc ô cần lý do").format(count=wrong)
        return Badge("circle-x", _NAV_BAD, words, str(wrong))
    if all(badge.icon == "circle-check" for badge in badges):
        return Badge("circle-check", _NAV_GOOD, translate("Badges", "đủ mọi biểu"))
    if any(badge.icon != "circle" for badge in badges):
        return Badge("circle-dot", _NAV_WARM, translate("Badges", "đang nhập"))
    return Badge("circle", _NAV_SOFT, translate("Badges", "chưa nhập"))


def count_badge(count: int, words: str) -> Badge | None:
    """Return a badge with a count that asks for attention; None for nothing."""
    return Badge("circle-alert", _NAV_WARM, words, str(count)) if count else None
