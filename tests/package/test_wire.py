"""Issue 8, Build 4: a record says once how it travels; it is written and read by that alone."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import pytest

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.wire import (
    INLINE,
    OMITTED,
    Base64,
    Code,
    Count,
    Day,
    Flag,
    Head,
    Line,
    Moment,
    Sha256,
    Wire,
    WireKey,
    many,
    spelled,
    text,
    whole_number,
)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Leaf:
    name: Line
    due: Day | None


@dataclass(frozen=True)
class Top:
    unit: Code
    sha256: Sha256
    at: Moment


@dataclass(frozen=True)
class Whole:
    top: Annotated[Top, INLINE]
    number: Count
    colour: Colour
    own: Annotated[Base64, WireKey("data")]
    leaf: Leaf | None
    leaves: Annotated[tuple[Leaf, ...], many(spelled(Leaf), least=1, most=2)]
    note: Annotated[str, text(limit=5, fits=str.isalpha), OMITTED] = ""
    share: Annotated[int | None, whole_number(least=0, most=100), OMITTED] = None
    sure: Annotated[Flag, OMITTED] = False
    more: Annotated[tuple[Count, ...], OMITTED] = field(default_factory=tuple)


WIRE = Wire(Whole, "package.manifest", head=Head("whole", 2))
AT = datetime(2025, 1, 9, 8, 0, tzinfo=VIETNAM)
PLAIN = Whole(
    Top("106", "ab" * 32, AT), 3, Colour.RED, b"\x00\xff", None, (Leaf("a", date(2025, 2, 1)),)
)
FULL = Whole(
    PLAIN.top, 3, Colour.RED, b"x", Leaf("b", None), PLAIN.leaves * 2, "abc", 0, True, (1, 2)
)
DOCUMENT = {
    "format": "whole", "format_version": 2, "unit": "106", "sha256": "ab" * 32,
    "at": "2025-01-09T08:00:00+07:00", "number": 3, "colour": "red", "data": "AP8=", "leaf": None,
    "leaves": [{"name": "a", "due": "2025-02-01"}],
}  # fmt: skip


@pytest.mark.parametrize("record", [PLAIN, FULL])
def test_what_is_written_is_read_back(record):
    assert WIRE.load(WIRE.dump(record)) == record


def test_json_is_as_the_fields_say_and_leaves_out_what_is_as_by_default():
    assert canonical.load(WIRE.dump(PLAIN)) == DOCUMENT


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"format": "part"}, "format"),
        ({"format_version": 1}, "format"),
        ({"format_version": "2"}, "format_version"),
        ({"unit": "1 2"}, "unit"),
        ({"sha256": "AB" * 32}, "sha256"),
        ({"at": "2025-01-09T08:00:00"}, "at"),
        ({"number": 0}, "number"),
        ({"number": True}, "number"),
        ({"colour": "blue"}, "colour"),
        ({"colour": ["red"]}, "colour"),
        ({"data": "AP8"}, "data"),
        ({"leaf": []}, "leaf"),
        ({"leaf": {"name": "a"}}, "leaf.due"),
        ({"leaves": []}, "leaves"),
        ({"leaves": DOCUMENT["leaves"] * 3}, "leaves"),
        ({"leaves": [*DOCUMENT["leaves"], {"name": " a", "due": None}]}, "leaves[1].name"),
        ({"leaves": [{"name": "a", "due": "2025-02-30"}]}, "leaves[0].due"),
        ({"note": ""}, "note"),
        ({"note": None}, "note"),
        ({"note": "abcdef"}, "note"),
        ({"note": "a-b"}, "note"),
        ({"share": 101}, "share"),
        ({"share": None}, "share"),
        ({"sure": 1}, "sure"),
        ({"more": [1, 0]}, "more[1]"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_place(changes, where):
    with pytest.raises(PackageError) as caught:
        WIRE.load(canonical.dump(DOCUMENT | changes))
    assert (caught.value.code, caught.value.facts) == ("package.manifest-field", {"where": where})


@pytest.mark.parametrize("name", DOCUMENT)
def test_a_field_without_a_default_in_json_must_be_there(name):
    less = {key: value for key, value in DOCUMENT.items() if key != name}
    with pytest.raises(PackageError) as caught:
        WIRE.load(canonical.dump(less))
    assert caught.value.facts == {"where": name}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"zz": 1, "more_": 1}, "more_"),
        ({"leaf": {"name": "a", "due": None, "top": 1}}, "leaf.top"),
        ({"x" * 200: 1}, "x" * 80),
    ],
)
def test_nothing_may_be_left_over(changes, where):
    with pytest.raises(PackageError) as caught:
        WIRE.load(canonical.dump(DOCUMENT | changes))
    assert caught.value.code == "package.manifest-unknown-field"
    assert caught.value.facts == {"where": where}


@pytest.mark.parametrize("document", [None, [], "x", 1])
def test_what_is_no_record_is_refused(document):
    with pytest.raises(PackageError) as caught:
        WIRE.load(canonical.dump(document))
    assert caught.value.facts == {"where": "$"}


def test_another_format_can_be_told_from_another_version():
    def refuse(name, version):
        return PackageError("package.manifest-version", version=f"{name} {version}")

    wire = Wire(Leaf, "package.manifest", head=Head("leaf", 1, refuse))
    data = canonical.dump({"format": "leaf", "format_version": 7, "name": "a", "due": None})
    with pytest.raises(PackageError) as caught:
        wire.load(data)
    assert caught.value.facts == {"version": "leaf 7"}


def test_a_text_that_may_not_travel_is_not_written():
    with pytest.raises(PackageError):
        Wire(Leaf, "package.manifest").dump(Leaf("a\u202eb", None))
