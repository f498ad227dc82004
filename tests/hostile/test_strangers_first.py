"""Issue 12, M1: a stranger's file is looked into no further than its signature."""

import hashlib
import sys
import time
from dataclasses import replace

import pytest
from doing import receive
from spelled_again import zipped

from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.package import canonical, manifest, names
from ctmtqg_desktop.package.asic import dump_asic, load_asic
from ctmtqg_desktop.package.container import read_container
from ctmtqg_desktop.package.manifest import LARGEST, Kind, PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import inspect, unseal

UNIT = "03394"
SIZE = 100_000_000
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="no resource module")


@pytest.fixture
def stranger(world):
    """A key of nobody, under a certificate that names a unit of ours."""
    return world.signer(UNIT)


@pytest.fixture
def no_json(monkeypatch):
    def parsed(*_, **__):
        pytest.fail("a stranger's JSON was read")

    monkeypatch.setattr(canonical, "load", parsed)
    monkeypatch.setattr(manifest.Wire, "load", parsed)


def with_data(data, part, signer, at):
    """Return the entries of a report with other data, of which its manifest does not speak."""
    entries = dict(read_container(data))
    entries["data.json"], digest = part, hashlib.sha256(part).hexdigest()
    signed = load_asic(entries[names.ASIC_MANIFEST])
    listed = dump_asic(
        tuple(replace(o, sha256=digest) if o.path == "data.json" else o for o in signed)
    )
    entries[names.ASIC_MANIFEST] = listed
    entries[names.SIGNATURE] = signer.sign_cades(listed, at)
    return entries


def test_a_strangers_report_is_refused_by_name_and_nothing_of_it_is_read(
    office, mail, stranger, tmp_path, no_json
):
    entries = with_data(mail[UNIT].data, b"[]", stranger, office.clock())
    (tmp_path / "a.asice").write_bytes(zipped(entries))
    (found,) = receive(office, [tmp_path])
    assert (found.outcome, found.code) == ("refused", "exchange.signer-unknown")
    assert UNIT in found.message
    told = found.verdict.to_json()
    assert (told["intact"], told["signature_valid"], told["signer_known"]) == (True, True, False)
    assert told["bottom_line"] == "invalid"


def test_what_a_stranger_has_broken_is_not_called_whole(office, mail, stranger, tmp_path, no_json):
    entries = with_data(mail[UNIT].data, b"[]", stranger, office.clock())
    (tmp_path / "a.asice").write_bytes(zipped({**entries, "data.json": b"{}"}))
    (found,) = receive(office, [tmp_path])
    assert (found.code, found.verdict.intact) == ("exchange.signer-unknown", False)


@needs_posix
@pytest.mark.parametrize("level", [None, 1], ids=["stored", "deflated"])
def test_a_strangers_bomb_costs_little(office, mail, stranger, tmp_path, level):
    """2.1 MB took 60 s and 1.79 GB, 60 MB as they lie 20 s."""
    import resource

    numbers = (b"[%d]," % (number * 7919 % 1_000_003) for number in range(6_000_000))
    entries = with_data(mail[UNIT].data, b"".join(numbers), stranger, office.clock())
    (tmp_path / "a.asice").write_bytes(zipped(entries, 0, level))
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    (found,) = receive(office, [tmp_path])
    spent = time.process_time() - begun
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert found.code == "exchange.signer-unknown"
    assert spent < 2, f"{spent:.1f} s"
    assert grown < 300_000, f"{grown // 1000} MB"


def test_the_mail_of_a_unit_is_asked_first_too(desk, written, stranger, tmp_path, no_json):
    entries = with_data(
        written.kinds["report"], b"[" + b"0," * 60_000 + b"0]", stranger, written.world.clock()
    )
    (tmp_path / "a.asice").write_bytes(zipped(entries))
    (found,) = take_in(desk, TakeIn((tmp_path,))).found
    assert (found.outcome, found.code) == ("refused", "exchange.catalogue-unknown-signer")


def test_whoever_is_enrolled_is_read_no_further_than_8_mb_of_json(mail):
    one, part = mail[UNIT], b"[" + b"0," * 4_200_000 + b"0]"
    opened = unseal(one.data)
    made = PackagePart("data/them.json", PartRole.DATA, part)
    parts = [PackagePart("data.json", PartRole.DATA, opened.parts["data.json"]), made]
    with pytest.raises(Exception, match="json-too-big"):
        seal(parts, opened.manifest.header, signer=one.signer, at=opened.facts.claimed_at)


@pytest.mark.parametrize("kind", ["receipt", "return", "unit-card", "enrolment"])
def test_no_kind_is_larger_than_it_needs(written, kind):
    opened = unseal(written.kinds[kind])
    signer, size = written.world.office_signer, LARGEST[Kind(kind)]
    parts = [PackagePart(name, PartRole.DATA, data) for name, data in opened.parts.items()]
    more = PackagePart("attachments/001.pdf", PartRole.ATTACHMENT, bytes(size))
    with pytest.raises(Exception, match="too-big"):
        seal([*parts, more], opened.manifest.header, signer=signer, at=opened.facts.claimed_at)
    assert inspect(written.kinds[kind]).code is None
