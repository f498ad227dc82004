"""A receiving office with a real authority, and a unit that asks to be enrolled there."""

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from ctmtqg_desktop.exchange.keys.approve import Decision, enrol_for, open_request
from ctmtqg_desktop.exchange.keys.keys import (
    enrol,
    enrol_outside,
    load_signer,
    make_authority,
    make_key,
)
from ctmtqg_desktop.exchange.post.envelope import Author, Site
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner

PASSWORD = "mật khẩu thử"  # noqa: S105  a test's own
UNIT = "03394"
DAY = timedelta(days=1)


@dataclass
class Bureau:
    """Both sides, and the folder between them."""

    world: object
    office: object
    desk: object
    root: Path

    def usb(self):
        """Return a folder of its own for every file, as if each went by another stick."""
        return Path(tempfile.mkdtemp(dir=self.root))

    def site(self):
        return Site(self.office.workspace, self.office.unit, self.world.clock())

    def own_site(self):
        return Site(self.desk.workspace, self.desk.unit, self.world.clock())

    @property
    def office_key(self):
        return self.root / "noi-nhan.key"

    def author(self, key=None):
        return Author(load_signer(key or self.office_key, PASSWORD), "Chủ tịch huyện")

    def key(self, name="xa.key"):
        path = self.root / name
        make_key(path, PASSWORD, unit=self.desk.unit, title="Chủ tịch", at=self.world.clock())
        return path

    def request(self, key, old=None):
        path, _ = enrol(
            self.own_site(), key, PASSWORD, title="Chủ tịch", out_dir=self.usb(),
            old=load_signer(old, PASSWORD) if old else None,
        )  # fmt: skip
        return open_request(path)

    def outside(self, authority, *, name="Lò Văn A", issued=0):
        key, self.world.serial = keys.generate_key(), self.world.serial + 1
        asked = certificates.make_request(key, "UBND", name=name)
        given = certificates.issue_certificate(
            authority, asked, unit_code="UBND", serial=self.world.serial,
            at=self.world.clock.now + issued * DAY,
        )  # fmt: skip
        return KeyFileSigner(key, given, (authority.certificate_der,))

    def request_outside(self, signer):
        path, _ = enrol_outside(self.own_site(), signer, title="Chủ tịch", out_dir=self.usb())
        return open_request(path)

    def approve(self, asked, slip=""):
        decision = Decision(self.desk.unit, slip)
        return enrol_for(
            self.site(), asked, decision, author=self.author(), password=PASSWORD,
            out_dir=self.usb(),
        )  # fmt: skip

    def enrolled(self, name="xa.key"):
        """Enrol a new key of the unit and take the card in; return the key file."""
        from ctmtqg_desktop.exchange.keys.unit_card import take_card

        key = self.key(name)
        card = self.approve(self.request(key)).card
        take_card(self.own_site(), unseal(card.read_bytes()), key)
        return key

    def rows(self):
        return self.office.workspace.signers.enrolled(UNIT)


@pytest.fixture
def bureau(world, tmp_path):
    office, desk = world.open_office(), world.open_desk(UNIT)
    made = Bureau(world, office, desk, tmp_path)
    make_authority(made.site(), made.office_key, PASSWORD, title="Chủ tịch huyện")
    yield made
    office.workspace.close()
    desk.workspace.close()


@pytest.fixture(scope="session")
def outside():
    """An authority of the state that is not ours."""
    from datetime import datetime

    from ctmtqg_desktop.clock import VIETNAM

    at = datetime(2020, 1, 1, tzinfo=VIETNAM)
    return certificates.new_authority(
        keys.generate_key(), "VGCA", name="Cơ quan chứng thực thử", at=at
    )
