"""Issue 9 item 3: what was not taken can be had as a workbook, and the journal knows of it."""

import pytest
from openpyxl import load_workbook

from ctmtqg_desktop.exchange.sender.cell_list import ListedCell, write_cell_list

CODE = "03394"


@pytest.fixture
def desk(world):
    made = world.open_desk(CODE)
    yield made
    made.workspace.close()


def test_a_list_of_cells_is_written_and_noted(desk, tmp_path):
    path = tmp_path / "a.xlsx"
    cells = [
        ListedCell("B1", "Đường, Vốn", "=1+1", "refused", "Không phải là số."),
        ListedCell("A3", "Ô A3", "3", "left-out", "Nằm ngoài biểu."),
    ]
    write_cell_list(desk, path, "Biểu thử", cells)
    rows = [row for row in load_workbook(path).active.iter_rows(values_only=True) if row[0]]
    found = [row for row in rows if str(row[0]) in {"1", "2"}]
    assert [row[2:6] for row in found] == [
        ("B1", "Đường, Vốn", "=1+1", "Không nhận"), ("A3", "Ô A3", "3", "Bỏ ra ngoài"),
    ]  # fmt: skip
    assert desk.workspace.exports.latest()[0].path.endswith("a.xlsx")
