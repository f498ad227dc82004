"""DESIGN 5, package_and_signing 8: the closed zip profile, hostile archives refused by name."""

import io
import struct
import zipfile

import pytest

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import container
from ctmtqg_desktop.package.container import MIMETYPE_CONTENT, read_container, write_container

CONTENTS = {
    "manifest.json": b"{}",
    "data.json": b'{"a":1}' * 20,
    "data/households.json": b"[]",
    "META-INF/ASiCManifest.xml": b"<x/>",
}


@pytest.fixture
def good(zips):
    first = zips.Raw(b"mimetype", MIMETYPE_CONTENT)
    return [first, *(zips.Raw(name.encode(), data) for name, data in CONTENTS.items())]


def refusal(data):
    with pytest.raises(PackageError) as caught:
        read_container(data)
    return caught.value


def test_what_is_written_is_read_back():
    data = write_container(CONTENTS.items())
    assert read_container(data) == {"mimetype": MIMETYPE_CONTENT, **CONTENTS}


def test_the_same_entries_give_the_same_bytes():
    assert write_container(CONTENTS.items()) == write_container(list(CONTENTS.items()))


def test_mimetype_stands_where_file_recognisers_look():
    data = write_container(CONTENTS.items())
    assert data[30:38] == b"mimetype"
    assert data[38 : 38 + len(MIMETYPE_CONTENT)] == MIMETYPE_CONTENT


def test_an_independent_builder_writes_the_same_bytes(good, zips):
    assert zips.build(good) == write_container(CONTENTS.items())


