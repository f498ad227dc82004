"""Letters of an old font become Unicode: known by the font's name, else by the whole table."""

from collections.abc import Iterable
from dataclasses import replace

from ctmtqg_desktop.intake.given import Given, GivenBook, GivenKind, GivenTable
from ctmtqg_desktop.intake.legacy import font_encoding, is_believed, vote
from ctmtqg_desktop.letters.spoiled import is_unicode, legacy_of
from ctmtqg_desktop.letters.tables import decode


def decoded_book(book: GivenBook) -> GivenBook:
    """Return a book whose texts are in Unicode; a sheet of clean texts stays as it is."""
    return replace(book, tables=tuple(decoded(table) for table in book.tables))


def decoded(table: GivenTable) -> GivenTable:
    """Return a table in Unicode, and in ``letters`` how it was written.

    A cell in a font of old letters is in its encoding; the others vote together, never each.
    """
    texts = [g for row in table.rows for g in row if g.kind is GivenKind.TEXT]
    fonts = _believed(texts)
    by_vote = vote(g.text for g in texts if font_encoding(g.font) not in fonts)
    if not by_vote and not fonts:
        return table
    rows = tuple(tuple(_decoded(given, fonts, by_vote) for given in row) for row in table.rows)
    return replace(table, rows=rows, letters=_told(rows, table.rows, fonts, by_vote))


def _believed(texts: Iterable[Given]) -> set[str]:
    """Return the encodings of the fonts whose letters are written in them."""
    written: dict[str, list[str]] = {}
    for given in texts:
        encoding = "" if given.text.isascii() else font_encoding(given.font)
        if encoding:
            written.setdefault(encoding, []).append(given.text)
    return {encoding for encoding, held in written.items() if is_believed(encoding, held)}


def _decoded(given: Given, fonts: set[str], by_vote: str) -> Given:
    if given.kind is not GivenKind.TEXT:
        return given
    named = font_encoding(given.font)
    encoding = named if named in fonts else by_vote
    if not encoding or (is_unicode(given.text) and not legacy_of(given.text)):
        return given
    return replace(given, text=decode(given.text, encoding))


def _told(
    after: Iterable[tuple[Given, ...]],
    before: Iterable[Iterable[Given]],
    fonts: set[str],
    by_vote: str,
) -> str:
    """Return the encodings that changed a text; empty where none did."""
    changed = any(
        one.text != other.text
        for row, old in zip(after, before, strict=True)
        for one, other in zip(row, old, strict=True)
    )
    return ", ".join(sorted(fonts | ({by_vote} - {""}))) if changed else ""
