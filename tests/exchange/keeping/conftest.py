"""A receiving office and two communes, enrolled, each in a workspace of its own.

Keys and cards are made once; every test works on copies.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.catalogue.read.toml_writer import plan_to_toml
from ctmtqg_desktop.catalogue.records.form import Row
from ctmtqg_desktop.clock import VIETNAM, Clock
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.installed import catalogue_of
from ctmtqg_desktop.exchange.keeping.orders import Publish
from ctmtqg_desktop.exchange.keys.keys import load_signer
from ctmtqg_desktop.exchange.keys.orders import Approve, Enrol, MakeAuthority, MakeKey
from ctmtqg_desktop.exchange.post.envelope import Author, Site
from ctmtqg_desktop.exchange.post.signing import Held, KeyFile, Signing
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.workspace.records import Identity, Role
from ctmtqg_desktop.workspace.workspace import Workspace, create, open_workspace

PASSWORD = "thử-nghiệm-2024"  # noqa: S105  of keys that live for one test
DAY = date(2024, 12, 31)
RECEIVER, COMMUNES, STRANGER = "106", ("03394", "03400"), "03405"


@dataclass(frozen=True)
class Place:
    """One unit's computer."""

    home: Path
    workspace: Workspace
    clock: Clock
    built_in: Catalogue
    authors: dict[str, Author]

    @property
    def catalogue(self) -> Catalogue:
        return catalogue_of(self.workspace, lambda: self.built_in)

    @property
    def desk(self) -> Desk:
        return desk_of(Program(lambda: self.catalogue, self.clock), self.workspace)

    @property
    def office(self) -> Office:
        return office_of(Program(lambda: self.catalogue, self.clock), self.workspace)

    @property
    def site(self) -> Site:
        unit = self.built_in.units.at(self.workspace.identity.unit_code, DAY)
        return Site(self.workspace, unit, self.clock())

    @property
    def key(self) -> Path:
        return self.home / "khóa.key"

    @property
    def author(self) -> Author:
        """Return who signs; a key file is opened once a session, for that is slow on purpose."""
        code = self.workspace.identity.unit_code
        if code not in self.authors:
            self.authors[code] = Author(load_signer(self.key, PASSWORD), f"Chủ tịch {code}")
        return self.authors[code]

    def signing(self, out_dir: Path) -> Signing:
        return Signing(Held(self.author.signer), out_dir, self.author.title)

    def take(self, *paths: Path):
        return take_in(self.desk, TakeIn(tuple(paths), self.key)).found


SHIPPED = (
    "calendars.toml", "holidays.toml", "measures.toml", "regions.toml",
    "units/tam-duong-2024.toml", "programmes/*.toml", "report-sets/ctmtqg-xa-nam.v1.toml",
    "criteria/ntm-xa-2021-2025.toml", "criteria/ntm-xa-2026-2030.toml",
    "report-sets/ntm-xa-2026.v1.toml", "ntm/ntm-xa-2026.v2.toml",
    "dtts/dtts-da1.v1.toml", "ntm/ntm-nguon-luc.v1.toml", "ntm/ntm-xa-tu-danh-gia.v1.toml",
    "layout/*.toml",
)  # fmt: skip


@pytest.fixture(scope="session")
def shipped(tmp_path_factory) -> Path:
    """Return a part of the catalogue, small enough to be read many times."""
    whole, part = assets.forms_dir(), tmp_path_factory.mktemp("danh-mục")
    for pattern in SHIPPED:
        for path in whole.glob(pattern):
            (part / path.relative_to(whole)).parent.mkdir(exist_ok=True)
            shutil.copy(path, part / path.relative_to(whole))
    named, _, _ = (whole / "duties.toml").read_text("utf-8").partition("duties = [")
    (part / "duties.toml").write_text(f"{named}duties = []\n", "utf-8")
    return part


@pytest.fixture(scope="session")
def built_in(shipped) -> Catalogue:
    reading = read_catalogue(shipped)
    assert not reading.mistakes
    return reading.catalogue


