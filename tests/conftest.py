"""What most rooms' tests begin with: the real catalogue and sheets of it, read once."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, cached_property
from pathlib import Path

import pytest
from blank import blank_workspace
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot
from shipped import shipped_catalogue, shipped_library
from typing_extensions import override

from ctmtqg_desktop.assets import forms_dir
from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.sender.orders import Enter, Submit
from ctmtqg_desktop.trust.registry import UnitSigner

AT = datetime(2025, 1, 6, 8, 0, tzinfo=VIETNAM)


LONGEST = ("flows/test_demo.py", "acts/", "forms/every/", "ui/windows/", "exchange/", "hostile/")
"""What takes longest begins first, so that no worker is left alone with it at the end; and what
needs the demonstration too comes later, so that none waits while another builds it."""


def pytest_collection_modifyitems(items):
    """Put the longest first; within them, and after them, the order stays."""
    root = Path(__file__).parent

    def rank(item):
        place = item.path.relative_to(root).as_posix()
        return next((n for n, name in enumerate(LONGEST) if place.startswith(name)), len(LONGEST))

    items.sort(key=rank)


@pytest.fixture(scope="session", autouse=True)
def cheap_keys():
    """Seal keys at the smallest permitted cost; ``cli/test_real_cost`` holds the real one."""
    from ctmtqg_desktop.trust.keys import box

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(box, "DEFAULT_COST", box.Cost(memory_kib=8, iterations=1, lanes=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def one_library():
    """Compile the shipped forms once: what one desk has compiled serves every other."""
    from ctmtqg_desktop.exchange import rooms

    def library(catalogue, edition=""):
        is_shipped = catalogue is shipped_catalogue()
        return shipped_library() if is_shipped else Library(catalogue, edition)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "Library", library)
        yield


# -- no clock decides what passes: a loaded machine is slow, and a test that passes waits no longer

PATIENCE_MS = 60_000
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


class PatientBot(QtBot):
    """Wait a minute for whatever a test waits for; see ``test_patience``."""

    @override
    def waitUntil(self, callback):
        super().waitUntil(callback, timeout=PATIENCE_MS)

    @override
    def waitSignal(self, signal, *, timeout=PATIENCE_MS, **named):
        return super().waitSignal(signal, timeout=timeout, **named)

    @override
    def waitExposed(self, widget):
        return super().waitExposed(widget, timeout=PATIENCE_MS)


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)


CORE = ("measures", "regions", "calendars", "holidays", "lifetimes", "units/tam-duong-2024",
        "programmes/*", "report-sets/ctmtqg-xa*", "ntm/ntm-nguon-luc.v1", "ntm/ntm-cong-trinh.v1",
        "ntm/ntm-xa-tu-danh-gia.v1", "dtts/dtts-da1.v1", "criteria/ntm-xa-2021-2025",
        "plans/003-tam-duong-2024")  # fmt: skip
"""What tests that change a catalogue copy: small, so that reading it anew takes no time."""


@pytest.fixture(scope="session")
def core_forms(tmp_path_factory):
    """A folder with the core of the shipped catalogue: four forms, one criteria set, one plan."""
    folder = tmp_path_factory.mktemp("danh-muc") / "forms"
    for path in (p for name in CORE for p in sorted(forms_dir().glob(f"{name}.toml"))):
        target = folder / path.relative_to(forms_dir())
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text("utf-8")
        if path.parent.name == "plans":
            text = "".join(line for line in text.splitlines(keepends=True) if is_core(line))
        target.write_text(text, "utf-8")
    return folder


def is_core(line):
    """Say whether a target is answered by a core form, or by none yet; no task names another."""
    if 'targets = ["' in line:
        return False
    _, asks, form = line.partition('form = "')
    return not asks or form.partition('"')[0] in {p.split("/")[1].split(".")[0] for p in CORE
                                                  if ".v" in p}  # fmt: skip


@pytest.fixture(scope="session")
def declared():
    """The catalogue the program ships."""
    return shipped_catalogue()


@pytest.fixture(scope="session")
def library():
    return shipped_library()


@pytest.fixture(scope="session")
def new_sheet(declared, library):
    """Return a function that makes an empty sheet of a shipped form, with its surroundings."""
    from ctmtqg_desktop.rules.engine import Surroundings

    def make(form_id, *, unit="03424", period="2024", **around):
        when = Period.parse(period)
        form = declared.form_at(form_id, when.end)
        around = Surroundings(**around)
        return library.sheet(form, declared.unit_for(unit, when), when, around=around)

    return make


def type_into(sheet, **texts):
    """Type texts: ``section__row__column=text``, or ``section__row=text`` for a field."""
    items = [(Cell.parse(name.replace("__", ".")), text) for name, text in texts.items()]
    return sheet.set_texts(items)


@pytest.fixture(scope="session")
def typing():
    return type_into


# -- a small world: one receiving office, units with real keys, filled reports, real files

OFFICE, PASSWORD = "106", "mật khẩu thử"
SET, YEAR = "ctmtqg-xa", Period.parse("2024")


@dataclass
class Ticking:
    """A clock that a test sets, a second later each time it is asked."""

    now: datetime = AT

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Side:
    """A unit's own computer: its workspace file and its signing key."""

    code: str
    path: Path
    signer: object = None


