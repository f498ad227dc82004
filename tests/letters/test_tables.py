"""Issue 9, letters: all 67 accented letters in both cases come in right, in TCVN3 and VNI."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spelling import ACCENTED, in_tcvn3, in_vni

from ctmtqg_desktop.letters.spoiled import legacy_of
from ctmtqg_desktop.letters.syllables import is_syllable
from ctmtqg_desktop.letters.tables import TCVN3, TCVN3_CAPITALS, VNI, decode

FORMS = Path(__file__).parents[2] / "forms"


def names():
    """Return every name of a unit that the catalogue has, before and after July 2025."""
    found = set()
    for path in (FORMS / "units").glob("don-vi-*.csv"):
        with path.open(encoding="utf-8") as lines:
            found |= {cell for row in csv.reader(lines) for cell in row if not cell.isdecimal()}
    return sorted(unicodedata.normalize("NFC", name) for name in found)


def test_there_are_sixty_seven_letters_with_a_mark_of_their_own():
    assert len(set(ACCENTED)) == 67


@pytest.mark.parametrize("letter", ACCENTED)
def test_every_letter_of_tcvn3_is_read(letter):
    assert decode(in_tcvn3(letter), TCVN3) == letter
    assert decode(in_tcvn3(letter), TCVN3_CAPITALS) == letter.upper()


@pytest.mark.parametrize("capital", "ĂÂÊÔƠƯĐ")
def test_seven_capitals_have_a_code_of_their_own(capital):
    assert decode(in_tcvn3(capital), TCVN3) == capital


@pytest.mark.parametrize("letter", [*ACCENTED, *ACCENTED.upper()])
def test_every_letter_of_vni_is_read(letter):
    assert decode(in_vni(letter), VNI) == letter
    assert decode(in_vni(letter).upper(), VNI) == letter.upper()


def test_the_case_of_a_mark_in_vni_does_not_matter():
    assert decode("AÙo Ñoâng, TAÂn", VNI) == "Áo Đông, TÂn"


@pytest.mark.parametrize(("held", "shown"), [
    ("KÕ ho¹ch chuÈn bị §¸nh gi¸", "Kế hoạch chuẩn bị Đánh giá"),
    ("Thùc hiÖn vµ theo dâi, Phª duyÖt", "Thực hiện và theo dõi, Phê duyệt"),
    ("L­u T­ Th­êng", "Lưu Tư Thường"), ("B¶N", "BẢN"), ("TØNH LAI CH¢U", "TỈNH LAI CHÂU"),
    ("S ≥ 30 m²; 25 °C", "S ≥ 30 m²; 25 °C"),
])  # fmt: skip
def test_texts_of_tcvn3_are_read_as_their_font_shows_them(held, shown):
    assert decode(held, TCVN3) == shown


def test_a_font_of_capitals_shows_capitals():
    assert decode("céng hoµ x· héi", TCVN3_CAPITALS) == "CỘNG HOÀ XÃ HỘI"
    assert decode("lai", TCVN3_CAPITALS) == "LAI"


def test_names_come_back_whole():
    for name in names():
        assert decode(in_vni(name), VNI) == name, name
        assert decode(in_tcvn3(name), TCVN3).lower() == name.lower(), name
        assert decode(in_tcvn3(name), TCVN3_CAPITALS) == name.upper(), name


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text):
    for encoding in (TCVN3, TCVN3_CAPITALS, VNI, ""):
        decode(text, encoding)
    legacy_of(text)


@pytest.mark.parametrize("word", [
    "Đường", "xã", "Huế", "khuỷu", "nghiêng", "Quỳnh", "giếng", "gì", "thuở", "Đắk", "Lắk", "Ấp",
    "boóc", "uống", "yếu", "Nguyễn", "hoà", "hòa", "ngoằn", "quạu",
])  # fmt: skip
def test_what_is_spelled_so_is_a_syllable(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Niño", "Noël", "Müller", "hốà", "xaõ", "aó", "tx", "", "René"])
def test_what_is_not_is_none(word):
    assert not is_syllable(word)