def ticking() -> Clock:
    seconds = count()
    return lambda: datetime(2025, 1, 6, 8, tzinfo=VIETNAM) + timedelta(seconds=next(seconds))


@pytest.fixture(scope="session")
def computers(tmp_path_factory, built_in) -> tuple[Path, dict[str, Author]]:
    """Return the folder of all units' computers, set up, and who signs."""
    root, clock, authors = tmp_path_factory.mktemp("máy"), ticking(), {}
    places = {}
    for code in (RECEIVER, *COMMUNES, STRANGER):
        (root / code).mkdir()
        role = Role.RECEIVER if code == RECEIVER else Role.SENDER
        workspace = create(root / code / "sổ.ctmtqg", Identity(code, DAY, role.value, clock()))
        places[code] = Place(root / code, workspace, clock, built_in, authors)
    receiver = places[RECEIVER]
    do(receiver.office, MakeAuthority(receiver.key, PASSWORD, "Chủ tịch"))
    for code in COMMUNES:
        _enrol(places[code], receiver)
    for place in places.values():
        place.workspace.close()
    return root, authors


def _enrol(place: Place, receiver: Place) -> None:
    do(place.desk, MakeKey(place.key, PASSWORD, "Chủ tịch"))
    asking = Signing(KeyFile(place.key, PASSWORD), place.home, "Chủ tịch")
    (request,) = do(place.desk, Enrol(asking)).paths
    signing = Signing(
        Held(receiver.author.signer), place.home, receiver.author.title,
        authority_password=PASSWORD,
    )  # fmt: skip
    code = place.workspace.identity.unit_code
    (card,) = do(receiver.office, Approve(request.read_bytes(), code, signing)).paths
    assert place.take(card)[0].outcome == "accepted"


@pytest.fixture
def place(tmp_path, built_in, computers, shipped, monkeypatch) -> Iterator[Callable[[str], Place]]:
    """Return what opens a copy of a unit's computer, whose program ships the part."""
    monkeypatch.setattr(assets, "forms_dir", lambda: shipped)
    root, authors = computers
    clock, opened = ticking(), []

    def make(code: str) -> Place:
        shutil.copytree(root / code, tmp_path / code)
        opened.append(open_workspace(tmp_path / code / "sổ.ctmtqg"))
        return Place(tmp_path / code, opened[-1], clock, built_in, authors)

    yield make
    for workspace in opened:
        workspace.close()


@pytest.fixture
def receiver(place, tmp_path) -> Place:
    (tmp_path / "usb").mkdir()
    return place(RECEIVER)


@pytest.fixture
def commune(place) -> Place:
    return place(COMMUNES[0])


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "ban-hành"
    made.mkdir()
    return made


@pytest.fixture
def v2(built_in):
    """Return version 2 of a form, in force from 2025, with one row more."""
    form = built_in.form("dtts-da1", 1)
    last = form.sections[-1]
    added = Row("so_ban_moi", "Số bản mới được hỗ trợ", type="integer", measure="ban",
                aggregate="sum", source="Quyết định thử", confidence="unverified")  # fmt: skip
    sections = (*form.sections[:-1], replace(last, rows=(*last.rows, added)))
    return replace(form, version=2, valid_from=date(2025, 1, 1), sections=sections)


@pytest.fixture
def issue(receiver, folder, tmp_path):
    """Publish files given by name and return the package's path."""

    def make(version=None, **files):
        for old in folder.iterdir():
            old.unlink()
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        order = Publish(folder, receiver.signing(tmp_path / "usb"), version)
        return do(receiver.office, order).paths[0]

    return make


@pytest.fixture
def issue_plan(receiver, tmp_path):
    """Return a function that publishes a plan and returns the package."""

    def by(made):
        place = tmp_path / f"ban-hanh-{made.version}"
        place.mkdir(exist_ok=True)
        (place / f"{made.id}.toml").write_text(plan_to_toml(made), "utf-8")
        order = Publish(place, receiver.signing(tmp_path / "goi"))
        return do(receiver.office, order).paths[0]

    return by
