"""Issue 9, letters: a text cell in TCVN3, VNI or mojibake is a warning wherever it stands."""

import pytest

from ctmtqg_desktop.catalogue.records.values import EMPTY
from ctmtqg_desktop.entries.odd_letters import odd_letters


@pytest.mark.parametrize(("held", "code", "meant"), [
    ("KÕ ho¹ch n¨m", "entries.tcvn3", "Kế hoạch năm"),
    ("Xaõ Taân Laäp", "entries.vni", "Xã Tân Lập"),
    ("XÃ£ TÃ¢n Láº\u00adp, Ä‘Æ°á»\x9dng", "entries.garbled", "Xã Tân Lập, đường"),
    ("T\ufffdnh", "entries.lost-letters", "T\ufffdnh"),
])  # fmt: skip
def test_what_no_one_could_read_is_told_with_what_was_meant(held, code, meant):
    assert odd_letters(held) == (code, {"text": held, "meant": meant})


@pytest.mark.parametrize("held", ["Xã Tân Lập", "m²", "", "plain", EMPTY, True])
def test_what_is_clean_is_not(held):
    assert odd_letters(held) is None