@dataclass
class World:
    """Everything is real but the clock, and the cost of guessing a password."""

    root: Path
    catalogue: object
    clock: Ticking = field(default_factory=Ticking)
    serial: int = 1

    @cached_property
    def authority(self):
        from ctmtqg_desktop.trust.certificate import authority as certificates
        from ctmtqg_desktop.trust.keys import keys

        name = "Ủy ban nhân dân huyện Tam Đường"
        return certificates.new_authority(keys.generate_key(), OFFICE, name=name, at=AT)

    @cached_property
    def office_signer(self):
        return self.signer(OFFICE)

    def signer(self, code, authority=None):
        """Return a signer with a certificate for a unit by our authority or another."""
        from ctmtqg_desktop.trust.certificate import authority as certificates
        from ctmtqg_desktop.trust.keys import keys
        from ctmtqg_desktop.trust.keys.signer import KeyFileSigner

        issuer, self.serial = authority or self.authority, self.serial + 1
        key = keys.generate_key()
        request = certificates.make_request(key, code, name=f"Chủ tịch {code}")
        mine = certificates.issue_certificate(
            issuer, request, unit_code=code, serial=self.serial, at=AT
        )
        return KeyFileSigner(key, mine, (issuer.certificate_der,))

    def key_file(self, signer):
        """Write a signer's key into a file under the password."""
        from ctmtqg_desktop.trust.keys import keys

        path = self.root / f"{signer.spki_sha256[:8]}.key"
        chain = (signer.certificate_der, *signer.chain_der)
        path.write_bytes(keys.seal_key(signer._key, PASSWORD, certificates=chain))
        return path

    def identity(self, code, role):
        from ctmtqg_desktop.workspace.records import Identity

        return Identity(code, YEAR.end, role, AT)

    def open_office(self, name="office"):
        """Make a receiving office that knows no key yet."""
        from ctmtqg_desktop.exchange.room import Program
        from ctmtqg_desktop.exchange.rooms import office_of

        identity = self.identity(OFFICE, "receiver")
        workspace = blank_workspace(self.root / f"{name}.ctmtqg", identity)
        return office_of(Program(lambda: self.catalogue, self.clock), workspace)

    def enrol(self, office, code, signer, **changes):
        """Enrol a key as ``approve`` does."""

        given = {"unit": code, "spki_sha256": signer.spki_sha256,
                 "valid_from": AT - timedelta(days=1), "valid_to": None, "revoked_at": None,
                 "source": "own", "approved_by": "x", "note": ""} | changes  # fmt: skip
        office.workspace.signers.add(UnitSigner(**given))

    def open_desk(self, code, name=""):
        """Make a reporting unit's workspace, empty."""
        from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
        from ctmtqg_desktop.exchange.room import Program
        from ctmtqg_desktop.exchange.rooms import desk_of

        path = self.root / f"{name or code}.ctmtqg"
        workspace = blank_workspace(path, self.identity(code, "sender"))
        choose(workspace, [SET])
        return desk_of(Program(lambda: self.catalogue, self.clock), workspace)

    def fill(self, desk):
        """Type the demonstration's figures of the unit into all its forms."""
        from ctmtqg_desktop.exchange.sender.enter import enter

        for form in desk.forms(SET, YEAR):
            done = enter(desk, Enter(form.id, YEAR.code, demo_entries(desk.unit, form.id)))
            assert not done.is_refused

    def entries(self, unit, form_id):
        return demo_entries(unit, form_id)

    def submit(self, desk, signer, out):
        from ctmtqg_desktop.exchange.sender.submit import submit

        return submit(desk, Submit(SET, YEAR.code, Signing(Held(signer), out))).found

    def card(self, desk, signer):
        """Give a unit its card, as ``take_card`` does."""
        desk.workspace.signers.set_own_card(
            signer.certificate_der, self.authority.certificate_der, unit=desk.unit.code, at=AT
        )


