"""Drafts against their history: cells hold what was last typed, rows stand in place."""

from collections.abc import Iterator

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.change import Change, EntryValue, SheetKey
from ctmtqg_desktop.entries.row_order import RowOrder
from ctmtqg_desktop.exchange.proof.compare import in_few_words, is_same
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.upkeep.checks.told import differing, unproved_line
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.workspace.records import Problem


def check_drafts(room: Room) -> Iterator[Problem]:
    """Yield where drafts and their history part; a history that contradicts itself too."""
    for key in room.workspace.sheets.every():
        try:
            yield from _of_sheet(room, key)
        except (ValueError, ArithmeticError, LookupError):  # what cannot be read is no figure
            yield Problem("exchange.draft-unreadable", {"form": key.form, "period": key.period})


class _Replay:
    """A sheet made again from its history."""

    def __init__(self) -> None:
        self.entries: dict[Cell, EntryValue] = {}
        self.rows: dict[str, RowOrder] = {}
        self.broken: Cell | None = None

    def take(self, change: Change) -> None:
        for row in change.rows:
            if row.added:
                self.rows.setdefault(row.section, RowOrder()).insert(row.index, row.key)
        for item in change.cells:
            if not is_same(self.entries.get(item.cell, EMPTY), item.before):
                self.broken = self.broken or item.cell
            self.entries[item.cell] = item.after
        for row in change.rows:
            if not row.added:
                self.rows.setdefault(row.section, RowOrder()).remove(row.index, row.key)


def _of_sheet(room: Room, key: SheetKey) -> Iterator[Problem]:
    if key.unit != room.unit.code or (key.form, key.version) not in room.catalogue.forms:
        yield unproved_line(_named(key, f"{key.unit}, v{key.version}"))
    held, replay = room.workspace.sheets.load(key), _Replay()
    for change in room.workspace.sheets.changes(key):
        replay.take(change)
    if replay.broken is not None:
        pair = ("history", say("proof.broken", {}), "")
        yield from differing(_named(key, str(replay.broken)), pair)
    for cell in sorted({*held.entries, *replay.entries}):
        now, last = held.entries.get(cell, EMPTY), replay.entries.get(cell, EMPTY)
        if not is_same(now, last):
            pair = ("cell", in_few_words(now), in_few_words(last))
            yield from differing(_named(key, str(cell)), pair)
    for section in sorted({*held.rows, *replay.rows}):
        rows = replay.rows.get(section, RowOrder()).all()
        pair = ("rows", ", ".join(held.rows.get(section, ())), ", ".join(rows))
        yield from differing(_named(key, section), pair)


def _named(key: SheetKey, place: str) -> str:
    return say("proof.draft", {"form": key.form, "period": key.period, "cell": place})
