"""NĐ 30/2020/NĐ-CP, Phụ lục I: number and sign, place and date, addressees, recipients."""

from datetime import date

import pytest

from ctmtqg_desktop.reports.page.words import (
    addressee_lines,
    agency_lines,
    appendix_label,
    authority_lines,
    date_words,
    document_number,
    place_date,
    recipients_lines,
    roman,
)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 5), "ngày 05 tháng 3 năm 2026"),
        (date(2026, 1, 10), "ngày 10 tháng 01 năm 2026"),
        (date(2026, 2, 9), "ngày 09 tháng 02 năm 2026"),
        (date(2026, 9, 30), "ngày 30 tháng 9 năm 2026"),
        (date(2026, 12, 1), "ngày 01 tháng 12 năm 2026"),
    ],
)
def test_days_under_ten_and_the_first_two_months_get_a_zero(day: date, words: str) -> None:
    assert date_words(day) == words
    assert place_date("Bình Lư", day) == f"Bình Lư, {words}"


def test_an_unknown_date_or_number_leaves_room_for_the_hand() -> None:
    assert place_date("Bình Lư", None) == "Bình Lư, ngày      tháng      năm"
    assert document_number(None, "BC", "UBND") == "Số:       /BC-UBND"


def test_a_number_under_ten_gets_a_zero() -> None:
    assert document_number(5, "BC", "UBND") == "Số: 05/BC-UBND"
    assert document_number(123, "BC", "UBND") == "Số: 123/BC-UBND"


def test_recipients_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    assert recipients_lines(("Như trên", "Lưu: VT")) == ("- Như trên;", "- Lưu: VT.")
    assert recipients_lines(()) == ()


def test_one_addressee_stands_on_the_line_and_several_below_it() -> None:
    assert addressee_lines(("UBND tỉnh",)) == ("Kính gửi: UBND tỉnh",)
    assert addressee_lines(("A", "B")) == ("Kính gửi:", "- A;", "- B.")


def test_appendices_are_numbered_in_roman_only_when_several() -> None:
    assert appendix_label(1, 1) == "Phụ lục"
    assert [appendix_label(i, 9) for i in (1, 4, 9)] == ["Phụ lục I", "Phụ lục IV", "Phụ lục IX"]
    assert (roman(14), roman(1949)) == ("XIV", "MCMXLIX")


AGENCY, UNIT = "Ủy ban nhân dân xã Bản Bo", "Xã Bản Bo"


def test_an_agency_stands_on_two_lines_when_its_unit_ends_it() -> None:
    assert agency_lines(AGENCY, UNIT) == ("ỦY BAN NHÂN DÂN", "XÃ BẢN BO")
    assert agency_lines("Sở Tài chính", "Tỉnh Lai Châu") == ("SỞ TÀI CHÍNH",)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Chủ tịch UBND xã Bản Bo", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Chủ tịch", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (
            "Phó Chủ tịch Ủy ban nhân dân xã Bản Bo",
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
    ],
)
def test_a_deputy_signs_for_the_head(title: str, lines: tuple[str, ...]) -> None:
    assert authority_lines(AGENCY, UNIT, title) == lines


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_no_roman_number_is_made_up(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        roman(number)
