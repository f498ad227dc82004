"""The journal of exports against the packages that were written: each is as it was signed."""

from collections.abc import Iterator

from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.exchange.upkeep.checks.told import differing, unproved_line
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.workspace.records import Problem

_KINDS = frozenset(kind.value for kind in Kind)


def check_exports(room: Room) -> Iterator[Problem]:
    """Yield lines of signed files that no kept package is like."""
    kept = {record.sha256: record for record in room.workspace.packages.every()}
    for line in room.workspace.exports.latest():
        if line.what not in _KINDS:
            continue
        subject = say("proof.export", {"path": line.path, "moment": line.at})
        record = kept.get(line.sha256)
        if record is None:
            yield unproved_line(subject)
        else:
            yield from differing(
                subject, ("size", line.size, record.size), ("kind", line.what, record.kind)
            )
