"""Issue 3: loss, revocation with a date, re-confirmation, and the list as a package."""

import subprocess
from dataclasses import replace
from shutil import which

import pytest
from doing import receive

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.keys import load_signer
from ctmtqg_desktop.exchange.keys.orders import Confirm, MakeAnotherKey, Revoke
from ctmtqg_desktop.exchange.keys.revoke import doubtful_reports
from ctmtqg_desktop.exchange.post.envelope import Envelope, sealed
from ctmtqg_desktop.exchange.post.our_receiver import check_issuer
from ctmtqg_desktop.exchange.receiver.receive import admit
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.package import canonical, revocations
from ctmtqg_desktop.package.manifest import Kind, PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits

from .conftest import DAY, PASSWORD, UNIT


def code_of(call, *arguments, **options):
    with pytest.raises(CtmtqgError) as refused:
        call(*arguments, **options)
    return refused.value.code


@pytest.fixture
def publish(bureau):
    return bureau.publish


@pytest.fixture
def known(bureau):
    """The unit's key file, enrolled and its card taken in."""
    return bureau.enrolled()


# -- who


def test_a_key_is_named_by_its_first_digits(bureau, known):
    (row,) = bureau.rows()
    bureau.enrolled("hai.key")
    for wrong in ("", "12345", "z" * 20, row.spki_sha256[:4]):
        assert code_of(bureau.revoke, signer=wrong) == "exchange.signer-not-one"
    digits = fingerprint_digits(row.spki_sha256)
    for named in (digits[:14], row.spki_sha256[:8].upper()):
        assert bureau.revoke(signer=named)["fingerprint"] == digits
    assert bureau.revoke()["spki_sha256"] != row.spki_sha256, "the only one left"


@pytest.mark.parametrize(("reason", "days", "code"), [
    ("vui", 0, "exchange.revoke-reason"), ("key-lost", 1, "exchange.revoke-since"),
])  # fmt: skip
def test_a_loss_that_makes_no_sense_is_refused(bureau, known, reason, days, code):
    since = (bureau.world.clock.now + days * DAY).date()
    assert code_of(bureau.revoke, reason, since=since) == code
    assert bureau.rows()[0].revoked_at is None


# -- what came under suspicion


def test_what_came_between_suspicion_and_revocation_is_listed_until_confirmed(world, office, mail):
    day = world.clock.now
    admit(replace(office.bench(), now=day + DAY), mail[UNIT].data, "a.asice")
    admit(replace(office.bench(), now=day + DAY), mail["03400"].data, "b.asice")
    world.clock.now = day + 5 * DAY
    order = Revoke(UNIT, "key-stolen", since=(day + 2 * DAY).date())
    assert do(office, order).facts["reconfirm"] == []
    signer = mail[UNIT].signer.spki_sha256
    (one,) = do(office, replace(order, signer=signer, since=day.date())).facts["reconfirm"]
    assert one["unit"] == UNIT
    found = office.judge(mail[UNIT].data).verdict
    assert "trust.seen-after-suspicion" in found.cautions
    assert found.bottom_line.value == "warning"
    stands = Confirm(str(one["submission"]), "Chủ tịch xã xác nhận qua điện thoại")
    assert code_of(do, office, replace(stands, reason=" ")) == "exchange.confirm-reason"
    assert do(office, stands).facts["left"] == []
    assert doubtful_reports(office.workspace) == ()
    assert office.judge(mail["03400"].data).verdict.bottom_line.value == "valid"


# -- the list


def test_the_list_is_numbered_and_names_every_key(bureau, known, publish):
    bureau.revoke()
    first = revocations.read_revocations(unseal(publish().read_bytes()))
    second = revocations.read_revocations(unseal(publish().read_bytes()))
    assert (first.number, second.number) == (1, 2)
    (row,) = first.keys
    assert (row.spki_sha256, row.unit, row.reason) == (
        bureau.rows()[0].spki_sha256, UNIT, "key-lost",
    )  # fmt: skip
    assert first.keys == second.keys


