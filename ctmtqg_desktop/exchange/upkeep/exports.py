"""Tell who wrote which file out of a workspace, and write the list itself."""

from dataclasses import asdict

from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.paper.write import print_noted
from ctmtqg_desktop.exchange.post.export_journal import exports_document
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.upkeep.orders import Journal


def journal(room: Room, order: Journal, _: Step = no_step) -> Done:
    """Tell the latest exports, newest first; the list's own files are lines of the next.

    Raises:
        PackageError: a file cannot be written.
        WorkspaceError: it cannot be noted.
    """
    workspace, found = room.workspace, room.workspace.exports.latest(order.limit)
    paths = tuple(path for path in (order.pdf, order.xlsx) if path)
    if paths:
        at = room.clock()
        document = exports_document(found, unit=room.unit.name, at=at)
        print_noted(workspace, document, pdf=order.pdf, xlsx=order.xlsx, at=at)
    facts = {"exports": [asdict(line) for line in found], "paths": paths, "count": len(found)}
    return Done("done.journal-written" if paths else "done.journal", facts, paths, found)
