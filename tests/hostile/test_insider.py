"""Issue 4 item 9: whoever holds a right key and signs nonsense with it gets a code, never a crash.

Fields of manifest and content are bent and everything is signed anew by the key that may sign
it. What is then refused has a code and leaves the database as it was; what is taken in because
it means something (another reason, another name) can be read again on every screen.
"""

import base64
import hashlib
import json
import os
import random
import re
from dataclasses import replace

import pytest
from doing import receive
from how_much import share

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import CtmtqgError, PackageError
from ctmtqg_desktop.exchange.life import bundle, life
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.package import asic, canonical, names
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.enrolment import read_request
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal

RUNS, ANSWERS = max(100, share(100)), share(100)
SEED = int(os.environ.get("CTMTQG_FUZZ_SEED", "20241231"))
HEAVY = {"catalogue": 2}
"""Judging these takes longer; so many times fewer are tried."""
ODD = (
    None, True, False, 0, -1, 1, 2, 2**53 - 1, -(2**53) + 1, "", " ", "x", "0", "-0", "1.50",
    "007", "9" * 24, "1" + "0" * 30, "9999", "1900", "2024-Q9", "2024-M13", "2024-12-31",
    "20241231", "2024-W01-1", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "2025-01-06T08:00:00+07:00", "a" * 4001, "../../etc/passwd", "data.json", "=1+1",
    "<img src='file:///x'>", "\u2028", "\U0001f600", "r1", "03394", "106", "accepted",
    "draft", [], {}, [None], [[]], {"": ""}, {"a": 1}, "ab" * 32, "chung.so_ho.value",
)  # fmt: skip


class UndoError(Exception):
    """Leave a transaction with nothing written."""


def places(value, path=()):
    """Return the path of every value in a JSON document."""
    yield path
    inside = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        inside = enumerate(value)
    for key, inner in list(inside)[:40]:
        yield from places(inner, (*path, key))


def bend(luck, document):
    """Change one thing in a JSON document."""
    path = luck.choice([p for p in places(document) if p])
    at = document
    for key in path[:-1]:
        at = at[key]
    key, way = path[-1], luck.randrange(6)
    if way == 0:
        del at[key]
    elif way == 1 and isinstance(at, dict):
        at[luck.choice(("more", "ext", "format", "chung.x.y", f"{key}x"))] = at.pop(key)
    elif way == 2 and isinstance(at, list):
        at.append(at[key])
    elif way == 3 and isinstance(at, dict):
        at["more"] = luck.choice(ODD)
    elif way == 4 and isinstance(at[key], str) and at[key]:
        where = luck.randrange(len(at[key]))
        at[key] = at[key][:where] + luck.choice("0123456789ax-.:/ ") + at[key][where + 1 :]
    else:
        at[key] = luck.choice(ODD)


def forged(luck, data, signer, at):
    """Return a package with one thing bent, rightly listed and signed; None when unwritable."""
    entries = {n: d for n, d in read_container(data).items() if n != names.MIMETYPE}
    manifest = json.loads(entries[names.MANIFEST])
    content = [f["path"] for f in manifest["files"] if f["path"].endswith(".json")]
    target = luck.choice((names.MANIFEST, *content, *content))
    try:
        if target != names.MANIFEST:
            document = json.loads(entries[target])
            bend(luck, document)
            entries[target] = canonical.dump(document)
            for file in manifest["files"]:
                file["sha256"] = hashlib.sha256(entries[file["path"]]).hexdigest()
                file["size"] = len(entries[file["path"]])
            listed = {f["path"]: f["sha256"] for f in manifest["files"] if f["role"] == "data"}
            manifest["content_sha256"] = hashlib.sha256(canonical.dump(listed)).hexdigest()
        else:
            bend(luck, manifest)
        entries[names.MANIFEST] = canonical.dump(manifest)
    except PackageError:
        return None
    references = tuple(
        asic.ObjectReference(one.path, one.media_type,
                       hashlib.sha256(entries[one.path]).hexdigest(),
                       is_root=one.is_root)
        for one in asic.load_asic(entries[names.ASIC_MANIFEST])
    )  # fmt: skip
    entries[names.ASIC_MANIFEST] = asic.dump_asic(references)
    entries[names.SIGNATURE] = signer.sign_cades(entries[names.ASIC_MANIFEST], at)
    return write_container(entries.items())


@pytest.fixture
def few_forms(core_forms, monkeypatch):
    """Let the program come with a small catalogue, which is quickly read anew."""
    monkeypatch.setattr(assets, "forms_dir", lambda: core_forms)


