"""A rehearsal: every package of two units' year made once for real, to be played in any order."""

import shutil
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from doing import receive, send_back

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.post.envelope import Author, Site
from ctmtqg_desktop.exchange.receiver.receive import admit, submission_of
from ctmtqg_desktop.exchange.receiver.send_back import compose
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.take_return import take_return
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.returns import Asked
from ctmtqg_desktop.package.seal import PackagePart, seal
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
        return self.office.workspace.submissions.of(self.key)[-1]

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
        return receive(self.office, [done.package])

    def ask(self, *remarks, due=date(2025, 1, 20), submission=None):
        remarks = remarks or (Asked(ASKED, "Số hộ chưa khớp niên giám."),)
        submission = submission or self.revision
        sheets = self.office.sheets_of(submission)
        return compose(self.site(), submission, remarks, sheets=sheets, due=due)

    def send_back(self, *remarks, **options):
        remarks = remarks or (Asked(ASKED, "Số hộ chưa khớp niên giám."),)
        given = {"author": self.author(), "out_dir": self.out, "due": date(2025, 1, 20)} | options
        return send_back(self.office, self.revision, remarks, **given)

    def take(self, path):
        return take_return(self.own_site(), unseal(path.read_bytes()))


def scene_of(world, office, mail, code, out):
    """Copy a unit's workspace, with its report sent, and open it."""
    out.mkdir(exist_ok=True)
    path = shutil.copyfile(mail[code].workspace, world.root / f"gui-{code}.ctmtqg")
    desk = desk_of(
        Program(lambda: world.catalogue, world.clock), open_workspace(path, clock=world.clock)
    )
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
    note_sha256: str = "ab" * 32


@pytest.fixture(scope="session")
def rehearsed(tmp_path_factory, mail):
    """Unit A amends and is then asked to correct; B corrects, forks on a second PC, amends."""
    world = type(mail.world)(tmp_path_factory.mktemp("rehearsal"), mail.world.catalogue)
    office = world.open_office()
    years = {}
    for code, returned in ((A, 2), (B, 1)):
        world.enrol(office, code, mail[code].signer)
        years[code] = year = Rehearsed()
        for name in (1, 2, "fork", 3) if code == B else (1, 2, 3):
            _rehearse(office, year, name, _sealed(mail[code], year, name))
            if name == returned:
                site = Site(office.workspace, office.unit, world.clock())
                last = office.workspace.submissions.of(year.sent[1].key)[-1]
                remarks = (Asked(ASKED, "Số hộ chưa khớp niên giám."),)
                sheets = office.sheets_of(last)
                year.note = compose(site, last, remarks, sheets=sheets, due=date(2025, 1, 20))
    office.workspace.close()
    return years


def unsigned(pdf):
    """The print before it was signed."""
    return pdf.partition(b"%%EOF\n")[0] + b"%%EOF\n"


def _sealed(mail, year, name):
    """Sign a revision with the unit's key: the first as it was sent, others with new figures."""
    opened = unseal(mail.data)
    if name == 1:
        return opened
    number = 2 if name == "fork" else name
    report = payload.load_report(opened.parts["data.json"])
    figure = Decimal(900 if name == "fork" else 1200 + number)
    forms = tuple(_typed(form, figure) for form in report.forms)
    report = replace(report, forms=forms, revision=number, reason="Sửa theo đối chiếu kho bạc.")
    bare = unsigned(opened.parts["report.pdf"])
    parts = [PackagePart("data.json", PartRole.DATA, payload.dump_report(report)),
             PackagePart("report.pdf", PartRole.PRINT, bare)]  # fmt: skip
    before = year.sent[number - 1].content_sha256
    head = replace(opened.manifest.header, revision=number, previous_content_sha256=before)
    return unseal(seal(parts, head, signer=mail.signer, at=head.created).data)


def _typed(form, figure):
    if form.id != SELF:
        return form
    return replace(form, typed={**form.typed, HOUSEHOLDS: figure})


def _rehearse(office, year, name, opened):
    found = office.judge(opened.data)
    assert not found.code
    year.data[name] = opened.data
    year.judged[opened.data] = replace(found, sheets=())
    if name == "fork":
        return
    admit(office.bench(), opened.data, f"{name}.asice")
    year.sent[name] = replace(
        submission_of(found, office.clock()), received_at=None, current=False
    )
