"""Issue 8: whatever one file is or is called, it is that file's outcome; the batch goes on."""

import errno
import json
import logging
import os
import random
import sys
import threading
from pathlib import Path

import pytest
from doing import receive

from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.tools import Tools
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.post.export_journal import note_export
from ctmtqg_desktop.exchange.receiver import judge
from ctmtqg_desktop.exchange.receiver.orders import Verify
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.signature import cades
from ctmtqg_desktop.trust.signature.schemes import scheme_for, sign_with
from ctmtqg_desktop.trust.x509 import der

UNIT = "03394"
LATIN = os.fsdecode("xã B\xecnh Lư.asice".encode("latin-1", "replace"))
NAMES = {
    "latin-1": LATIN,
    "newline": "bao\ncao.asice: đã nhận.asice",
    "control": "bao\x1b[31mcao\r.asice",
    "blank": " .asice",
    "longest": "b" * 249 + ".asice",
    "option": "--json.asice",
}
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="names and pipes of POSIX")


def bent_certificates(luck, count):
    """Yield certificates whose every field but the key is bent, rightly signed by themselves."""
    key = keys.generate_key()
    good = certificates.self_certificate(key, UNIT, name="Chủ tịch", at=judge_time())
    body = der.read_der(good).children[0]
    places = [path for path in _places(body) if path and path[0] != 6]
    for _ in range(count):
        yield key, good, _resigned(_put(body, luck.choice(places), luck), good, key)


def judge_time():
    from datetime import datetime

    from ctmtqg_desktop.clock import VIETNAM

    return datetime(2025, 1, 6, 8, tzinfo=VIETNAM)


def _places(node, path=()):
    yield path
    for number, child in enumerate(node.children):
        yield from _places(child, (*path, number))


def _put(node, path, luck):
    if not path:
        return _bent(node, luck)
    parts = (
        _put(child, path[1:], luck) if number == path[0] else child.raw
        for number, child in enumerate(node.children)
    )
    return der.encode(node.tag, *parts)


def _bent(node, luck):
    ways = (
        lambda: der.encode(node.tag, b""),
        lambda: der.encode(
            luck.choice((0x0C, 0x13, 0x16, 0x1E, 0x1C, 0x14, 0x04, 0x02)), node.body
        ),
        lambda: der.encode(node.tag, luck.randbytes(len(node.body))),
        lambda: der.encode(node.tag, node.body, b"\xff\xfe"),
        lambda: node.raw * 2,
        lambda: der.encode(node.tag, b"\xff" * luck.choice((1, 2, 70, 5000))),
    )
    return luck.choice(ways)()


def _resigned(body, good, key):
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    method, signature = (
        der.read_der(good).children[1].raw,
        key.sign(body, ec.ECDSA(hashes.SHA256())),
    )
    bits = der.encode(der.BIT_STRING, b"\0", signature)
    return der.encode(der.SEQUENCE, body, method, bits)


def unreadable_name(key):
    """Return a good certificate of the key but for its name, which is no text."""
    good = certificates.self_certificate(key, UNIT, name="Chủ tịch", at=judge_time())
    body = der.read_der(good).children[0].raw
    name = "Chủ tịch".encode()
    assert name in body
    return _resigned(body.replace(name, b"\xff" * len(name)), good, key)


def signed_under(data, key, good, certificate):
    """Return a package signed anew with a key under a certificate, however bent it is."""
    entries = {n: d for n, d in read_container(data).items() if n != names.MIMETYPE}
    scheme = scheme_for(good)
    entries[names.SIGNATURE] = cades.build_signature(
        entries[names.ASIC_MANIFEST], at=judge_time(), scheme=scheme,
        raw_sign=lambda signed: sign_with(key, scheme, signed), certificates=(certificate,),
    )  # fmt: skip
    return write_container(entries.items())


@pytest.fixture
def unnamed(mail):
    """A report that is right but for the name in its signer's certificate."""
    key = keys.generate_key()
    good = certificates.self_certificate(key, UNIT, name="Chủ tịch", at=judge_time())
    return signed_under(mail[UNIT].data, key, good, unreadable_name(key))


def verified(files):
    program = Program(lambda: None, lambda: None)
    return do(program, Verify(tuple(str(f) for f in files)))


# -- certificates


