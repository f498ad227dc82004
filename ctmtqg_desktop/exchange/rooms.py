"""Where rooms are opened: the one place that knows what a desk and an office stand in.

Whoever opens a workspace elsewhere would forget what was published into it, or its clock.
"""

from functools import partial
from typing import TYPE_CHECKING

from ctmtqg_desktop.exchange.demonstration import clock_of
from ctmtqg_desktop.exchange.keeping.installed import catalogue_of
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.room import Program, Room, demand_role
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.workspace.records import Role

if TYPE_CHECKING:
    from ctmtqg_desktop.workspace.workspace import Workspace


def room_of(program: Program, workspace: "Workspace", library: Library | None = None) -> Room:
    """Return the room of an open workspace.

    Args:
        program: what comes with the program.
        workspace: whose room.
        library: what was compiled already; taken where its catalogue is the workspace's own,
            or was read with the package that is installed here too.

    Raises:
        WorkspaceError: what was published into it cannot be read.
        FormError: ``form.unit-unknown``.
    """
    read = partial(_library, program, workspace)
    library, identity = read(library), workspace.identity
    unit = library.catalogue.units.at(identity.unit_code, identity.at)
    return Room(workspace, unit, clock_of(workspace, program.clock), library, read)


def _library(program: Program, workspace: "Workspace", known: Library | None) -> Library:
    """Return the library of what is published into a workspace now; the known one if it is."""
    edition = workspace.settings.installed()
    if known is not None and edition and known.edition == edition:
        return known
    catalogue = catalogue_of(workspace, program.catalogue, cache_dir=program.cache_dir)
    return known if known and known.catalogue is catalogue else Library(catalogue, edition)


def desk_of(program: Program, workspace: "Workspace", library: Library | None = None) -> Desk:
    """Return the desk of a reporting unit's workspace.

    Raises:
        WorkspaceError: ``exchange.wrong-role``; see ``room_of``.
    """
    demand_role(workspace, Role.SENDER)
    return Desk(room_of(program, workspace, library))


def office_of(program: Program, workspace: "Workspace", library: Library | None = None) -> Office:
    """Return the office of a receiving unit's workspace.

    Raises:
        WorkspaceError: ``exchange.wrong-role``; see ``room_of``.
    """
    demand_role(workspace, Role.RECEIVER)
    return Office(room_of(program, workspace, library))


def place_of(
    program: Program, workspace: "Workspace", library: Library | None = None
) -> Desk | Office:
    """Return what a workspace is: a reporting unit's desk or a receiving unit's office.

    Raises:
        WorkspaceError, FormError: see ``room_of``.
    """
    opens = office_of if workspace.identity.role == Role.RECEIVER else desk_of
    return opens(program, workspace, library)


def own_desk(office: Office) -> Desk:
    """Return the desk at which a receiving unit fills in its own forms."""
    return Desk(office.room)


def desk_at(place: Desk | Office) -> Desk:
    """Return the desk to type at: a reporting unit's, or an office's for its own forms."""
    return own_desk(place) if isinstance(place, Office) else place
