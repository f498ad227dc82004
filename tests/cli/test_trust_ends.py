"""Issue 3: slip, rotation, revoke, revocations, confirm and authority on the command line."""

from datetime import timedelta

import pytest

from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate import crl
from ctmtqg_desktop.trust.keys import keys

CODE = "03394"


@pytest.fixture
def bureau(run, receiver, draft, tmp_path):
    """An office with keys and a unit with a key; returns the office's key and the unit's."""
    office_key, key = tmp_path / "huyen.key", tmp_path / "xa.key"
    assert run("keygen", receiver, "--key", office_key)[0] == 0
    assert run("keygen", draft, "--key", key)[0] == 0
    return office_key, key


@pytest.fixture
def enrol(run, receiver, draft, bureau, tmp_path):
    def make(key, *more):
        out = tmp_path / f"usb-{key.stem}"
        code, asked = run("enrol", draft, "--key", key, "--out", out, *more)
        assert code == 0
        code, said = run("approve", receiver, asked["package"], "--unit", CODE, "--slip", "7/2025",
                         "--key", bureau[0], "--out", out)  # fmt: skip
        assert code == 0
        return said

    return make


def test_a_slip_is_printed(run, draft, bureau, tmp_path):
    pdf = tmp_path / "phieu.pdf"
    code, said = run("slip", draft, "--key", bureau[1], "--pdf", pdf, "--name", "Lò Văn A")
    assert (code, said["path"], said["pages"]) == (0, str(pdf), 1)
    assert said["fingerprint"] == keys.fingerprint_digits(
        keys.spki_of_file(bureau[1].read_bytes())
    )
    assert pdf.read_bytes().startswith(b"%PDF")


def test_a_rotation_is_recognised(run, draft, bureau, enrol, tmp_path):
    first = enrol(bureau[1])
    assert first["way"] == "new"
    new = tmp_path / "moi.key"
    assert run("keygen", draft, "--key", new)[0] == 0
    assert enrol(new, "--old-key", bureau[1])["way"] == "rotation"


def test_the_card_pins_the_receiver_and_a_list_follows(
    run, receiver, draft, bureau, enrol, tmp_path
):
    card = enrol(bureau[1])["card"]
    assert run("receive", draft, card, "--key", bureau[1])[1]["counts"] == {"accepted": 1}
    given = ("revoke", receiver, "--unit", CODE, "--reason", "key-stolen")
    assert run(*given)[1]["code"] == "exchange.signer-not-one", "the unit has two keys now"
    assert run("revocations", receiver)[1] == {"revoked": [], "reconfirm": []}
    spki = keys.spki_of_file(bureau[1].read_bytes())
    code, said = run(*given, "--signer", spki, "--since", "2025-01-01")
    assert (code, said["unit"], said["spki_sha256"]) == (0, CODE, spki)
    code, said = run("revocations", receiver, "--out", tmp_path / "ve", "--key", bureau[0])
    assert (code, said["number"], len(said["revoked"])) == (0, 1, 1)
    found = run("receive", draft, said["package"])[1]["files"][0]
    assert (found["outcome"], found["code"]) == ("accepted", "exchange.revocations-taken")


def test_what_came_under_suspicion_is_confirmed(run, receiver, packages):
    assert run("receive", receiver, packages)[1]["counts"] == {"accepted": 3}
    code, said = run("revoke", receiver, "--unit", CODE, "--reason", "key-stolen",
                     "--since", "2025-01-01")  # fmt: skip
    (one,) = said["reconfirm"]
    assert (code, one["unit"], one["revision"]) == (0, CODE, 1)
    code, said = run("verify", packages / f"{CODE}.asice", "--workspace", receiver)
    verdict = said["files"][0]["verdict"]
    assert (code, verdict["bottom_line"]) == (0, "warning")
    assert "trust.seen-after-suspicion" in verdict["cautions"]
    assert verdict["first_seen"]
    assert run("confirm", receiver, one["submission"], "--reason", "Qua điện thoại")[0] == 0
    assert run("revocations", receiver)[1]["reconfirm"] == []


