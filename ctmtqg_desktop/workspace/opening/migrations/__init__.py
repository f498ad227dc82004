"""How a workspace file became what it is: one numbered function per version.

A step knows nothing of today's tables, so that it means the same for ever. Alembic is loaded
only when there is a step to take.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from alembic.operations import Operations

Step = Callable[["Operations"], Mapping[str, int] | None]
"""It returns how many rows it took out of which tables, having put them elsewhere."""

LATEST = 4
"""The version this program reads and writes."""


def steps_after(version: int) -> tuple[Step, ...]:
    """Return the steps from a version to the latest, in order; from 0 a new file is built."""
    names = (f"{__name__}.v{number:04d}" for number in range(version + 1, LATEST + 1))
    return tuple(cast(Step, import_module(name).upgrade) for name in names)