@pytest.mark.skipif(which("openssl") is None, reason="needs openssl")
def test_common_tools_read_the_x509_list(bureau, known, publish, tmp_path):
    bureau.revoke("key-stolen", since=(bureau.world.clock.now - DAY).date())
    parts = unseal(publish().read_bytes()).parts
    crl, authority = tmp_path / "a.crl", tmp_path / "a.pem"
    crl.write_bytes(parts[revocations.CRL])
    from_der = ["openssl", "x509", "-inform", "DER", "-out", authority]
    subprocess.run(from_der, input=parts[revocations.AUTHORITY], check=True)
    shown = subprocess.run(
        ["openssl", "crl", "-inform", "DER", "-in", crl, "-CAfile", authority, "-text", "-noout"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "verify OK" in shown.stderr
    assert "X509v3 CRL Number" in shown.stdout
    assert "Key Compromise" in shown.stdout
    assert "Invalidity Date" in shown.stdout


def taken(bureau, path):
    (found,) = take_in(bureau.desk, TakeIn((path,))).found
    return found.outcome, found.code


def test_a_unit_takes_the_list_in_and_never_an_older_one(bureau, known, publish):
    first, second = publish(), publish()
    assert taken(bureau, second) == ("accepted", "exchange.revocations-taken")
    assert taken(bureau, second) == ("accepted", "exchange.revocations-taken")
    assert taken(bureau, first) == ("refused", "workspace.revocations-older")
    (kept,) = bureau.desk.workspace.trust.revocation_lists()
    assert kept.number == 2


def test_a_unit_without_a_card_takes_no_list(bureau, publish):
    assert taken(bureau, publish()) == ("refused", "exchange.revocations-unknown-signer")


def letter(bureau, key):
    """Write something of the office, signed by one of its keys."""
    part = PackagePart("a.json", PartRole.DATA, canonical.dump({"a": 1}))
    made = sealed(
        bureau.site(), Envelope(Kind.RECEIPT, (UNIT,)), (part,), author=bureau.author(key)
    )
    return unseal(made.data)


def test_a_revoked_office_key_is_refused_from_then_on(bureau, known, publish):
    """What came before stands; the new key of the same authority goes on."""
    new = bureau.root / "moi-cua-huyen.key"
    do(bureau.office, MakeAnotherKey(new, PASSWORD, "Chủ tịch huyện"))
    old_letter = letter(bureau, bureau.office_key)
    check_issuer(bureau.own_site(), old_letter, "exchange.receipt-unknown-signer")
    own = load_signer(bureau.office_key, PASSWORD)
    bureau.revoke("key-stolen", signer=own.spki_sha256, unit="106")
    assert taken(bureau, publish(new)) == ("accepted", "exchange.revocations-taken")
    late = code_of(check_issuer, bureau.own_site(), old_letter, "exchange.receipt-unknown-signer")
    assert late == "exchange.issuer-revoked"
    check_issuer(bureau.own_site(), letter(bureau, new), "exchange.receipt-unknown-signer")


def test_a_revoked_key_publishes_no_list(bureau, known, publish):
    own = load_signer(bureau.office_key, PASSWORD)
    bureau.revoke("key-stolen", signer=own.spki_sha256, unit="106")
    assert taken(bureau, publish()) == ("refused", "exchange.issuer-revoked")


def forged(bureau, path, **rows):
    """Change the rows of a list and sign it with the office's own key: a stolen signing key."""
    opened = unseal(path.read_bytes())
    roles = {file.path: file.role for file in opened.manifest.files}
    parts = {name: PackagePart(name, roles[name], data) for name, data in opened.parts.items()}
    document = {**canonical.load(parts[revocations.ROWS].data), **rows}
    parts[revocations.ROWS] = replace(parts[revocations.ROWS], data=canonical.dump(document))
    made = seal(
        list(parts.values()), opened.manifest.header, signer=bureau.author().signer,
        at=bureau.world.clock(),
    )  # fmt: skip
    path = path.with_name("gia.asice")
    path.write_bytes(made.data)
    return path


@pytest.mark.parametrize(("rows", "code"), [
    ({"number": 99}, "package.revocations-differ"), ({"keys": []}, "package.revocations-differ"),
    ({"unit": "999"}, "package.revocations-field"),
    ({"more": 1}, "package.revocations-unknown-field"),
    ({"format": "x"}, "package.revocations-field"), ({"keys": [{}]}, "package.revocations-field"),
])  # fmt: skip
def test_a_signing_key_alone_cannot_publish(bureau, known, publish, rows, code):
    bureau.revoke()
    assert taken(bureau, forged(bureau, publish(), **rows)) == ("refused", code)
    assert bureau.desk.workspace.trust.revocation_lists() == ()


def test_another_receiver_takes_the_list_once_it_trusts_the_authority(bureau, known, publish):
    other = bureau.world.open_office("noi-nhan-khac")
    bureau.revoke()
    path, spki = publish(), bureau.rows()[0].spki_sha256
    (first,) = receive(other, [path])
    assert (first.outcome, first.code) == ("refused", "exchange.revocations-unknown-signer")
    bureau.trust(bureau.office.workspace.signers.authority().certificate_der, other)
    (second,) = receive(other, [path])
    assert (second.outcome, second.code) == ("accepted", "exchange.revocations-taken")
    assert second.verdict.bottom_line.value == "valid"
    assert [line.reason for line in other.workspace.trust.revoked_keys(spki)] == ["key-lost"]
    other.workspace.close()


def test_a_key_revoked_elsewhere_is_refused_here(world, office, mail):
    """The same key is enrolled at two offices; the other one knows that it is lost."""
    from ctmtqg_desktop.trust.registry import RevokedKey
    from ctmtqg_desktop.workspace.trust_records import RevocationList

    day, spki = world.clock.now, mail[UNIT].signer.spki_sha256
    kept = RevocationList("a" * 64, 1, "107", day, "b" * 64, day)
    office.workspace.trust.take_list(
        kept, [RevokedKey(UNIT, spki, day + 2 * DAY, day, "key-lost")]
    )
    before = replace(office.bench(), now=day + DAY)
    from ctmtqg_desktop.exchange.receiver.judge import judge

    found = judge(before, mail[UNIT].data)
    assert found.verdict.bottom_line.value == "warning"
    assert "trust.seen-after-suspicion" in found.verdict.cautions
    after = judge(replace(before, now=day + 3 * DAY), mail[UNIT].data)
    assert after.code == "exchange.signer-revoked-elsewhere"
    assert after.verdict.bottom_line.value == "invalid"


def test_the_list_is_refused_with_any_byte_changed(bureau, known, publish):
    data = publish().read_bytes()
    from ctmtqg_desktop.package.unseal import inspect

    for at in range(0, len(data), 97):
        bent = bytearray(data)
        bent[at] ^= 1
        found = inspect(bytes(bent))
        assert found.opened is None, at