@cache
def demo_report(code):
    """What a unit reports in the set that all of them send."""
    from ctmtqg_desktop.cli.demo.reports import filled

    return next(r for r in filled() if (r.unit, r.set_id) == (code, SET))


def demo_entries(unit, form_id):
    return demo_report(unit.code).entries(unit, form_id)


@pytest.fixture
def world(tmp_path, declared):
    return World(tmp_path, declared)


@dataclass(frozen=True)
class Sent:
    """A report that one unit has signed and written: where, by whom, and its bytes."""

    code: str
    workspace: Path
    signer: object
    done: object
    data: bytes


@dataclass(frozen=True)
class Mail:
    """What a few units sent, made once; copy the workspaces before changing them."""

    world: World
    sent: dict

    def __getitem__(self, code):
        return self.sent[code]


@pytest.fixture(scope="session")
def mail(tmp_path_factory, declared):
    """Three units' signed reports of 2024: a commune, another, and the town."""
    made = World(tmp_path_factory.mktemp("mail"), declared)
    out = made.root / "out"
    out.mkdir()
    sent = {}
    for code in ("03394", "03400", "03390"):
        desk, signer = made.open_desk(code), made.signer(code)
        made.card(desk, signer)
        made.fill(desk)
        done = made.submit(desk, signer, out)
        desk.workspace.close()
        path = made.root / f"{code}.ctmtqg"
        sent[code] = Sent(code, path, signer, done, done.package.read_bytes())
    return Mail(made, sent)


@pytest.fixture
def office(world, mail):
    """An office that knows the keys of the units that sent mail."""
    made = world.open_office()
    world.authority = mail.world.authority
    for one in mail.sent.values():
        world.enrol(made, one.code, one.signer)
    yield made
    made.workspace.close()


@pytest.fixture(scope="session")
def softhsm():
    """Hand out ``softhsm.py``, a real token in software; skip where it is not installed."""
    from importlib.util import module_from_spec, spec_from_file_location

    place = spec_from_file_location("softhsm", Path(__file__).with_name("softhsm.py"))
    module = module_from_spec(place)
    place.loader.exec_module(module)
    if module.MISSING:
        pytest.skip(module.MISSING)
    return module


@pytest.fixture
def new_token(softhsm, tmp_path, monkeypatch):
    """Make a token under this test's folder: ``new_token(label, mechanisms=…)``."""
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    return lambda *given, **named: softhsm.make_token(tmp_path, *given, **named)
