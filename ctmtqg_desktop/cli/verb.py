"""A verb of the command line: its words, its options, and the order they fill in.

What the verb does is the act of that order (``exchange.acts``); a verb only asks and tells.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from ctmtqg_desktop.cli.tools import Answer, Tools, open_place
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.exchange.act import Done, to_json
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.words import sentence


def told(done: Done) -> Sequence[str]:
    """Return what people read of an act: what happened, then what to do."""
    said = sentence(done.code, done.facts)
    return [line for line in (said.what, said.todo) if line]


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb.

    Attributes:
        name: as it is typed.
        words: one line of help.
        options: adds what may follow it; a ``workspace`` among them is opened as its room.
        order: fills in what is wanted; asks for passwords, after the room was found.
        office: fills in what is wanted of a receiving unit, where that is another order.
        lines: what people read; ``--json`` gives the facts.
    """

    name: str
    words: str
    options: Callable[[ArgumentParser], None]
    order: Callable[[Namespace], object]
    lines: Callable[[Done], Sequence[str]] = told
    office: Callable[[Namespace], object] | None = None

    def run(self, arguments: Namespace, tools: Tools) -> Answer:
        """Do the act and answer."""
        from ctmtqg_desktop.exchange.acts import do

        place = getattr(arguments, "workspace", None)
        if place is None:
            done = do(tools.program, self.order(arguments))
        else:
            with open_place(place, tools) as room:
                done = do(room, self._order_in(room)(arguments))
        return answer_of(done, self.lines)

    def _order_in(self, room: Desk | Office) -> Callable[[Namespace], object]:
        is_office = isinstance(room, Office)
        return self.office if self.office is not None and is_office else self.order


def answer_of(done: Done, lines: Callable[[Done], Sequence[str]] = told) -> Answer:
    """Return what the command line says of an act."""
    document = cast("dict[str, object]", to_json(done.facts))
    return Answer(document, tuple(lines(done)), done=not done.is_refused)


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
