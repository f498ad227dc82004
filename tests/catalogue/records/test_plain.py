"""Requirements: issue 3, the compiled catalogue: every kind of field comes back as it was."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from ctmtqg_desktop.catalogue.records.lazy import LazyRecords
from ctmtqg_desktop.catalogue.records.legal import Confidence
from ctmtqg_desktop.catalogue.records.plain import builder, record_builder, to_plain


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    day: date
    figure: Decimal
    parts: tuple[Part, ...]
    by_name: dict[str, Part] = field(default_factory=dict)
    wide: Mapping[str, int] = field(default_factory=dict)
    days: frozenset[date] = frozenset()
    choices: tuple[str, ...] | None = None
    empty_on_purpose: tuple[str, ...] = ("something",)
    yes: bool = True


FULL = Whole(
    date(2024, 12, 31),
    Decimal("1.10"),
    (Part("Đường", Confidence.SEED), Part("")),
    {"a": Part("b")},
    {"c": 3},
    frozenset({date(2025, 1, 1), date(2025, 4, 30)}),
    ("x",),
    (),
    False,
)
SPARSE = Whole(date(2024, 1, 1), Decimal(0), ())


@pytest.mark.parametrize("whole", [FULL, SPARSE], ids=["full", "sparse"])
def test_a_record_comes_back_as_it_was(whole):
    text = json.dumps(to_plain(whole))
    back = record_builder(Whole)(json.loads(text))
    assert back == whole
    assert repr(back) == repr(whole)  # 1.10 stays 1.10, a tuple stays a tuple


def test_what_holds_its_default_is_left_out():
    assert set(to_plain(SPARSE)) == {"day", "figure", "parts"}


@pytest.mark.parametrize("kind", [bytes, tuple[str, int], int | str, list[int], set[str]])
def test_a_type_nobody_can_read_back_is_refused(kind):
    with pytest.raises(TypeError):
        builder(kind)


@pytest.mark.parametrize("value", [b"x", [1], {1}, object()])
def test_a_value_nobody_can_read_back_is_refused(value):
    with pytest.raises(TypeError):
        to_plain(value)


def test_a_record_is_built_when_it_is_asked_for_and_once():
    built = []

    def build(raw: dict[str, int]) -> int:
        built.append(raw["n"])
        return raw["n"]

    lines = {key: json.dumps({"n": key}).encode() for key in (3, 1, 2)}
    records: LazyRecords[int, int] = LazyRecords(lines, build)
    assert (len(records), list(records), 1 in records, 4 in records) == (3, [3, 1, 2], True, False)
    assert not built
    assert (records[1], records[1]) == (1, 1)
    assert built == [1]
    assert records == {3: 3, 1: 1, 2: 2}
    with pytest.raises(KeyError):
        records[4]
