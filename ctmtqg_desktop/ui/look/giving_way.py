"""Layouts as low as they can be: wrapped words in them do not ask for all they would like.

Qt asks a page with wrapped words for the height it would like at a width, not for what it needs,
and a page that fits would scroll.
"""

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout
from typing_extensions import override


class GivingStack(QStackedLayout):
    """Pages in one place."""

    @override
    def hasHeightForWidth(self) -> bool:
        return False


class GivingColumn(QVBoxLayout):
    """Widgets below each other."""

    @override
    def hasHeightForWidth(self) -> bool:
        return False
