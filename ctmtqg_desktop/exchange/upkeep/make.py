"""Make a workspace: plain, encrypted, or in a database on a server."""

from pathlib import Path

from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.errors import WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, made_folder, no_step
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.keeping.installed import catalogue_at
from ctmtqg_desktop.exchange.room import Program, Room
from ctmtqg_desktop.exchange.upkeep.encrypted import create_encrypted, make_secret, slip_beside
from ctmtqg_desktop.exchange.upkeep.location import pointer_to
from ctmtqg_desktop.exchange.upkeep.orders import Encryption, Init
from ctmtqg_desktop.package.files import write_new
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create


def init(place: Room | Program, order: Init, _: Step = no_step) -> Done:
    """Make a workspace; ``found`` is the key of an encrypted one, None for any other.

    Raises:
        FormError: ``form.unit-unknown``, ``form.report-set-unknown``, ``exchange.folder``.
        WorkspaceError: ``workspace.exists``; see ``create``, ``create_encrypted``.
        TrustError: ``exchange.password-short``.
        PackageError: the recovery slip cannot be written.
    """
    now, catalogue = place.clock(), catalogue_at(place)
    day = order.at or now.date()
    unit = catalogue.units.at(order.unit, day)
    for set_id in order.report_sets:
        catalogue.report_set(set_id)
    identity = Identity(unit.code, day, order.role.value, now)
    if order.encryption is not None:
        return _encrypted(order, order.encryption, identity, unit)
    if order.url:
        _on_server(order, identity)
    else:
        with create(order.place, identity) as workspace:
            choose(workspace, order.report_sets)
    return Done("done.init", _facts(order, unit), (order.place,))


def _facts(order: Init, unit: Unit) -> dict[str, object]:
    return {
        "workspace": order.place, "unit": unit.code, "name": unit.name, "role": order.role,
    }  # fmt: skip


def _on_server(order: Init, identity: Identity) -> None:
    """Make the tables, and the file that points to them.

    Raises:
        WorkspaceError: ``workspace.exists`` and what ``create`` raises.
    """
    if order.place.exists():
        raise WorkspaceError("workspace.exists", place=order.place.name)
    made_folder(order.place.parent)
    with create(order.url, identity) as workspace:
        choose(workspace, order.report_sets)
    write_new(order.place, pointer_to(order.url))


def _encrypted(order: Init, how: Encryption, identity: Identity, unit: Unit) -> Done:
    """Make an encrypted workspace and its recovery slip; neither stands without the other."""
    if order.url:
        raise WorkspaceError("workspace.cipher-by-server")
    slip: Path = how.slip or slip_beside(order.place)
    if slip.exists():
        raise WorkspaceError("workspace.exists", place=str(slip))
    secret = make_secret(how.password)
    made_folder(slip.parent)
    with create_encrypted(order.place, identity, secret, slip=slip, unit=unit) as workspace:
        choose(workspace, order.report_sets)
    facts = {**_facts(order, unit), "encrypted": True, "recovery_slip": slip}
    return Done("done.init-encrypted", facts, (order.place, slip), found=secret.key)
