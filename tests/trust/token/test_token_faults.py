"""Issue 4 point 1: what SoftHSM cannot show (locked, last try, pulled out), and the libraries."""

import shutil
import sys
from pathlib import Path

import pytest

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.token import token, token_library
from ctmtqg_desktop.trust.token.token import TokenChoice, list_tokens, open_token
from ctmtqg_desktop.trust.token.token_faults import PinState
from ctmtqg_desktop.trust.token.token_library import folders, library, probe
from ctmtqg_desktop.trust.token.token_signer import TokenSigner

pkcs11 = pytest.importorskip("pkcs11")
GIVEN = pkcs11.TokenFlag.TOKEN_INITIALIZED | pkcs11.TokenFlag.USER_PIN_INITIALIZED


class FakeToken:
    """A token that tells flags and answers a PIN as it is told to; it counts the PINs."""

    label, serial, manufacturer_id, model = "Giả", b"77", "Nhà sản xuất", "Mẫu"

    def __init__(self, *flags, answer=None, flags_after=()):
        self._flags = [self.sum(flags), self.sum(flags_after or flags)]
        self.answer, self.pins = answer, []
        self.slot = self

    @staticmethod
    def sum(flags):
        total = GIVEN
        for flag in flags:
            total |= pkcs11.TokenFlag[flag]
        return total

    @property
    def flags(self):
        return self._flags[bool(self.pins)]

    def get_token(self):
        return self

    def get_slots(self, token_present):
        return [self] if token_present else []

    def open(self, user_pin=None):
        if user_pin is None:
            return self
        self.pins.append(user_pin)
        raise self.answer or AssertionError("the PIN must not be used")

    def get_objects(self, _wanted):
        return iter(())

    def close(self):
        raise pkcs11.DeviceRemoved


@pytest.fixture
def with_token(monkeypatch):
    from contextlib import nullcontext

    def use(fake):
        monkeypatch.setattr(token, "library", lambda _path: nullcontext(fake))
        return fake

    return use


def code_of(fake, pin="123456", **named):
    with pytest.raises(TrustError) as caught, open_token(TokenChoice(Path("x")), pin, **named):
        pass
    return caught.value.code


def test_a_locked_token_is_given_no_pin(with_token):
    fake = with_token(FakeToken("USER_PIN_LOCKED"))
    assert code_of(fake) == "trust.token-locked"
    assert fake.pins == []
    assert list_tokens(Path("x"))[0].pin is PinState.LOCKED


def test_the_last_try_is_used_only_when_a_person_says_so(with_token):
    fake = with_token(
        FakeToken("USER_PIN_COUNT_LOW", "USER_PIN_FINAL_TRY", answer=pkcs11.PinIncorrect(),
                  flags_after=("USER_PIN_LOCKED",))
    )  # fmt: skip
    assert code_of(fake) == "trust.token-final-try"
    assert fake.pins == []
    assert code_of(fake, last_try=True) == "trust.token-locked"
    assert fake.pins == ["123456"]


def test_a_token_that_fails_does_not_hide_the_others(with_token):
    class Broken(FakeToken):
        def open(self, **_named):
            raise pkcs11.DeviceError

    good, bad = FakeToken(), Broken()
    good.get_slots = lambda **_named: [bad, good]
    with_token(good)
    assert len(list_tokens(Path("x"))) == 1
    with_token(bad)
    with pytest.raises(TrustError) as caught:
        list_tokens(Path("x"))
    assert caught.value.code == "trust.token-failed"


@pytest.mark.parametrize(
    ("answer", "after", "code"),
    [
        (pkcs11.PinIncorrect(), (), "trust.token-pin-wrong"),
        (pkcs11.PinIncorrect(), ("USER_PIN_COUNT_LOW",), "trust.token-pin-wrong-low"),
        (pkcs11.PinIncorrect(), ("USER_PIN_FINAL_TRY",), "trust.token-pin-wrong-final"),
        (pkcs11.PinIncorrect(), ("USER_PIN_LOCKED",), "trust.token-locked"),
        (pkcs11.PinLocked(), (), "trust.token-locked"),
        (pkcs11.PinExpired(), (), "trust.token-pin-expired"),
        (pkcs11.PinLenRange(), (), "trust.token-pin-shape"),
        (pkcs11.UserPinNotInitialized(), (), "trust.token-pin-not-set"),
        (pkcs11.DeviceRemoved(), (), "trust.token-removed"),
        (pkcs11.TokenNotPresent(), (), "trust.token-removed"),
        (pkcs11.GeneralError(), (), "trust.token-failed"),
    ],
)
def test_every_refusal_has_its_code_and_the_pin_is_given_once(with_token, answer, after, code):
    fake = with_token(FakeToken(answer=answer, flags_after=after))
    assert code_of(fake) == code
    assert len(fake.pins) == 1


def test_a_pin_pad_asks_itself(with_token):
    fake = with_token(
        FakeToken("PROTECTED_AUTHENTICATION_PATH", answer=pkcs11.FunctionCancelled())
    )
    assert code_of(fake, pin="") == "trust.token-failed"
    assert fake.pins == [pkcs11.PROTECTED_AUTH]


