"""Issue 4 point 1 and its done-when line: PKCS#11 tokens, one PIN entry, tested with SoftHSM."""

import shutil
import unicodedata

import pytest

from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.trust.signature import cms
from ctmtqg_desktop.trust.token.token import TokenChoice, list_tokens, open_token
from ctmtqg_desktop.trust.token.token_faults import PinState


def code_of(choice, pin, **named):
    with pytest.raises(TrustError) as caught, open_token(choice, pin, **named):
        pass
    return caught.value.code


@pytest.fixture(scope="module")
def made(softhsm):
    """Return keys, made once: an authority's and two officers'."""
    found = {kind: softhsm.new_key(kind) for kind in ("rsa", "p256", "p384")}
    found["root"] = softhsm.new_key("p256")
    return found


@pytest.fixture
def issued(softhsm, made):
    """Return kind -> the certificate of a key, and the authority's own under "root"."""
    root = softhsm.certificate(made["root"], "Gốc", ca=True)
    above = {"issuer": "Gốc", "issuer_key": made["root"]}
    found = {
        k: softhsm.certificate(made[k], f"Người {k}", **above) for k in ("rsa", "p256", "p384")
    }
    return {**found, "root": root}


@pytest.fixture
def choice(softhsm):
    return TokenChoice(softhsm.LIBRARY)


WAYS = {
    ("rsa", True): "pss",
    ("rsa", False): "rsa",
    ("p256", True): "ecdsa",
    ("p384", True): "ecdsa",
}


@pytest.fixture
def rsa_and_choice(made, issued, choice):
    return made["rsa"], issued["rsa"], choice


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_one_pin_signs_as_often_as_wanted(new_token, softhsm, made, issued, choice, way):
    kind, pss = way
    new_token().put(made[kind], issued[kind], issued["root"])
    with open_token(choice, softhsm.PIN, pss=pss) as signer:
        first = signer.sign_cades(b"one", softhsm.AT)
        second = signer.sign_cades(b"two", softhsm.AT)
        bare = signer.sign_cades(b"inside a pdf", None)
    facts = cms.verify_cms(first, b"one")
    assert facts.method == WAYS[way]
    assert facts.chain_der == (issued["root"],)
    assert facts.spki_sha256 == signer.spki_sha256
    assert facts.claimed_at == softhsm.AT
    assert cms.verify_cms(second, b"two").subject_common_name == f"Người {kind}"
    assert bare
    with pytest.raises(TrustError):
        cms.verify_cms(first, b"two")


@pytest.mark.parametrize(
    ("mechanisms", "method"),
    [
        ("CKM_SHA256_RSA_PKCS", "rsa"),
        ("CKM_RSA_PKCS", "rsa"),
        ("CKM_RSA_PKCS,CKM_RSA_PKCS_PSS", "pss"),
    ],
)
def test_a_token_signs_by_what_it_can_do(new_token, softhsm, rsa_and_choice, mechanisms, method):
    key, certificate, choice = rsa_and_choice
    new_token(mechanisms=mechanisms).put(key, certificate)
    with open_token(choice, softhsm.PIN) as signer:
        assert cms.verify_cms(signer.sign_cades(b"x", softhsm.AT), b"x").method == method


def test_a_token_that_can_do_nothing_is_named(new_token, softhsm, rsa_and_choice):
    key, certificate, choice = rsa_and_choice
    new_token(mechanisms="CKM_ECDSA").put(key, certificate)
    with open_token(choice, softhsm.PIN) as signer, pytest.raises(TrustError) as caught:
        signer.sign_cades(b"x", softhsm.AT)
    assert caught.value.code == "trust.token-mechanism"


def test_tokens_are_listed_without_a_pin(new_token, softhsm, made, issued):
    new_token("Một").put(made["rsa"], issued["rsa"], issued["root"])
    new_token("Hai").put(made["p256"], issued["p256"])
    found = {one.label: one for one in list_tokens(softhsm.LIBRARY)}
    assert set(found) == {"Một", "Hai"}
    one = found["Một"]
    assert [c.details.subject for c in one.certificates] == ["Người rsa"]
    assert [c.details.issuer for c in one.certificates] == ["Gốc"]
    assert (one.pin, one.has_pin_pad, one.maker) == (PinState.GOOD, False, "SoftHSM project")
    assert one.serial
    assert one.serial != found["Hai"].serial


def test_of_two_tokens_one_is_chosen(new_token, softhsm, made, issued):
    new_token("Một").put(made["rsa"], issued["rsa"])
    new_token("Hai").put(made["p256"], issued["p256"])
    serials = {one.label: one.serial for one in list_tokens(softhsm.LIBRARY)}
    assert code_of(TokenChoice(softhsm.LIBRARY), softhsm.PIN) == "trust.token-several"
    assert code_of(TokenChoice(softhsm.LIBRARY, "Ba"), softhsm.PIN) == "trust.token-unknown"
    for wanted in ("Hai", serials["Hai"]):
        with open_token(TokenChoice(softhsm.LIBRARY, wanted), softhsm.PIN) as signer:
            assert signer.certificate_der == issued["p256"]


