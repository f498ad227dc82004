"""DESIGN 2 and 8: what is typed becomes an exact value or is kept and flagged, never dropped."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType, Choice
from ctmtqg_desktop.catalogue.records.values import EMPTY, NOT_APPLICABLE
from ctmtqg_desktop.entries.change import Refused
from ctmtqg_desktop.entries.typed import MAX_TEXT, read_entry, rounded, show_entry

MEASURES = {
    "trieu-dong": Measure("trieu-dong", "triệu đồng", "1000000", 3, money=True),
    "dong": Measure("dong", "đồng", "1", 0, money=True),
    "phan-tram": Measure("phan-tram", "%", decimals=2),
    "ho": Measure("ho", "hộ"),
    "km": Measure("km", "km", decimals=3),
}
MONEY = CellSpec(CellType.MONEY, "trieu-dong")
WHOLE = CellSpec(CellType.INTEGER, "ho")
PERCENT = CellSpec(CellType.PERCENT, "phan-tram")
LENGTH = CellSpec(CellType.NUMBER, "km")
TEXT, DATE, MET = CellSpec(CellType.TEXT), CellSpec(CellType.DATE), CellSpec(CellType.MET)
CHOICE = CellSpec(CellType.CHOICE, choices=(
    Choice("ntm", "Chương trình NTM"), Choice("nsdp", "Ngân sách địa phương"),
    Choice("gnbv", "Chương trình giảm nghèo"),
))  # fmt: skip
OPEN = CellSpec(CellType.MET, not_applicable=True)


@pytest.mark.parametrize(("spec", "typed", "value"), [
    (MONEY, "28.113", 28_113_000_000), (MONEY, "0,001", 1_000),
    (MONEY, "1.234,567", 1_234_567_000),
    (MONEY, "0", 0), (WHOLE, "1.234", 1234), (PERCENT, "99,5%", "99.5"), (PERCENT, "100 %", 100),
    (LENGTH, "1,125", "1.125"), (LENGTH, "0.125", "0.125"),
])  # fmt: skip
def test_a_number_becomes_exact_and_money_becomes_dong(spec, typed, value):
    assert read_entry(typed, spec, MEASURES) == Decimal(value)


@pytest.mark.parametrize(("spec", "typed", "value"), [
    (MET, "Đạt", True), (MET, "đ", True), (MET, "X", True), (MET, "chưa đạt", False),
    (MET, "C", False), (DATE, "05/03/2024", date(2024, 3, 5)), (CHOICE, "nsdp", "nsdp"),
    (CHOICE, "ngân SÁCH địa phương", "nsdp"), (CHOICE, "Ngan", "nsdp"),
    (OPEN, "KAD", NOT_APPLICABLE),
    (OPEN, "không áp dụng", NOT_APPLICABLE), (TEXT, "kad", "kad"), (TEXT, " a \t b\n c ", "a b c"),
])  # fmt: skip
def test_other_kinds_are_understood_without_accents_and_case(spec, typed, value):
    assert read_entry(typed, spec, MEASURES) == value


@pytest.mark.parametrize("spec", [MONEY, WHOLE, TEXT, DATE, MET, CHOICE])
@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_a_blank_text_empties_the_cell_and_is_not_zero(spec, typed):
    assert read_entry(typed, spec, MEASURES) is EMPTY


@pytest.mark.parametrize(("spec", "typed", "code"), [
    (MONEY, "abc", "entries.not-a-number"), (MONEY, "-1", "entries.negative"),
    (MONEY, "0,0001", "entries.too-many-decimals"), (WHOLE, "1,5", "entries.not-whole"),
    (PERCENT, "1,234", "entries.too-many-decimals"),
    (MONEY, "999.999.999.999", "entries.too-large"),
    (MONEY, "12 tỷ", "entries.not-a-number"), (MET, "có lẽ", "entries.not-met-or-not"),
    (DATE, "31/02/2024", "entries.not-a-date"), (CHOICE, "chương trình", "entries.not-a-choice"),
    (MONEY, "kad", "entries.na-not-allowed"), (TEXT, "a\x07b", "entries.control-character"),
    (TEXT, "x" * (MAX_TEXT + 1), "entries.too-long"),
])  # fmt: skip
def test_what_is_no_value_is_kept_with_its_reason(spec, typed, code):
    held = read_entry(typed, spec, MEASURES)
    assert isinstance(held, Refused)
    assert held.code == code
    assert show_entry(held, spec, MEASURES) == held.text
    if code not in {"entries.too-long", "entries.control-character"}:
        assert held.text == typed


def test_every_reason_has_words():
    from ctmtqg_desktop.exchange.words import sentence

    for code in ("negative", "not-whole", "too-many-decimals", "too-large", "na-not-allowed"):
        said = sentence(f"entries.{code}", {"where": "Hàng 1", "text": "-3"})
        assert "Hàng 1" in said.what
        assert said.todo


dong = st.integers(0, 10**11).map(lambda n: Decimal(n) * 1000)


@given(dong)
def test_money_survives_screen_and_keyboard_to_the_dong(amount):
    assert read_entry(show_entry(amount, MONEY, MEASURES), MONEY, MEASURES) == amount


@given(st.decimals(0, 10**9, places=3))
def test_numbers_survive_screen_and_keyboard(number):
    assert read_entry(show_entry(number, LENGTH, MEASURES), LENGTH, MEASURES) == number


@pytest.mark.parametrize(("spec", "value", "shown"), [
    (MONEY, Decimal("28113000000"), "28.113"), (MET, True, "Đạt"), (MET, False, "Chưa đạt"),
    (OPEN, NOT_APPLICABLE, "KAD"), (MONEY, EMPTY, ""), (CHOICE, "gnbv", "Chương trình giảm nghèo"),
    (DATE, date(2024, 3, 5), "05/03/2024"), (MONEY, Decimal(0), "0"),
])  # fmt: skip
def test_values_are_shown_in_the_measure_of_the_form(spec, value, shown):
    assert show_entry(value, spec, MEASURES) == shown


def test_a_computed_number_is_rounded_once_half_up():
    ratio = CellSpec(CellType.PERCENT, "phan-tram", decimals=2, formula="x")
    assert rounded(Decimal("66.665"), ratio, MEASURES) == Decimal("66.67")
    assert show_entry(Decimal("66.6666666"), ratio, MEASURES) == "66,67"
    assert show_entry(Decimal("50"), ratio, MEASURES) == "50,00"
    money = CellSpec(CellType.MONEY, "trieu-dong", formula="x")
    assert rounded(Decimal("1234567.5"), money, MEASURES) == Decimal(1_235_000)
    assert rounded(EMPTY, money, MEASURES) is EMPTY
