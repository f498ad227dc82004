"""Issue 12, C3: other bytes, made without a key, are the same package or none.

Each row of the table: who has the stick for a second changes one file before the true one comes.
"""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from doing import receive
from how_much import share
from spelled_again import WAYS, by_chance, of_profile_one

from ctmtqg_desktop import assets
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.package.edition import PATH, edition_json, read_edition
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.spelling import digests, identity_of, spellings
from ctmtqg_desktop.package.unseal import inspect, unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys

UNIT = "03394"
each_way = pytest.mark.parametrize("way", WAYS)


@pytest.fixture
def put(tmp_path):
    def written(data, name="goi.asice"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return written


def old(written, kind):
    """Return a package of the office as profile 1 has it."""
    return of_profile_one(written.kinds[kind], written.world.office_signer, written.world.clock())


def old_report(mail):
    one = mail[UNIT]
    return of_profile_one(one.data, one.signer, at(one))


def at(one):
    return unseal(one.data).facts.claimed_at


def taken(desk, path):
    (found,) = take_in(desk, TakeIn((path,))).found
    return found.outcome, found.code


def rows(desk, table):
    with closing(sqlite3.connect(Path(desk.workspace.place))) as file:
        return file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608


# -- profile 2: refused


@each_way
@pytest.mark.parametrize("kind", ["report", "issued", "receipt", "return", "catalogue", "targets",
                                  "enrolment", "unit-card", "revocations"])  # fmt: skip
def test_no_other_spelling_of_any_kind_is_read(written, kind, way):
    data = written.kinds[kind]
    found = inspect(WAYS[way](data))
    assert (found.intact, found.code) == (False, "package.spelled-otherwise")
    assert next(spellings(data)) == data, "as it was written"


@each_way
def test_the_true_report_comes_after_a_changed_one(office, mail, put, way):
    changed, true = put(WAYS[way](mail[UNIT].data), "a.asice"), put(mail[UNIT].data, "b.asice")
    assert [(r.outcome, r.code) for r in receive(office, [changed, true])] == [
        ("refused", "package.spelled-otherwise"), ("accepted", ""),
    ]  # fmt: skip


# -- profile 1: the same package


@each_way
def test_a_changed_report_is_the_same_and_its_receipt_matches(office, mail, put, way):
    true = old_report(mail)
    results = receive(office, [put(WAYS[way](true), "a.asice"), put(true, "b.asice")])
    assert [r.outcome for r in results] == ["accepted", "duplicate"]
    assert results[0].signed_sha256 == results[1].signed_sha256 == identity_of(true)
    assert len(office.workspace.packages.inbox()) == 1, "kept once"


@each_way
def test_a_receipt_that_came_changed_first_is_no_conflict(written, desk, put, way):
    true = old(written, "receipt")
    assert taken(desk, put(WAYS[way](true))) == ("accepted", "exchange.receipt-taken")
    assert taken(desk, put(true)) == ("accepted", "exchange.receipt-taken")
    assert rows(desk, "incoming_receipt") == 1


@each_way
def test_a_return_that_comes_again_changed_opens_nothing(written, desk, put, way):
    true = old(written, "return")
    for data in (WAYS[way](true), true, *(WAYS[one](true) for one in WAYS)):
        assert taken(desk, put(data))[0] == "accepted"
    assert (rows(desk, "taken_return"), rows(desk, "remark")) == (1, 1)


def following(written, digest):
    """Return the next catalogue package, which follows the one of that digest."""
    opened = unseal(written.kinds["targets"])
    edition = replace(read_edition(opened.parts), previous_sha256=digest)
    parts = [PackagePart(name, PartRole.DATA, data) for name, data in opened.parts.items()]
    parts[0] = PackagePart(PATH, PartRole.DATA, edition_json(edition))
    signer, head = written.world.office_signer, opened.manifest.header
    return seal(parts, head, signer=signer, at=head.created).data


@pytest.fixture
def few_forms(monkeypatch, core_forms):
    monkeypatch.setattr(assets, "forms_dir", lambda: core_forms)


@pytest.mark.usefixtures("few_forms")
@pytest.mark.parametrize("quoted", ["bytes", "signed"])
@each_way
def test_a_catalogue_that_came_changed_first_is_no_fork(written, desk, put, way, quoted):
    true = old(written, "catalogue")
    assert taken(desk, put(WAYS[way](true)))[1] == "exchange.catalogue-taken"
    assert taken(desk, put(true))[1] == "exchange.catalogue-known"
    digest = sha256(true).hexdigest() if quoted == "bytes" else identity_of(true)
    forked = following(written, "0" * 64)
    assert taken(desk, put(forked)) == ("refused", "exchange.catalogue-fork")
    assert taken(desk, put(following(written, digest))) == ("accepted", "exchange.catalogue-taken")


# -- by chance


def identity(found):
    return found.opened.signed_sha256 if found.opened else None


@pytest.mark.parametrize("profile", [1, 2])
def test_no_respelling_is_taken_for_another_package(mail, written, profile):
    """10,000 of each profile in all: the same package, or refused; of profile 2 the same bytes."""
    luck, seen = random.Random(12 * profile), 0
    stranger = keys.generate_key()
    extra = certificates.self_certificate(stranger, UNIT, name="Khác", at=at(mail[UNIT]))
    small = ("return", "receipt", "unit-card")
    goods = [written.kinds[kind] for kind in (*small, "issued")]
    if profile == 1:
        goods = [*(old(written, kind) for kind in small), old_report(mail)]
    known = [(good, identity_of(good), set(digests(good))) for good in goods]
    for _ in range(share(10_000)):
        good, wanted, names = luck.choices(known, (9, 9, 9, 1))[0]
        found = inspect(by_chance(luck, good, extra))
        if identity(found) is None:
            continue
        seen += 1
        assert identity(found) == wanted
        assert not names.isdisjoint(digests(found.opened.data))
        if profile == 2 and found.opened.issued == unseal(good).issued:
            assert found.opened.data == good
    assert seen
