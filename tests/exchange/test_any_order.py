"""Issue 4 item 7: 1,000 random orders of send, return, amend, receipt; one final state.

Three workspaces, two senders and one receiver, are played from the same beginning in random
orders that share their beginnings: at each fork of a random tree the databases go back to a
savepoint. Every package is a real one, signed and judged once before. ``CTMTQG_ORDERS`` sets how
many orders are played (1,000 in a full run, see ``how_much``), ``CTMTQG_ORDERS_SEED`` the tree.
"""

import os
import random
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from how_much import share

from ctmtqg_desktop.entries.submission import ReportKey, Status
from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.exchange.life import life
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.revisions import subject_of
from ctmtqg_desktop.exchange.receiver.acknowledge import next_receipt, register
from ctmtqg_desktop.exchange.receiver.conflicts import TAKEN, settle, undecided
from ctmtqg_desktop.exchange.receiver.judge import placed
from ctmtqg_desktop.exchange.receiver.receive import admit, release
from ctmtqg_desktop.exchange.receiver.send_back import settle_sent
from ctmtqg_desktop.exchange.sender.take_receipt import settle_receipt
from ctmtqg_desktop.exchange.sender.take_return import settle_return
from ctmtqg_desktop.exchange.upkeep.checks.reports import check_reports
from ctmtqg_desktop.workspace.records import Direction, Outcome, PackageRecord

