"""Issue 9, folders: packages are known by bytes; taken, refused, aside is all there is."""

import io
import os
import random
import socket
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.container import write_container
from ctmtqg_desktop.package.found import folders
from ctmtqg_desktop.package.found.folders import FoundFile, any_encrypted, gather
from ctmtqg_desktop.package.found.kinds import Looks, looks_of
from ctmtqg_desktop.package.found.outer_zip import list_outer_zip, read_outer_entry
from ctmtqg_desktop.trust.keys.age import MAGIC

PACKAGE = write_container([("manifest.json", b"{}")])
CLOSED = MAGIC + b"-> X25519 abc\n"
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")


def zipped(*entries, method=zipfile.ZIP_DEFLATED, streamed=False):
    """Return a zip as other programs write it; ``streamed`` has descriptors."""
    made = io.BytesIO()
    target = _Unseekable(made) if streamed else made
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return made.getvalue()


class _Unseekable(io.RawIOBase):
    def __init__(self, inner):
        self._inner = inner

    def writable(self):
        return True

    def seekable(self):
        return False

    def write(self, data):
        return self._inner.write(data)


def told(root, *paths):
    """Return what became of every file below a folder, by its place there."""
    gathered = gather(paths or (root,))
    cut = len(str(root)) + 1
    found = {one.place[cut:]: one.code or "taken" for one in gathered.found}
    left = {one.file[cut:]: one.code for one in gathered.left}
    assert len(found) == len(gathered.found)
    assert len(left) == len(gathered.left)
    assert not found.keys() & left.keys()
    return found | left


@pytest.mark.parametrize("name", [
    "A.ASICE", "a.asice.zip", "a.asi", "goi", "goi (1)", "a.asice (2).bin", "noname.dat",
    "báo cáo của xã.asice", "a.asice.txt", "a.pdf",
])  # fmt: skip
def test_a_package_is_known_whatever_it_is_called(tmp_path, name):
    (tmp_path / name).write_bytes(PACKAGE)
    assert told(tmp_path) == {name: "taken"}
    (one,) = gather([tmp_path]).found
    assert (one.read(), one.name) == (PACKAGE, name)
    assert not any_encrypted([tmp_path])


def test_an_encrypted_package_is_known_by_its_header(tmp_path):
    (tmp_path / "a").write_bytes(CLOSED)
    assert told(tmp_path) == {"a": "taken"}
    assert any_encrypted([tmp_path])
    (tmp_path / "a").write_bytes(zipped(("b", CLOSED)))
    assert any_encrypted([tmp_path])


def test_what_is_called_a_package_is_judged_whatever_it_holds(tmp_path):
    for name, data in {"a.asice": b"x", "B.ASICE": b"", "c.asice.age": b"%PDF-1.7",
                       "d.asice": zipped(("x", b"y"))}.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    assert set(told(tmp_path).values()) == {"taken"}


@pytest.mark.parametrize("place", [
    "._a.asice", ".a.asice", ".Trash-1000/files/a.asice", "$RECYCLE.BIN/S-1-5/a.asice",
    "System Volume Information/a.asice", ".Trashes/501/a.asice", "__MACOSX/a.asice", "~$a.asice",
    "RECYCLER/a.asice", "lost+found/a.asice",
])  # fmt: skip
def test_what_is_the_systems_is_passed_over_and_listed(tmp_path, place):
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PACKAGE)
    (tmp_path / "a.zip").write_bytes(zipped((place, PACKAGE), ("that.asice", PACKAGE)))
    answer = told(tmp_path)
    assert answer.pop("a.zip/that.asice") == "taken"
    assert answer.keys() == {place, f"a.zip/{place}"}
    assert len(set(answer.values())) == 1
    assert answer[place].startswith("left.")
    assert gather([path]).found, "who names it means it"


def test_what_is_left_aside_says_why(tmp_path):
    inner = zipped(("a.asice", PACKAGE))
    files = {
        "a.pdf": (b"%PDF-1.7", "left.pdf"), "a.txt": (b"text", "left.other"),
        "trong": (b"", "left.empty"), "a.rar": (b"Rar!\x1a\x07\0", "left.archive"),
        "a.docx": (zipped(("[Content_Types].xml", b"<x/>")), "left.other"),
        "a.ods": (zipped(("content.xml", b"<x/>")), "left.other"),
        "anh.zip": (zipped(("a.jpg", b"\xff\xd8")), "left.zip-empty"),
        "0.zip": (zipped(), "left.zip-empty"),
    }  # fmt: skip
    for name, (data, _) in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "hai.zip").write_bytes(zipped(("trong.zip", inner), ("a.txt", b"x")))
    wanted = {name: code for name, (_, code) in files.items()}
    assert told(tmp_path) == wanted | {
        "hai.zip/trong.zip": "left.zip", "hai.zip/a.txt": "left.other",
    }  # fmt: skip


