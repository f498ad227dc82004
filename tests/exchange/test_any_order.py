"""Issue 4 item 7: 1,000 random orders of send, return, amend, receipt; one final state.

Three workspaces, two senders and one receiver, are played from the same beginning by random
schedules; every package is a real one, signed and judged once before. ``CTMTQG_ORDERS`` sets
how many orders are played, ``CTMTQG_ORDERS_SEED`` the first seed.
"""

import os
import random
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from ctmtqg_desktop.entries.submission import ReportKey, Status
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.exchange.acknowledge import next_receipt, register, settle_receipt
from ctmtqg_desktop.exchange.conflicts import TAKEN, decide, undecided
from ctmtqg_desktop.exchange.corrections import subject_of
from ctmtqg_desktop.exchange.judge import placed
from ctmtqg_desktop.exchange.life import life
from ctmtqg_desktop.exchange.packing import Site
from ctmtqg_desktop.exchange.receive import admit, release
from ctmtqg_desktop.exchange.send_back import settle_return, settle_sent

SET, YEAR = "ctmtqg-xa", "2024"
A, B = "03394", "03400"
ORDERS = int(os.environ.get("CTMTQG_ORDERS", "1000"))
SEED = int(os.environ.get("CTMTQG_ORDERS_SEED", "1"))
AGAIN = 0.15
"""How often a delivered file comes once more."""


class RolledBackError(Exception):
    """Leave a transaction with nothing written."""


@dataclass
class Play:
    """One order: what lies ready, what is on its way, what happened."""

    office: object
    desks: dict
    years: dict
    luck: random.Random
    moment: object
    under_way: list = field(default_factory=list)
    sent: dict = field(default_factory=lambda: {A: 0, B: 0})
    forked: bool = False
    asked: set = field(default_factory=set)
    content: dict = field(default_factory=dict)

    def run(self):
        while choices := self.choices():
            self.moment += timedelta(minutes=1)
            do, *given = self.luck.choice(choices)
            do(*given)
            self.watch()
        return self.state()

    # -- what can happen next

    def choices(self):
        found = [(self.deliver, letter) for letter in self.under_way]
        found += [choice for code in (A, B) for choice in self.of_sender(code)]
        found += [(self.acknowledge, s) for s in self.office.workspace.without_receipt()]
        found += [(self.ask, code) for code in (A, B) if self.may_ask(code)]
        return found + [(self.decide, r.sha256) for r in undecided(self.office.workspace)]

    def of_sender(self, code):
        report = self.desks[code].workspace.report(self.key(code))
        number = self.sent[code]
        if report is not None and report.status is Status.DRAFT:
            yield self.submit, code, report.revision
        elif number == 0:
            yield self.submit, code, 1
        elif number < 3 and self.years[code].note.revision != number:
            yield self.amend, code
        if code == B and number >= 2 and not self.forked:
            yield self.fork, code

    def may_ask(self, code):
        known = self.office.workspace.submissions(self.key(code))
        is_due = bool(known) and known[-1].revision == self.years[code].note.revision
        return is_due and code not in self.asked

    # -- the deeds

    def key(self, code):
        return ReportKey(code, SET, YEAR)

    def submit(self, code, revision):
        workspace = self.desks[code].workspace
        submission = replace(self.years[code].sent[revision], status=Status.SIGNED, id=0)
        data = self.years[code].data[revision]
        workspace.freeze(submission, {}, data)
        workspace.set_status(self.key(code), Status.EXPORTED, self.moment)
        self.sent[code] = revision
        self.under_way.append(("up", code, data))

    def amend(self, code):
        report = self.desks[code].workspace.report(self.key(code))
        self.desks[code].workspace.open_revision(report.key, report.revision + 1, self.moment)

    def fork(self, code):
        self.forked = True
        self.under_way.append(("up", code, self.years[code].data["fork"]))

    def ask(self, code):
        self.asked.add(code)
        year = self.years[code]
        settle_sent(self.site(self.office), year.note, year.note_sha256)
        self.under_way.append(("return", code, year.note))

    def acknowledge(self, submission):
        receipt = next_receipt(self.site(self.office), submission)
        register(self.site(self.office), receipt, b"")
        self.under_way.append(("receipt", submission.key.unit, receipt))

    def decide(self, sha256):
        """Decide for what the unit's first PC sent, whichever came first."""
        package = self.office.workspace.package(sha256)
        take = package == self.years[B].data[2]
        decide(self.bench(), sha256, take=take, reason="Đã hỏi đơn vị", look=self.look)

    def deliver(self, letter):
        if self.luck.random() > AGAIN:
            self.under_way.remove(letter)
        kind, code, what = letter
        if kind == "up":
            admit(self.bench(), what, "gói.asice", look=self.look)
            release(self.bench(), self.key(code), look=self.look)
            return
        site = self.site(self.desks[code])
        if kind == "return":
            settle_return(site, what, self.years[code].note_sha256)
        else:
            with suppress(PackageError):  # of the fork: not from this computer
                settle_receipt(site, what, repr(what).encode())

    def site(self, who):
        return Site(who.workspace, who.unit, self.moment)

    def bench(self):
        return replace(self.office.bench(), now=self.moment)

    def look(self, bench, data):
        judged = next(y.judged[data] for y in self.years.values() if data in y.judged)
        return placed(bench.workspace, judged)

    # -- what must hold

    def watch(self):
        """Let no content of a revision change but by a decision that is on record."""
        for code in (A, B):
            for one in self.office.workspace.submissions(self.key(code)):
                place = (code, one.revision)
                before = self.content.setdefault(place, one.content_sha256)
                if before != one.content_sha256:
                    subject = subject_of(one.key, one.revision)
                    lines = self.office.workspace.journal_of(subject)
                    assert any(line.what == TAKEN for line in lines), place
                    self.content[place] = one.content_sha256

    def state(self):
        return {
            "office": [self.at_office(code) for code in (A, B)],
            "desks": [self.at_desk(code) for code in (A, B)],
        }

    def at_office(self, code):
        ws, key = self.office.workspace, self.key(code)
        return (
            ws.report(key).revision,
            ws.report(key).status,
            [(s.revision, s.content_sha256, s.status, s.current) for s in ws.submissions(key)],
            {(r.revision, r.cell, r.text) for r in ws.remarks(key)},
            {s.content_sha256 for s in ws.submissions(key)}
            <= {line.content_sha256 for line in ws.receipts()},
        )

    def at_desk(self, code):
        ws, key = self.desks[code].workspace, self.key(code)
        return (
            ws.report(key).revision,
            ws.report(key).status,
            ws.report(key).content_sha256,
            [(s.revision, s.content_sha256, s.status) for s in ws.submissions(key)],
            {r.content_sha256 for r in ws.incoming_receipts()},
            [(r.revision, r.cell, r.text) for r in ws.remarks(key)],
        )