SET, YEAR = "ctmtqg-xa", "2024"
A, B = "03394", "03400"
ORDERS = int(os.environ.get("CTMTQG_ORDERS") or share(1000))
SEED = int(os.environ.get("CTMTQG_ORDERS_SEED", "1"))
AGAIN = 0.15
"""How often a delivered file comes once more."""
TOGETHER = 4
"""So many steps are taken between two forks of the tree."""
TOLD = 20
"""The whole life is told after one order of so many: it takes as long as the order."""


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
    reports: dict = field(default_factory=dict)
    known: dict = field(default_factory=lambda: {A: (), B: ()})
    given: set = field(default_factory=set)
    doubtful: tuple = ()

    def copy(self, luck):
        return replace(
            self, luck=luck, under_way=list(self.under_way), sent=dict(self.sent),
            asked=set(self.asked), content=dict(self.content), reports=dict(self.reports),
            known=dict(self.known),
            given=set(self.given),
        )  # fmt: skip

    def step(self):
        """Do one thing of all that can be done; return False when nothing is left."""
        choices = self.choices()
        if choices:
            self.moment += timedelta(minutes=1)
            do, *given = self.luck.choice(choices)
            do(*given)
        return bool(choices)

    # -- what can happen next

    def choices(self):
        found = [(self.deliver, letter) for letter in self.under_way]
        found += [choice for code in (A, B) for choice in self.of_sender(code)]
        both = (*self.known[A], *self.known[B])
        found += [(self.acknowledge, s) for s in both if s.content_sha256 not in self.given]
        found += [(self.ask, code) for code in (A, B) if self.may_ask(code)]
        return found + [(self.decide, record.sha256) for record in self.doubtful]

    def of_sender(self, code):
        report, number = self.reports.get(code), self.sent[code]
        if report is not None and report.status is Status.DRAFT:
            yield self.submit, code, report.revision
        elif number == 0:
            yield self.submit, code, 1
        elif number < 3 and (self.years[code].note.revision != number or code in self.asked):
            yield self.amend, code  # also while a return is still on its way
        if code == B and number >= 2 and not self.forked:
            yield self.fork, code

    def may_ask(self, code):
        known = self.known[code]
        is_due = bool(known) and known[-1].revision == self.years[code].note.revision
        return is_due and code not in self.asked

    def look_at_desk(self, code):
        self.reports[code] = self.desks[code].workspace.reports.find(self.key(code))

    def look_at_office(self, code):
        workspace = self.office.workspace
        self.known[code] = workspace.submissions.of(self.key(code))
        if code == B:
            self.doubtful = undecided(workspace)
        self.watch(code)

    # -- the deeds

    def key(self, code):
        return ReportKey(code, SET, YEAR)

    def submit(self, code, revision):
        workspace = self.desks[code].workspace
        submission = replace(self.years[code].sent[revision], status=Status.SIGNED, id=0)
        data = self.years[code].data[revision]
        workspace.submissions.freeze(submission, {}, data)
        workspace.reports.mark(self.key(code), revision, Status.EXPORTED, self.moment)
        self.sent[code] = revision
        self.look_at_desk(code)
        self.under_way.append(("up", code, data))

    def amend(self, code):
        report = self.reports[code]
        self.desks[code].workspace.reports.open_revision(
            report.key, report.revision + 1, self.moment
        )
        self.look_at_desk(code)

    def fork(self, code):
        self.forked = True
        self.under_way.append(("up", code, self.years[code].data["fork"]))

    def ask(self, code):
        self.asked.add(code)
        year = self.years[code]
        settle_sent(self.site(self.office), year.note, year.note_sha256)
        self.under_way.append(("return", code, year.note))
        self.look_at_office(code)

    def acknowledge(self, submission):
        receipt = next_receipt(self.site(self.office), submission)
        register(self.site(self.office), receipt, b"")
        self.under_way.append(("receipt", submission.key.unit, receipt))
        self.given.add(submission.content_sha256)

    def decide(self, sha256):
        """Decide for what the unit's first PC sent, whichever came first."""
        package = self.office.workspace.packages.read(sha256)
        take = package == self.years[B].data[2]
        settle(self.bench(), sha256, take=take, reason="Đã hỏi đơn vị", look=self.look)
        self.look_at_office(B)

    def deliver(self, letter):
        if self.luck.random() > AGAIN:
            self.under_way.remove(letter)
        kind, code, what = letter
        if kind == "up":
            admit(self.bench(), what, "gói.asice", look=self.look)
            release(self.bench(), self.key(code), look=self.look)
            self.look_at_office(code)
            return
        site = self.site(self.desks[code])
        if kind == "return":
            sha256 = self.years[code].note_sha256
            kept = PackageRecord(sha256, 0, "return", Direction.IN, Outcome.ACCEPTED, self.moment)
            site.workspace.packages.keep(kept)
            settle_return(site, what, sha256)
        else:
            with suppress(PackageError):  # of the fork: not from this computer
                settle_receipt(site, what, repr(what).encode())
        self.look_at_desk(code)

    def site(self, who):
        return Site(who.workspace, who.unit, self.moment)

    def bench(self):
        return replace(self.office.bench(), now=self.moment)

    def look(self, bench, data):
        judged = next(y.judged[data] for y in self.years.values() if data in y.judged)
        return placed(bench.workspace, judged)

    # -- what must hold

    def watch(self, code):
        """Let no content of a revision change but by a decision that is on record."""
        for one in self.known[code]:
            place = (code, one.revision)
            before = self.content.setdefault(place, one.content_sha256)
            if before != one.content_sha256:
                lines = self.office.workspace.journal.of(subject_of(one.key, one.revision))
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
            ws.reports.find(key).revision,
            ws.reports.find(key).status,
            [(s.revision, s.content_sha256, s.status, s.current) for s in ws.submissions.of(key)],
            {(r.revision, r.cell, r.text) for r in ws.reports.remarks(key)},
            {s.content_sha256 for s in ws.submissions.of(key)}
            <= {line.content_sha256 for line in ws.receipts.all()},
        )

    def at_desk(self, code):
        ws, key = self.desks[code].workspace, self.key(code)
        return (
            ws.reports.find(key).revision,
            ws.reports.find(key).status,
            ws.reports.find(key).content_sha256,
            [(s.revision, s.content_sha256, s.status) for s in ws.submissions.of(key)],
            {r.content_sha256 for r in ws.receipts.incoming()},
            [(r.revision, r.cell, r.text) for r in ws.reports.remarks(key)],
        )


