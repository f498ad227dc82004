"""DESIGN 2: a figure that can be read in two ways is never taken without a word."""

from decimal import Decimal

import pytest

from ctmtqg_desktop.catalogue.records.declared import Measure
from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType
from ctmtqg_desktop.entries.doubts import doubt

MEASURES = {"trieu-dong": Measure("trieu-dong", "triệu đồng", "1000000", 3, money=True)}
MONEY = CellSpec(CellType.MONEY, "trieu-dong")
WHOLE, SHARE = CellSpec(CellType.INTEGER), CellSpec(CellType.PERCENT, decimals=3)
TEXT = CellSpec(CellType.TEXT)


@pytest.mark.parametrize(("spec", "text", "value", "other"), [
    (MONEY, "28,113", "28.113", "28113"), (MONEY, " 28.113 ", "28113", "28.113"),
    (WHOLE, "28,000", "28", "28000"), (WHOLE, "28.113", "28113", "28.113"),
    (SHARE, "86,125 %", "86.125", "86125"),
])  # fmt: skip
def test_a_lone_mark_before_three_digits_is_doubted(spec, text, value, other):
    found = doubt((text, spec), MEASURES)
    assert found is not None
    assert (found.value, found.other) == (Decimal(value), Decimal(other))


@pytest.mark.parametrize(("spec", "text"), [
    (MONEY, "0,125"), (MONEY, "28,11"), (MONEY, "1.234,567"), (MONEY, "28113,125"),
    (MONEY, "28113"), (MONEY, ""), (MONEY, "KAD"), (TEXT, "28,113"),
    (WHOLE, "28,113"), (CellSpec(CellType.PERCENT, decimals=2), "28,113"),
])  # fmt: skip
def test_what_has_one_meaning_or_is_refused_is_not(spec, text):
    assert doubt((text, spec), MEASURES) is None