@pytest.fixture
def attempts(written, mail, tmp_path):
    """Yield files of bent packages of one kind, signed by whoever may sign that kind."""

    def make(kind):
        luck, data = random.Random(f"{SEED} {kind}"), written.kinds[kind]
        print(f"seed {SEED}")
        signer = mail["03394"].signer if kind == "report" else written.world.office_signer
        for number in range(RUNS if kind == "report" else max(10, ANSWERS // HEAVY.get(kind, 1))):
            made = forged(luck, data, signer, written.world.clock())
            if made is not None:
                path = tmp_path / f"{number}.asice"
                path.write_bytes(made)
                yield path

    return make


def undone(workspace, do):
    """Return what a deed gave; whatever it wrote is undone."""
    found = []
    try:
        with workspace.transaction():
            found.append(do())
            raise UndoError
    except UndoError:
        return found[0]


def told(found):
    assert found.message
    assert not re.search(r"\{[a-z_]{2,}\}", found.message), "a fact that nobody filled in"
    assert found.outcome == "accepted" or found.code


def test_a_report_of_nonsense(attempts, office, dump):
    before, outcomes = dump(office.workspace), set()

    def take(path):
        (found,) = receive(office, [path])
        office.inbox()
        if found.report is not None:
            office.board(found.report.report_set, Period.parse(found.report.period))
            life(office.workspace, found.report)
            bundle(office.workspace, found.report)
        return found

    for path in attempts("report"):
        found = undone(office.workspace, lambda path=path: take(path))
        told(found)
        outcomes.add((found.outcome, found.code))
    print(sorted(outcomes))
    assert dump(office.workspace) == before
    assert {outcome for outcome, _ in outcomes} >= {"accepted", "refused"}
    assert len({code for _, code in outcomes}) >= 5


@pytest.mark.parametrize("kind", ["receipt", "return", "unit-card", "catalogue", "revocations"])
def test_an_answer_of_nonsense(attempts, desk, written, dump, kind, few_forms):
    before, key_file, codes = dump(desk.workspace), written.key.read_bytes(), set()
    key = ReportKey("03394", "ctmtqg-xa", "2024")

    def take(path):
        was = dump(desk.workspace)
        (found,) = take_in(desk, TakeIn((path,), written.key)).found
        if found.outcome == "refused":
            assert dump(desk.workspace) == was
        life(desk.workspace, key)
        bundle(desk.workspace, key)
        return found

    for path in attempts(kind):
        found = undone(desk.workspace, lambda path=path: take(path))
        told(found)
        codes.add(found.code)
    assert dump(desk.workspace) == before
    assert len(codes) >= 3, codes
    print(sorted(codes))
    if kind != "unit-card":
        assert written.key.read_bytes() == key_file
    written.key.write_bytes(key_file)


def test_an_enrolment_of_nonsense(attempts):
    codes = set()
    for path in attempts("enrolment"):
        try:
            asked = read_request(unseal(path.read_bytes()))
        except CtmtqgError as error:
            codes.add(error.code)
        else:
            assert base64.b64encode(asked.request_der)
    assert len(codes) >= 3


@pytest.mark.parametrize("period", ["9999", "1900", "9999-M12", "9999-Q4", "9999-H2", "2024-M00"])
def test_a_report_of_a_period_at_the_end_of_the_calendar(office, mail, dump, tmp_path, period):
    opened = unseal(mail["03394"].data)
    document = json.loads(opened.parts["data.json"]) | {"period": period}
    parts = [PackagePart("data.json", PartRole.DATA, canonical.dump(document)),
             PackagePart("report.pdf", PartRole.PRINT, opened.parts["report.pdf"])]  # fmt: skip
    header = replace(opened.manifest.header, period=period)
    made = seal(parts, header, signer=mail["03394"].signer, at=header.created)
    (tmp_path / "a.asice").write_bytes(made.data)
    before = dump(office.workspace)
    (found,) = receive(office, [tmp_path / "a.asice"])
    told(found)
    assert found.outcome == "refused"
    assert {**dump(office.workspace), "package": []} == before


def test_a_receipt_or_return_that_lies_about_the_report_it_answers(written, desk, tmp_path):
    """Its digests are those of a report of ours, but not its period, set or revision."""
    for kind, path in (("receipt", "receipt.json"), ("return", "return.json")):
        opened = unseal(written.kinds[kind])
        document = json.loads(opened.parts[path])
        for lie in ({"period": "2023"}, {"report_set": "khac"}, {"revision": 2}):
            part = PackagePart(path, PartRole.DATA, canonical.dump(document | lie))
            header = opened.manifest.header
            made = seal([part], header, signer=written.world.office_signer, at=header.created)
            (tmp_path / "a.asice").write_bytes(made.data)
            (found,) = take_in(desk, TakeIn((tmp_path / "a.asice",))).found
            assert (found.outcome, found.code) == ("refused", f"exchange.{kind}-matches-nothing")