def check_register(play):
    """Every package that travelled is kept, every line of the register follows the last."""
    ws = play.office.workspace
    shas = {j.inspection.package_sha256 for y in play.years.values() for j in y.judged.values()}
    assert {record.sha256 for record in ws.packages.inbox() if record.kept} == shas
    assert ws.submissions.without_receipt() == ()
    before, number = "", 0
    for line in ws.receipts.all():
        assert (line.number, line.previous_hash) == (number + 1, before)
        before, number = line.hash, line.number


def check_life(play):
    """The life of each report tells every step, on both sides."""
    for code, year in play.years.items():
        back = ("returned", year.note.revision)
        told = {(e.what, e.revision) for e in life(play.office.workspace, play.key(code))}
        for revision in (1, 2, 3):
            assert {("arrived", revision), ("receipt", revision), back} <= told
        own = {(e.what, e.revision) for e in life(play.desks[code].workspace, play.key(code))}
        assert {("signed", n) for n in (1, 2, 3)} | {back} <= own
    for place in (play.office, *play.desks.values()):
        found = check_reports(place.room)  # the sheets of this play are made up, its lines not
        assert [p for p in found if not p.code.startswith("exchange.stored-")] == []


@pytest.fixture
def stage(world, mail):
    world.authority = mail.world.authority
    office = world.open_office()
    desks = {code: world.open_desk(code) for code in (A, B)}
    yield office, desks
    for one in (office, *desks.values()):
        one.workspace.close()


@contextmanager
def undone(workspaces):
    """Undo, at the end of the block, what was written in it."""
    with ExitStack() as held:
        points = [
            held.enter_context(ws._db.write()).begin_nested() for ws in workspaces
        ]  # fmt: skip
        yield
        for point in points:
            point.rollback()


def play_all(play, orders, check):
    """Play some steps, then let the orders part in two, until each is played to its end."""
    steps = TOGETHER if orders > 1 else None
    going = True
    while going and steps != 0:
        going = play.step()
        steps = None if steps is None else steps - 1
    if not going:
        check(play)
        return 1
    played = 0
    for part in (orders // 2, orders - orders // 2):
        with undone([play.office.workspace, *(d.workspace for d in play.desks.values())]):
            played += play_all(play.copy(random.Random(play.luck.random())), part, check)
    return played


def test_every_order_ends_in_the_same_state(stage, rehearsed, world):
    office, desks = stage
    found = []

    def check(play):
        found.append(play.state())
        assert found[-1] == found[0]
        check_register(play)
        if len(found) % TOLD == 1:
            check_life(play)

    with suppress(RolledBackError), ExitStack() as held:
        for one in (office, *desks.values()):
            held.enter_context(one.workspace.transaction())
        luck = random.Random(SEED)
        while len(found) < ORDERS:
            with undone([one.workspace for one in (office, *desks.values())]):
                tree = Play(office, desks, rehearsed, random.Random(luck.random()), world.clock())
                play_all(tree, ORDERS - len(found), check)
        raise RolledBackError
    (a, b), (own_a, own_b) = found[0]["office"], found[0]["desks"]
    for standing in (a, b, own_a, own_b):
        assert standing[:2] == (3, Status.ACCEPTED)
    for code, ours, theirs in ((A, a, own_a), (B, b, own_b)):
        note = rehearsed[code].note
        asked = [(note.revision, one.cell, one.text) for one in note.remarks]
        assert (list(ours[3]), theirs[5]) == (asked, asked)  # no remark is lost, none doubled
    assert [s[2] for s in a[2]] == [Status.ACCEPTED, Status.RETURNED, Status.ACCEPTED]
    assert [s[2] for s in b[2]] == [Status.RETURNED, Status.ACCEPTED, Status.ACCEPTED]
    assert [s[3] for s in a[2]] == [s[3] for s in b[2]] == [False, False, True]