def check_history(play):
    """Every package that travelled is kept, every line of the register follows the last."""
    ws = play.office.workspace
    for code, year in play.years.items():
        kept = {ws.package(judged.inspection.package_sha256) for judged in year.judged.values()}
        assert kept == set(year.data.values())
        steps = life(ws, play.key(code))
        told = {(event.what, event.revision) for event in steps}
        wanted = {("arrived", 1), ("arrived", 2), ("arrived", 3), ("returned", year.note.revision)}
        assert wanted | {("receipt", n) for n in (1, 2, 3)} <= told
        own = {(e.what, e.revision) for e in life(play.desks[code].workspace, play.key(code))}
        assert {("signed", n) for n in (1, 2, 3)} | {("returned", year.note.revision)} <= own
    before, number = "", 0
    for line in ws.receipts():
        assert (line.number, line.previous_hash) == (number + 1, before)
        before, number = line.hash, line.number


@pytest.fixture
def stage(world, mail):
    world.authority = mail.world.authority
    office = world.open_office()
    desks = {code: world.open_desk(code) for code in (A, B)}
    yield office, desks
    for one in (office, *desks.values()):
        one.workspace.close()


def test_every_order_ends_in_the_same_state(stage, rehearsed, world):
    office, desks = stage
    wanted = None
    for number in range(SEED, SEED + ORDERS):
        with suppress(RolledBackError), ExitStack() as held:
            for one in (office, *desks.values()):
                held.enter_context(one.workspace.transaction())
            play = Play(office, desks, rehearsed, random.Random(number), world.clock())
            found = play.run()
            wanted = wanted or found
            assert found == wanted, f"seed {number}"
            check_history(play)
            raise RolledBackError
    (a, b), (own_a, own_b) = wanted["office"], wanted["desks"]
    for standing in (a, b, own_a, own_b):
        assert standing[:2] == (3, Status.ACCEPTED)
    assert [s[2] for s in a[2]] == [Status.ACCEPTED, Status.RETURNED, Status.ACCEPTED]
    assert [s[2] for s in b[2]] == [Status.RETURNED, Status.ACCEPTED, Status.ACCEPTED]
    assert [s[3] for s in a[2]] == [s[3] for s in b[2]] == [False, False, True]
