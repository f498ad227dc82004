"""Issue 9 item 1: an .xls becomes the same cells as the .xlsx it is; a broken one never hangs."""

import random
import struct
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.given import GivenKind, Span

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def data():
    """A workbook that LibreOffice Calc wrote."""
    return (HERE / "calc.xls").read_bytes()


def test_every_kind_of_cell_is_read(data):
    table, hidden = read_book(data, "so.csv").tables
    assert [cell.text for cell in table.rows[0]] == ["Đường", "", ""]
    assert [table.cell(0, at).number for at in (1, 2)] == [Decimal("28.113"), Decimal("0.86")]
    assert table.cell(0, 2).number_format == "0%"
    assert table.cell(1, 0).day == table.cell(1, 1).day == date(2024, 2, 1)
    assert (table.cell(1, 2).kind, table.cell(1, 2).text) == (GivenKind.TEXT, "36:00:00")
    assert [cell.kind for cell in table.rows[2]] == ["boolean", "error", "number", "text"]
    assert table.cell(2, 1).text == "#DIV/0!"
    assert (table.cell(3, 0).number_format, table.cell(3, 1).text) == ("00000", "00394")
    assert table.cell(4, 0).font == ".VnTime"
    assert table.spans == (Span(6, 0, 7, 2),)
    assert table.cell(8, 1).text == "  a\nb  "
    assert (hidden.is_hidden, hidden.cell(19, 3).number, table.is_hidden) == (True, 5, False)


def test_xls_and_xlsx_are_the_same_tables(data):
    def plain(book):
        return [
            [[(cell.kind, cell.text, cell.number, cell.day, cell.font) for cell in row]
             for row in table.rows] for table in book.tables
        ]  # fmt: skip

    assert plain(read_book(data, "a")) == plain(read_book((HERE / "calc.xlsx").read_bytes(), "a"))


def renamed(data, old, new):
    """Give a stream of the envelope another name."""
    entry, other = (name.encode("utf-16-le").ljust(64, b"\0") for name in (old, new))
    assert entry in data
    at = data.index(entry) + 64
    return data[: at - 64] + other + struct.pack("<H", len(new) * 2 + 2) + data[at + 2 :]


@pytest.mark.parametrize(("stream", "code"), [
    ("EncryptedPackage", "workbook-encrypted"), ("_VBA_PROJECT_CUR", "workbook-macros"),
    ("WordDocument", "workbook"),
])  # fmt: skip
def test_what_the_envelope_says_is_refused_by_name(data, stream, code):
    with pytest.raises(IntakeError) as caught:
        read_book(renamed(data, "Workbook", stream), "so.xls")
    assert caught.value.code == f"intake.{code}"


def test_a_chain_that_is_a_circle_is_refused(data):
    table = (struct.unpack_from("<I", data, 76)[0] + 1) * 512
    for sector in range(20):
        circle = (
            data[: table + sector * 4] + struct.pack("<I", sector) + data[table + sector * 4 + 4 :]
        )
        try:
            read_book(circle, "so.xls")
        except IntakeError as error:
            assert error.code == "intake.workbook"  # noqa: PT017  a free sector harms nobody


def record(kind, content):
    return struct.pack("<2H", kind, len(content)) + content


def test_blanks_are_counted_before_they_are_unpacked():
    """A record of 522 bytes holds 256 of them."""
    begin = record(0x809, struct.pack("<4H2I", 0x600, 5, 0, 0, 0, 0))
    blanks = record(0xBE, bytes(4 + 2 * 256) + struct.pack("<H", 255))
    with pytest.raises(IntakeError) as caught:
        read_book(begin + blanks * 30_000, "so.xls")
    assert caught.value.code == "intake.book-too-many-cells"
    numbers = record(0xFD, bytes(8)) * 1_600_000
    with pytest.raises(IntakeError) as caught:
        read_book(begin + numbers, "so.xls")
    assert caught.value.code == "intake.book-too-many-cells"


@pytest.mark.parametrize("seed", range(4))
def test_a_broken_file_is_read_or_refused(data, seed):
    chance = random.Random(seed)
    for _ in range(25):
        broken = bytearray(data)
        for _ in range(chance.choice((1, 5, 40))):
            broken[chance.randrange(len(broken))] = chance.choice((0, 255, chance.randrange(256)))
        try:
            read_book(bytes(broken), "so.xls")
        except IntakeError as error:
            assert error.code.startswith("intake.")  # noqa: PT017  most of them are
    with pytest.raises(IntakeError):
        read_book(data[: len(data) // 2], "so.xls")
