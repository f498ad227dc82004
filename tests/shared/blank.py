"""Workspaces with nothing in them: a new one of a kind is made once, others are its copies."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ctmtqg_desktop.workspace.file.cipher import ring_of
from ctmtqg_desktop.workspace.records import Identity, Secret
from ctmtqg_desktop.workspace.workspace import Workspace, create, open_workspace


def blank_workspace(path: Path, identity: Identity, secret: Secret | None = None) -> Workspace:
    """Return a new workspace, open, as ``create`` would have made it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(_made(identity, secret))
    if secret is None:
        return open_workspace(path)
    ring_of(path).write_bytes(secret.ring)
    return open_workspace(path, key=secret.key)


@cache
def _made(identity: Identity, secret: Secret | None) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "so.ctmtqg"
        create(path, identity, secret=secret).close()
        return path.read_bytes()