# -- zips


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_packages_come_out_of_an_ordinary_zip(tmp_path, method, streamed):
    made = zipped(
        ("xã Bình Lư/a.asice", PACKAGE), ("b", CLOSED), ("xã/", b""), ("c.pdf", b"%PDF-1"),
        method=method, streamed=streamed,
    )  # fmt: skip
    (tmp_path / "thu.zip").write_bytes(made)
    assert told(tmp_path) == {
        "thu.zip/xã Bình Lư/a.asice": "taken", "thu.zip/b": "taken", "thu.zip/c.pdf": "left.pdf",
    }  # fmt: skip
    assert [one.read() for one in gather([tmp_path]).found] == [PACKAGE, CLOSED]
    assert gather([tmp_path]).found == tuple(
        FoundFile(one.path, one.inner, is_encrypted=one.is_encrypted)
        for one in gather([tmp_path / "thu.zip"]).found
    )


def test_a_package_that_was_zipped_again_is_judged_whole(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped(("META-INF/ASiCManifest.xml", b"<x/>")))
    assert told(tmp_path) == {"a.zip": "taken"}


def test_one_bad_entry_leaves_the_others(tmp_path):
    dense = b"0" * 3_000_000
    made = zipped(("a.asice", PACKAGE), ("bom", dense))
    (tmp_path / "a.zip").write_bytes(made)
    assert told(tmp_path) == {"a.zip/a.asice": "taken", "a.zip/bom": "left.zip-ratio"}


def bent_zips():
    """Yield zips that two programs may read in two ways, and why each is refused."""
    good = zipped(("a.asice", PACKAGE), method=zipfile.ZIP_STORED)
    twice = zipped(("a.asice", PACKAGE), ("b.asice", PACKAGE), method=zipfile.ZIP_STORED)
    start = struct.unpack_from("<L", good, len(good) - 6)[0]
    yield "zip-gap", b"MZ" * 20 + good
    yield "truncated", good[:-2] + b"\x01\0x"
    yield "truncated", good + b"x"
    yield "truncated", good[:-30]
    yield "zip-local-differs", good.replace(b"a.asice", b"b.asice", 1)
    yield "zip-duplicate", twice.replace(b"b.asice", b"a.asice")
    yield "zip-zip64", good[:-12] + struct.pack("<2LH", 0xFFFFFFFF, 0xFFFFFFFF, 0)[:10] + b"\0\0"
    yield "zip-directory", good[:start] + b"XX" + good[start + 2 :]
    for name in (b"../bc.a", b"/etc/aa", b"c:\\a.aa", b"a\0asice", b"..\\bc.a"):
        yield "zip-name", good.replace(b"a.asice", name)
    overlapping = bytearray(twice)
    second = twice.rindex(b"PK\x01\x02")
    overlapping[second + 42 : second + 46] = bytes(4)
    yield "zip-local-differs", bytes(overlapping)


@pytest.mark.parametrize(("code", "data"), list(bent_zips()))
def test_a_zip_with_two_readings_is_refused_by_name(tmp_path, code, data):
    with pytest.raises(PackageError) as caught:
        list_outer_zip(io.BytesIO(data))
    assert caught.value.code == f"package.{code}"
    if looks_of(data) is Looks.ZIP:
        (tmp_path / "a.zip").write_bytes(data)
        assert told(tmp_path) == {"a.zip": "package.outer-zip"}


def test_a_zip_bent_anywhere_never_gives_another_content():
    data = zipped(("a.asice", PACKAGE), ("b.txt", b"abc"))
    luck = random.Random(9)
    for _ in range(3000):
        bent = bytearray(data)
        bent[luck.randrange(len(bent))] ^= 1 << luck.randrange(8)
        stream = io.BytesIO(bytes(bent))
        try:
            for entry in list_outer_zip(stream):
                if not entry.defect:
                    assert zlib.crc32(read_outer_entry(stream, entry)) == entry.crc
        except PackageError:
            continue


def test_limits_are_said_before_anything_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "MAX_FILES", 3)
    for number in range(4):
        (tmp_path / f"{number}.asice").write_bytes(PACKAGE)
    with pytest.raises(PackageError) as caught:
        gather([tmp_path])
    assert caught.value.code == "package.too-many-files"
    assert not any_encrypted([tmp_path])


# -- what is no file


