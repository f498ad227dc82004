"""Qt's own words in Vietnamese: buttons, line-edit menus, file and print dialogs."""

import tomllib
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTranslator
from typing_extensions import override

from ctmtqg_desktop import assets


class QtWords(QTranslator):
    """Answer Qt's questions for words from a table; what it does not know stays Qt's."""

    def __init__(self, words: dict[str, dict[str, str]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    @override
    def translate(
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        # None reaches Qt as a null string, "ask the next one"; an empty one would be shown.
        return self._words.get(context, {}).get(sourceText)  # type: ignore[return-value]

    @override
    def isEmpty(self) -> bool:
        return not self._words


def read_words(path: Path) -> dict[str, dict[str, str]]:
    """Return Qt context -> English -> Vietnamese."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def speak_vietnamese(app: QCoreApplication) -> QtWords:
    """Install Vietnamese words for everything Qt says itself."""
    words = QtWords(read_words(assets.resource("i18n", "qt_vi.toml")), app)
    app.installTranslator(words)
    return words
