"""A rehearsal: every package of two units' year made once for real, to be played in any order."""

import shutil
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from ctmtqg_desktop.catalogue.form import Cell
from ctmtqg_desktop.catalogue.periods import Period
from ctmtqg_desktop.exchange.desk import Desk
from ctmtqg_desktop.exchange.packing import Author, Site
from ctmtqg_desktop.exchange.send_back import Asked, compose, send_back, take_return
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
SELF = "ntm-xa-tu-danh-gia"
ASKED = f"{SELF}/chung.so_ho.value"
HOUSEHOLDS = Cell("chung", "so_ho", "value")
A, B = "03394", "03400"


@dataclass
class Scene:
    """One unit, its signer and desk, and the office that it reports to."""

    world: object
    office: object
    desk: Desk
    signer: object
    out: Path

    @property
    def key(self):
        return self.desk.report(SET, YEAR).key

    @property
    def revision(self):
        return self.office.workspace.submissions(self.key)[-1]

    def site(self):
        return Site(self.office.workspace, self.office.unit, self.world.clock())

    def own_site(self):
        return Site(self.desk.workspace, self.desk.unit, self.world.clock())

    def author(self):
        return Author(self.world.office_signer, "Chủ tịch")

    def type(self, text, cell=HOUSEHOLDS, form=SELF):
        sheet = self.desk.sheet(form, YEAR)
        self.desk.commit(sheet, sheet.set_texts([(cell, text)]).change)

    def submit(self):
        return self.world.submit(self.desk, self.signer, self.out)

    def receive(self, done):
        return self.office.receive([done.package])

    def ask(self, *remarks, due=date(2025, 1, 20), submission=None):
        remarks = remarks or (Asked(ASKED, "Số hộ chưa khớp niên giám."),)
        submission = submission or self.revision
        sheets = self.office.sheets_of(submission)
        return compose(self.site(), submission, remarks, sheets=sheets, due=due)

    def send_back(self, *remarks, **options):
        note = self.ask(*remarks, **options)
        return send_back(self.site(), note, author=self.author(), out_dir=self.out)

    def take(self, path):
        return take_return(self.own_site(), unseal(path.read_bytes()))


def scene_of(world, office, mail, code, out):
    """Copy a unit's workspace, with its report sent, and open it."""
    out.mkdir(exist_ok=True)
    path = shutil.copyfile(mail[code].workspace, world.root / f"gui-{code}.ctmtqg")
    desk = Desk(world.catalogue, open_workspace(path, clock=world.clock), world.clock)
    return Scene(world, office, desk, mail[code].signer, out)


@pytest.fixture
def scene(world, office, mail, tmp_path):
    """A unit whose first report the office has accepted."""
    made = scene_of(world, office, mail, A, tmp_path / "usb")
    made.receive(mail[A].done)
    yield made
    made.desk.workspace.close()


@dataclass
class Rehearsed:
    """What one unit's year is made of.

    Attributes:
        sent: revision -> the submission as its sender keeps it.
        data: revision -> the package; "fork" -> another content of revision 2.
        judged: package -> its verdict, with no figures, to be placed anew.
        note: what the office asks, and the digest of its package.
    """

    sent: dict = field(default_factory=dict)
    data: dict = field(default_factory=dict)
    judged: dict = field(default_factory=dict)
    note: object = None
    note_sha256: str = ""

    def keep(self, scene, name, done):
        self.data[name] = done.package.read_bytes()
        found = scene.office.judge(self.data[name])
        self.judged[self.data[name]] = replace(found, sheets=())
        if name != "fork":
            own = scene.desk.workspace.submissions(scene.key)
            self.sent[name] = next(s for s in own if s.revision == name)


@pytest.fixture(scope="session")
def rehearsed(tmp_path_factory, mail):
    """Unit A amends and is then asked to correct; B corrects, forks on a second PC, amends."""
    world = type(mail.world)(tmp_path_factory.mktemp("rehearsal"), mail.world.catalogue)
    world.authority = mail.world.authority
    office = world.open_office()
    made = {}
    for code in (A, B):
        world.enrol(office, code, mail[code].signer)
        scene = scene_of(world, office, mail, code, world.root / code)
        made[code] = _rehearse(scene, mail[code].done, returned=2 if code == A else 1)
        scene.desk.workspace.close()
    office.workspace.close()
    return made


def _rehearse(scene, first, returned):
    year = Rehearsed()
    year.keep(scene, 1, first)
    scene.receive(first)
    for revision in (2, 3):
        if revision == returned + 1:
            year.note = scene.ask()
            path = send_back(scene.site(), year.note, author=scene.author(), out_dir=scene.out)
            year.note_sha256 = path.package_sha256
            scene.take(path.path)
        else:
            scene.desk.reopen(SET, YEAR, "Sửa theo đối chiếu kho bạc")
        if revision == 2 and returned == 1:
            _fork(scene, year)
        scene.type(str(1200 + revision))
        done = scene.submit()
        year.keep(scene, revision, done)
        scene.receive(done)
    return year


def _fork(scene, year):
    """Send revision 2 from a second PC that took the same return, with other figures."""
    path = scene.world.root / "may-hai.ctmtqg"
    scene.desk.workspace.backup(path)
    workspace = open_workspace(path, clock=scene.world.clock)
    other = replace(scene, desk=Desk(scene.desk.catalogue, workspace, scene.world.clock),
                    out=scene.out / "may-hai")  # fmt: skip
    other.out.mkdir()
    other.type("999")
    year.keep(other, "fork", other.submit())
    workspace.close()
