"""How the tables of strangers' workbooks were mapped: a file with the same headings is known."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ctmtqg_desktop.catalogue.records.form import Form
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import ForgetMap
from ctmtqg_desktop.intake.desk.headings import DEEPEST_HEADING, bare_words
from ctmtqg_desktop.intake.desk.readings import ANSWERS, Answers, MapWish, Question
from ctmtqg_desktop.intake.desk.sheets import propose_maps
from ctmtqg_desktop.intake.desk.spans import spread
from ctmtqg_desktop.intake.desk.table_map import TableMap
from ctmtqg_desktop.intake.given import GivenBook, GivenTable, column_letter
from ctmtqg_desktop.workspace.records import KeptMap


def headings_digest(table: GivenTable, row: int) -> str:
    """Return by what a line of headings is known; empty where it says nothing."""
    texts = [bare_words(given.text) for given in table.rows[row]]
    while texts and not texts[-1]:
        texts.pop()
    said = json.dumps(texts, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest() if any(texts) else ""


def recalled_maps(desk: Desk, form: Form, book: GivenBook) -> dict[str, TableMap]:
    """Return the tables that are mapped as one with the same headings was before."""
    known = desk.workspace.book_maps.of(form.id)
    if not known:
        return {}
    found = (_recalled(spread(t), form, book, known) for t in book.tables if not t.is_hidden)
    return {how.table: how for how in found if how is not None}


def _recalled(
    table: GivenTable, form: Form, book: GivenBook, known: Mapping[str, KeptMap]
) -> TableMap | None:
    for row in range(min(len(table.rows), DEEPEST_HEADING)):
        kept = known.get(headings_digest(table, row))
        if kept is None or form.section(kept.section) is None:
            continue
        columns = _whole_numbers(kept.columns)
        named = {column_letter(at): str(columns.get(at, "")) for at in range(table.width)}
        wish = MapWish(table.name, kept.section, row + 1, named)
        maps = propose_maps(book, form, wish)
        if maps:
            return replace(maps[0], answers=dict(_answers(kept.answers)))
    return None


def _whole_numbers(text: str) -> dict[int, object]:
    return {int(at): value for at, value in json.loads(text).items()}


def _answers(text: str) -> Iterator[tuple[int, Answers]]:
    for at, said in json.loads(text).items():
        pairs = {Question(q): answer for q, answer in said.items()}
        yield int(at), {q: a for q, a in pairs.items() if a in ANSWERS[q]}


def remember_maps(desk: Desk, form: Form, book: GivenBook, maps: Sequence[TableMap]) -> None:
    """Keep how tables were mapped.

    Raises:
        WorkspaceError: it cannot be written down.
    """
    tables = {table.name: spread(table) for table in book.tables}
    for how in maps:
        digest = map_digest(tables.get(how.table), how)
        if digest:
            columns = json.dumps({str(at): name for at, name in how.columns.items()})
            answers = json.dumps({str(at): dict(said) for at, said in how.answers.items()})
            kept = KeptMap(form.id, digest, how.section, columns, answers)
            desk.workspace.book_maps.keep(kept, desk.clock())


def map_digest(table: GivenTable | None, how: TableMap) -> str:
    """Return by what the headings of a mapped table are known; empty where it has none."""
    if table is None or not 0 <= how.heading < len(table.rows):
        return ""
    return headings_digest(table, how.heading)


def forget_map(desk: Desk, order: ForgetMap, _: Step = no_step) -> Done:
    """Forget how a table with such headings was mapped.

    Raises:
        WorkspaceError: it cannot be written down.
    """
    desk.workspace.book_maps.drop(order.form, order.headings)
    return Done("done.forget-map", {"form": order.form, "headings": order.headings})
