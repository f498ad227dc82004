"""A receiving office with a real authority, and a unit that asks to be enrolled there."""

import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.keys import load_signer
from ctmtqg_desktop.exchange.keys.orders import (
    Approve,
    Enrol,
    MakeAuthority,
    MakeKey,
    PublishRevocations,
    Revoke,
    TrustAuthority,
)
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.signing import Held, KeyFile, Signing
from ctmtqg_desktop.exchange.upkeep.doctor import doctor
from ctmtqg_desktop.exchange.upkeep.orders import Doctor
from ctmtqg_desktop.package.enrolment import read_request
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner
from ctmtqg_desktop.trust.x509.certificate import spki_of

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
    packages: dict = field(default_factory=dict)
    known: set = field(default_factory=set)

    def usb(self):
        """Return a folder of its own for every file, as if each went by another stick."""
        return Path(tempfile.mkdtemp(dir=self.root))

    def site(self):
        return self.office.room.site()

    def own_site(self):
        return self.desk.room.site()

    @property
    def office_key(self):
        return self.root / "noi-nhan.key"

    def author(self, key=None):
        return Author(load_signer(key or self.office_key, PASSWORD), "Chủ tịch huyện")

    def key(self, name="xa.key"):
        path = self.root / name
        do(self.desk, MakeKey(path, PASSWORD, "Chủ tịch"))
        return path

    def request(self, key, old=None):
        return self.asked(KeyFile(key, PASSWORD), KeyFile(old, PASSWORD) if old else None)

    def asked(self, source, old=None):
        """Ask to be enrolled; what was asked is found again by its key."""
        (path,) = do(self.desk, Enrol(Signing(source, self.usb(), "Chủ tịch"), old)).paths
        asked = read_request(unseal(path.read_bytes()))
        self.packages[asked.spki_sha256] = path.read_bytes()
        return asked

    def outside(self, authority, *, name="Lò Văn A", issued=0):
        key, self.world.serial = keys.generate_key(), self.world.serial + 1
        asked = certificates.make_request(key, "UBND", name=name)
        given = certificates.issue_certificate(
            authority, asked, unit_code="UBND", serial=self.world.serial,
            at=self.world.clock.now + issued * DAY,
        )  # fmt: skip
        return KeyFileSigner(key, given, (authority.certificate_der,))

    def request_outside(self, signer):
        return self.asked(Held(signer))

    def signing(self, key=None, out=None, password=PASSWORD):
        """Return who signs for the office: a key file, the first by default, or a signer."""
        is_signer = hasattr(key, "sign_cades")
        source = Held(key) if is_signer else KeyFile(key or self.office_key, password)
        return Signing(source, out or self.usb(), "Chủ tịch huyện", authority_password=password)

    def approve(self, asked, slip="", *, unit=UNIT, key=None):
        order = Approve(self.packages[asked.spki_sha256], unit, self.signing(key), slip)
        return do(self.office, order)

    def revoke(self, reason="key-lost", *, signer="", unit=UNIT, since=None):
        return do(self.office, Revoke(unit, reason, signer, since, "B")).facts

    def publish(self, key=None, out=None, password=PASSWORD):
        return do(self.office, PublishRevocations(self.signing(key, out, password))).paths[0]

    def trust(self, certificate_der, office=None):
        """Trust an authority, its digits compared."""
        path = self.usb() / "ca.cer"
        path.write_bytes(certificate_der)
        digits = keys.fingerprint_digits(spki_of(certificate_der))
        return do(office or self.office, TrustAuthority(path, digits, "B"))

    def enrolled(self, name="xa.key"):
        """Enrol a new key of the unit and take the card in; return the key file."""
        from ctmtqg_desktop.exchange.keys.unit_card import take_card

        key = self.key(name)
        (card,) = self.approve(self.request(key)).paths
        take_card(self.own_site(), unseal(card.read_bytes()), key)
        return key

    def rows(self):
        return self.office.workspace.signers.enrolled(UNIT)


@pytest.fixture
def bureau(world, tmp_path):
    office, desk = world.open_office(), world.open_desk(UNIT)
    made = Bureau(world, office, desk, tmp_path)
    do(office, MakeAuthority(made.office_key, PASSWORD, "Chủ tịch huyện"))
    yield made
    for room in (office.room, desk.room):  # whatever was done rightly, the doctor is content
        found = doctor(room, Doctor()).found
        assert [one for one in found if one.code not in made.known] == []
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
