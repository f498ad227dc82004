"""Issue 9, part 4: a workbook of anything else is refused by name."""

import openpyxl
import pytest
from held_book import Held

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.book_marks import lines_digest
from ctmtqg_desktop.errors import CtmtqgError, IntakeError
from ctmtqg_desktop.exchange.sender.books.fill_in import fill_in
from ctmtqg_desktop.exchange.sender.books.take_back import take_back
from ctmtqg_desktop.exchange.sender.orders import FillIn, TakeBack
from ctmtqg_desktop.exchange.words import messages

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


# -- an identity written by somebody who knows how


def forged(held, change):
    """Rewrite the identity sheet with a digest that is right."""
    sheet = held.book["ctmtqg"]
    lines = [tuple(c.value or "" for c in row) for row in sheet.iter_rows()]
    wide = {"table": 3, "row": 4}
    lines = [line[: wide.get(line[0], 2)] for line in change(lines[:-1])]
    sheet.delete_rows(1, sheet.max_row)
    for at, line in enumerate([*lines, ("digest", lines_digest(lines))], 1):
        for column, text in enumerate(line, 1):
            sheet.cell(at, column).value = text
            sheet.cell(at, column).data_type = "s"


def with_line(name, *values):
    def change(lines):
        return [(name, *values) if line[0] == name else line for line in lines]

    return change


@pytest.mark.parametrize(
    "change",
    [
        with_line("kind", "anything"),
        with_line("period", "hôm qua"),
        with_line("period", ""),
        with_line("unit", "../../x"),
        with_line("table", "ntm-nguon-luc.vX/nguon_luc", "{}"),
        with_line("table", "ntm-nguon-luc.v" + "9" * 5000 + "/nguon_luc", "{}"),
        with_line("table", "ntm-nguon-luc.v9/nguon_luc", "{}"),
        with_line("table", "khong-co.v1/nguon_luc", "{}"),
        with_line("table", "ntm-nguon-luc.v1/nguon_luc", "[" * 20_000),
        with_line("table", "ntm-nguon-luc.v1/nguon_luc", '{"ke_hoach":{"a":1}}'),
        with_line("table", "ntm-nguon-luc.v1/nguon_luc", "{}"),
        with_line("row", "ntm-nguon-luc.v1/nguon_luc.nsdp", "x", "NaN"),
        lambda _: [],
        lambda lines: lines[:1],
        lambda lines: lines[:5] * 2,
    ],
)
def test_a_forged_identity_is_refused_or_brings_nothing(desk, hand_out, change):
    held = Held(hand_out())
    held.put(str(PLAN), 5)
    forged(held, change)
    assert tried(desk, held.save()) in {0, *messages()}
    assert desk.sheet(FUNDS, YEAR).text(PLAN) == ""


def tried(desk, path):
    """Return how many cells were taken, or why none."""
    try:
        return take(desk, path).facts["set"]
    except CtmtqgError as error:
        return error.code
