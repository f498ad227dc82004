"""Issue 9, part 4: a workbook of anything else is refused by name."""

import openpyxl
import pytest
from held_book import Held

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.sender.books.fill_in import fill_in
from ctmtqg_desktop.exchange.sender.books.take_back import take_back
from ctmtqg_desktop.exchange.sender.orders import FillIn, TakeBack

YEAR, CODE = Period.parse("2024"), "03394"
FUNDS, WORKS = "ntm-nguon-luc", "ntm-cong-trinh"
PLAN = Cell("nguon_luc", "nsdp", "ke_hoach")


@pytest.fixture
def desk(world):
    made = world.open_desk(CODE)
    yield made
    made.workspace.close()


@pytest.fixture
def hand_out(desk, tmp_path):
    def out(form=FUNDS, rows=12):
        path = tmp_path / f"{form}.xlsx"
        fill_in(desk, FillIn(form, YEAR.code, path, rows))
        return path

    return out


def take(desk, path, **more):
    return take_back(desk, TakeBack(path, **more))


# -- another identity


def identity_changed(name, value):
    def change(held):
        sheet = held.book["ctmtqg"]
        line = next(row for row in sheet.iter_rows() if row[0].value == name)
        line[1].value = value

    return change


def without_identity(held):
    del held.book["ctmtqg"]


def two_identities(held):
    held.book.copy_worksheet(held.book["ctmtqg"])


def without_line(held):
    held.sheet.delete_rows(held.lines["nguon_luc"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (identity_changed("unit", "03400"), "intake.book-identity-altered"),
        (identity_changed("period", "2023"), "intake.book-identity-altered"),
        (identity_changed("row", "ntm-nguon-luc.v1/nguon_luc.x"), "intake.book-identity-altered"),
        (identity_changed("digest", "0" * 64), "intake.book-identity-altered"),
        (identity_changed("ctmtqg", "2"), "intake.book-newer"),
        (without_identity, "intake.book-identity-lost"),
        (two_identities, "intake.book-identity-doubled"),
        (without_line, "intake.book-table-missing"),
    ],
)
def test_a_changed_identity_is_refused_by_name(desk, hand_out, change, code):
    held = Held(hand_out())
    held.put(str(PLAN), 5)
    change(held)
    with pytest.raises(IntakeError) as refused:
        take(desk, held.save())
    assert refused.value.code == code
    assert desk.sheet(FUNDS, YEAR).text(PLAN) == ""


def test_a_workbook_of_another_unit_period_or_form_is_refused_by_name(desk, world, hand_out):
    path = hand_out()
    other = world.open_desk("03400")
    with pytest.raises(IntakeError) as refused:
        take(other, path)
    assert refused.value.code == "intake.book-other-unit"
    other.workspace.close()
    for more, code in (
        ({"period": "2023"}, "intake.book-other-period"),
        ({"form": WORKS}, "intake.book-other-form"),
    ):
        with pytest.raises(IntakeError) as refused:
            take(desk, path, **more)
        assert refused.value.code == code


def test_a_workbook_that_is_none_of_ours_says_so(desk, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "ctmtqg"
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(IntakeError) as refused:
        take(desk, tmp_path / "x.xlsx")
    assert refused.value.code == "intake.book-not-ours"
