"""Version 3: facts that lay in settings and in the journal get tables of their own.

Self-contained: it says what was moved on that day, whatever ``tables`` says now. Settings that
moved are gone afterwards; the journal keeps every line.
"""

from collections.abc import Mapping

from alembic.operations import Operations

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.workspace.opening.migrations.v0003.counts import count_after, count_before
from ctmtqg_desktop.workspace.opening.migrations.v0003.made import make_tables
from ctmtqg_desktop.workspace.opening.migrations.v0003.moves import move_all


def upgrade(op: Operations) -> Mapping[str, int]:
    """Make the tables and move the facts; return how many settings that took away.

    Raises:
        WorkspaceError: ``workspace.migration-failed`` when a fact did not arrive.
    """
    make_tables(op)
    if op.get_context().as_sql:
        return {}
    connection = op.get_bind()
    before = count_before(connection)
    settings = move_all(connection)
    after = count_after(connection)
    lost = sorted(name for name, number in before.items() if after[name] != number)
    if lost:
        raise WorkspaceError("workspace.migration-failed", tables=", ".join(lost))
    return {"setting": settings}