@needs_posix
def test_what_is_no_file_is_refused_and_links_stay_inside(tmp_path):
    usb = tmp_path / "usb"
    (usb / "sub").mkdir(parents=True)
    (tmp_path / "ngoai.asice").write_bytes(PACKAGE)
    (usb / "sub" / "a").write_bytes(PACKAGE)
    os.mkfifo(usb / "ong")
    with socket.socket(socket.AF_UNIX) as one:
        cwd = Path.cwd()
        os.chdir(usb)
        try:
            one.bind("o-cam")
        finally:
            os.chdir(cwd)
        for name, target in {
            "ra": "../ngoai.asice", "ra-thu-muc": "..", "vong": "vong", "len": ".", "mat": "khong",
            "trong": "sub/a", "thu-muc": "sub", "thiet-bi": "/dev/zero",
        }.items():  # fmt: skip
            (usb / name).symlink_to(target)
        (usb / "sub" / "len").symlink_to("../sub")
        answer = told(usb)
    assert answer == {
        "sub/a": "taken", "ong": "package.not-a-file", "o-cam": "package.not-a-file",
        "ra": "package.link-outside", "ra-thu-muc": "package.link-loop",
        "vong": "package.link-loop", "len": "package.link-loop", "sub/len": "package.link-loop",
        "mat": "package.link-broken", "trong": "left.link", "thu-muc": "left.link",
        "thiet-bi": "package.link-outside",
    }  # fmt: skip


@needs_posix
def test_a_file_that_becomes_a_link_is_not_followed(tmp_path):
    (tmp_path / "usb").mkdir()
    (tmp_path / "ngoai").write_bytes(PACKAGE)
    path = tmp_path / "usb" / "a"
    path.write_bytes(PACKAGE)
    (one,) = gather([tmp_path / "usb"]).found
    path.unlink()
    path.symlink_to("../ngoai")
    with pytest.raises(PackageError) as caught:
        one.read()
    assert caught.value.code == "package.read-failed"


@needs_posix
def test_a_file_is_looked_at_once_by_whichever_ways(tmp_path):
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / ".a").write_bytes(PACKAGE)
    (usb / "b").write_bytes(b"x")
    (tmp_path / "khac").symlink_to("usb")
    paths = (usb, tmp_path / "khac", usb / ".a", tmp_path / "khac" / ".a", usb)
    gathered = gather(paths)
    assert [one.path for one in gathered.found] == [usb / ".a"]
    assert [one.code for one in gathered.left] == ["left.other"]


# -- the law

FILES = {
    "goi": (PACKAGE, "taken"), "kin": (CLOSED, "taken"), "pdf": (b"%PDF-1.4", "left.pdf"),
    "chu": (b"abc", "left.other"), "rong": (b"", "left.empty"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "left.archive"),
}  # fmt: skip
NAMES = ("a", "A.ASICE.bak", "goi (1)", "á b", "x.asi", "bc.zip", "b\nc", "#", "con", "t.pdf")
PASSED = (".an", "._b", "~$c", "Thumbs.db", "$RECYCLE.BIN", ".Trash-1000", "__MACOSX")


def _tree(luck, folder, depth, passed=False):
    """Make a random folder; return what is to be said of every file in it, by its place."""
    said = {}
    for number in range(luck.randrange(5)):
        is_passed = luck.random() < 0.2
        name = f"{luck.choice(PASSED)}" if is_passed else f"{luck.choice(NAMES)}{number}"
        path = folder / name
        if path.exists() or path.is_symlink():
            continue
        kind = luck.choice([*FILES, "folder", "folder", "zip", "pipe", "link"])
        said |= _made(luck, path, kind, depth=depth, passed=passed or is_passed)
    return said


def _made(luck, path, kind, *, depth, passed):
    if kind == "folder" and depth:
        path.mkdir()
        return {f"{path.name}/{k}": v for k, v in _tree(luck, path, depth - 1, passed).items()}
    wanted = "left" if passed else None
    if kind == "zip":
        return _zip(luck, path, wanted)
    if kind == "pipe":
        os.mkfifo(path)
        return {path.name: wanted or "package.not-a-file"}
    if kind == "link":
        path.symlink_to("/dev/zero")
        return {path.name: wanted or "package.link-outside"}
    data, code = FILES.get(kind, FILES["chu"])
    path.write_bytes(data)
    return {path.name: wanted or code}


def _zip(luck, path, wanted):
    inner = {f"{luck.choice(NAMES).strip()}{n}": luck.choice([*FILES, "zip"]) for n in range(3)}
    inner = {name.replace("\n", ""): kind for name, kind in inner.items()}
    files = FILES | {"zip": (zipped(("a", PACKAGE)), "left.zip")}
    path.write_bytes(zipped(*((name, files[kind][0]) for name, kind in inner.items())))
    codes = {f"{path.name}/{name}": files[kind][1] for name, kind in inner.items()}
    if wanted or not {"taken", "left.zip", "left.archive"} & set(codes.values()):
        return {path.name: wanted or "left.zip-empty"}
    return codes


@needs_posix
@pytest.mark.parametrize("seed", range(80))
def test_taken_refused_and_aside_is_what_was_there(tmp_path, seed):
    wanted = _tree(random.Random(seed), tmp_path, 4)
    answer = told(tmp_path)
    assert answer.keys() == wanted.keys()
    for place, code in wanted.items():
        assert answer[place].startswith(code), place
