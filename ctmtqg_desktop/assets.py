"""Where ``forms/`` and ``resources/`` are: in a checkout, a wheel or a frozen program."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """Return the folder that holds ``forms`` and ``resources``."""
    packaged = _PACKAGE / "_data"
    return packaged if packaged.is_dir() else _PACKAGE.parent


def forms_dir() -> Path:
    """Return the folder of what the authorities prescribe."""
    return root() / "forms"


def resource(*parts: str) -> Path:
    """Return the path of a resource.

    Raises:
        ValueError: a part climbs out of the folder or is absolute.
    """
    if any(part in {"", "..", "."} or Path(part).is_absolute() for part in parts):
        raise ValueError(parts)
    return (root() / "resources").joinpath(*parts)
