"""Issue 9, letters: an encoding is known by the font, else by the whole sheet, never by a cell."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spelling import in_tcvn3, in_vni

from ctmtqg_desktop.intake.legacy import font_encoding, vote
from ctmtqg_desktop.letters.tables import TCVN3, VNI, decode

UNITS = Path(__file__).parents[2] / "forms/units/don-vi-truoc-2025-07.csv"
with UNITS.open(encoding="utf-8") as lines:
    NAMES = sorted({row["name"] for row in csv.DictReader(lines)})


@pytest.mark.parametrize(("font", "encoding"), [
    (".VnTime", "tcvn3"), (".VnTimeH", "tcvn3-capitals"), (".VnArial NarrowH", "tcvn3-capitals"),
    (".vntime", "tcvn3"), (".vntimeh", "tcvn3-capitals"),
    ("@.VnTime", "tcvn3"), ("VNI-Times", "vni"), ("VNI-Helve", "vni"),
    ("vni-times", "vni"), ("Times New Roman", ""), ("Vni", ""), ("", ""), ("Arial", ""),
])  # fmt: skip
def test_a_font_tells_its_encoding(font, encoding):
    assert font_encoding(font) == encoding


@settings(max_examples=60)
@given(st.lists(st.sampled_from(NAMES), min_size=8, max_size=40))
def test_a_sheet_of_names_comes_back(names):
    accented = [name for name in names if not name.isascii()]
    for spell, encoding in ((in_tcvn3, TCVN3), (in_vni, VNI)):
        held = [spell(name) for name in names]
        found = vote(held)
        assert found in {encoding, ""}
        if len(accented) > 6:
            assert found == encoding
            assert [decode(t, found).lower() for t in held] == [n.lower() for n in names]


@settings(max_examples=60)
@given(st.lists(st.sampled_from(NAMES), max_size=40))
def test_a_clean_sheet_is_never_converted(names):
    assert vote([*names, "El Niño", "Lü", "5 µm", "N·m", "m²", "Loïc", "François"]) == ""


def test_one_spoiled_cell_converts_no_sheet():
    assert vote([*NAMES[:20], "X· B¶n Bo, huyÖn Tam §­êng"]) == ""


def test_headings_of_ours_do_not_hide_a_sheet_in_an_old_font():
    ours = ["Tên công trình", "Địa điểm"]
    held = [in_tcvn3(name) for name in NAMES[:30]]
    assert vote([*ours, *held]) == TCVN3
    assert [decode(text, TCVN3) for text in ours] == ours


def test_words_that_are_alike_in_both_are_read_with_their_sheet():
    assert vote(["Bé", "T\u00ad ph¸p", "Th\u00ad viÖn", "n\u00adíc"]) == TCVN3
    assert decode("Bé", TCVN3) == "Bộ"
