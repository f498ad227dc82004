"""Issue 4 item 9: files people bring that could harm are refused with a code, nothing imported."""

import io
import json
import re
import zipfile

import pytest
from openpyxl import Workbook

from ctmtqg_desktop.errors import IntakeError
from ctmtqg_desktop.exchange.words import of_error
from ctmtqg_desktop.intake.books.book import read_book
from ctmtqg_desktop.intake.entry_file import read_entry_file
from ctmtqg_desktop.intake.form_workbook import load_sheets
from ctmtqg_desktop.intake.remark_file import read_remark_file

BOMB = '<!DOCTYPE a [<!ENTITY b "{}">]>'.format("x" * 50)
FILE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.fixture(scope="module")
def good():
    """A small workbook that each reader takes: cells, and remarks."""
    book = Workbook()
    book.active.append(["Ô", "Giá trị", "Góp ý"])
    book.active.append(["chung.so_ho.value", 5, "Số hộ chưa khớp"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def changed(good, *, add=None, change=None, method=zipfile.ZIP_DEFLATED):
    """Return the workbook with parts added, or bent by a function of (name, data)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(name, data) if change else data)
        for name, data in (add or {}).items():
            new.writestr(name, data)
    return out.getvalue()


def declared(text):
    """Put a declaration before the root of a worksheet and use its entity."""

    def change(name, data):
        if name != "xl/worksheets/sheet1.xml":
            return data
        start = data.index(b"<worksheet")
        return data[:start] + text.encode() + data[start:].replace(b"chung", b"&b;", 1)

    return change


def wide(name, data):
    if name != "xl/worksheets/sheet1.xml":
        return data
    text = data.decode("utf-8").replace("UTF-8", "UTF-16")
    return text[: text.index("<worksheet")].encode("utf-16") + (FILE + text).encode("utf-16-le")


def far(name, data):
    if "sheet1" not in name:
        return data
    moved = data.replace(b'r="2"', b'r="1048576"')
    return re.sub(rb'r="([A-Z])2"', rb'r="\g<1>1048576"', moved)


HOSTILE = {
    "bomb": (lambda g: changed(g, add={"xl/media/a.bin": bytes(130 * 2**20)}), "workbook-too-big"),
    "bomb-of-strings": (
        lambda g: changed(g, add={"xl/more.xml": b"<a>" + b" " * 130 * 2**20}),
        "workbook-too-big"),
    "many-parts": (
        lambda g: changed(g, add={f"xl/{n}.bin": b"" for n in range(600)}), "workbook-too-big"),
    "macro": (lambda g: changed(g, add={"xl/vbaProject.bin": b"x"}), "workbook-macros"),
    "macro-sheet": (
        lambda g: changed(g, add={"xl/macrosheets/sheet1.xml": b"<x/>"}), "workbook-macros"),
    "control": (lambda g: changed(g, add={"xl/activeX/a1.bin": b"x"}), "workbook-macros"),
    "entity": (lambda g: changed(g, change=declared(BOMB)), "workbook-entities"),
    "entity-of-a-file": (lambda g: changed(g, change=declared(FILE)), "workbook-entities"),
    "entity-far-below": (
        lambda g: changed(g, change=declared(f"<!--{' ' * 2**21}-->{FILE}")), "workbook-entities"),
    "entity-in-utf-16": (lambda g: changed(g, change=wide), "workbook-entities"),
    "part-twice": (lambda g: twice(g), "workbook"),  # noqa: PLW0108  it stands below
    "part-twice-by-case": (
        lambda g: changed(g, add={"XL/workbook.xml": b"<x/>"}), "workbook"),
    "cut": (lambda g: g[: len(g) // 2], "workbook"),
    "not-zip": (lambda _: b"\xd0\xcf\x11\xe0" * 200, "workbook"),
    "empty": (lambda _: b"", "workbook"),
    "no-workbook": (lambda _: changed_empty(), "workbook"),
    "broken-xml": (
        lambda g: changed(g, change=lambda n, d: d[:-9] if n.endswith("workbook.xml") else d),
        "workbook"),
    "wrong-checksum": (lambda g: spoiled(g, b"xl/worksheets/sheet1.xml"), "workbook"),
}  # fmt: skip


def spoiled(data, part):
    at = data.index(part) + len(part) + 40
    return data[:at] + bytes(20) + data[at + 20 :]


def twice(good):
    with pytest.warns(UserWarning, match="Duplicate"):
        return changed(good, add={"xl/workbook.xml": b"<x/>"})


def changed_empty():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"x")
    return out.getvalue()


@pytest.mark.parametrize("reader", [
    read_entry_file, read_remark_file, lambda path: load_sheets(path.read_bytes(), path.name),
], ids=["cells", "remarks", "form"])  # fmt: skip
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_by_name(good, tmp_path, name, reader):
    make, code = HOSTILE[name]
    path = tmp_path / "so.xlsx"
    path.write_bytes(make(good))
    with pytest.raises(IntakeError) as caught:
        reader(path)
    assert caught.value.code == f"intake.{code}"
    said = of_error(caught.value)
    assert said.todo
    assert "so.xlsx" in said.what


def figure(path):
    return read_entry_file(path).book.tables[0].cell(1, 1).number


def test_a_good_workbook_is_read_by_each(good, tmp_path):
    path = tmp_path / "so.xlsx"
    path.write_bytes(good)
    assert figure(path) == 5
    assert [one.text for one in read_remark_file(path)] == ["Số hộ chưa khớp"]
    assert load_sheets(good, "so.xlsx")


def test_a_link_to_another_file_is_not_followed(good):
    """Its workbook part stays unread; what the cell last showed counts."""

    def linked(name, data):
        old, new = b'<c r="B2" t="n">', b'<c r="B2" t="n"><f>[1]S!A1</f>'
        return data.replace(old, new) if "sheet1" in name else data

    link = {"xl/externalLinks/externalLink1.xml": b"<!DOCTYPE a>"}
    (table,) = read_book(changed(good, add=link, change=linked), "a").tables
    assert table.cell(1, 1).number == 5


def test_a_formula_counts_for_what_it_last_came_to(tmp_path, good):
    def formula(name, data):
        old = b'<c r="B2" t="n"><v>5</v></c>'
        if "sheet1" not in name:
            return data
        assert old in data
        return data.replace(old, b'<c r="B2"><f>WEBSERVICE("http://x")</f><v>7</v></c>')

    path = tmp_path / "so.xlsx"
    path.write_bytes(changed(good, change=formula))
    assert figure(path) == 7


def test_a_sheet_that_says_it_is_a_million_rows_long_is_read_as_far_as_it_goes(good, tmp_path):
    path = tmp_path / "so.xlsx"
    path.write_bytes(changed(good, change=far))
    (table, *_) = read_entry_file(path).book.tables
    assert table.cell(1048575, 1).number == 5


@pytest.mark.parametrize(("text", "code"), [
    ('{"cells": {"a.b.c": 1, "a.b.c": 2}}', "json-twice"),
    ('{"cells": {"a.b.c": NaN}}', "shape"), ('{"cells": {"a.b.c": 1e999}}', "shape"),
    ('{"cells": {"a.b.c": -Infinity}}', "shape"),
    ('{"cells": {"a.b.c": 1e-999999999}}', "shape"),
    ('{"cells": {"a.b.c": ' + "9" * 5000 + "}}", "json"),
    ("[" * 100_000, "json"), ('{"a":' * 100_000, "json"), ("\x00", "json"),
    ('{"cells": {"a.b.c": [[]]}}', "shape"), ('{"rows": {"a": [1]}}', "shape"),
])  # fmt: skip
def test_a_hostile_json_file_is_refused_by_name(tmp_path, text, code):
    path = tmp_path / "so.json"
    path.write_text(text, "utf-8")
    with pytest.raises(IntakeError) as caught:
        read_entry_file(path)
    assert caught.value.code == f"intake.{code}"
    assert of_error(caught.value).todo


@pytest.mark.parametrize("text", [
    '[{"cell": "a", "text": "b", "text": "c"}]', "[" * 100_000, '[{"cell": 1, "text": "x"}]',
    '{"cell": "a"}', '[{"cell": "a", "text": "b", "run": "c"}]', json.dumps([{}] * 2001),
    '[{"cell": "a", "text": "b", "due": "hôm nay"}]', '[{"cell": "a", "text": "b", "due": 5}]',
])  # fmt: skip
def test_a_hostile_file_of_remarks_is_refused(tmp_path, text):
    path = tmp_path / "gop-y.json"
    path.write_text(text, "utf-8")
    with pytest.raises(IntakeError) as caught:
        read_remark_file(path)
    assert of_error(caught.value).todo
