"""Issue 9, letters: text in TCVN3, VNI or mojibake is known as such; clean text never is."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spelling import in_tcvn3, in_vni

from ctmtqg_desktop.letters.spoiled import legacy_of, looks_garbled
from ctmtqg_desktop.letters.tables import TCVN3, VNI

ROOT = Path(__file__).parents[2]
CLEAN = (
    "Xã", "Tà Mung", "hòa bình", "khoá", "uý", "toàn", "Bản Bo", "Hà Nội", "Lý", "ý", "né", "bé",
    "resumé", "résumé", "El Niño", "Noël", "Zoë", "François Müller", "Besançon", "Loïc", "Hélène",
    "Lü", "Tày, Nùng, Thái, H'Mông, Lü", "Pả Hu", "Sín Chải", "Nậm Xé", "Ê Đê", "Gié-Triêng",
    "Boóc", "Đắk Lắk", "Krông Pắc", "m²", "2½", "½", "25 °C", "3 × 4", "3×4", "m×n", "5 µm", "±3",
    "kW·h", "N·m", "1.000 – 2.000", "«Đổi mới»", "« non »", "§ 5", "©2024", "1ª", "Windows®", "x¹",
    "“XÃ”", "XÃ”", "THỊ XÃ…", "XÃ – PHƯỜNG", "À…", "Ðang", "Ðo", "Đường", "đ/c Bình", "Σ ≥ √2",
    "km² và ha", "Ùn Ứ", "ÉP", "Ô", "Á", "inter\u00adnet", "hồ\u00adchứa", "Kênh\u00ad mương",
    "😀", "Nguyễn Văn Mùa", "Út Tịch", "Ôn", "Íc", "São", "Cô-ca", "Ånd", "Malmö", "Æ",
)  # fmt: skip
SENTENCES = (
    "Xã Tân Lập, huyện Tam Đường", "Nâng cấp đường liên thôn Bản Hon", "Trường mầm non Thèn Sin",
    "Ủy ban nhân dân tỉnh Lai Châu", "Kênh mương, phai đập, hồ chứa", "Người có uy tín",
)  # fmt: skip


def everything():
    """Return every line and every text of the catalogue and of the program's own words."""
    for path in (*ROOT.glob("forms/**/*.toml"), *ROOT.glob("resources/messages/**/*.toml")):
        for line in path.read_text("utf-8").splitlines():
            if "�" in line:
                continue  # the message that tells of it
            yield line
            yield from re.findall(r'"([^"]+)"', line)
    for path in ROOT.glob("forms/units/*.csv"):
        with path.open(encoding="utf-8") as lines:
            yield from (cell for row in csv.reader(lines) for cell in row)


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_never_suspected(text):
    assert legacy_of(text) == ""
    assert looks_garbled(text) == ""


def test_nothing_in_the_catalogue_is_suspected():
    for form in ("NFC", "NFD"):
        texts = {unicodedata.normalize(form, text) for text in everything()}
        assert [t for t in texts if legacy_of(t) or looks_garbled(t)] == []


@pytest.mark.parametrize("text", SENTENCES)
def test_a_text_in_an_old_encoding_is_known(text):
    assert legacy_of(in_tcvn3(text)) == TCVN3
    assert legacy_of(in_vni(text)) == VNI
    assert legacy_of(in_vni(text.upper())) == VNI


@pytest.mark.parametrize("text", ["chuÈn bị", "Bé Y tÕ", "L\u00adu", "hồ chứa n\u00adíc vµ ®Ëp"])
def test_parts_in_tcvn3_are_known_beside_unicode(text):
    assert legacy_of(text) == TCVN3


@pytest.mark.parametrize("code", ["latin-1", "cp1252", "cp1258"])
@pytest.mark.parametrize("text", [*SENTENCES, "Xã", "Láp", "đ", "ư", "“Hà”", "1 – 2"])
def test_utf8_read_as_another_code_is_known(code, text):
    read = "".join(bytes([b]).decode(code, "ignore") or chr(b) for b in text.encode())
    assert looks_garbled(read) == "mojibake"


def test_letters_that_were_lost_are_known():
    assert looks_garbled("T\ufffdnh") == "lost"


@given(st.text(max_size=60))
def test_no_text_is_too_odd_to_be_judged(text):
    assert legacy_of(text) in {"", TCVN3, VNI}
    assert looks_garbled(text) in {"", "mojibake", "lost"}
