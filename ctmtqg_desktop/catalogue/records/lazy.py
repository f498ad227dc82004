"""Records that are built when somebody asks for them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from ctmtqg_desktop.catalogue.records.plain import Build

K = TypeVar("K")
V = TypeVar("V")


class Slices(Mapping[K, bytes], Generic[K]):
    """A mapping from keys to pieces of one text, cut out when somebody asks for them."""

    def __init__(self, data: bytes, places: Mapping[K, tuple[int, int]]) -> None:
        self._data = data
        self._places = places

    def __getitem__(self, key: K) -> bytes:
        start, end = self._places[key]
        return self._data[start:end]

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[K]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class LazyRecords(Mapping[K, V], Generic[K, V]):
    """A mapping from keys to records that are lines of JSON until they are asked for."""

    def __init__(
        self, lines: Mapping[K, bytes], build: Build, heads: Sequence[dict[str, Any]] = ()
    ) -> None:
        self._lines = lines
        self._build = build
        self._raw_heads = heads
        self._made: dict[K, V] = {}
        self._heads: tuple[V, ...] | None = None

    def __getitem__(self, key: K) -> V:
        if key not in self._made:
            self._made[key] = self._build(json.loads(self._lines[key]))
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._lines

    def __iter__(self) -> Iterator[K]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def heads(self) -> tuple[V, ...]:
        """Return the records without their long parts; empty where none were given."""
        if self._heads is None:
            self._heads = tuple(self._build(raw) for raw in self._raw_heads)
        return self._heads
