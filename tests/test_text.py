"""DESIGN 2: numbers, dates and texts are read and written exactly, as Vietnamese readers do."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctmtqg_desktop.letters.spoiled import legacy_of, looks_garbled
from ctmtqg_desktop.text import (
    canonical_number,
    clean,
    fold,
    format_date,
    format_number,
    natural_key,
    nfc,
    parse_date,
    parse_number,
    round_half_up,
)


@pytest.mark.parametrize(("typed", "value"), [
    ("0", "0"), ("-0", "0"), ("1.234,5", "1234.5"), ("1.234.567", "1234567"), ("1,5", "1.5"),
    ("1.5", "1.5"), ("12.34", "12.34"), ("1,234.5", "1234.5"), ("1,234,567", "1234567"),
    ("1 234 567,8", "1234567.8"), ("1\u00a0234", "1234"), ("1\u202f234", "1234"),
    ("−3,5", "-3.5"), ("- 3", "-3"), ("+7", "7"), ("007", "7"), ("0.125", "0.125"),
    ("0,125", "0.125"), ("１２３", "123"), (" 42 ", "42"), ("999999999999999999", "9" * 18),
])  # fmt: skip
def test_number_is_read_the_way_it_is_typed_here(typed, value):
    found = parse_number(typed)
    assert found is not None
    assert found.value == Decimal(value)


@pytest.mark.parametrize("typed", [
    "", " ", "-", "1e5", "abc", "1.234,5,6", "1.2345,6", "12 5", "1 23", "1 2345", "5²", "①",
    "½", "1..5", ",5", "5,", "1'234", "0,123,456", "9" * 19, "1\n2", "0x10", "١٢", "NaN", "--1",
])  # fmt: skip
def test_what_is_no_number_is_refused(typed):
    assert parse_number(typed) is None


@pytest.mark.parametrize(("typed", "doubtful"), [
    ("1.234", True), ("12.345", True), ("1.234.567", False), ("1.234,5", False), ("1.23", False),
    ("1,234", True), ("28,113", True), ("-28,113", True), ("28,000", True), ("0.125", False),
    ("0,125", False), ("012,345", False), ("28,11", False), ("28,1130", False),
    ("28113,125", False), ("1.234,567", False), ("1,234.567", False), ("1,234,567", False),
    ("1 234,567", False), ("1234", False),
])  # fmt: skip
def test_only_a_single_mark_before_three_digits_is_ambiguous(typed, doubtful):
    found = parse_number(typed)
    assert found is not None
    assert found.ambiguous is doubtful


@pytest.mark.parametrize(("typed", "value", "other"), [
    ("28.113", "28113", "28.113"), ("28,113", "28.113", "28113"), ("-1,500", "-1.5", "-1500"),
])  # fmt: skip
def test_what_is_ambiguous_is_read_our_way_and_tells_the_other(typed, value, other):
    found = parse_number(typed)
    assert found is not None
    assert (found.value, found.other) == (Decimal(value), Decimal(other))


@pytest.mark.parametrize(("typed", "sign"), [
    ("28.113", ""), ("28,113", ""), ("5", ""), ("28,11", ","), ("0,125", ","), ("1.234,5", ","),
    ("1.234.567", ","), ("28.69", "."), ("1,234.5", "."), ("1,234,567", "."), ("0.125", "."),
])  # fmt: skip
def test_a_text_tells_the_decimal_sign_it_proves(typed, sign):
    found = parse_number(typed)
    assert found is not None
    assert found.sign == sign


numbers = st.decimals(
    min_value=-(10**14), max_value=10**14, places=3, allow_nan=False, allow_infinity=False
)


@given(numbers)
def test_what_is_written_is_read_back_exactly(number):
    found = parse_number(format_number(number))
    assert found is not None
    assert found.value == number
    assert Decimal(canonical_number(number)) == number


@given(numbers, st.integers(0, 3))
def test_rounding_is_half_away_from_zero(number, decimals):
    once = round_half_up(number, decimals)
    assert abs(once - number) <= Decimal(5).scaleb(-decimals - 1)
    assert round_half_up(-number, decimals) == -once


@pytest.mark.parametrize(("value", "decimals", "shown"), [
    ("1234567.5", None, "1.234.567,5"), ("0.5", 0, "1"), ("2.5", 0, "3"), ("-0.4", 0, "0"),
    ("-1234", None, "-1.234"), ("1E+3", None, "1.000"), ("12.30", None, "12,3"),
    ("12.3", 2, "12,30"), ("0", None, "0"), ("0.000", None, "0"),
])  # fmt: skip
def test_number_is_written_the_way_it_is_read_here(value, decimals, shown):
    assert format_number(Decimal(value), decimals) == shown


def test_number_for_machines_has_no_exponent_no_spare_zeros_no_minus_zero():
    given = ("1E+6", "1.500", "-0.0", "0", "0.001")
    assert [canonical_number(Decimal(n)) for n in given] == ["1000000", "1.5", "0", "0", "0.001"]


@pytest.mark.parametrize(("typed", "value"), [
    ("05/03/2024", date(2024, 3, 5)), ("5.3.2024", date(2024, 3, 5)), ("29/02/2023", None),
    ("5/3/24", None), ("2024-03-05", None), ("31-12-2024", date(2024, 12, 31)), ("", None),
])  # fmt: skip
def test_dates_are_day_month_and_four_digits_of_the_year(typed, value):
    assert parse_date(typed) == value
    if value:
        assert parse_date(format_date(value)) == value


def test_text_is_kept_in_one_form_only():
    apart = unicodedata.normalize("NFD", " Tam Đường ")
    assert nfc(apart) == "Tam Đường"
    assert fold("Đường  ĐẠT") == "duong dat"


def test_order_is_natural_and_blind_to_accents():
    words = ["bản 10", "Bản 2", "ban 1", "m²", "²", "Ấp"]
    assert sorted(words, key=natural_key) == ["Ấp", "ban 1", "Bản 2", "bản 10", "m²", "²"]


@pytest.mark.parametrize(("typed", "kept"), [
    ("Ðạt", "Đạt"), ("ðường", "đường"), ("Ɖông ɖã", "Đông đã"), ("Tam\u00a0Ðường", "Tam Đường"),
    ("\u200bTam \u200dĐường\u2060\ufeff", "Tam Đường"), ("Tam\u00ad Đường", "Tam Đường"),
    ("Tam\u2007Đường\u202f", "Tam Đường"), ("a\u2003b\u3000c", "a b c"), ("a\nb", "a\nb"),
    ("\u200b", ""), ("\u00a0", ""), ("\u202eTam", "Tam"), ("D\u0300", "D\u0300"),
])  # fmt: skip
def test_what_looks_the_same_is_kept_the_same(typed, kept):
    assert clean(typed) == kept
    assert clean(kept) == kept


@pytest.mark.parametrize("text", [
    "L\u00adu", "n\u00adíc", "tr\u00adêng häc", "Láº\u00adp", "®Ðp x·",
])  # fmt: skip
def test_marks_that_are_letters_of_an_old_encoding_stay(text):
    assert clean(text) == text


def test_search_is_blind_to_what_looks_the_same():
    assert fold("Ðạt") == fold("Đạt") == fold("\u200bđạt\u00a0") == "dat"
    assert fold("ɖường\u2007Ɖ") == "duong d"


def test_figures_and_days_are_read_through_marks_that_nobody_sees():
    found = parse_number("\u200b1\u2007234,5\ufeff")
    assert found is not None
    assert found.value == Decimal("1234.5")
    assert parse_date("\u200b05/03/2024\u00a0") == date(2024, 3, 5)


@given(st.text(max_size=60))
def test_what_was_folded_once_stays(text):
    assert clean(clean(text)) == clean(text)
    assert nfc(clean(text)) == clean(text)
    assert fold(clean(text)) == fold(text) or legacy_of(text) or looks_garbled(text)


@given(st.text())
def test_letters_folded_one_by_one_are_the_text_folded_as_a_whole(text):
    apart = unicodedata.normalize("NFD", clean(text) if text.isascii() else text)
    whole = "".join(mark for mark in apart if not unicodedata.combining(mark))
    assert fold(whole) == fold(text)
    bare = whole.replace("đ", "d").replace("Đ", "D").casefold()
    assert "".join(fold(text).split()) == "".join(fold(bare).split())
