"""Make the tasks of a plan into a table: who leads, by when, how many have done it, who not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctmtqg_desktop.messages import phrase
from ctmtqg_desktop.reports.page.page import (
    Block,
    HeaderCell,
    PageCell,
    PageColumn,
    PageTable,
    Paragraph,
    TableRow,
)

_HEADS = (
    "paper.task-brief", "paper.task-owner", "paper.task-due", "paper.task-done",
    "paper.task-state", "paper.task-open", "paper.target-quote",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskLine:
    """Hold one task of a plan and how far it is.

    Attributes:
        brief: the task in a few words, with its code.
        owner: who leads it, as the plan names it.
        due: by when, in words.
        done: how many of how many have done it, and how many have reported.
        state: in words.
        open: names of those that have not done it.
        quote: the words of the plan.
        source: where in the plan.
    """

    brief: str
    owner: str
    due: str
    done: str
    state: str
    open: str
    quote: str
    source: str = ""


def task_blocks(lines: Sequence[TaskLine]) -> Iterator[Block]:
    """Give the table of tasks, and how many stand where."""
    states = list(dict.fromkeys(line.state for line in lines))
    counts = "; ".join(f"{state}: {sum(x.state == state for x in lines)}" for state in states)
    yield Paragraph(phrase("paper.tasks-counted", count=len(lines), states=counts), "small")
    yield _table(lines)


def _table(lines: Sequence[TaskLine]) -> PageTable:
    centred = PageColumn(align="centre")
    return PageTable(
        columns=(
            centred, PageColumn(), PageColumn(), PageColumn(), centred, centred, PageColumn(),
            PageColumn(),
        ),
        header=(tuple(HeaderCell(name) for name in ("TT", *map(phrase, _HEADS))),),
        rows=tuple(_row(number, line) for number, line in enumerate(lines, 1)),
    )  # fmt: skip


def _row(number: int, line: TaskLine) -> TableRow:
    quote = f"“{line.quote}”" + (f" ({line.source})" if line.source else "")
    texts = (str(number), line.brief, line.owner, line.due, line.done, line.state, line.open)
    return TableRow((*map(PageCell, texts), PageCell(quote, italic=True)))
