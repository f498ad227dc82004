"""A word that an input method still composes (ibus, fcitx): it is taken before its line is left.

Input methods that work write into a line only when a word is complete. Whoever reads a line or
closes it asks for the rest first; else the word is lost, or written into the next line.
"""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QWidget

_COMPOSED = "composed"


def note_composition(editor: QWidget, event: QEvent) -> None:
    """Remember what is being composed in an editor; called from its event filter."""
    if isinstance(event, QInputMethodEvent):
        editor.setProperty(_COMPOSED, event.preeditString())


def take_composition(editor: QWidget) -> None:
    """Write what is being composed into its editor, as if the word had been completed."""
    left = str(editor.property(_COMPOSED) or "")
    if not left:
        return
    QGuiApplication.inputMethod().commit()
    if editor.property(_COMPOSED):  # the platform has no input method that would do it
        done = QInputMethodEvent()
        done.setCommitString(left)
        QCoreApplication.sendEvent(editor, done)
