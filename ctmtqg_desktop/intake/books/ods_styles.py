"""How cells of an OpenDocument sheet look: styles that stand on others, formats in elements."""

from dataclasses import dataclass, field

from ctmtqg_desktop.intake.books.look import Look, legacy_font

_FORMATS = ("number-style", "percentage-style", "currency-style")


@dataclass(slots=True)
class _Style:
    parent: str = ""
    data: str = ""
    font: str = ""
    is_hidden: bool = False


@dataclass(slots=True)
class OdsStyles:
    """The styles met so far, from both parts that have some."""

    _styles: dict[tuple[str, str], _Style] = field(default_factory=dict)
    _formats: dict[str, str] = field(default_factory=dict)
    _looks: dict[str, Look] = field(default_factory=dict)
    _style: _Style = field(default_factory=_Style)
    _format: str = ""

    def start(self, name: str, given: dict[str, str]) -> None:
        """Take an element; attributes without their namespaces."""
        if name == "style":
            data = given.get("data-style-name", "")
            self._style = _Style(given.get("parent-style-name", ""), data)
            self._styles[given.get("family", ""), given.get("name", "")] = self._style
        elif name == "text-properties":
            self._style.font = given.get("font-name") or given.get("font-family", "")
        elif name == "table-properties":
            self._style.is_hidden = given.get("display") == "false"
        elif name in _FORMATS:
            self._format = given.get("name", "")
            self._formats[self._format] = "%" if name == "percentage-style" else ""
        elif name == "number" and self._format:
            self._formats[self._format] = _code(given) + self._formats[self._format]

    def end(self, name: str) -> None:
        """Leave an element."""
        if name in _FORMATS:
            self._format = ""

    def is_hidden(self, table_style: str) -> bool:
        """Say whether tables of a style are shown to nobody."""
        style = self._styles.get(("table", table_style))
        return style is not None and style.is_hidden

    def look(self, cell_style: str) -> Look:
        """Return how cells of a style look; all styles must have been met."""
        if cell_style not in self._looks:
            self._looks[cell_style] = self._found(cell_style)
        return self._looks[cell_style]

    def _found(self, cell_style: str) -> Look:
        data = font = ""
        seen: set[str] = set()
        while cell_style not in seen:
            seen.add(cell_style)
            style = self._styles.get(("table-cell", cell_style))
            if style is None:
                break
            data, font = data or style.data, font or style.font
            cell_style = style.parent
        return Look(self._formats.get(data, ""), legacy_font(font.strip("'")))


def _code(given: dict[str, str]) -> str:
    """Return a number format as other programs write it."""
    whole = min(max(1, int(given.get("min-integer-digits", 1))), 30)
    places = min(max(0, int(given.get("decimal-places", 0))), 30)
    grouped = "#,##" if given.get("grouping") == "true" else ""
    return f"{grouped}{'0' * whole}{'.' if places else ''}{'0' * places}"
