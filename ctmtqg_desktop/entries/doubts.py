"""Figures that were taken one way and could have meant another: "28.113", "28,113"."""

from dataclasses import dataclass
from decimal import Decimal

from ctmtqg_desktop import text as words
from ctmtqg_desktop.catalogue.records.form import CellSpec
from ctmtqg_desktop.entries.change import Refused
from ctmtqg_desktop.entries.typed import Measures, read_entry, read_figure

Written = tuple[str, CellSpec]
"""A text and the cell it goes into."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that an English sheet would have meant otherwise.

    Attributes:
        text: as it is written.
        value: how it was taken, in the measure of its cell.
        other: how it could have been meant.
    """

    text: str
    value: Decimal
    other: Decimal

    @property
    def code(self) -> str:
        """Return the code of the sentence that says how the figure was taken."""
        kind = "dot-groups" if self.value > self.other else "comma-starts-decimals"
        return f"entries.{kind}"

    @property
    def facts(self) -> dict[str, object]:
        """Return what the sentence tells: both readings as they can be typed."""
        return {"text": self.text, "value": _bare(self.value), "other": _bare(self.other)}


def _bare(number: Decimal) -> str:
    """Write a number without thousands: its comma starts decimals."""
    return words.canonical_number(number).replace(".", ",")


def doubt(written: Written, measures: Measures) -> Doubt | None:
    """Return the doubt about one text; None where it has one meaning or is refused anyway."""
    text, spec = words.clean(written[0]), written[1]
    typed = read_figure(text, spec) if spec.type.is_number else None
    if typed is None or typed.other is None:
        return None
    if isinstance(read_entry(text, spec, measures), Refused):
        return None
    return Doubt(text, typed.value, typed.other)
