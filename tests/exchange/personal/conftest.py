"""Issue 4 point 8: a unit with a list of households, and a receiver with a reading key."""

import shutil
import subprocess

import pytest

from ctmtqg_desktop.catalogue.form import Cell
from ctmtqg_desktop.catalogue.periods import Period
from ctmtqg_desktop.exchange.desk import Desk
from ctmtqg_desktop.exchange.enclosing import choose_lists
from ctmtqg_desktop.exchange.enter import enter
from ctmtqg_desktop.exchange.packing import READING_KEY, Author, Envelope, Site, sealed
from ctmtqg_desktop.exchange.secrecy import ensure_reading_key, learn
from ctmtqg_desktop.exchange.submit import submit
from ctmtqg_desktop.intake.entry_file import EntryFile
from ctmtqg_desktop.package.manifest import Kind, Role
from ctmtqg_desktop.package.seal import Part
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.keys import Cost
from ctmtqg_desktop.workspace.workspace import create

SET, YEAR, UNIT = "gnbv-ra-soat-xa", Period.parse("2024"), "03394"
FORM = "gnbv-danh-sach-ho"
CHEAP = Cost(memory_kib=64, iterations=1, lanes=1)
NAME, ID = "Lò Thị Mẩy", "012345678901"
PEOPLE = (
    {"ten": NAME, "thon": "Bản Nà Khuy", "quan_he": "Chủ hộ", "cccd": ID, "nam_nu": "1980",
     "dan_toc": "Lự", "dien_bien": "Nghèo mới"},
    {"ten": "Tao Văn Pó", "quan_he": "Thành viên", "cccd": "123456789", "nam_nam": "2004"},
)  # fmt: skip
TOTAL = Cell("cong", "ngheo", "ho")


@pytest.fixture
def signer(world):
    return world.signer(UNIT)


@pytest.fixture
def desk(world, signer):
    workspace = create(world.root / "gui.ctmtqg", world.identity(UNIT, "sender"))
    made = Desk(world.catalogue, workspace, world.clock)
    done = enter(made, FORM, YEAR, EntryFile(rows={"ds_ngheo": PEOPLE}))
    assert not done.refused
    yield made
    workspace.close()


@pytest.fixture
def receiver(world, signer):
    """An office that knows the unit's key and has a reading key under a password."""
    office = world.open_office()
    world.enrol(office, UNIT, signer)
    site = Site(office.workspace, office.unit, world.clock())
    ensure_reading_key(site, "mật khẩu đọc", cost=CHEAP)
    yield office
    office.workspace.close()


@pytest.fixture
def introduced(world, desk, receiver):
    """The unit has learned the receiver's reading key from a package it checked."""
    site = Site(receiver.workspace, receiver.unit, world.clock())
    made = sealed(site, Envelope(Kind.CATALOGUE, ()), (Part("a.json", Role.DATA, b"{}"),),
                  author=Author(world.office_signer, "Chủ tịch"))  # fmt: skip
    learn(Site(desk.workspace, desk.unit, world.clock()), unseal(made.data))
    return receiver.workspace.setting(READING_KEY)


@pytest.fixture
def send(world, desk, signer, tmp_path):
    def go(*, lists=False):
        out = tmp_path / "usb"
        out.mkdir(exist_ok=True)
        choose_lists(desk, desk.report(SET, YEAR), enclosed=lists)
        return submit(desk, SET, YEAR, author=Author(signer, "Chủ tịch"), out_dir=out)

    return go


@pytest.fixture
def envelope(introduced, send):
    return send(lists=True)


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
