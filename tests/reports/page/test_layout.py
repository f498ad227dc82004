"""forms/layout/nd30.toml holds the sizes and margins of NĐ 30/2020/NĐ-CP, Phụ lục I."""

from pathlib import Path

import pytest

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.reports.page.layout import Layout, make_sheet, read_layout


def test_margins_and_sizes_are_within_what_the_decree_allows(layout: Layout) -> None:
    assert (layout.width_mm, layout.height_mm) == (210, 297)
    assert 20 <= layout.top_mm <= 25
    assert 20 <= layout.bottom_mm <= 25
    assert 30 <= layout.left_mm <= 35
    assert 15 <= layout.right_mm <= 20
    assert 13 <= layout.page_number_size <= 14
    assert layout.elements["national-name"].text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert layout.elements["recipients"].size == 11
    assert layout.elements["motto"].rule == 1


def test_the_wide_page_is_the_upright_one_turned(layout: Layout) -> None:
    upright, wide = (make_sheet(layout, landscape=turned) for turned in (False, True))
    assert (upright.width, upright.height) == (wide.height, wide.width)
    assert upright.room == pytest.approx((210 - 45) * 72 / 25.4)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("size = 12\nsize_range = [12, 13]", "size = 15\nsize_range = [12, 13]"),
        ("top_mm = 20\n", ""),
        ("padding_pt = 3", 'padding_pt = "x"'),
    ],
)
def test_a_wrong_layout_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (forms_dir() / "layout" / "nd30.toml").read_text("utf-8")
    assert old in text
    path = tmp_path / "other.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FormError) as refused:
        read_layout(path)
    assert refused.value.code == "reports.layout-wrong"
    assert refused.value.facts["file"] == "other.toml"
