"""Give many cells one look: it is made once and copied, for making it is what takes long."""

from collections.abc import Callable, Hashable
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles.cell_style import StyleArray


class CellLooks:
    """The looks of one workbook that have been made already."""

    def __init__(self) -> None:
        self._known: dict[Hashable, StyleArray] = {}

    def give(self, target: ExcelCell, name: Hashable, make: Callable[[ExcelCell], object]) -> None:
        """Give a cell a look.

        Args:
            target: its number format, and whatever else it has, is part of the look.
            name: what tells this look from others.
            make: gives it for the first time.
        """
        bare: Any = target  # openpyxl has a private name only for all of a cell's look
        key = (name, tuple(bare._style or ()))  # noqa: SLF001
        known = self._known.get(key)
        if known is None:
            make(target)
            self._known[key] = copy(bare._style)  # noqa: SLF001
        else:
            bare._style = copy(known)  # noqa: SLF001
