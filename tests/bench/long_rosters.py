"""A list of households: by ``enter`` from a workbook, typed into, pasted and undone on screen."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import shiboken6
from case import PERIOD, Case, open_desk
from openpyxl import Workbook, load_workbook
from PySide6.QtWidgets import QApplication

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.ui.form.editing import Doors, Editing
from ctmtqg_desktop.ui.form.view import FormPage
from ctmtqg_desktop.ui.start import application

FORM, SECTION = "gnbv-danh-sach-ho", "ds_ngheo"
ROWS, SHOWN = (250, 1_000, 5_000, 20_000), 5_000
TURNS, COMMITS = 3, 20
_TEXTS = {
    "ten": lambda n: f"Nguyễn Văn {n}", "thon": lambda n: f"Thôn {n % 40}",
    "quan_he": lambda n: "Thành viên" if n % 4 else "Chủ hộ",
    "cccd": lambda n: f"0120{60 + n % 40:02d}{n:06d}", "nam_nam": lambda n: str(1960 + n % 40),
    "dan_toc": lambda _: "Mông", "dien_bien": lambda n: ("Nghèo mới", "Nghèo cũ")[n % 2],
    "co_cong": lambda n: ("Đạt", "Chưa đạt")[n % 2], "dtts": lambda _: "Đạt",
    "khong_lao_dong": lambda _: "Chưa đạt", "ht_y_te": lambda _: "Đạt",
    "ht_giao_duc": lambda n: ("Đạt", "Chưa đạt")[n % 2],
}  # fmt: skip
"""Twelve columns, as an officer writes them."""


def cases(folder: Path) -> Iterator[Case]:
    """Hold a list against an openpyxl read of the same book, and a screen against plain SQLite."""
    open_desk(folder).workspace.close()
    blank = folder / "bench.ctmtqg"
    for rows in ROWS:
        yield _entered(blank, rows)
    for rows in ROWS:
        yield _pasted(folder / f"paste-{rows}", folder / f"{rows}.xlsx", rows)
    yield from _on_screen(folder / "screen")


def _entered(blank: Path, rows: int) -> Case:
    book = _book(blank.with_name(f"{rows}.xlsx"), rows)
    target = blank.with_name("fresh.ctmtqg")

    def ours() -> None:
        shutil.copy(blank, target)
        words = [str(target), FORM, PERIOD.code, str(book)]
        subprocess.run(
            [sys.executable, "-m", "ctmtqg_desktop", "enter", *words], check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def other() -> None:
        for row in load_workbook(book, read_only=True).active.iter_rows(values_only=True):
            assert row

    name = f"enter {rows} households, whole process"
    return Case(name, ours, "openpyxl reads the book", other, turns=TURNS)


def _book(path: Path, rows: int) -> Path:
    book = Workbook()
    book.active.title = SECTION
    book.active.append(list(_TEXTS))
    for number in range(rows):
        book.active.append([text(number) for text in _TEXTS.values()])
    book.save(path)
    return path


# -- on screen


def _shown(folder: Path) -> tuple[Desk, FormPage]:
    """Return a desk and its list on screen."""
    folder.mkdir()
    application(["bench"])
    desk = open_desk(folder)
    sheet = desk.sheet(FORM, PERIOD)
    page = FormPage(sheet, Doors(desk.commit, desk.justify, say))
    page.show()
    page.show_section([s.id for s in sheet.form.sections].index(SECTION))
    return desk, page


def _pasted(folder: Path, book: Path, rows: int) -> Case:
    """Paste a list as text, down to the last finding, and take it back; each turn anew."""
    desk, page = _shown(folder)
    sheet, editing = desk.sheet(FORM, PERIOD), page.editing
    section = sheet.form.section(SECTION)
    assert section is not None
    columns = [_TEXTS.get(column.id, _nothing) for column in section.columns]
    block = "\n".join("\t".join(text(number) for text in columns) for number in range(rows))

    def ours() -> None:
        page.view().take_block(block)
        while len(sheet.rows(SECTION)) < rows or page.view().busy.is_running:
            QApplication.processEvents()
        _settle(editing)
        editing.stack.undo()
        _settle(editing)

    def other() -> None:
        for row in load_workbook(book, read_only=True).active.iter_rows(values_only=True):
            assert row

    def close() -> None:
        shiboken6.delete(page)
        desk.workspace.close()

    name = f"paste {rows} households and take them back"
    return Case(name, ours, "openpyxl reads the book", other, close=close, turns=TURNS)


def _nothing(_: int) -> str:
    return ""


def _on_screen(folder: Path) -> Iterator[Case]:
    desk, page = _shown(folder)
    sheet = desk.sheet(FORM, PERIOD)
    editing, plain = page.editing, _plain(folder / "plain.db")
    _paste(editing)
    names = count()

    def commit() -> None:
        for _ in range(COMMITS):
            middle = sheet.rows(SECTION)[SHOWN // 2]
            editing.type_texts([(Cell(SECTION, middle, "dien_bien"), f"{next(names) % 2}")])
            _settle(editing)

    def undo_and_redo() -> None:
        editing.stack.undo()
        _settle(editing)
        editing.stack.redo()
        _settle(editing)

    yield Case(f"commit a cell, {SHOWN} rows beside it", commit, "one durable SQLite row",
               _writes(plain, 1, COMMITS), COMMITS)  # fmt: skip
    while editing.stack.index() > 1:
        editing.stack.undo()
    cells = SHOWN * len(_TEXTS)

    def close() -> None:
        shiboken6.delete(page)
        plain.close()
        desk.workspace.close()

    name = f"undo or redo a paste of {cells} cells"
    other = _writes(plain, 2 * cells, 2)
    yield Case(name, undo_and_redo, f"{2 * cells} SQLite rows", other, 2, close, TURNS)


def _paste(editing: Editing) -> None:
    def items() -> list[tuple[Cell, str]]:
        keys = enumerate(editing.sheet.rows(SECTION))
        return [(Cell(SECTION, k, c), text(at)) for at, k in keys for c, text in _TEXTS.items()]

    editing.type_block(SECTION, SHOWN, items)
    _settle(editing)


def _settle(editing: Editing) -> None:
    """Let the window go on until everything is found and drawn."""
    editing.look_again()
    while editing.is_looking:
        QApplication.processEvents()
    QApplication.processEvents()


def _plain(path: Path) -> sqlite3.Connection:
    plain = sqlite3.connect(path, isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA synchronous=FULL")
    plain.execute("CREATE TABLE entry (cell TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID")
    return plain


def _writes(plain: sqlite3.Connection, rows: int, times: int) -> Callable[[], None]:
    given = [(f"{SECTION}.r{number}.ten", "Nguyễn Văn A") for number in range(rows)]

    def write() -> None:
        for _ in range(times):
            plain.execute("BEGIN IMMEDIATE")
            plain.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?)", given)
            plain.execute("COMMIT")

    return write