def test_an_unreadable_certificate_name_is_one_files_outcome(office, mail, unnamed, tmp_path):
    (tmp_path / "a.asice").write_bytes(unnamed)
    (tmp_path / "b.asice").write_bytes(mail[UNIT].data)
    bad, good = receive(office, [tmp_path / "b.asice", tmp_path / "a.asice"])
    assert (bad.outcome, bad.code) == ("refused", "trust.certificate-unreadable")
    assert "chứng thư" in bad.message
    assert good.outcome == "accepted"


def test_an_unreadable_certificate_name_does_not_end_verify(mail, unnamed, tmp_path):
    (tmp_path / "a.asice").write_bytes(unnamed)
    (tmp_path / "b.asice").write_bytes(mail[UNIT].data)
    answer = verified([tmp_path / "a.asice", tmp_path / "b.asice"])
    first, second = answer.facts["files"]
    assert first["code"] == "trust.certificate-unreadable"
    assert first["verdict"]["bottom_line"] == "invalid"
    assert second["code"] is None
    assert answer.is_refused


def test_an_unreadable_certificate_name_does_not_end_the_mail(desk, written, unnamed, tmp_path):
    (tmp_path / "a.asice").write_bytes(unnamed)
    (tmp_path / "b.asice").write_bytes(written.kinds["receipt"])
    bad, good = take_in(desk, TakeIn((tmp_path,))).found
    assert (bad.outcome, bad.code) == ("refused", "trust.certificate-unreadable")
    assert good.outcome == "accepted"


@pytest.mark.filterwarnings("ignore:Attribute's length must be")
def test_no_bent_certificate_ends_a_batch(office, mail, tmp_path):
    luck, count = random.Random(8), 0
    for number, (key, good, bent) in enumerate(bent_certificates(luck, 300)):
        try:
            data = signed_under(mail[UNIT].data, key, good, bent)
        except Exception:  # noqa: S112  not even written
            continue
        (tmp_path / f"{number}.asice").write_bytes(data)
        count += 1
    assert count > 100
    results = receive(office, [tmp_path])
    assert len(results) == count
    assert {r.outcome for r in results} == {"refused"}
    codes = {r.code for r in results}
    assert {"trust.certificate-unreadable", "exchange.signer-unknown"} <= codes
    assert "exchange.unreadable" not in codes, "no code of its own"
    for path in sorted(tmp_path.glob("*.asice"))[:50]:
        verified([path])


# -- whatever else


@pytest.mark.parametrize("error", [ValueError, RecursionError, KeyError, MemoryError, OSError])
def test_a_bug_met_in_one_file_is_that_files_outcome(
    office, mail, tmp_path, monkeypatch, caplog, error
):
    (tmp_path / "a.asice").write_bytes(b"PK" + b"x" * 40)
    (tmp_path / "b.asice").write_bytes(mail[UNIT].data)
    real = judge.inspect

    def breaks(data, ask=None):
        if len(data) < 100:
            raise error("Lò Thị Mẩy")
        return real(data, ask)

    monkeypatch.setattr(judge, "inspect", breaks)
    with caplog.at_level(logging.ERROR):
        bad, good = receive(office, [tmp_path])
    assert (bad.outcome, bad.code) == ("refused", "exchange.unreadable")
    assert "a.asice" in bad.message
    assert good.outcome == "accepted"
    assert error.__name__ in caplog.text
    answer = verified([tmp_path / "a.asice", tmp_path / "b.asice"])
    assert [one["code"] for one in answer.facts["files"]] == ["exchange.unreadable", None]


def test_a_bug_met_in_one_letter_is_that_letters_outcome(desk, written, tmp_path, monkeypatch):
    from ctmtqg_desktop.exchange.sender import take_in as incoming

    (tmp_path / "a.asice").write_bytes(b"PK")
    (tmp_path / "b.asice").write_bytes(written.kinds["receipt"])
    monkeypatch.setattr(
        incoming, "unseal", lambda data, ask: unseal(data, ask) if len(data) > 10 else data.nothing
    )
    bad, good = take_in(desk, TakeIn((tmp_path,))).found
    assert (bad.outcome, bad.code) == ("refused", "exchange.unreadable")
    assert good.outcome == "accepted"


# -- names


