"""Issue 9, letters: a table comes into Unicode by its fonts, else by its texts together."""

import csv
from pathlib import Path

from spelling import ACCENTED, in_tcvn3, in_vni

from ctmtqg_desktop.intake.desk.decoding import decoded
from ctmtqg_desktop.intake.given import Given, GivenKind, GivenTable

UNITS = Path(__file__).parents[3] / "forms/units/don-vi-truoc-2025-07.csv"
with UNITS.open(encoding="utf-8") as lines:
    NAMES = [row["name"] for row in csv.DictReader(lines)][:400]


def table(*texts, font=""):
    rows = tuple((Given(GivenKind.TEXT, text, font=font),) for text in texts)
    return GivenTable("Sheet1", rows)


def texts(table):
    return [row[0].text for row in table.rows]


def test_every_letter_comes_in_by_its_font_alone():
    letters = list(ACCENTED)
    assert texts(decoded(table(*map(in_tcvn3, letters), font=".VnTime"))) == letters
    capitals = decoded(table(*map(in_tcvn3, letters), font=".VnTimeH"))
    assert texts(capitals) == [letter.upper() for letter in letters]
    both = [*letters, *(letter.upper() for letter in letters)]
    assert texts(decoded(table(*map(in_vni, both), font="VNI-Times"))) == both


def test_a_sheet_typed_anew_in_unicode_keeps_its_old_font_and_its_letters():
    clean = [*NAMES, "xã", "Bé", "Lý", "m²", "El Niño"]
    for font in (".VnTime", ".VnTimeH", "VNI-Times", ""):
        assert texts(decoded(table(*clean, font=font))) == clean


def test_a_sheet_without_fonts_is_read_by_its_texts():
    assert texts(decoded(table(*map(in_vni, NAMES)))) == NAMES
    lower = [name.lower() for name in NAMES]
    assert texts(decoded(table(*map(in_tcvn3, lower)))) == lower


def test_a_cell_that_holds_both_is_read_word_by_word():
    held = [in_tcvn3(name) for name in NAMES[:20]]
    found = decoded(table(*held, "chị Bé chuÈn bị §¸nh gi¸"))
    assert texts(found)[-1] == "chị Bé chuẩn bị Đánh giá"
