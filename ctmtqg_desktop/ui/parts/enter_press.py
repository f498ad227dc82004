"""Enter presses the button that has the focus, as Space does, in every window."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QToolButton, QWidget
from typing_extensions import override

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ShiftModifier
)


class EnterPress(QObject):
    """Watch the button that has the focus, and no other widget: a filter on all costs time.

    Check boxes and choices stay as they are: there Enter means the dialog's own button.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusChanged.connect(self._follow)

    def _follow(self, _: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, QPushButton | QToolButton):
            new.installEventFilter(self)  # again is as good as once

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() not in _ENTER or event.modifiers() & _HELD:
            return False
        if isinstance(watched, QAbstractButton) and not event.isAutoRepeat():
            _press(watched)
        return True


def _press(button: QAbstractButton) -> None:
    is_list = isinstance(button, QPushButton | QToolButton) and button.menu() is not None
    if is_list and isinstance(button, QPushButton | QToolButton):
        button.showMenu()
    else:
        button.click()
