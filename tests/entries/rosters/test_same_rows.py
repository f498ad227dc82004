"""Issue 9, letters: names that look the same are the same, however a list was written."""

import pytest

from ctmtqg_desktop.entries.rosters.same_rows import spoken


@pytest.mark.parametrize(
    "written",
    ["Ðèo Văn Ðộ", "đèo văn độ", "Đèo\u00a0Văn  Độ", "\u200bĐèo Văn Độ\u2060", "Ɖèo Văn Độ"],
)
def test_a_name_that_looks_the_same_is_the_same(written):
    assert spoken(written) == spoken("Đèo Văn Độ")


def test_other_names_stay_others():
    assert spoken("Đèo Văn Đo") != spoken("Đèo Văn Độ")
