"""Make the application: theme, fonts, Vietnamese words; before the first window."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from ctmtqg_desktop import __version__
from ctmtqg_desktop.ui.look.icons import icon
from ctmtqg_desktop.ui.look.theme import COLOURS, apply_theme
from ctmtqg_desktop.ui.look.translate import speak_vietnamese
from ctmtqg_desktop.ui.parts.enter_press import EnterPress


def application(argv: Sequence[str]) -> QApplication:
    """Return the one application, dressed; an existing one is dressed again.

    Raises:
        FileNotFoundError: the installation lacks a font.
    """
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(list(argv))
    app.setApplicationName("CTMTQG Desktop")
    app.setApplicationVersion(__version__)
    apply_theme(app)
    speak_vietnamese(app)
    if app.findChild(EnterPress) is None:
        EnterPress(app)
    app.setWindowIcon(icon("clipboard-check", COLOURS.accent, size=32))
    return app
