"""A program over figures of which some columns are not there: what follows, what cannot be asked.

Hidden are (section, column) of personal lists that stayed at home; see ``catalogue.personal``.
"""

from dataclasses import replace

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.personal import Hidden
from ctmtqg_desktop.rules.names import NamePlace
from ctmtqg_desktop.rules.program import Bound, FormProgram


def reads(bound: Bound, hidden: Hidden) -> bool:
    """Say whether a formula names a hidden column of its own form, in whatever period."""
    return any(
        ref.where is not NamePlace.FORM and (ref.cell.section, ref.cell.column) in hidden
        for ref in bound.refs
    )


def readers_of(program: FormProgram, hidden: Hidden) -> tuple[Cell, ...]:
    """Return the computed cells that name a hidden column themselves."""
    return tuple(cell for cell in program.order if reads(program.computed[cell], hidden))


def followers(program: FormProgram, hidden: Hidden) -> frozenset[Cell]:
    """Return every computed cell that follows from hidden columns; ``*`` stands for all rows."""
    first = readers_of(program, hidden)
    return frozenset((*first, *program.affected(first)))


def without_checks(program: FormProgram, hidden: Hidden) -> FormProgram:
    """Return a program whose rules over hidden columns are not asked: they have no answer."""
    asked = tuple(check for check in program.checks if not reads(check.bound, hidden))
    return replace(program, checks=asked)