def test_the_standard_library_writes_the_same_bytes():
    """Two writers, one profile: what a second implementation has to set is little."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {"mimetype": MIMETYPE_CONTENT, **CONTENTS}.items():
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data)
    assert out.getvalue() == write_container(CONTENTS.items())


def test_the_standard_library_reads_what_is_written():
    with zipfile.ZipFile(io.BytesIO(write_container(CONTENTS.items()))) as archive:
        assert archive.testzip() is None
        assert {n: archive.read(n) for n in archive.namelist()} == {
            "mimetype": MIMETYPE_CONTENT,
            **CONTENTS,
        }


def test_deflated_and_utf8_flagged_entries_of_others_are_read(good, zips):
    good[2] = zips.replace(good[2], method=8)
    good[3] = zips.replace(good[3], flags=0x800)
    assert read_container(zips.build(good))["data.json"] == CONTENTS["data.json"]


# -- hostile archives: (the entry that is changed, how, the code it must get) ---------------

CHANGED = {
    "traversal": ({"name": b"../evil.json"}, "zip-name"),
    "traversal-inside": ({"name": b"data/../x.json"}, "zip-name"),
    "absolute": ({"name": b"/etc/passwd"}, "zip-name"),
    "drive": ({"name": b"C:evil.json"}, "zip-name"),
    "unc": ({"name": b"\\\\server\\share\\x.json"}, "zip-name"),
    "look-alike": ({"name": "d\u0430ta.json".encode(), "flags": 0x800}, "zip-name"),
    "backslash": ({"name": b"data\\evil.json"}, "zip-name"),
    "nul": ({"name": b"data.json\0.exe"}, "zip-name"),
    "dot-file": ({"name": b".hidden"}, "zip-name"),
    "trailing-dot": ({"name": b"data.json."}, "zip-name"),
    "newline": ({"name": b"data.json\n"}, "zip-name"),
    "blank": ({"name": b"data .json"}, "zip-name"),
    "empty-name": ({"name": b""}, "zip-name"),
    "folder": ({"name": b"data/"}, "zip-name"),
    "deep": ({"name": b"data/a/b.json"}, "zip-name"),
    "other-folder": ({"name": b"evil/b.json"}, "zip-name"),
    "long": ({"name": b"a" * 65}, "zip-name"),
    "right-to-left": ({"name": "data\u202enosj.json".encode(), "flags": 0x800}, "zip-name"),
    "decomposed": ({"name": "bie\u0302u.json".encode(), "flags": 0x800}, "zip-name"),
    "device": ({"name": b"CON"}, "zip-name-reserved"),
    "device-with-ending": ({"name": b"data/nul.json"}, "zip-name-reserved"),
    "device-port": ({"name": b"LPT9.pdf"}, "zip-name-reserved"),
    "duplicate": ({"name": b"manifest.json"}, "zip-duplicate"),
    "case-twin": ({"name": b"Manifest.JSON"}, "zip-case-twins"),
    "encrypted": ({"flags": 1}, "zip-encrypted"),
    "descriptor": ({"flags": 8}, "zip-descriptor"),
    "patched": ({"flags": 0x20}, "zip-flags"),
    "masked-headers": ({"flags": 0x2000}, "zip-flags"),
    "bzip2": ({"method": 12, "packed": b"x"}, "zip-method"),
    "extra": ({"extra": b"up\4\0abcd"}, "zip-extra"),
    "local-extra": ({"local_extra": b"up\4\0abcd"}, "zip-local-differs"),
    "comment": ({"comment": b"hi"}, "zip-comment"),
    "zip64-extra": ({"extra": b"\1\0\x08\0" + bytes(8)}, "zip-extra"),
    "unicode-path-extra": ({"extra": b"up\x09\0\1" + bytes(8)}, "zip-extra"),
    "zip64-size": ({"size": 0xFFFFFFFF}, "zip-zip64"),
    "symlink": ({"attributes": 0o120777 << 16}, "zip-header"),
    "executable": ({"attributes": 0o100755 << 16}, "zip-header"),
    "date": ({"date": 34}, "zip-header"),
    "version": ({"version": 45}, "zip-header"),
    "local-name-differs": ({"local_name": b"xata.json"}, "zip-local-differs"),
    "local-checksum-differs": ({"local_crc": 1}, "zip-local-differs"),
    "local-flags-differ": ({"local_flags": 0x800}, "zip-local-differs"),
    "hidden-before": ({"before": b"hidden"}, "zip-gap"),
    "hidden-after": ({"after": b"hidden"}, "zip-gap"),
    "overlap": ({"offset": 0}, "zip-gap"),
    "offset-past-end": ({"offset": 10**6}, "zip-gap"),
    "checksum": ({"crc": 7}, "zip-crc"),
    "stored-size-differs": ({"size": 3}, "zip-size"),
    "declared-too-short": ({"method": 8, "size": 3}, "zip-size"),
    "declared-too-long": ({"method": 8, "size": 300}, "zip-size"),
    "declared-huge": ({"size": 65 * 2**20, "method": 8}, "zip-entry-too-big"),
    "packed-past-end": ({"packed_size": 10**6, "method": 8}, "zip-gap"),
    "bomb": ({"data": b"\0" * 10**6, "method": 8}, "zip-ratio"),
    "not-deflate": ({"method": 8, "packed": b"\xff" * 140}, "zip-deflate"),
    "deflate-with-a-tail": ({"method": 8, "packed": b"\x03\0tail", "data": b""}, "zip-deflate"),
    "deflate-unfinished": ({"method": 8, "packed": b"", "data": b""}, "zip-deflate"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_hostile_entry_is_refused_by_name(good, zips, name):
    change, code = CHANGED[name]
    good[2] = zips.replace(good[2], **change)
    error = refusal(zips.build(good))
    assert error.code == f"package.{code}"


def test_the_named_entry_is_the_wrong_one(good, zips):
    good[2] = zips.replace(good[2], crc=7)
    assert refusal(zips.build(good)).facts["name"] == "data.json"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"prefix": b"#!/bin/sh\n"}, "zip-gap"),
        ({"suffix": b"x"}, "zip-trailing"),
        ({"comment": b"hello"}, "zip-trailing"),
        ({"gap": b"between"}, "zip-gap"),
        ({"count": 4}, "zip-directory"),
        ({"count": 6}, "zip-directory"),
        ({"count": 0xFFFF}, "zip-zip64"),
        ({"start": 0xFFFFFFFF}, "zip-zip64"),
        ({"start": 5}, "zip-gap"),
    ],
    ids=["prefix", "suffix", "comment", "gap", "fewer", "more", "zip64", "zip64-start", "start"],
)
def test_a_hostile_frame_is_refused(good, zips, how, code):
    assert refusal(zips.build(good, **how)).code == f"package.{code}"


def test_entries_in_another_order_than_their_offsets_are_refused(good, zips):
    data = bytearray(zips.build(good))
    start = struct.unpack_from("<L", data, len(data) - 6)[0]
    first = 46 + len(good[0].name)
    second = 46 + len(good[1].name)
    heads = data[start : start + first + second]
    data[start : start + first + second] = heads[first:] + heads[:first]
    assert refusal(bytes(data)).code == "package.zip-gap"


LOCAL_FIELDS = (
    "version",
    "flags",
    "method",
    "time",
    "date",
    "crc",
    "packed",
    "size",
    "name",
    "extra",
)


@pytest.mark.parametrize("name", LOCAL_FIELDS)
@pytest.mark.parametrize("first", [True, False], ids=["local", "central"])
def test_the_two_headers_of_an_entry_agree_in_every_field(good, zips, name, first):
    """One program reads the one, another the other."""
    data = bytearray(zips.build(good))
    form = struct.Struct("<5H3L2H")
    at = data.index(b"PK\3\4", 5) + 4 if first else data.index(b"PK\1\2", 0) + 6
    fields = list(form.unpack_from(data, at))
    fields[LOCAL_FIELDS.index(name)] ^= 0x40
    form.pack_into(data, at, *fields)
    assert refusal(bytes(data)).code.startswith("package.zip-")


def test_a_cut_directory_is_refused(good, zips):
    data = zips.build(good)
    start = struct.unpack_from("<L", data, len(data) - 6)[0]
    for cut in (4, 20, 60):
        end = struct.pack(
            "<4s4H2LH", b"PK\5\6", 0, 0, 5, 5, len(data) - 22 - start - cut, start, 0
        )
        assert refusal(data[: len(data) - 22 - cut] + end).code == "package.zip-directory"


def test_two_ends_are_refused(good, zips):
    data = zips.build(good)
    assert refusal(data + data[-22:]).code == "package.zip-gap"


def test_a_zip_after_a_zip_is_refused(good, zips):
    data = zips.build(good)
    assert refusal(data + data).code == "package.zip-gap"


def test_sixty_five_entries_are_refused(good, zips):
    more = [zips.Raw(f"data/{n}.json".encode(), b"{}") for n in range(60)]
    assert refusal(zips.build(good + more)).code == "package.zip-too-many"
    assert len(read_container(zips.build(good + more[:59]))) == 64


def test_many_big_entries_are_refused_before_unpacking(good, zips):
    size, packed = 60 * 2**20, b"\0" * (310 * 1024)
    big = [
        zips.Raw(f"data/{n}.json".encode(), b"", method=8, size=size, packed=packed)
        for n in range(4)
    ]
    assert refusal(zips.build(good + big)).code == "package.zip-sum-too-big"


def test_a_huge_file_is_refused_unread(monkeypatch):
    monkeypatch.setattr(container, "MAX_FILE_BYTES", 100)
    assert refusal(b"PK\3\4" + b"x" * 97).code == "package.too-big"


@pytest.mark.parametrize(
    ("first", "ok"),
    [
        ({"data": MIMETYPE_CONTENT + b"\n"}, False),
        ({"data": b"application/zip"}, False),
        ({"method": 8}, False),
        ({"name": b"mimetypes"}, False),
        ({}, True),
    ],
)
def test_mimetype_is_first_stored_and_exact(good, zips, first, ok):
    good[0] = zips.replace(good[0], **first)
    if ok:
        read_container(zips.build(good))
    else:
        assert refusal(zips.build(good)).code == "package.mimetype"


def test_mimetype_in_the_second_place_is_refused(good, zips):
    assert refusal(zips.build([good[1], good[0], *good[2:]])).code == "package.mimetype"


# -- files that are something else ------------------------------------------------------------


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_rezipped_package_is_told_so(method):
    everything = {"mimetype": MIMETYPE_CONTENT, **CONTENTS}
    assert refusal(zipped(everything, method)).code == "package.rezipped"


def test_a_package_rezipped_with_its_folder_is_told_so():
    inside = {f"12415_bc01/{name}": data for name, data in CONTENTS.items()}
    assert refusal(zipped(inside)).code == "package.rezipped"


def test_a_package_inside_a_zip_is_told_so():
    assert refusal(zipped({"12415_bc01.asice": b"x"})).code == "package.inside-zip"


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"%PDF-1.7\n" * 9, b"\xd0\xcf\x11\xe0" * 99, b"{}" * 50, b"PK\5\6" + b"\0" * 18],
    ids=["empty", "two-bytes", "pdf", "xls", "json", "empty-zip"],
)
def test_another_file_is_no_package(data):
    assert refusal(data).code == "package.not-a-package"


def test_a_workbook_is_no_package():
    data = zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<y/>"})
    assert refusal(data).code == "package.not-a-package"


def test_a_cut_file_is_called_cut():
    data = write_container(CONTENTS.items())
    for cut in range(30, len(data) - 1, 7):
        assert refusal(data[:cut]).code == "package.truncated"


def test_a_writer_refuses_what_the_reader_would():
    for name in ("../x", "data/CON.json", "mimetype."):
        with pytest.raises(PackageError):
            write_container([(name, b"")])
    with pytest.raises(PackageError) as caught:
        write_container([(f"data/{n}.json", b"") for n in range(64)])
    assert caught.value.code == "package.zip-too-many"
    with pytest.raises(PackageError) as caught:
        write_container([("data.json", bytes(64 * 2**20 + 1))])
    assert caught.value.code == "package.zip-entry-too-big"
