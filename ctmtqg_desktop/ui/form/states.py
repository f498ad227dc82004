"""The states of a cell on screen: each has a colour, an icon and a word."""

from dataclasses import dataclass
from enum import StrEnum
from html import escape

from ctmtqg_desktop.catalogue.records.form import Cell, CellSpec, CellType, Severity
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.entries.change import EntryValue, Refused
from ctmtqg_desktop.entries.overview import filled_from
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.rules.finding import Finding
from ctmtqg_desktop.ui.look.theme import COLOURS


class State(StrEnum):
    """What a person must know of a cell at a glance."""

    EMPTY = "empty"
    TYPED = "typed"
    REFUSED = "refused"
    ERROR = "error"
    REASON = "reason"
    EXPLAINED = "explained"
    WARNING = "warning"
    COMPUTED = "computed"
    NOT_APPLICABLE = "na"
    SHUT = "shut"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state is drawn; an empty colour or icon is not drawn."""

    fill: str = ""
    edge: str = ""
    text: str = COLOURS.text
    icon: str = ""


LOOKS = {
    State.EMPTY: StateLook(),
    State.TYPED: StateLook(),
    State.REFUSED: StateLook(COLOURS.error_soft, COLOURS.error, COLOURS.error, "circle-x"
    ),
    State.ERROR: StateLook(COLOURS.error_soft, COLOURS.error, COLOURS.text, "circle-alert"),
    State.REASON: StateLook(COLOURS.reason_soft, COLOURS.reason_edge, COLOURS.text,
        "message-square-warning",
    ),
    State.EXPLAINED: StateLook(COLOURS.reason_soft, icon="check"),
    State.WARNING: StateLook(icon="triangle-alert"),
    State.COMPUTED: StateLook(COLOURS.computed, text=COLOURS.text_soft),
    State.NOT_APPLICABLE: StateLook(text=COLOURS.text_soft),
    State.SHUT: StateLook(COLOURS.shut, text=COLOURS.text_soft),
    State.LOCKED: StateLook(COLOURS.shut),
}  # fmt: skip

ICON_COLOURS = {
    State.REFUSED: COLOURS.error,
    State.ERROR: COLOURS.error,
    State.REASON: COLOURS.reason,
    State.EXPLAINED: COLOURS.reason,
    State.WARNING: COLOURS.reason,
}

_OF_SEVERITY = {
    Severity.ERROR: State.ERROR,
    Severity.JUSTIFY: State.REASON,
    Severity.WARNING: State.WARNING,
}
RANK = (Severity.ERROR, Severity.JUSTIFY, Severity.WARNING, Severity.INFO)
"""The gravest first."""


def state_words(state: State) -> str:
    """Return the word of a state."""
    return say(f"screen.cell-{state.value}", {})


def state_of(spec: CellSpec, held: EntryValue, finding: Finding | None) -> State:
    """Return the state of a cell; ``finding`` is the gravest that points at it."""
    if isinstance(held, Refused):
        return State.REFUSED
    found = _found_state(finding)
    return found or _plain_state(spec, held)


def _found_state(finding: Finding | None) -> State | None:
    if finding is None:
        return None
    if finding.severity is Severity.JUSTIFY and finding.justification:
        return State.EXPLAINED
    return _OF_SEVERITY.get(finding.severity)


def _plain_state(spec: CellSpec, held: EntryValue) -> State:
    if spec.formula:
        return State.COMPUTED
    if spec.locked:
        return State.SHUT
    if held is NOT_APPLICABLE:
        return State.NOT_APPLICABLE
    return State.EMPTY if held is EMPTY else State.TYPED


def verdict_look(spec: CellSpec, held: EntryValue) -> tuple[str, str]:
    """Return icon and colour of a met / not-met cell; two empty texts for any other."""
    if spec.type is not CellType.MET or not isinstance(held, bool):
        return "", ""
    return ("check", COLOURS.ok) if held else ("x", COLOURS.error)


def told_of(sheet: Sheet, cell: Cell, state: State) -> str:
    """Return what stands beside a field, as HTML: its state, or where its figure comes from."""
    if state is State.COMPUTED and cell in sheet.filled:
        return escape(filled_from(sheet, cell))
    return "" if state in {State.EMPTY, State.TYPED, State.SHUT} else state_words(state)
