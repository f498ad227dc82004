"""Copy a workspace away, and bring a copy back."""

from pathlib import Path

from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.post.export_journal import Exported, note_export
from ctmtqg_desktop.exchange.room import Program, Room
from ctmtqg_desktop.exchange.upkeep.encrypted import unlock_workspace
from ctmtqg_desktop.exchange.upkeep.location import location_of
from ctmtqg_desktop.exchange.upkeep.orders import Backup, Restore
from ctmtqg_desktop.workspace.workspace import is_locked
from ctmtqg_desktop.workspace.workspace import restore_workspace as put_back


def backup(room: Room, order: Backup, _: Step = no_step) -> Done:
    """Copy a workspace whole; the journal of exports has a line of it.

    Raises:
        WorkspaceError: ``workspace.exists``, ``.disk-full``, ``.backup-by-server``.
    """
    room.workspace.upkeep.backup(order.target)
    note_export(
        room.workspace, room.clock(), Exported.BACKUP, order.target, personal=True
    )  # fmt: skip
    return Done("done.backup", {"ok": True, "path": order.target}, (order.target,))


def restore(place: Room | Program, order: Restore, _: Step = no_step) -> Done:
    """Put a backup in place, and keep what was there under a dated name.

    Raises:
        WorkspaceError: the backup is no whole workspace; ``workspace.exists``, ``.in-use``,
            ``.locked``, ``.backup-by-server``.
        TrustError: ``trust.sealed-password-wrong``.
    """
    location = location_of(order.place)
    if not isinstance(location, Path):
        named = order.place if isinstance(order.place, Path) else "PostgreSQL"
        raise WorkspaceError("workspace.backup-by-server", place=str(named))
    needs_key = bool(order.password) and is_locked(order.source)
    key = unlock_workspace(order.source, order.password) if needs_key else None
    kept = put_back(order.source, location, at=place.clock(), replace=order.replace, key=key)
    facts = {"ok": True, "kept": kept, "workspace": location}
    code = "done.restore-kept" if kept else "done.restore"
    return Done(code, facts, (location,))