@needs_posix
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_is_received_kept_and_told(office, mail, tmp_path, name, capsys):
    (tmp_path / name).write_bytes(mail[UNIT].data)
    (tmp_path / "kem").mkdir()
    (tmp_path / "kem" / name).write_bytes(b"bad")
    results = receive(office, [tmp_path])
    assert sorted(r.outcome for r in results) == ["accepted", "refused"]
    kept = {record.source_name for record in office.inbox()}
    assert {r.file for r in results} == kept
    for result in results:
        assert result.file.encode()
        assert result.message.encode()


@needs_posix
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_is_told_on_lines_of_its_own(tmp_path, name, capsys, mail):
    (tmp_path / name).write_bytes(mail[UNIT].data)
    tools = Tools(Program(lambda: None, lambda: None), lambda *_: [])
    path = str(tmp_path / name)
    assert main.run(["verify", "--json", path], tools) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["files"][0]["file"].isprintable() or name in NAMES.values()
    if name != LATIN:
        assert told["files"][0]["file"] == path
    assert main.run(["verify", path, path], tools) == 0
    lines = capsys.readouterr().out.splitlines()
    heads = [line for line in lines if not line.startswith("  ")]
    assert len(heads) == 2
    assert heads[0] == heads[1]
    assert "\x1b" not in heads[0]


@needs_posix
def test_a_letter_of_any_name_is_taken_in(desk, written, tmp_path):
    (tmp_path / LATIN).write_bytes(written.kinds["receipt"])
    (found,) = take_in(desk, TakeIn((tmp_path,))).found
    assert found.outcome == "accepted"
    assert found.file.encode()


@needs_posix
def test_a_file_of_any_name_is_noted_in_the_journal_of_exports(desk, tmp_path):
    path = tmp_path / LATIN
    path.write_bytes(b"x")
    note_export(desk.workspace, desk.clock(), "print", path)
    assert desk.workspace.exports.latest()[0].path.endswith(".asice")


# -- what is no file


@needs_posix
def test_what_is_no_file_is_refused_by_name_and_never_waited_for(office, mail, tmp_path):
    os.mkfifo(tmp_path / "a.asice")
    (tmp_path / "b.asice").symlink_to(tmp_path / "khong-co")
    (tmp_path / "c.asice").symlink_to(tmp_path / "c.asice")
    (tmp_path / "d.asice").symlink_to("/dev/zero")
    (tmp_path / "e.asice").mkdir()
    (tmp_path / "e.asice" / "f.asice").write_bytes(mail[UNIT].data)
    found = []
    reading = threading.Thread(
        target=lambda: found.extend(receive(office, [tmp_path])), daemon=True
    )
    reading.start()
    reading.join(60)
    assert not reading.is_alive(), "it waits for a pipe"
    codes = {r.file: r.code for r in found}
    assert codes == {
        "a.asice": "package.not-a-file", "b.asice": "package.link-broken",
        "c.asice": "package.link-loop", "d.asice": "package.link-outside", "f.asice": "",
    }  # fmt: skip


@needs_posix
def test_named_paths_that_are_nothing_are_told_one_by_one(office, mail, tmp_path):
    good = tmp_path / "z.asice"
    good.write_bytes(mail[UNIT].data)
    os.mkfifo(tmp_path / "pipe")
    odd = [tmp_path / ("x" * 300), tmp_path / "khong" / "co", tmp_path / "pipe", Path("a\0b"),
           good / "duoi-mot-tep"]  # fmt: skip
    results = receive(office, [*odd, good])
    assert sorted(r.outcome for r in results) == ["accepted"] + ["refused"] * 5
    assert len(verified([*odd, good]).facts["files"]) == 6


@needs_posix
def test_what_may_not_be_read_is_that_files_outcome(office, mail, tmp_path, monkeypatch):
    """A folder that cannot be listed is told too: nobody believes that it was empty."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b.asice").write_bytes(mail[UNIT].data)
    real = os.scandir

    def listed(path):
        if Path(path).name == "a":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", listed)
    results = receive(office, [tmp_path])
    assert [(r.file, r.outcome) for r in results] == [("a", "refused"), ("b.asice", "accepted")]


@needs_posix
def test_reading_takes_files_only(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "b").symlink_to("a")
    assert read_limited(tmp_path / "a", 1) == read_limited(tmp_path / "b", 1) == b"x"
