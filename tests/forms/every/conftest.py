"""Every form of the catalogue filled by a real unit, signed with a real key, received for real."""

import os

from doing import receive
from shipped import shipped_catalogue

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.form import Cell, Form
from ctmtqg_desktop.catalogue.records.periods import Period, PeriodKind
from ctmtqg_desktop.catalogue.records.units import Unit
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.entries.sheet import Sheet
from ctmtqg_desktop.exchange.filling import owners_of
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.outcome import Received
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import Reopen, Submit
from ctmtqg_desktop.exchange.sender.submit import submit
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner
from ctmtqg_desktop.trust.registry import UnitSigner
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create

UNITS = {"xa": "03424", "thi-tran": "03390", "huyen": "106"}
"""A unit of each kind that was there in 2024; the commune is there still."""
REASON = "Đã kiểm tra, số liệu đúng như vậy."


def period_of(form: Form) -> Period:
    """Return a whole year at the end of which the form is in force, 2024 where it can be."""
    first, last = max(2024, form.valid_from.year), shipped_catalogue().last_day(form)
    return Period(min(first, last.year) if last else first, PeriodKind.YEAR)


@dataclass(frozen=True)
class Batch:
    """A report with all forms of its set: as it was sent, and as it came out at the office."""

    desk: Desk
    office: Office
    signer: KeyFileSigner
    period: Period
    sent: dict[str, Sheet]
    package: Path
    outcome: Received
    received: dict[str, Sheet]


@dataclass
class Post:
    """Units, their receiving offices and what went between them, each made when first asked.

    Only the clock is ours: a day in January after the period.
    """

    root: Path
    catalogue: Catalogue
    filler: Any
    key: Any = field(default_factory=keys.generate_key)
    authority: Any = None
    _offices: dict[tuple[str, str], Office] = field(default_factory=dict)
    _known: set[tuple[str, str, str]] = field(default_factory=set)
    _batches: dict[tuple[str, str, str], Batch] = field(default_factory=dict)

    def place(self, form: Form) -> tuple[str, Unit, Period]:
        """Return the report set, a unit that fills the form, and the period."""
        period, membership = period_of(form), form.report_sets[0]
        kind = next((k for k in membership.unit_kinds if k in UNITS), "xa")
        return membership.id, self.catalogue.unit_for(UNITS[kind], period), period

    def batch(self, form: Form) -> Batch:
        """Return the report that carries a form; made, signed, sent and received only once."""
        set_id, unit, period = self.place(form)
        key = (set_id, unit.code, period.code)
        if key not in self._batches:
            self._batches[key] = self._make(set_id, unit, period)
        return self._batches[key]

    def clock(self, period: Period) -> datetime:
        """Return the moment at which a report of a period is filled, signed and received."""
        return datetime(period.year + 1, 1, 20, 9, 0, tzinfo=VIETNAM)

    def signer(self, unit: Unit, period: Period) -> KeyFileSigner:
        """Return the one key with a certificate for a unit."""
        at = self.clock(period) - timedelta(days=30)
        if self.authority is None:
            own = keys.generate_key()
            self.authority = certificates.new_authority(own, "12", name="Nơi nhận thử", at=at)
        request = certificates.make_request(self.key, unit.code, name="Chủ tịch")
        serial = 1000 + len(self._batches)
        mine = certificates.issue_certificate(
            self.authority, request, unit_code=unit.code, serial=serial, at=at
        )
        return KeyFileSigner(self.key, mine, (self.authority.certificate_der,))

    def office(self, unit: Unit, signer: KeyFileSigner, period: Period) -> Office:
        """Return the office a unit reports to, which knows its key."""
        at = self.clock(period)
        key = (unit.parent, period.code)
        if key not in self._offices:
            identity = Identity(unit.parent, period.end, "receiver", at)
            path = self.root / f"noi-nhan-{'-'.join(key)}.ctmtqg"
            self._offices[key] = office_of(
                Program(lambda: self.catalogue, lambda: at), create(path, identity)
            )
        office = self._offices[key]
        if (unit.code, *key) not in self._known:
            self._known.add((unit.code, *key))
            start = at - timedelta(days=30)
            office.workspace.signers.add(
                UnitSigner(unit.code, signer.spki_sha256, start, None, None, "own", "x", "")
            )
        return office

    def amend(self, form: Form, texts: Callable[[Sheet], list[tuple[Cell, str]]]) -> Sheet:
        """Open the report of a form anew, type into it, send it, and return what arrived."""
        set_id, unit, period = self.place(form)
        key = (set_id, unit.code, period.code)
        batch = self.batch(form)
        reopen(batch.desk, Reopen(set_id, period.code, REASON))
        sheet = batch.desk.sheet(form.id, period)
        batch.desk.commit(sheet, sheet.set_texts(texts(sheet)).change)
        self._batches[key] = self._sent(batch.desk, set_id, unit, period)
        return self._batches[key].received[form.id]

    def _make(self, set_id: str, unit: Unit, period: Period) -> Batch:
        name = f"{unit.code}-{set_id}-{period.code}"
        identity = Identity(unit.code, period.end, "sender", self.clock(period))
        workspace = create(self.root / f"{name}.ctmtqg", identity)
        desk = desk_of(Program(lambda: self.catalogue, lambda: self.clock(period)), workspace)
        forms = desk.forms(set_id, period)
        shown = {p.form for f in forms for ps in owners_of(self.catalogue, f).values() for p in ps}
        elsewhere = shown & desk.filling.forms_reported(period) - {form.id for form in forms}
        for form_id in (*sorted(elsewhere), *(form.id for form in forms)):
            self._fill(desk, desk.sheet(form_id, period))
        (self.root / name).mkdir()
        return self._sent(desk, set_id, unit, period)

    def _sent(self, desk: Desk, set_id: str, unit: Unit, period: Period) -> Batch:
        """Give the reasons that are asked for, sign, write, and take in at the office."""
        for sheet in desk.sheets(set_id, period):
            sheet.refresh()
            for finding in desk.told(sheet):
                if finding.blocks:
                    desk.justify(sheet, finding, REASON)
        out, signer = self.root / f"{unit.code}-{set_id}-{period.code}", self.signer(unit, period)
        author = Author(signer, f"Chủ tịch {unit.agency}")
        done = submit(
            desk, Submit(set_id, period.code, Signing(Held(author.signer), out, author.title))
        ).found
        assert not isinstance(done, tuple), done
        office = self.office(unit, signer, period)
        (outcome,) = receive(office, [done.package])
        last = office.workspace.submissions.of(desk.report(set_id, period).key)[-1]
        sent = {sheet.form.id: sheet for sheet in desk.sheets(set_id, period)}
        received = office.sheets_of(last)
        return Batch(desk, office, signer, period, sent, done.package, outcome, received)

    def _fill(self, desk: Desk, sheet: Sheet) -> None:
        def keep(change: Any) -> None:
            desk.commit(sheet, change)

        self.filler.fill(sheet, keep)
        used = {one for form in self.catalogue.forms.values() for one in form.uses.values()}
        if not sheet.form.uses and sheet.form.id not in used:
            self.filler.vary(sheet, keep)

    def close(self) -> None:
        """Close every workspace."""
        for batch in self._batches.values():
            batch.desk.workspace.close()
        for office in self._offices.values():
            office.workspace.close()


@pytest.fixture(scope="session")
def post(tmp_path_factory: pytest.TempPathFactory, declared: Catalogue, filler: Any) -> Any:
    """Give the one post office of the session."""
    made = Post(tmp_path_factory.mktemp("buu-dien"), declared, filler)
    yield made
    made.close()
