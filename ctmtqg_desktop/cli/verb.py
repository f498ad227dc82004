"""A verb of the command line: its words, its options, and the order they fill in.

What the verb does is the act of that order (``exchange.acts``); a verb only asks and tells.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.cli.tools import Answer, Tools
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done, to_json
from ctmtqg_desktop.exchange.words import of_done
from ctmtqg_desktop.workspace.records import Role

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.acts import Place


def told_lines(done: Done) -> Sequence[str]:
    """Return what people read of an act: what happened, then what to do."""
    said = of_done(done.code, done.facts, done.paths)
    return [line for line in (said.what, said.todo) if line]


def _anything(_: Namespace) -> None:
    """Let any words be right."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A verb that is no act: what is said of it, what may follow it, what it does."""

    name: str
    words: str
    options: Callable[[ArgumentParser], None]
    run: Callable[[Namespace, Tools], Answer]


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb.

    Attributes:
        name: as it is typed.
        words: one line of help.
        options: adds what may follow it; a ``workspace`` among them is opened as its room.
        order: fills in what is wanted, from the options and the room, whose side may decide;
            asks for passwords. Several orders in a tuple are done one after another.
        lines: what people read; ``--json`` gives the facts.
        check: refuses words that cannot be right together, before a workspace is opened.
    """

    name: str
    words: str
    options: Callable[[ArgumentParser], None]
    order: "Callable[[Namespace, Place], object]"
    lines: Callable[[Done], Sequence[str]] = told_lines
    check: Callable[[Namespace], None] = _anything

    def run(self, arguments: Namespace, tools: Tools) -> Answer:
        """Do the act and answer."""
        from ctmtqg_desktop.cli.opening import open_place

        self.check(arguments)
        place = getattr(arguments, "workspace", None)
        if place is None:
            return self._answer(arguments, tools.program)
        with open_place(place, tools) as room:
            return self._answer(arguments, room)

    def _answer(self, arguments: Namespace, place: "Place") -> Answer:
        from ctmtqg_desktop.exchange.acts import do

        asked = self.order(arguments, place)
        orders = asked if isinstance(asked, tuple) else (asked,)
        answers = [answer_of(do(place, order), self.lines) for order in orders]
        return Answer(
            {name: fact for one in answers for name, fact in one.document.items()},
            tuple(line for one in answers for line in one.lines),
            done=all(one.done for one in answers),
        )


def answer_of(done: Done, lines: Callable[[Done], Sequence[str]] = told_lines) -> Answer:
    """Return what the command line says of an act."""
    document = cast("dict[str, object]", to_json(done.facts))
    return Answer(document, tuple(lines(done)), done=not done.is_refused)


def is_office(place: "Place") -> bool:
    """Say whether a verb was given a receiving unit's workspace."""
    workspace = getattr(place, "workspace", None)
    return workspace is not None and workspace.identity.role == Role.RECEIVER


def workspace_option(parser: ArgumentParser) -> None:
    """Add the workspace an act is done in."""
    parser.add_argument("workspace", metavar=tr("SỔ"), help=tr("sổ làm việc"))


def period_option(parser: ArgumentParser) -> None:
    """Add the period a report is of."""
    parser.add_argument(
        "period", metavar=tr("KỲ"), help=tr("2024, 2024-H1, 2024-Q3 hoặc 2024-M07")
    )


def out_option(parser: ArgumentParser) -> None:
    """Add the folder packages are written into."""
    parser.add_argument("--out", default=".", metavar=tr("THƯ_MỤC"), help=tr("thư mục ghi gói"))


def day_of(text: str | None) -> date | None:
    """Return the day of an option, written as 2025-01-02; None where none is given.

    Raises:
        FormError: ``exchange.date``.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FormError("exchange.date", given=text) from error
