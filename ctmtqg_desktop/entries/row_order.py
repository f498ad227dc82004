"""The keys of a roster's rows in order; where one stands is looked up, not searched."""

from collections.abc import Iterable


class RowOrder:
    """Hold keys in order; ``in``, ``place`` and adding at the end cost the same for any length."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._keys = list(keys)
        self._places: dict[str, int] | None = None
        self._shown: tuple[str, ...] | None = None

    def __contains__(self, key: object) -> bool:
        return key in self._looked_up()

    def __len__(self) -> int:
        return len(self._keys)

    def all(self) -> tuple[str, ...]:
        """Return the keys in order."""
        if self._shown is None:
            self._shown = tuple(self._keys)
        return self._shown

    def place(self, key: str) -> int | None:
        """Return where a key stands, from 0; None when it is not there."""
        return self._looked_up().get(key)

    def insert(self, index: int, key: str) -> None:
        """Put a key before the one at ``index``, or at the end."""
        self._shown = None
        if index < len(self._keys):
            self._places = None
        elif self._places is not None:
            self._places[key] = len(self._keys)
        self._keys.insert(index, key)

    def remove(self, index: int, key: str) -> None:
        """Take a key away; it usually stands at ``index``."""
        if not (0 <= index < len(self._keys) and self._keys[index] == key):
            index = self._keys.index(key)
        self._shown = self._places = None
        del self._keys[index]

    def _looked_up(self) -> dict[str, int]:
        if self._places is None:
            self._places = {key: at for at, key in enumerate(self._keys)}
        return self._places
