"""DESIGN 5, package_and_signing 3 and 8 step 10: JSON with one spelling, hostile texts refused."""

import json
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical

HOSTILE = {
    "duplicate-key": (b'{"a":1,"a":2}', "duplicate-key"),
    "duplicate-key-escaped": (b'{"a":1,"\\u0061":2}', "duplicate-key"),
    "duplicate-key-deep": (b'{"x":[{"a":1,"a":1}]}', "duplicate-key"),
    "nan": (b'{"a":NaN}', "number"),
    "infinity": (b"[Infinity]", "number"),
    "minus-infinity": (b"[-Infinity]", "number"),
    "float": (b"[1.5]", "number"),
    "float-overflow": (b"[1e999]", "number"),
    "exponent": (b"[1E2]", "number"),
    "integer-beyond-double": (b"[9007199254740993]", "number"),
    "integer-of-a-million-digits": (b"[" + b"9" * 10**6 + b"]", "number"),
    "minus-zero": (b"[-0]", "number"),
    "leading-zero": (b"[01]", "syntax"),
    "deep-lists": (b"[" * 100_000, "depth"),
    "deep-objects": (b'{"a":' * 100_000, "depth"),
    "deep-closed": (b"[" * 33 + b"]" * 33, "depth"),
    "byte-order-mark": (b"\xef\xbb\xbf{}", "syntax"),
    "utf-16": ('{"a":1}'.encode("utf-16"), "encoding"),
    "latin-1": (b'["\xe9"]', "encoding"),
    "overlong": (b'["\xc0\xaf"]', "encoding"),
    "raw-surrogate": (b'["\xed\xa0\x80"]', "encoding"),
    "lone-surrogate": (b'["\\ud800"]', "control"),
    "nul": (b'["\\u0000"]', "control"),
    "escape": (b'["\\u001b[31m"]', "control"),
    "tab": (b'["a\\tb"]', "control"),
    "carriage-return": (b'["a\\r\\nb"]', "control"),
    "control-in-a-key": (b'{"\\u0007":1}', "control"),
    "right-to-left": ('["\u202egnp.exe"]'.encode(), "control"),
    "decomposed": ('["tie\u0302u"]'.encode(), "not-nfc"),
    "decomposed-key": ('{"tie\u0302u":1}'.encode(), "not-nfc"),
    "blanks": (b'{"a": 1}', "not-canonical"),
    "newline-at-the-end": (b"{}\n", "not-canonical"),
    "unsorted": (b'{"b":1,"a":2}', "not-canonical"),
    "needless-escape": (b'["\\u0041"]', "not-canonical"),
    "escaped-slash": (b'["\\/"]', "not-canonical"),
    "trailing-comma": (b"[1,]", "syntax"),
    "comment": (b"/**/{}", "syntax"),
    "single-quotes": (b"{'a':1}", "syntax"),
    "two-values": (b"{}{}", "syntax"),
    "cut": (b'{"a":', "syntax"),
    "empty": (b"", "syntax"),
    "raw-newline-in-text": (b'["a\nb"]', "syntax"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused_by_name(name):
    data, code = HOSTILE[name]
    with pytest.raises(PackageError) as caught:
        canonical.load(data)
    assert caught.value.code == f"package.json-{code}"


def test_a_long_text_is_not_even_parsed():
    with pytest.raises(PackageError) as caught:
        canonical.load(b"[" + b" " * 100 + b"]", limit=100)
    assert caught.value.code == "package.json-too-big"


def test_brackets_inside_texts_are_not_depth():
    data = canonical.dump(["[" * 100, '\\"[[[' * 30])
    assert canonical.load(data) == ["[" * 100, '\\"[[[' * 30]


def test_decimals_travel_as_text_and_exactly():
    data = canonical.dump({"a": Decimal("12.50"), "b": Decimal("1E+3"), "c": Decimal("-0.0")})
    assert data == b'{"a":"12.5","b":"1000","c":"0"}'


@pytest.mark.parametrize("value", [1.5, b"x", {1, 2}, object()])
def test_other_kinds_are_a_bug(value):
    with pytest.raises(TypeError):
        canonical.dump([value])


@pytest.mark.parametrize("text", ["a\tb", "\x00", "\u202e", "tie\u0302u"])
def test_what_could_not_be_read_is_not_written(text):
    with pytest.raises(PackageError):
        canonical.dump({"a": text})


def test_a_number_beyond_what_a_double_holds_is_not_written():
    with pytest.raises(ValueError, match="9007199254740992"):
        canonical.dump([2**53])


def test_a_line_feed_is_allowed_in_a_text():
    assert canonical.load(canonical.dump(["dòng 1\ndòng 2"])) == ["dòng 1\ndòng 2"]


def test_keys_sort_by_utf16_as_the_standard_says():
    data = canonical.dump({"\uff21": 1, "\U0001f600": 2, "a": 3})
    assert list(json.loads(data)) == ["a", "\U0001f600", "\uff21"]


everything = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(everything)
def test_the_fast_spelling_is_the_one_of_the_standard(value):
    assert canonical._spelled(value) == rfc8785.dumps(value)


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text('aăâđêôơưỹ ẠỆ₫\n"\\/', max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcđê", max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(plain)
def test_what_is_written_is_read_back(value):
    data = canonical.dump(value)
    assert canonical.load(data) == value
    assert canonical.dump(canonical.load(data)) == data
