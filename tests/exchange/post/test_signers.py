"""Issue 4 point 1 and done-when: one opening, one PIN, one password for a whole piece of work."""

import shutil
import subprocess
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509 import load_der_x509_certificate
from doing import receive

from ctmtqg_desktop.errors import PackageError, TrustError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.orders import ChangePassword, MakeAuthority
from ctmtqg_desktop.exchange.paper.signed_print import check_papers
from ctmtqg_desktop.exchange.post.signers import (
    KeyFile,
    Token,
    find_tokens,
    look_into,
    needs_password_to_show,
    opened,
)
from ctmtqg_desktop.package import names
from ctmtqg_desktop.package.container import read_container
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.token import token as token_module
from ctmtqg_desktop.trust.token.token import TokenChoice

CODE, PASSWORD = "03394", "mật khẩu thử"


def code_of(source, at, error=TrustError):
    with pytest.raises(error) as caught, opened(source, at=at):
        pass
    return caught.value.code


@pytest.fixture
def pins(monkeypatch):
    """Count how often a PIN is given to a token."""
    given, whole = [], token_module._session

    @contextmanager
    def counted(token, pin, **named):
        given.append(pin)
        with whole(token, pin, **named) as session:
            yield session

    monkeypatch.setattr(token_module, "_session", counted)
    return given


OPENSSL = (
    "openssl cms -verify -cades -binary -inform DER -in {0}.p7s -content {0} -CAfile ca.pem"
    " -purpose any -out /dev/null"
)
CERTTOOL = (
    "certtool --p7-verify --inder --infile {0}.p7s --load-data {0} --load-ca-certificate ca.pem"
)


def run(folder, *command):
    """Run an outside tool; None where it is not installed."""
    if not shutil.which(command[0]):
        return None
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def outsiders_accept(folder, package, bare):
    """Let openssl, certtool and pdfsig check a package, its print and a bare signature."""
    entries = read_container(package)
    (folder / "list").write_bytes(entries[names.ASIC_MANIFEST])
    (folder / "list.p7s").write_bytes(entries[names.SIGNATURE])
    (folder / "bare").write_bytes(b"the bytes of a pdf")
    (folder / "bare.p7s").write_bytes(bare)
    (folder / "report.pdf").write_bytes(entries["report.pdf"])
    for command in (OPENSSL, CERTTOOL):
        for name in ("list", "bare"):
            done = run(folder, *command.format(name).split())
            assert done is None or done.returncode == 0, done.stderr
    done = run(folder, "pdfsig", "report.pdf")
    assert done is None or "Signature Validation: Signature is Valid." in done.stdout


@pytest.fixture
def chairman(new_token, softhsm, world):
    """Return a function that puts a key, its certificate and the authority's on a token."""

    def make(kind):
        now, key, root = world.clock(), softhsm.new_key(kind), softhsm.new_key("p256")
        above = softhsm.certificate(root, "Cơ quan cấp", ca=True, at=now)
        own = softhsm.certificate(key, issuer="Cơ quan cấp", issuer_key=root, at=now)
        new_token().put(key, own, above)
        pem = load_der_x509_certificate(above).public_bytes(softhsm.Encoding.PEM)
        (world.root / "ca.pem").write_bytes(pem)
        return Token(TokenChoice(softhsm.LIBRARY), softhsm.PIN), above

    return make


@pytest.mark.parametrize("kind", ["rsa", "p256"])
def test_a_package_and_its_pdf_need_one_pin(chairman, softhsm, world, office, pins, kind):
    """The done-when line: the print and the package are signed within one opening."""
    source, above = chairman(kind)
    desk, out = world.open_desk(CODE, "tu"), world.root / "usb"
    out.mkdir()
    world.fill(desk)
    with opened(source, at=world.clock()) as signer:
        done = world.submit(desk, signer, out)
        bare = signer.sign_cades(b"the bytes of a pdf", None)
    desk.workspace.close()
    assert pins == [softhsm.PIN]
    package = done.package.read_bytes()
    found = unseal(package)
    assert (found.facts.spki_sha256, found.facts.chain_der) == (signer.spki_sha256, (above,))
    (printed,) = check_papers(found).signatures
    assert printed.facts.spki_sha256 == signer.spki_sha256
    world.enrol(office, CODE, signer)
    assert receive(office, [done.package])[0].outcome == "accepted"
    outsiders_accept(world.root, package, bare)


def test_a_wrong_pin_signs_nothing_and_is_given_once(new_token, softhsm, world, pins):
    key = softhsm.new_key("p256")
    new_token().put(key, softhsm.certificate(key, at=world.clock()))
    source = Token(TokenChoice(softhsm.LIBRARY), "sai")
    assert code_of(source, world.clock()) == "trust.token-pin-wrong-low"
    assert pins == ["sai"]


def test_tokens_are_found_through_the_libraries_given(new_token, softhsm, tmp_path):
    new_token("Một")
    broken = tmp_path / "hỏng.so"
    broken.write_bytes(b"x")
    assert [one.label for one in find_tokens([broken, softhsm.LIBRARY])] == ["Một"]
    with pytest.raises(TrustError) as caught:
        find_tokens([broken])
    assert caught.value.code == "trust.token-library-refused"


