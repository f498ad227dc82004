"""One text, two readings: a column proves how it is read, or somebody is asked; never a guess."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ctmtqg_desktop.catalogue.records.form import CellSpec, CellType, Choice
from ctmtqg_desktop.intake.desk.column import read_column
from ctmtqg_desktop.intake.desk.readings import Fate, Question
from ctmtqg_desktop.intake.given import BLANK, Given, GivenKind, given_number, given_text

MONEY = CellSpec(CellType.MONEY, measure="trieu-dong")
WHOLE, NUMBER, RATE = (CellSpec(t) for t in (CellType.INTEGER, CellType.NUMBER, CellType.PERCENT))
WORD, DAY, MET = (CellSpec(t) for t in (CellType.TEXT, CellType.DATE, CellType.MET))


def read(spec, *cells, **answers):
    made = [c if isinstance(c, Given) else given_text(c) for c in cells]
    said = {Question(name.replace("_", "-")): answer for name, answer in answers.items()}
    return read_column([(one, spec) for one in made], said)


def texts(column):
    return [r.text if r.is_taken else f"{r.fate}:{r.code}" for r in column.reads]


ASKED = "asked:intake.asks-decimal-mark"


@pytest.mark.parametrize(("written", "typed"), [
    (["28.69", "13.715"], ["28,69", "13,715"]),
    (["1.234,5", "13.715"], ["1.234,5", "13.715"]),
    (["28,113", "5,045", "1,234.5"], ["28.113", "5.045", "1.234,5"]),
    (["0.5", "1,234"], ["0,5", "1.234"]),
    (["1,5", "1,234"], ["1,5", "1,234"]),
    (["28,113", "5,045"], [ASKED, ASKED]),
    (["28.113"], [ASKED]),
    (["28.69", "1,5", "13.715"], ["28,69", "1,5", ASKED]),
    (["28 113", "5\u00a0045,5"], ["28.113", "5.045,5"]),
    (["100", ""], ["100", ""]),
])  # fmt: skip
def test_the_mark_of_decimals_is_proved_by_the_column_or_asked(written, typed):
    assert texts(read(MONEY, *written)) == typed


def test_what_a_person_says_overrules_and_a_text_of_one_meaning_keeps_it():
    assert texts(read(MONEY, "28,113", decimal_mark="dot")) == ["28.113"]
    assert texts(read(MONEY, "28,113", decimal_mark="comma")) == ["28,113"]
    assert texts(read(MONEY, "28.69", "13.715", decimal_mark="comma")) == ["28,69", "13.715"]


def test_a_column_tells_what_proves_it_and_what_leaves_it_open():
    column = read(MONEY, "13.715", "28.69")
    assert column.applied == {Question.DECIMAL_MARK: "dot"}
    assert column.proofs == {Question.DECIMAL_MARK: "28.69"}
    open_one = read(MONEY, "13.715")
    assert open_one.asked == {Question.DECIMAL_MARK: "13.715"}
    assert open_one.reads[0].options == ("13.715", "13,715")
    assert read(MONEY, "28.69", "1,5").contradicted == {Question.DECIMAL_MARK}


@pytest.mark.parametrize(("written", "typed"), [
    (["1.234", "28,113"], ["1.234", "28.113"]),
    (["1.5", "1.234"], ["1,5", "1,234"]),
    (["1.5", "2,5", "1.234"], ["1,5", "2,5", ASKED]),
])  # fmt: skip
def test_a_count_has_only_the_meaning_that_is_whole(written, typed):
    assert texts(read(WHOLE, *written)) == typed


def test_a_number_of_a_spreadsheet_means_its_fifteen_digits():
    column = read(MONEY, given_number(0.1 + 0.2), given_number(28113.000000000004))
    assert texts(column) == ["0,3", "28.113"]


@pytest.mark.parametrize(("written", "typed"), [
    (["2/29/2024", "3/15/2024", "2/1/2024"], ["29/02/2024", "15/03/2024", "01/02/2024"]),
    (["29/2/2024", "2/1/2024"], ["29/02/2024", "02/01/2024"]),
    (["2/1/2024"], ["asked:intake.asks-day-order"]),
    (["2/2/2024", "2024-03-05"], ["02/02/2024", "05/03/2024"]),
    (["15/3/2024 00:00:00"], ["15/03/2024"]),
    (["29/2/2024", "2/29/2024", "2/1/2024"],
     ["29/02/2024", "29/02/2024", "asked:intake.asks-day-order"]),
])  # fmt: skip
def test_the_order_of_day_and_month_is_proved_by_the_column_or_asked(written, typed):
    assert texts(read(DAY, *written)) == typed


def shown_day(day):
    return Given(GivenKind.DATE, day=day)


def test_dates_beside_texts_of_another_order_may_have_been_turned_round():
    swapped = read(DAY, "13/02/2024", shown_day(date(2024, 3, 2)))
    assert texts(swapped) == ["13/02/2024", "asked:intake.asks-swapped-dates"]
    assert swapped.reads[1].options == ("02/03/2024", "03/02/2024")
    sure = read(DAY, "13/02/2024", shown_day(date(2024, 3, 2)), shown_day(date(2024, 3, 20)))
    assert texts(sure)[1:] == ["02/03/2024", "20/03/2024"]
    assert texts(read(DAY, shown_day(date(2024, 3, 2)))) == ["02/03/2024"]


def percent(number):
    return given_number(number, number_format="0%")


@pytest.mark.parametrize(("cells", "typed"), [
    ([percent(0.86)], ["86"]),
    ([percent(0.8615)], ["86,15"]),
    ([given_number(86), given_number(0.5)], ["86", "0,5"]),
    ([given_number(0.86)], ["asked:intake.asks-percent"]),
    ([percent(0.86), given_number(0.9)], ["86", "asked:intake.asks-percent"]),
    ([given_number(1), given_number(0)], ["1", "0"]),
    (["86%", "0,86%"], ["86", "0,86"]),
    (["0.86"], ["asked:intake.asks-percent"]),
])  # fmt: skip
def test_a_share_of_one_is_no_percentage_without_a_word(cells, typed):
    assert texts(read(RATE, *cells)) == typed


def test_a_percentage_shown_in_a_column_of_another_measure_is_for_the_form_to_refuse():
    assert texts(read(NUMBER, percent(0.86))) == ["86%"]


def test_the_signs_of_statistics():
    open_one, nothing = "asked:intake.asks-dash", "left-out:intake.no-figure"
    assert texts(read(MONEY, "-", given_number(5))) == ["0", "5"]
    assert texts(read(MONEY, " – ", "1,5")) == ["0", "1,5"]
    assert texts(read(MONEY, "-", "-")) == [open_one, open_one]
    assert texts(read(MONEY, "-", "5", dash="nothing")) == ["", "5"]
    assert texts(read(MONEY, "…", "...", "5")) == [nothing, nothing, "5"]
    assert texts(read(MONEY, "x", "5")) == ["left-out:intake.nothing-possible", "5"]
    assert texts(read(CellSpec(CellType.NUMBER, not_applicable=True), "x")) == ["KAD"]
    assert texts(read(WORD, "-", "x", "…")) == ["-", "x", "…"]


@pytest.mark.parametrize(("cell", "text"), [
    (given_number(12345), "12345"),
    (given_number(123, number_format="000000"), "000123"),
    (given_number(12345678901), "12345678901"),
    (given_number(12, "0012"), "0012"),
    (given_number(1.5), "1,5"),
    (Given(GivenKind.DATE, day=date(2024, 3, 5)), "05/03/2024"),
])  # fmt: skip
def test_a_number_in_a_column_of_words_is_a_code(cell, text):
    assert texts(read(WORD, cell)) == [text]


def test_an_answer_is_the_word_of_its_column():
    yes = Given(GivenKind.BOOLEAN, number=Decimal(1))
    choice = CellSpec(CellType.CHOICE, choices=(Choice("co", "Có"), Choice("khong", "Không")))
    assert texts(read(MET, yes)) == ["Đạt"]
    assert texts(read(choice, yes, Given(GivenKind.BOOLEAN, number=Decimal(0)))) == ["Có", "Không"]


def test_what_holds_no_figure_is_never_taken():
    column = read(MONEY, Given(GivenKind.ERROR, "#REF!"), Given(GivenKind.UNCOMPUTED, "=A1"),
                  Given(GivenKind.SHARED, "900", Decimal(900)), BLANK)  # fmt: skip
    assert texts(column) == ["refused:intake.spreadsheet-error", "refused:intake.uncomputed",
                             "refused:intake.shared-figure", ""]  # fmt: skip
    assert texts(read(WORD, Given(GivenKind.SHARED, "7", Decimal(7)))) == ["7"]


def english(value):
    return f"{value:,}"


def vietnamese(value):
    return english(value).translate(str.maketrans(",.", ".,"))


@for_all(st.lists(st.decimals(min_value=0, max_value=10**9, places=3), min_size=1, max_size=8),
         st.sampled_from([english, vietnamese]))  # fmt: skip
def test_a_written_figure_is_right_or_not_taken(values, write):
    column = read(MONEY, *map(write, values))
    for value, found in zip(values, column.reads, strict=True):
        if found.fate is Fate.TAKEN:
            got = found.text.replace(".", "").replace(",", ".")
            assert Decimal(got) == value
        else:
            assert found.fate is Fate.ASKED
