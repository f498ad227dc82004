"""Write a block as tab text, for programs that take nothing better."""

from collections.abc import Iterable, Sequence

from ctmtqg_desktop.text import parse_number

_FORMULA_MARKS = frozenset("=+-@")


def tab_text(rows: Iterable[Sequence[str]]) -> str:
    """Return a block as text: a tab between cells, a line for each row."""
    return "\n".join("\t".join(map(quoted, row)) for row in rows)


def quoted(text: str) -> str:
    """Return a cell's text as Excel takes it: as a text, never as a formula."""
    if text[:1] in _FORMULA_MARKS and parse_number(text) is None:
        text = f"'{text}"
    if any(mark in text for mark in '\t\n"'):
        return '"' + text.replace('"', '""') + '"'
    return text