def test_a_machine_without_libraries_says_so(monkeypatch):
    monkeypatch.setattr("ctmtqg_desktop.exchange.post.signers.probe", list)
    with pytest.raises(TrustError) as caught:
        find_tokens()
    assert caught.value.code == "trust.token-library-none"


# -- files


@pytest.fixture
def files(world):
    """A key file, and the same key as an authority's .p12, under misleading names."""
    signer = world.signer(CODE)
    key_file = world.key_file(signer)
    own, above = map(load_der_x509_certificate, (signer.certificate_der, *signer.chain_der))
    seal = BestAvailableEncryption(PASSWORD.encode())
    data = pkcs12.serialize_key_and_certificates(b"x", signer._key, own, [above], seal)
    p12 = world.root / "ten.key"
    p12.write_bytes(data)
    return signer, key_file, p12


def test_the_content_tells_what_a_file_is_not_its_name(world, files):
    signer, key_file, p12 = files
    for path in (key_file, p12):
        with opened(KeyFile(path, PASSWORD), at=world.clock()) as found:
            assert found.certificate_der == signer.certificate_der
            assert found.chain_der == signer.chain_der
    assert code_of(KeyFile(key_file, "sai"), None) == "trust.password-wrong"
    assert code_of(KeyFile(p12, "sai"), None) == "trust.p12-password"
    missing = KeyFile(world.root / "khong.key", "x")
    assert code_of(missing, None, PackageError) == "package.read-failed"


def test_a_certificate_is_shown_before_signing(files):
    signer, key_file, p12 = files
    assert not needs_password_to_show(key_file)
    assert needs_password_to_show(p12)
    for found in (look_into(key_file), look_into(p12, PASSWORD)):
        assert found.subject == f"Chủ tịch {CODE}"
        assert found.issuer == "Ủy ban nhân dân huyện Tam Đường"
        assert found.spki_sha256 == signer.spki_sha256


def test_an_expired_certificate_does_not_sign(world, files):
    late = world.clock().replace(year=2035)
    for path in files[1:]:
        assert code_of(KeyFile(path, PASSWORD), late) == "trust.certificate-expired"
        with opened(KeyFile(path, PASSWORD), at=None) as signer:  # to prove that it is held
            assert signer.spki_sha256


# -- passwords


@pytest.fixture
def desk(world):
    made = world.open_desk(CODE)
    yield made
    made.workspace.close()


@pytest.fixture
def with_authority(world):
    office = world.open_office("co-khoa")
    path = world.root / "office.ntmkey"
    do(office, MakeAuthority(path, PASSWORD, "Chủ tịch"))
    yield office, path
    office.workspace.close()


def test_an_authority_changes_its_password_with_its_key_file(with_authority, world):
    from ctmtqg_desktop.trust.keys import keys

    office, path = with_authority
    done = do(office, ChangePassword(path, PASSWORD, "mật khẩu mới"))
    assert done.facts["authority"] is True
    with opened(KeyFile(path, "mật khẩu mới"), at=world.clock()):
        pass
    sealed = office.workspace.signers.authority().sealed_key
    keys.open_key(sealed, "mật khẩu mới")
    with pytest.raises(TrustError):
        keys.open_key(sealed, PASSWORD)
    assert code_of(KeyFile(path, PASSWORD), None) == "trust.password-wrong"


def test_a_file_that_cannot_be_written_leaves_everything(with_authority, monkeypatch):
    office, path = with_authority
    before, sealed = path.read_bytes(), office.workspace.signers.authority().sealed_key

    def full(*_):
        raise PackageError("package.disk-full")

    monkeypatch.setattr("ctmtqg_desktop.exchange.keys.passwords.write_durably", full)
    with pytest.raises(PackageError):
        do(office, ChangePassword(path, PASSWORD, "mật khẩu mới"))
    assert path.read_bytes() == before
    assert office.workspace.signers.authority().sealed_key == sealed


def test_a_workspace_that_cannot_be_written_leaves_the_file(with_authority, monkeypatch):
    from ctmtqg_desktop.errors import WorkspaceError

    office, path = with_authority
    before = path.read_bytes()

    def full(_):
        raise WorkspaceError("workspace.disk-full")

    monkeypatch.setattr(office.workspace.signers, "reseal_authority", full)
    with pytest.raises(WorkspaceError):
        do(office, ChangePassword(path, PASSWORD, "mật khẩu mới"))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (PASSWORD, "ngắn", "exchange.password-short"),
        (PASSWORD, PASSWORD, "exchange.password-same"),
        ("không đúng", "mật khẩu mới", "trust.password-wrong"),
    ],
)
def test_a_password_is_not_changed_to_anything(files, desk, old, new, code):
    path = files[1]
    before = path.read_bytes()
    with pytest.raises(TrustError) as caught:
        do(desk, ChangePassword(path, old, new))
    assert caught.value.code == code
    assert path.read_bytes() == before


def test_an_authoritys_file_keeps_its_password(files, desk):
    with pytest.raises(TrustError) as caught:
        do(desk, ChangePassword(files[2], PASSWORD, "mật khẩu mới"))
    assert caught.value.code == "exchange.password-not-ours"
