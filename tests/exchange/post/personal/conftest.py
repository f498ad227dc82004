"""Issue 4 point 8: a unit with a list of households, and a receiver with a reading key."""

import shutil
import subprocess
from dataclasses import dataclass, replace

import pytest
from doing import explain_blanks

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.post.envelope import Author, Envelope, Site, sealed
from ctmtqg_desktop.exchange.post.reading_keys import ensure_reading_key, learn
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.sender.orders import Enter, Submit
from ctmtqg_desktop.exchange.sender.submit import submit
from ctmtqg_desktop.intake.entry_file import typed_file
from ctmtqg_desktop.package.manifest import Kind, PartRole
from ctmtqg_desktop.package.seal import PackagePart
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.workspace.records import ReadingKey
from ctmtqg_desktop.workspace.workspace import create, open_workspace

SET, YEAR, UNIT = "gnbv-ra-soat-xa", Period.parse("2024"), "03394"
FORM = "gnbv-danh-sach-ho"
NAME, ID = "Lò Thị Mẩy", "012345678901"
PEOPLE = (
    {"ten": NAME, "thon": "Bản Nà Khuy", "quan_he": "Chủ hộ", "cccd": ID, "nam_nu": "1980",
     "dan_toc": "Lự", "dien_bien": "Nghèo mới"},
    {"ten": "Tao Văn Pó", "quan_he": "Thành viên", "cccd": "123456789", "nam_nam": "2004"},
)  # fmt: skip
TOTAL = Cell("cong", "ngheo", "ho")


@dataclass(frozen=True)
class Posted:
    """What the unit sent, made once: with its lists left out, and with them, encrypted."""

    signer: object
    key: ReadingKey
    workspaces: dict
    sent: dict


@pytest.fixture(scope="session")
def posted(tmp_path_factory, declared, mail):
    world = type(mail.world)(tmp_path_factory.mktemp("posted"), declared)
    signer, office = world.signer(UNIT), world.open_office()
    site = Site(office.workspace, office.unit, world.clock())
    ensure_reading_key(site, "mật khẩu đọc")
    key = office.workspace.reading_keys.own()
    sent, workspaces = {}, {}
    for lists in (False, True):
        desk = _desk(world, f"gui-{lists}")
        introduce(world, desk, office)
        out = world.root / str(lists)
        out.mkdir()
        sent[lists] = _send(desk, signer, out, lists=lists)
        desk.workspace.close()
        workspaces[lists] = world.root / f"gui-{lists}.ctmtqg"
    office.workspace.close()
    return Posted(signer, key, workspaces, sent)


def _desk(world, name):
    workspace = create(world.root / f"{name}.ctmtqg", world.identity(UNIT, "sender"))
    made = desk_of(Program(lambda: world.catalogue, world.clock), workspace)
    done = enter(made, Enter(FORM, YEAR.code, typed_file((), rows={"ds_ngheo": PEOPLE})))
    assert not done.is_refused
    explain_blanks(made, SET, YEAR)
    return made


def _send(desk, signer, out, *, lists=False):
    signing = Signing(Held(signer), out, "Chủ tịch")
    return submit(desk, Submit(SET, YEAR.code, signing, with_lists=lists)).found


def introduce(world, desk, office):
    """Let a unit learn an office's reading key from a package it checked."""
    site = Site(office.workspace, office.unit, world.clock())
    one = PackagePart("a.json", PartRole.DATA, b"{}")
    made = sealed(site, Envelope(Kind.CATALOGUE, ()), (one,),
                  author=Author(world.office_signer, "Chủ tịch"))  # fmt: skip
    learn(Site(desk.workspace, desk.unit, world.clock()), unseal(made.data))


@pytest.fixture
def signer(posted):
    return posted.signer


@pytest.fixture
def desk(world):
    """A unit that has typed its list and sent nothing yet."""
    made = _desk(world, "gui")
    yield made
    made.workspace.close()


@pytest.fixture
def receiver(world, posted):
    """An office that knows the unit's key and has a reading key under a password."""
    office = world.open_office()
    world.enrol(office, UNIT, posted.signer)
    office.workspace.reading_keys.add(posted.key)
    yield office
    office.workspace.close()


@pytest.fixture
def introduced(world, desk, receiver):
    introduce(world, desk, receiver)
    return receiver.workspace.reading_keys.own().public


@pytest.fixture
def send(desk, signer, tmp_path):
    def go(*, lists=False):
        out = tmp_path / "usb"
        out.mkdir(exist_ok=True)
        return _send(desk, signer, out, lists=lists)

    return go


def _copied(posted, lists, folder):
    folder.mkdir()
    done = posted.sent[lists]
    path = shutil.copy(done.package, folder / done.package.name)
    return replace(done, package=path)


@pytest.fixture
def mailed(posted, tmp_path):
    """A package whose lists were left out, on a stick."""
    return _copied(posted, False, tmp_path / "stick")


@pytest.fixture
def envelope(posted, tmp_path):
    """A package with its lists, encrypted, on a stick."""
    return _copied(posted, True, tmp_path / "stick")


@pytest.fixture
def sent_desk(posted, world):
    """The unit that sent the envelope."""
    path = shutil.copy(posted.workspaces[True], world.root / "da-gui.ctmtqg")
    made = desk_of(
        Program(lambda: world.catalogue, world.clock), open_workspace(path, clock=world.clock)
    )
    yield made
    made.workspace.close()


@pytest.fixture
def pdf_text(tmp_path):
    """Read a PDF's text, as pdftotext of poppler does."""
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext (poppler-utils)")

    def read(data):
        path = tmp_path / "x.pdf"
        path.write_bytes(data)
        asked = ["pdftotext", "-layout", path, "-"]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout

    return read
