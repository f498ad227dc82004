"""Issue 4: packages bent, cut, mixed and zipped anew: none accepted, no traceback.

``CTMTQG_FUZZ_SEED`` sets the seed, ``CTMTQG_FUZZ_RUNS`` how many: 2,000, and 10,000 in .ci/run.
Every mutation differs from every package it was made of; two things are left out because they
are no forgeries: an entry deflated or flagged UTF-8 within the closed profile (the contract
allows both spellings of the same content) and ECDSA's second signature (see ``trust.cms``).
"""

import os
import random
import re
from collections import Counter

import pytest
from doing import receive
from how_much import RUNS

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.package.unseal import inspect, unseal

SEED = int(os.environ.get("CTMTQG_FUZZ_SEED", "20241231"))
OFFICE_SHARE, DESK_SHARE = 10, 10
"""Every so-manieth goes also through an office's, and a unit's, whole way of taking in."""
BATCH, BIG = 100, 50_000
UNFILLED = re.compile(r"\{[a-z_]{2,}\}")
"""A place for a fact that nobody filled; a bent name may hold a brace of its own."""


@pytest.fixture
def bent(written, mutate):
    """Yield (name of the mutation, bytes), never the bytes of a real package."""
    print(f"seed {SEED}, {RUNS} runs")
    small = [data for data in written.kinds.values() if len(data) < BIG]
    real = [*small, *small, *(data for data in written.kinds.values() if len(data) >= BIG)]

    def make(count, seed=SEED):
        luck, made = random.Random(seed), 0
        while made < count:
            name, data = mutate(luck, real)
            if data not in real:
                made += 1
                yield name, data

    return make


def test_no_bent_package_is_taken_for_a_package(bent):
    codes, names = Counter(), Counter()
    for name, data in bent(RUNS):
        found = inspect(data)
        assert found.code, name
        assert found.opened is None, name
        assert not found.intact, name
        codes[found.code] += 1
        names[name] += 1
    print(len(codes), "codes:", dict(codes.most_common()))
    print(len(names), "mutations:", dict(names.most_common()))
    if RUNS >= 10_000:
        assert len(codes) >= 30, codes
        assert min(names.values()) >= RUNS // 1000, names


def test_the_two_ways_of_reading_agree(bent):
    """``unseal`` raises what ``inspect`` tells."""
    for name, data in bent(RUNS // 20, SEED + 1):
        with pytest.raises(CtmtqgError) as caught:
            unseal(data)
        assert caught.value.code == inspect(data).code, name


def test_an_office_writes_nothing_for_a_bent_package(bent, office, dump, tmp_path):
    """Nothing but a line in the inbox that says why; the words are there for each code."""
    before = dump(office.workspace)
    files = [data for _, data in bent(RUNS // OFFICE_SHARE, SEED + 2)]
    for start in range(0, len(files), BATCH):
        folder = tmp_path / str(start)
        folder.mkdir()
        for number, data in enumerate(files[start : start + BATCH]):
            (folder / f"{number}.asice").write_bytes(data)
        for found in receive(office, [folder]):
            assert (found.outcome, found.report) == ("refused", None)
            assert found.code
            assert found.message
            assert not UNFILLED.search(found.message)
    after = dump(office.workspace)
    seen = after.pop("package")
    assert before.pop("package") == []
    assert after == before
    assert len(seen) == len(set(files))
    assert {record.outcome for record in office.inbox()} == {"refused"}


def test_a_unit_writes_nothing_for_a_bent_package(bent, desk, written, dump, tmp_path):
    before, key = dump(desk.workspace), written.key.read_bytes()
    for number, (name, data) in enumerate(bent(RUNS // DESK_SHARE, SEED + 3)):
        path = tmp_path / f"{number}.asice"
        path.write_bytes(data)
        (found,) = take_in(desk, TakeIn((path,), written.key)).found
        assert (found.outcome, bool(found.code)) == ("refused", True), name
        assert not UNFILLED.search(found.message)
    assert dump(desk.workspace) == before
    assert written.key.read_bytes() == key


def test_every_code_has_its_sentence(bent):
    codes = {inspect(data).code: inspect(data).error for _, data in bent(RUNS // 10, SEED + 4)}
    for code, error in codes.items():
        said = sentence(code, {"file": "a.asice", **error.facts})
        assert said.what
        assert said.todo, code
        assert not UNFILLED.search(f"{said}")