def test_of_two_certificates_one_is_chosen(new_token, softhsm, made, issued):
    token = new_token()
    token.put(made["rsa"], issued["rsa"], key_id=b"\x01")
    token.put(made["p256"], issued["p256"], key_id=b"\x02")
    assert code_of(TokenChoice(softhsm.LIBRARY), softhsm.PIN) == "trust.token-certificates"
    other = TokenChoice(softhsm.LIBRARY, certificate="Ai đó")
    assert code_of(other, softhsm.PIN) == "trust.token-certificate-unknown"
    (facts,) = list_tokens(softhsm.LIBRARY)
    details = {c.details.subject: c.details for c in facts.certificates}["Người p256"]
    for wanted in (details.subject, details.spki_sha256, details.fingerprint):
        chosen = TokenChoice(softhsm.LIBRARY, certificate=wanted)
        with open_token(chosen, softhsm.PIN) as signer:
            assert signer.certificate_der == issued["p256"]


def test_a_wrong_pin_is_tried_once_and_what_is_left_is_told(
    new_token, softhsm, made, issued, choice
):
    new_token().put(made["p256"], issued["p256"])
    assert code_of(choice, "sai") == "trust.token-pin-wrong-low"
    assert list_tokens(softhsm.LIBRARY)[0].pin is PinState.LOW
    with open_token(choice, softhsm.PIN):
        pass
    assert list_tokens(softhsm.LIBRARY)[0].pin is PinState.GOOD


def test_an_empty_pin_never_reaches_the_token(new_token, softhsm, made, issued, choice):
    new_token().put(made["p256"], issued["p256"])
    assert code_of(choice, "") == "trust.token-pin-missing"
    assert list_tokens(softhsm.LIBRARY)[0].pin is PinState.GOOD


def test_the_way_a_pin_is_composed_does_not_matter(new_token, softhsm, made, issued, choice):
    new_token().put(made["p256"], issued["p256"])
    with open_token(choice, unicodedata.normalize("NFD", softhsm.PIN)):
        pass


def test_two_roles_of_one_token_share_its_session(new_token, softhsm, made, issued):
    """The chairman's and the office's certificates may lie on one token."""
    token = new_token()
    token.put(made["rsa"], issued["rsa"], key_id=b"\x01")
    token.put(made["p256"], issued["p256"], key_id=b"\x02")
    person, seal = (
        TokenChoice(softhsm.LIBRARY, certificate=f"Người {k}") for k in ("rsa", "p256")
    )
    with open_token(person, softhsm.PIN) as one, open_token(seal, softhsm.PIN) as two:
        assert cms.verify_cms(two.sign_cades(b"x", softhsm.AT), b"x").method == "ecdsa"
        assert cms.verify_cms(one.sign_cades(b"x", softhsm.AT), b"x").method == "pss"
    assert code_of(person, "sai") == "trust.token-pin-wrong-low"


def test_the_session_is_closed_even_after_a_failure(new_token, softhsm, made, issued, choice):
    new_token().put(made["p256"], issued["p256"])
    with pytest.raises(RuntimeError, match="bug"), open_token(choice, softhsm.PIN):
        raise RuntimeError("bug")
    assert code_of(choice, "sai") == "trust.token-pin-wrong-low"


def test_a_signer_is_dead_after_its_session(new_token, softhsm, made, issued, choice):
    new_token().put(made["p256"], issued["p256"])
    with open_token(choice, softhsm.PIN) as signer:
        pass
    with pytest.raises(TrustError) as caught:
        signer.sign_cades(b"x", softhsm.AT)
    assert caught.value.code.startswith("trust.token-")


def test_a_token_that_disappears_is_named(new_token, softhsm, made, issued, choice, tmp_path):
    new_token().put(made["p256"], issued["p256"])
    with open_token(choice, softhsm.PIN) as signer:
        signer.sign_cades(b"x", softhsm.AT)
        shutil.rmtree(tmp_path / "tokens")
        with pytest.raises(TrustError) as caught:
            signer.sign_cades(b"x", softhsm.AT)
    assert caught.value.code == "trust.token-removed"


def test_what_a_token_lacks_is_named(new_token, softhsm, made, issued, choice):
    token = new_token()
    assert code_of(choice, softhsm.PIN) == "trust.token-without-certificate"
    token.put(None, issued["root"], key_id=b"\x09")
    assert code_of(choice, softhsm.PIN) == "trust.token-without-certificate"
    token.put(None, issued["p256"])
    assert code_of(choice, softhsm.PIN) == "trust.token-without-key"


def test_no_token_is_named(new_token, softhsm, choice, tmp_path):
    new_token()
    for one in (tmp_path / "tokens").iterdir():
        one.rename(tmp_path / one.name)
    assert code_of(choice, softhsm.PIN) == "trust.token-none"
    assert list_tokens(softhsm.LIBRARY) == ()


def test_a_key_that_is_not_the_certificates_never_signs(new_token, softhsm, made, issued, choice):
    new_token().put(made["root"], issued["p256"])
    with open_token(choice, softhsm.PIN) as signer, pytest.raises(TrustError) as caught:
        signer.sign_cades(b"x", softhsm.AT)
    assert caught.value.code == "trust.token-key-differs"


def test_a_key_that_asks_at_each_signature_still_needs_one_entry(
    new_token, softhsm, made, issued, choice
):
    new_token().put(made["rsa"], issued["rsa"], always_authenticate=True)
    with open_token(choice, softhsm.PIN) as signer:
        for data in (b"one", b"two"):
            assert cms.verify_cms(signer.sign_cades(data, softhsm.AT), data)


def test_a_short_rsa_key_on_a_token_is_refused(new_token, softhsm, choice):
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  the point
    new_token().put(key, softhsm.certificate(key))
    assert code_of(choice, softhsm.PIN) == "trust.key-refused"
