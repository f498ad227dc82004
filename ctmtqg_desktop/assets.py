"""Where ``forms/`` and ``resources/`` are: in a checkout, a wheel or a frozen program; words."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

Words = Mapping[str, Mapping[str, str]]

_PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """Return the folder that holds ``forms`` and ``resources``."""
    packaged = _PACKAGE / "_data"
    return packaged if packaged.is_dir() else _PACKAGE.parent


def forms_dir() -> Path:
    """Return the folder of what the authorities prescribe."""
    return root() / "forms"


@cache
def resource(*parts: str) -> Path:
    """Return the path of a resource.

    Raises:
        ValueError: a part climbs out of the folder or is absolute.
    """
    if any(part in {"", "..", "."} or Path(part).is_absolute() for part in parts):
        raise ValueError(parts)
    return (root() / "resources").joinpath(*parts)


def words(*parts: str) -> Words:
    """Return what a TOML file among the resources says: tables of a name and a text each."""
    return _read(resource(*parts))


@cache
def _read(path: Path) -> Words:
    """Read a file once; it is part of the program and never changes."""
    import tomllib

    found: Words = tomllib.loads(path.read_text(encoding="utf-8"))
    return found
