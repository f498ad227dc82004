"""Scenes of acts about keys: an office and a unit with their keys, and files from outside."""

import shutil
from datetime import timedelta
from unittest.mock import patch

import pytest
from doing import receive

from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.orders import (
    Approve,
    Enrol,
    MakeAuthority,
    MakeKey,
    Revoke,
    TrustAuthority,
)
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate import crl
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.ui.parts.files.dialog import FileDialog

from .conftest import PASSWORD, Scene

CODE, TITLE, NEW = "03394", "Chủ tịch huyện", "mật khẩu mới"


def file_chosen(path):
    """Return what answers a file dialog with a path."""
    return patch.object(FileDialog, "chosen", lambda _: (path,))


def digits_of(certificate):
    return keys.fingerprint_digits(keys.spki_sha256(certificate.key))


@pytest.fixture(scope="session")
def bureau_files(tmp_path_factory, declared, mail):
    """Everything: workspaces, key files, a request, authorities from outside and their lists."""
    world = type(mail.world)(tmp_path_factory.mktemp("khoa"), declared)
    root = world.root / "canh"
    root.mkdir()
    office, desk, facts = world.open_office(), world.open_desk(CODE, "unit"), {}
    do(office, MakeAuthority(root / "office.key", PASSWORD, TITLE))
    card = _approved(office, desk, root)
    take_in(desk, TakeIn((card,), root / "unit.key"))
    do(desk, MakeKey(root / "new.key", PASSWORD, "Chủ tịch"))
    facts["request"] = do(desk, Enrol(_by(root / "new.key", root))).paths[0].name
    facts |= _outside(office, root, world.clock())
    for place in (office, desk, world.open_office("fresh")):
        place.workspace.close()
        shutil.copy(place.workspace.place, root)
    for name, text in (("new.txt", NEW), ("wrong.txt", "không đúng")):
        (root / name).write_text(text, "utf-8")
    return root, facts


def _by(key, out, title="Chủ tịch"):
    return Signing(KeyFile(key, PASSWORD), out, title)


def _approved(office, desk, root):
    """Enrol the unit's first key; return its card."""
    do(desk, MakeKey(root / "unit.key", PASSWORD, "Chủ tịch"))
    (asked,) = do(desk, Enrol(_by(root / "unit.key", root))).paths
    order = Approve(asked.read_bytes(), CODE, _by(root / "office.key", root, TITLE))
    return do(office, order).paths[0]


def _outside(office, root, at):
    """Lay an authority that is known here, one that is not, their lists, and a key of one."""
    made = {}
    for name in ("ca", "cb"):
        one = certificates.new_authority(keys.generate_key(), "CA", name=name.upper(), at=at)
        (root / f"{name}.cer").write_bytes(one.certificate_der)
        lines = [crl.RevokedCertificate("1f", at - timedelta(days=4))]
        listed = crl.make_crl(one, lines, number=5, at=at - timedelta(days=3))
        (root / f"{name}.crl").write_bytes(listed)
        made[name] = one
    do(office, TrustAuthority(root / "cb.cer", digits_of(made["cb"])))
    key = keys.generate_key()
    asked = certificates.make_request(key, "UBND", name="Lò Văn A")
    given = certificates.issue_certificate(made["ca"], asked, unit_code="UBND", serial=7, at=at)
    (root / "a.p12").write_bytes(_p12(key, given))
    return {name: digits_of(one) for name, one in made.items()}


def _p12(key, certificate_der):
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
    from cryptography.x509 import load_der_x509_certificate

    own, seal = load_der_x509_certificate(certificate_der), PASSWORD.encode()
    return pkcs12.serialize_key_and_certificates(
        b"a", key, own, None, BestAvailableEncryption(seal)
    )


@pytest.fixture(scope="session")
def bureau(bureau_files):
    """The office, with its authority."""
    return Scene(bureau_files[0], "office.ctmtqg", bureau_files[1])


@pytest.fixture(scope="session")
def unit(bureau_files):
    """The unit, with its key and card."""
    return Scene(bureau_files[0], "unit.ctmtqg", bureau_files[1])


@pytest.fixture(scope="session")
def fresh_office(bureau_files):
    """An office without an authority."""
    return Scene(bureau_files[0], "fresh.ctmtqg", bureau_files[1])


@pytest.fixture(scope="session")
def key_files(bureau_files):
    """The files alone."""
    return Scene(bureau_files[0], "", bureau_files[1])


@pytest.fixture
def suspecting(office, mail, tmp_path):
    """An office that has revoked a key, after a report signed with it had come."""
    root = tmp_path / "nghi-ngo"
    root.mkdir()
    receive(office, [mail[CODE].done.package])
    do(office, Revoke(CODE, "key-stolen", since=office.clock().date()))
    (sent,) = office.workspace.submissions.of(office.workspace.reports.all()[0].key)
    office.workspace.close()
    shutil.copy(office.workspace.place, root / "office.ctmtqg")
    return Scene(root, "office.ctmtqg", {"submission": str(sent.id)})


@pytest.fixture
def token(softhsm, new_token, tmp_path, world):
    """A folder, and a token that is in."""
    key, root = softhsm.new_key("p256"), tmp_path / "token"
    new_token(TITLE).put(key, softhsm.certificate(key, "Lò Văn Huyện", at=world.clock()))
    root.mkdir()
    return Scene(root, "", {"library": str(softhsm.LIBRARY)})


@pytest.fixture
def bureau_with_token(token, bureau, tmp_path):
    """The office, the token of its chairman, and a PIN that is wrong."""
    made = bureau.copied(tmp_path / "co-token")
    (made.root / "pin.txt").write_text("sai", "utf-8")
    return Scene(made.root, bureau.workspace, {**bureau.facts, **token.facts})