class FakeKey:
    """A key whose token was pulled out, or that refuses a mechanism."""

    def __init__(self, key, refused):
        self.key, self.refused, self.asked = key, refused, []

    def sign(self, data, *, mechanism, mechanism_param, **_pin):
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding

        self.asked.append(mechanism.name)
        assert (mechanism_param is None) == (mechanism.name == "SHA256_RSA_PKCS")
        if mechanism.name in self.refused:
            raise self.refused[mechanism.name]
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@pytest.fixture(scope="module")
def rsa_key(softhsm):
    key = softhsm.new_key("rsa")
    return key, softhsm.certificate(key)


def signer_of(rsa_key, refused):
    key = FakeKey(rsa_key[0], refused)
    names = ("SHA256_RSA_PKCS_PSS", "SHA256_RSA_PKCS")
    mechanisms = frozenset(pkcs11.Mechanism[name] for name in names)
    return key, TokenSigner(key, rsa_key[1], mechanisms=mechanisms)


def test_a_token_that_lists_pss_and_refuses_it_signs_the_other_way(softhsm, rsa_key):
    from ctmtqg_desktop.trust.signature import cms

    key, signer = signer_of(rsa_key, {"SHA256_RSA_PKCS_PSS": pkcs11.MechanismParamInvalid()})
    for data in (b"one", b"two"):
        assert cms.verify_cms(signer.sign_cades(data, softhsm.AT), data).method == "rsa"
    assert key.asked == ["SHA256_RSA_PKCS_PSS", "SHA256_RSA_PKCS", "SHA256_RSA_PKCS"]


def test_a_token_pulled_out_while_signing_is_named(softhsm, rsa_key):
    key, signer = signer_of(rsa_key, {"SHA256_RSA_PKCS_PSS": pkcs11.DeviceRemoved()})
    with pytest.raises(TrustError) as caught:
        signer.sign_cades(b"x", softhsm.AT)
    assert caught.value.code == "trust.token-removed"
    assert len(key.asked) == 1


# -- libraries


def library_code(path):
    with pytest.raises(TrustError) as caught, library(path):
        pass
    return caught.value.code


def pe(machine):
    return b"MZ" + bytes(0x3A) + (0x80).to_bytes(4, "little") + bytes(0x40) + b"PE\0\0" + machine


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"\x7fELF\x01" + bytes(60), "trust.token-library-32-bit"),
        (pe(b"\x4c\x01"), "trust.token-library-32-bit"),
        (pe(b"\x64\x86"), "trust.token-library-refused"),
        (b"\x7fELF\x02" + bytes(60), "trust.token-library-refused"),
        (b"", "trust.token-library-refused"),
        (b"MZ", "trust.token-library-refused"),
        ("chào".encode(), "trust.token-library-refused"),
    ],
    ids=range(7),
)
def test_what_is_no_library_for_us_is_named(tmp_path, head, code):
    path = tmp_path / "thư viện.so"
    path.write_bytes(head)
    assert library_code(path) == code


def test_a_missing_library_is_named(tmp_path):
    assert library_code(tmp_path / "eTPKCS11.dll") == "trust.token-library-missing"
    assert library_code(tmp_path) == "trust.token-library-missing"


@pytest.mark.skipif(sys.platform == "win32", reason="looks for a library of Linux")
def test_a_library_of_something_else_is_refused():
    other = shutil.which("openssl") or sys.executable
    assert library_code(Path(other)) == "trust.token-library-refused"


@pytest.mark.parametrize(
    ("platform", "name"),
    [("win32", "eTPKCS11.dll"), ("win32", "bit4xpki.dll"), ("linux", "libeToken.so"),
     ("linux", "libbit4xpki.so")],
)  # fmt: skip
def test_the_libraries_of_the_authoritys_tokens_are_found(tmp_path, platform, name):
    assert probe([tmp_path], platform=platform) == []
    (tmp_path / name).write_bytes(b"")
    (tmp_path / "other.so").write_bytes(b"")
    assert probe([tmp_path, tmp_path / "none"], platform=platform) == [tmp_path / name]


def test_a_library_is_taken_from_the_first_folder_that_has_it(tmp_path):
    first, last = tmp_path / "System32", tmp_path / "SysWOW64"
    for folder in (first, last):
        folder.mkdir()
        (folder / "eTPKCS11.dll").write_bytes(b"")
    assert probe([first, last], platform="win32") == [first / "eTPKCS11.dll"]
    assert probe([last], platform="win32") == [last / "eTPKCS11.dll"]


def test_windows_folders_come_from_its_own_variables():
    found = folders({"SystemRoot": r"C:\Windows", "ProgramFiles": r"D:\Apps"}, "win32")
    assert str(found[0]) == r"C:\Windows\System32"
    assert any(str(one).startswith(r"D:\Apps\SafeNet") for one in found)
    assert str(found[-1]) == r"C:\Windows\SysWOW64"
    assert folders({}, "win32") == ()


def test_nothing_stays_open_after_the_last_user(new_token, softhsm):
    new_token()
    with library(softhsm.LIBRARY) as one, library(softhsm.LIBRARY) as two:
        assert one is two
        assert one.initialized
    assert not one.initialized
    assert not token_library._users[str(softhsm.LIBRARY.resolve())]
