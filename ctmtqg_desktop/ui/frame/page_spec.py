"""A page is declared once; tree, keys, F1 and gallery are made from its declaration."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from ctmtqg_desktop.ui.frame.frame import Deed
from ctmtqg_desktop.ui.frame.tree import Entry


def page_words(words: str) -> str:
    """Return declared words in the window's language; they are marked where they stand."""
    return QCoreApplication.translate("Pages", words)


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of a window.

    Attributes:
        id: unique within the window; also of its entry in the tree.
        words: its name, in the source language.
        icon: in the tree.
        keys: that go there, in Qt's spelling; may be empty.
        group: heading of the tree under which it stands; empty for the top.
        show: goes there; gets the window that holds the pages. What is dear is built then.
        about: what the page speaks of (report, period, revision, unit), for its heading; a page
            that says it itself gives nothing.
    """

    id: str
    words: str
    icon: str
    keys: tuple[str, ...]
    group: str
    show: Callable[[Any], object]
    about: Callable[[Any], Sequence[str]] = lambda window: window.about_unit()


def page_of(specs: Iterable[PageSpec], page_id: str) -> PageSpec:
    """Return a declared page.

    Raises:
        StopIteration: nothing declares it.
    """
    return next(spec for spec in specs if spec.id == page_id)


def page_heading(specs: Iterable[PageSpec], page_id: str, window: object) -> tuple[str, str]:
    """Return the name of a page and what it speaks of; nothing for one that says it itself."""
    spec = next((spec for spec in specs if spec.id == page_id), None)
    about = " · ".join(part for part in spec.about(window) if part) if spec is not None else ""
    return (page_words(spec.words), about) if spec is not None and about else ("", "")


def entries_of(specs: Iterable[PageSpec], group: str = "") -> tuple[Entry, ...]:
    """Return the lines of the tree below a heading, in their order."""
    return tuple(Entry(s.id, page_words(s.words), s.icon) for s in specs if s.group == group)


def grouped_entries(specs: Sequence[PageSpec]) -> tuple[Entry, ...]:
    """Return the whole tree: what stands at the top, and the headings with what is below."""
    groups = dict.fromkeys(spec.group for spec in specs if spec.group)
    headings = (Entry(f"group:{g}", page_words(g), children=entries_of(specs, g)) for g in groups)
    return (*entries_of(specs), *headings)


def deeds_of(specs: Iterable[PageSpec], window: object) -> tuple[Deed, ...]:
    """Return the actions that go to pages, with their keys."""

    def deed(spec: PageSpec) -> Deed:
        return Deed(page_words(spec.words), spec.keys, lambda: spec.show(window))

    return tuple(deed(spec) for spec in specs if spec.keys)
