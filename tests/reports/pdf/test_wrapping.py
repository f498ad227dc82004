"""Lines fit, words stay whole, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctmtqg_desktop.reports.pdf.wrapping import count_lines, measured, pieces, widest_piece, wrap


def ruler(text: str) -> float:
    return float(len(text))


def test_words_stay_whole() -> None:
    assert wrap("Tổng số hộ nghèo", 8, ruler) == ["Tổng số", "hộ nghèo"]


def test_no_text_is_one_empty_line_and_line_ends_are_kept() -> None:
    assert wrap("", 8, ruler) == [""]
    assert wrap("a\n\nb", 8, ruler) == ["a", "", "b"]


def test_only_a_long_word_may_break_after_its_joints() -> None:
    assert list(pieces("10/2022/TT-BLĐTBXH")) == ["10/", "2022/", "TT-", "BLĐTBXH"]
    assert list(pieces("UBND-KT 18/01/2022")) == ["UBND-KT ", "18/01/2022"]


def test_a_word_wider_than_the_column_is_cut_between_letters_and_kept() -> None:
    lines = wrap("x" * 25 + " y", 10, ruler)
    assert lines == ["x" * 10, "x" * 10, "xxxxx y"]


@pytest.mark.parametrize("width", [1, 3, 7, 20, 200])
def test_lines_are_never_wider_than_asked_and_lose_no_letter(width: int) -> None:
    text = "Căn cứ Quyết định số 90/QĐ-TTg   ngày 18/01/2022\ncủa Thủ tướng Chính-phủ/phê-duyệt"
    lines = wrap(text, width, ruler)
    assert max(len(line) for line in lines) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_the_widest_piece_is_the_longest_that_must_stay_whole() -> None:
    assert widest_piece("hộ nghèo\n10/2022/TT-BLĐTBXH", ruler) == len("BLĐTBXH")
    assert widest_piece("", ruler) == 0


@given(st.text("ab -/\n", max_size=60), st.integers(2, 30))
def test_lines_are_counted_as_they_are_broken(text: str, width: int) -> None:
    if widest_piece(text, ruler) > width:
        return
    assert count_lines(measured(text, ruler), width) == len(wrap(text, width, ruler))
