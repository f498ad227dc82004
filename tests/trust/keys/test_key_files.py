"""Issue 4 point 1: a key file as its owner and as a stranger with an editor find it."""

import json
import unicodedata

import pytest

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.keys import box, keys
from ctmtqg_desktop.trust.keys.signer import open_signer
from ctmtqg_desktop.trust.signature import cms

PASSWORD = "mật khẩu dài"  # noqa: S105  of the files these tests make


@pytest.fixture(scope="module")
def key_file(office):
    chain = (office.certificate, office.authority.certificate_der)
    return keys.seal_key(office.key, PASSWORD, certificates=chain)


def test_any_flipped_bit_is_refused_or_changes_nothing(key_file, office):
    """What opens at all signs as before: only blanks and the like may differ."""
    opened = 0
    for at in range(len(key_file)):
        changed = bytearray(key_file)
        changed[at] ^= 1 << at % 7
        try:
            signer = open_signer(bytes(changed), PASSWORD)
        except TrustError:
            continue
        opened += 1
        assert signer.certificate_der == office.certificate
        assert signer.chain_der == (office.authority.certificate_der,)
    assert opened < len(key_file) // 20
    assert cms.verify_cms(open_signer(key_file, PASSWORD).sign_cades(b"x", office.at), b"x")


@pytest.mark.parametrize("cut", [0, 1, 10, 200, -1, -20])
def test_a_cut_file_is_refused(key_file, cut):
    if cut == -1:
        assert open_signer(key_file[:cut], PASSWORD)  # only the last line's end
        return
    with pytest.raises(TrustError) as caught:
        open_signer(key_file[:cut], PASSWORD)
    assert caught.value.code == "trust.key-file-unreadable"


@pytest.mark.parametrize(
    "cost",
    [
        {"memory_kib": 2**40, "iterations": 1, "lanes": 1},
        {"memory_kib": 64, "iterations": 10**9, "lanes": 1},
        {"memory_kib": 64, "iterations": 1, "lanes": 0},
        {"memory_kib": -1, "iterations": 1, "lanes": 1},
        {"memory_kib": 1024 * 1024 + 1, "iterations": 3, "lanes": 4},
    ],
    ids=range(5),
)
def test_a_huge_or_senseless_cost_is_refused_before_any_work(key_file, cost):
    document = json.loads(key_file) | {"cost": cost}
    with pytest.raises(TrustError) as caught:
        open_signer(json.dumps(document).encode(), PASSWORD)
    assert caught.value.code == "trust.key-file-cost"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_both_spellings_of_the_password_open(key_file, form):
    assert open_signer(key_file, unicodedata.normalize(form, PASSWORD))


@pytest.mark.parametrize("typed", ["Ðường dài", "Đường\u00a0dài", "Đường\u200b dài", " Đường dài"])
def test_what_looks_like_the_password_opens(office, typed):
    """Copied from a mail or typed on another keyboard; nobody can see the difference."""
    assert keys.open_key(keys.seal_key(office.key, "Đường dài"), typed)
    assert keys.open_key(keys.seal_key(office.key, typed.strip()), "Đường dài")


def test_a_file_of_an_earlier_version_opens_as_it_was_sealed(office, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(box, "as_seen", lambda typed: unicodedata.normalize("NFC", typed))
        old = keys.seal_key(office.key, "Ðường\u00a0cũ ")
    assert keys.open_key(old, "Ðường\u00a0cũ ")


def test_a_plain_password_costs_one_guess_only():
    assert list(box._spellings(PASSWORD)) == [PASSWORD]
    assert list(box._spellings("\u200b")) == ["\u200b"]


def test_a_new_password_opens_and_the_old_one_does_not(key_file, office):
    changed = keys.with_password(key_file, PASSWORD, "mật khẩu mới")
    assert keys.spki_of_file(changed) == office.signer.spki_sha256
    assert keys.certificates_of(changed) == keys.certificates_of(key_file)
    assert open_signer(changed, "mật khẩu mới")
    with pytest.raises(TrustError) as caught:
        open_signer(changed, PASSWORD)
    assert caught.value.code == "trust.password-wrong"
    assert json.loads(changed)["salt"] != json.loads(key_file)["salt"]


def test_a_wrong_old_password_changes_nothing(key_file):
    with pytest.raises(TrustError) as caught:
        keys.with_password(key_file, "sai", "mật khẩu mới")
    assert caught.value.code == "trust.password-wrong"
