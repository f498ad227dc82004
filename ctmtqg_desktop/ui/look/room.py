"""How much room things take: no more than the window they belong to has."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QWidget


def take_room(dialog: QWidget, width: int, height: int) -> None:
    """Make a dialog so large, or as large as the window under it where that is smaller."""
    parent = dialog.parentWidget()
    window = parent.window().size() if parent is not None else QSize(width, height)
    dialog.resize(QSize(width, height).boundedTo(window))


def give_way(box: QComboBox, letters: int) -> None:
    """Let a list of choices be narrower than its longest one; that shows when it is opened."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(letters)
