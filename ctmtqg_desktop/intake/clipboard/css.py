"""What a block's style sheet says of its cells: number format, font, what is not shown."""

import re
from collections.abc import Mapping

Declarations = Mapping[str, str]
"""Property -> value as written."""

_DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:\"[^\"]*\"|'[^']*'|[^;\"'])+)")
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{4})|(.))")
_NAMED = {"percent": "0.00%", "standard": "#,##0.00", "fixed": "0.00", "scientific": "0.00E+00"}
_KEPT = frozenset({
    "mso-number-format", "font-family", "font", "display", "visibility", "mso-ignore",
    "mso-element", "mso-displayed-decimal-separator", "mso-displayed-thousand-separator",
})  # fmt: skip
MOST_RULES = 20_000


def declarations(style: str) -> dict[str, str]:
    """Return what a style attribute declares, as far as it matters here."""
    found = {}
    for name, value in _DECLARATION.findall(style):
        known = name.lower()
        if known in _KEPT:
            found[known] = value.strip()
    return found


class StyleRules:
    """The rules of a style sheet for tags, classes and classes of tags."""

    def __init__(self) -> None:
        self._rules: dict[str, dict[str, str]] = {}

    def add(self, sheet: str) -> None:
        """Take over the rules of a style sheet."""
        bare = sheet.replace("<!--", " ").replace("-->", " ")
        for selectors, body in _RULE.findall(bare):
            found = declarations(body)
            for selector in selectors.split(",") if found else ():
                known = selector.strip().lower()
                if len(self._rules) < MOST_RULES:
                    self._rules.setdefault(known, {}).update(found)

    def of(self, tag: str, classes: str, style: str) -> Declarations:
        """Return what holds for an element, its own style last."""
        found = dict(self._rules.get(tag, ()))
        for name in classes.lower().split():
            found.update(self._rules.get(f".{name}", ()))
            found.update(self._rules.get(f"{tag}.{name}", ()))
        if style:
            found.update(declarations(style))
        return found


def number_format_of(found: Declarations) -> str:
    """Return the number format as a spreadsheet would show it; empty for "General"."""
    written = found.get("mso-number-format", "").strip("\"'")
    code = _ESCAPE.sub(lambda mark: chr(int(mark[1], 16)) if mark[1] else mark[2], written)
    code = _NAMED.get(code.lower(), code)
    return "" if code.lower() == "general" else code


def font_of(found: Declarations) -> str:
    """Return the first font that is named."""
    named = found.get("font-family", "").split(",")[0]
    return named.strip().strip("\"'").strip()


def signs_of(found: Declarations) -> tuple[str, str] | None:
    """Return the signs before decimals and between thousands, where Excel tells them."""
    decimal, group = (
        _ESCAPE.sub(lambda mark: chr(int(mark[1], 16)) if mark[1] else mark[2],
                    found.get(f"mso-displayed-{name}-separator", "").strip("\"'"))
        for name in ("decimal", "thousand")
    )  # fmt: skip
    return (decimal, group) if len(decimal) == 1 and decimal != group else None


def is_hidden(found: Declarations) -> bool:
    """Say whether an element is not shown."""
    return "none" in found.get("display", "") or "hidden" in found.get("visibility", "")
