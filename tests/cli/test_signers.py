"""DESIGN 7, issue 4 point 1: --key takes .p12 too, --token signs with a token, verbs to look."""

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509 import load_der_x509_certificate

CODE, SET = "03394", "ctmtqg-xa"
PASSWORD = "mật khẩu thử"  # noqa: S105  of the keys that the tests make


@pytest.fixture
def token(new_token, softhsm, world, monkeypatch):
    """A token with one certificate, and its PIN where the verbs look for a password."""
    key = softhsm.new_key("p256")
    made = new_token("Xã Bình Lư")
    made.put(key, softhsm.certificate(key, "Vàng A Páo", at=world.clock()))
    (world.root / "pin.txt").write_text(softhsm.PIN + "\n", "utf-8")
    (world.root / "sai.txt").write_text("sai", "utf-8")
    return made


@pytest.fixture
def p12(world):
    signer = world.signer(CODE)
    own = load_der_x509_certificate(signer.certificate_der)
    seal = BestAvailableEncryption(PASSWORD.encode())
    path = world.root / "cap.pfx"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", signer._key, own, None, seal))
    return path


def test_tokens_are_listed(run, token, softhsm, tools, capsys):
    code, document = run("tokens", softhsm.LIBRARY)
    assert code == 0
    (found,) = document["tokens"]
    assert (found["label"], found["pin"], found["pin_pad"]) == ("Xã Bình Lư", "good", False)
    (one,) = found["certificates"]
    assert (one["subject"], one["expired"], one["key"]) == ("Vàng A Páo", False, "ECDSA P-256")
    assert len(one["fingerprint"].split()) == 6
    from ctmtqg_desktop.cli import main

    assert main.run(["tokens", str(softhsm.LIBRARY)], tools) == 0
    said = capsys.readouterr().out
    assert "PIN: bình thường" in said
    assert "Vàng A Páo; cấp bởi Vàng A Páo; có hiệu lực đến" in said


def test_a_token_signs_what_a_verb_signs(run, told, token, softhsm, ready, world):
    out = ("--out", world.root / "usb")
    submit = ("submit", ready, SET, "2024", *out, "--token", softhsm.LIBRARY)
    wrong = (*submit, "--password-file", world.root / "sai.txt")
    assert run(*wrong)[1]["code"] == "trust.token-pin-wrong-low"
    right = (*submit, "--password-file", world.root / "pin.txt")
    assert told(*right, "--token-label", "Khác")[0] == "trust.token-unknown"
    assert told(*right, "--certificate", "Khác")[0] == "trust.token-certificate-unknown"
    named = ("--token-label", "Xã Bình Lư", "--certificate", "Vàng A Páo")
    code, done = run(*right, *named)
    assert (code, done["revision"]) == (0, 1)


def test_a_blocked_report_costs_no_pin(run, token, softhsm, draft, world):
    out, sai = ("--out", world.root / "usb"), world.root / "sai.txt"
    submit = ("submit", draft, SET, "2024", *out, "--token", softhsm.LIBRARY)
    assert run(*submit, "--password-file", sai)[1]["code"] == "exchange.blocked"
    (found,) = run("tokens", softhsm.LIBRARY)[1]["tokens"]
    assert found["pin"] == "good"


def test_the_certificate_that_would_sign_is_shown(run, told, token, softhsm, world, p12):
    pin = ("--password-file", world.root / "pin.txt")
    code, shown = run("key-info", "--token", softhsm.LIBRARY, *pin)
    assert (code, shown["subject"]) == (0, "Vàng A Páo")
    assert run("key-info", "--key", p12)[1]["subject"] == f"Chủ tịch {CODE}"
    key = world.key_file(world.signer(CODE))
    assert run("key-info", "--key", key)[1]["issuer"] == "Ủy ban nhân dân huyện Tam Đường"
    assert told("key-info", "--token", world.root / "khong.so", *pin)[0] == (
        "trust.token-library-missing"
    )


def test_a_p12_file_signs_what_a_verb_signs(told, run, ready, world, p12, monkeypatch):
    submit = ("submit", ready, SET, "2024", "--out", world.root / "usb", "--key", p12)
    from ctmtqg_desktop.cli.tools import PASSWORD_VARIABLE

    with monkeypatch.context() as other:
        other.setenv(PASSWORD_VARIABLE, "sai")
        assert told(*submit)[0] == "trust.p12-password"
    assert run(*submit)[0] == 0


def test_one_way_to_sign_must_be_named(told, draft):
    submit = ("submit", draft, SET, "2024")
    code, words = told(*submit, exit_code=2)
    assert code == "exchange.usage"
    assert "thiếu một trong: --key --token" in words
    words = told(*submit, "--key", "a", "--token", "b", exit_code=2)[1]
    assert "--token không đi cùng --key" in words


def test_a_password_is_changed(run, told, ready, world):
    key = world.key_file(world.signer(CODE))
    new = world.root / "moi.txt"
    new.write_text("mật khẩu mới\n", "utf-8")
    change = ("change-password", ready, "--key", key, "--new-password-file", new)
    code, document = run(*change)
    assert (code, document["authority"]) == (0, False)
    assert told(*change)[0] == "trust.password-wrong"
    submit = ("submit", ready, SET, "2024", "--key", key, "--password-file", new)
    assert run(*submit, "--out", world.root / "usb")[0] == 0


def test_a_receivers_authority_changes_with_its_key(run, world):
    office, key, new = world.root / "noi-nhan.ctmtqg", world.root / "o.key", world.root / "moi.txt"
    new.write_text("mật khẩu mới", "utf-8")
    assert run("init", office, "--unit", "106", "--date", "2024-12-31", "--receiver")[0] == 0
    assert run("keygen", office, "--key", key)[0] == 0
    change = ("change-password", office, "--key", key, "--new-password-file", new)
    assert run(*change)[1]["authority"] is True