def test_the_text_answers_every_question(tools, capsys, receiver, packages):
    from ctmtqg_desktop.cli import main

    path = packages / f"{CODE}.asice"
    assert main.run(["verify", str(path), "--workspace", str(receiver)], tools) == 0
    shown = capsys.readouterr().out
    for words in ("HỢP LỆ", "Chữ ký số đúng.", "Khóa ký đã đăng ký", "Nhận lần đầu", "Thu hồi"):
        assert words in shown


def test_authorities_are_added_by_their_digits(run, told, receiver, world, tmp_path):
    made = certificates.new_authority(
        keys.generate_key(), "VGCA", name="Cơ quan chứng thực thử", at=world.clock()
    )
    cer, lst = tmp_path / "ca.cer", tmp_path / "ca.crl"
    cer.write_bytes(made.certificate_der)
    at = world.clock() - timedelta(days=3)
    lst.write_bytes(crl.make_crl(made, [crl.RevokedCertificate("1f", at)], number=5, at=at))
    digits = keys.fingerprint_digits(keys.spki_sha256(made.key))
    wrong = "00000 " * 6
    assert told("authority", receiver, "--add", cer, exit_code=2)[0] == "exchange.usage"
    differ = told("authority", receiver, "--add", cer, "--digits", wrong)
    assert differ[0] == "exchange.digits-differ"
    unknown = told("authority", receiver, "--crl", lst)
    assert unknown[0] == "trust.crl-unknown-issuer"
    code, said = run("authority", receiver, "--add", cer, "--digits", digits, "--crl", lst)
    (one,) = said["authorities"]
    assert (code, one["fingerprint"]) == (0, digits)
    assert (one["crl"]["number"], one["crl"]["entries"], one["crl"]["age_days"]) == ("5", 1, 3)
    lst.write_bytes(crl.make_crl(made, [], number=4, at=at - timedelta(days=1)))
    assert told("authority", receiver, "--crl", lst)[0] == "workspace.crl-older"
    assert run("authority", receiver, "--remove", digits)[1]["authorities"] == []
    assert told("authority", receiver, "--remove", digits)[0] == "workspace.authority-unknown"


def test_an_office_makes_another_key_of_the_same_authority(run, told, receiver, bureau, tmp_path):
    assert told("keygen", receiver, "--key", tmp_path / "b.key")[0] == "exchange.authority-exists"
    code, said = run("keygen", receiver, "--key", tmp_path / "c.key", "--another")
    assert code == 0
    chain = keys.certificates_of((tmp_path / "c.key").read_bytes())
    first = keys.certificates_of(bureau[0].read_bytes())
    assert chain[1] == first[1]
    assert said["spki_sha256"] != keys.spki_of_file(bureau[0].read_bytes())


def test_a_lost_authority_is_made_anew(run, receiver, draft, bureau, enrol, tmp_path):
    card = enrol(bureau[1])["card"]
    assert run("receive", draft, card, "--key", bureau[1])[1]["counts"] == {"accepted": 1}
    given = ("keygen", receiver, "--key", tmp_path / "moi.key", "--replace-authority")
    code, said = run(*given, "--reason", "x")
    assert (code, said["code"]) == (2, "exchange.usage")
    out = tmp_path / "the-moi"
    code, said = run(*given, "--out", out)
    assert (code, said["code"]) == (1, "exchange.replace-reason")
    code, said = run(*given, "--out", out, "--reason", "Hỏng máy")
    assert code == 0
    assert len(said["cards"]) == 1
    assert said["without_card"] == ["03390", CODE, "03400"], "enrolled without a certificate here"
    (got,) = run("receive", draft, *said["cards"], "--key", bureau[1])[1]["files"]
    assert (got["outcome"], got["code"]) == ("refused", "exchange.card-other-authority")
    assert said["authority_fingerprint"] in got["message"]
    code, found = run("receive", draft, *said["cards"], "--key", bureau[1],
                      "--authority", said["authority_fingerprint"])  # fmt: skip
    assert (code, found["counts"]) == (0, {"accepted": 1})
    code, listed = run("revocations", receiver, "--out", out, "--key", tmp_path / "moi.key")
    assert (code, listed["number"]) == (0, 1)
    assert run("receive", draft, listed["package"])[1]["counts"] == {"accepted": 1}
