"""Requirements: XLSForm formulas are translated to our language, or refused by the word."""

import pytest

from ctmtqg_desktop.intake.xpath import Untranslatable, translate

NAMES = {"a": "a", "b-c": "b_c", "r": "ct.r", "loai": "loai"}


@pytest.mark.parametrize(
    ("source", "ours"),
    [
        ("${a} div 2", "a / 2"),
        (". >= 0 and . <= ${b-c}", "o >= 0 và o <= b_c"),
        ("${a} != 1 or ${a}=2", "a <> 1 hoặc a = 2"),
        ("not(${a} > 1)", "(không (a > 1))"),
        ("selected(${loai}, 'moi')", '(loai = "moi")'),
        ("${a} != ''", "có(a)"),
        ("${a} = ''", "(không có(a))"),
        ("if(${a} > 0, ${a} * 2, 0)", "nếu(a > 0, a * 2, 0)"),
        ("sum(${r}) + coalesce(${a}, 0)", "tổng(ct.r) + trống_thì(a, 0)"),
        ("round(${a} div (${b-c} + 1), 2)", "làm_tròn(a / (b_c + 1), 2)"),
        ("true() and not(false())", "đúng và (không (sai))"),
        ("-${a} + .5", None),
        ("${loai} = \"x 'y'\"", "loai = \"x 'y'\""),
        ("${a} mod 2", None),
        ("today() > ${a}", None),
        ("regex(., '^[0-9]+$')", None),
        ("../x > 1", None),
        ("${z} > 1", None),
        ("${a} > (1", None),
        ("${a}) > 1", None),
        ("", None),
        ("count-selected(${loai}) = 1", None),
        ("/data/a[1]", None),
    ],
)
def test_formula(source, ours):
    if ours is None:
        with pytest.raises(Untranslatable):
            translate(source, NAMES.get, "o")
    else:
        assert translate(source, NAMES.get, "o") == ours
