"""Issue 4 point 3: a lost authority is made anew; enrolments, proofs and lists go on."""

import io
import re
import shutil
import subprocess
import textwrap
import zipfile
from datetime import timedelta

import pytest
from doing import receive

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import ReportKey, Status
from ctmtqg_desktop.errors import FormError, PackageError, TrustError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.keys import load_signer, open_authority
from ctmtqg_desktop.exchange.keys.orders import ReplaceAuthority
from ctmtqg_desktop.exchange.keys.replace_authority import REPLACED
from ctmtqg_desktop.exchange.keys.take_revocations import take_revocations
from ctmtqg_desktop.exchange.keys.unit_card import take_card
from ctmtqg_desktop.exchange.life import bundle
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.reading_keys import open_reading_key, renew_reading_key
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.receiver.acknowledge import give_receipts
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.orders import Reopen, Submit
from ctmtqg_desktop.exchange.sender.submit import submit
from ctmtqg_desktop.exchange.sender.take_receipt import take_receipt
from ctmtqg_desktop.package.enrolment import read_card
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner
from ctmtqg_desktop.trust.x509.certificate import is_issued_by, spki_of

PASSWORD, NEW = "mật khẩu thử", "mật khẩu mới"
UNIT, SET, YEAR = "03394", "ctmtqg-xa", Period.parse("2024")
TITLE = "Chủ tịch huyện"
needs_tools = pytest.mark.skipif(
    any(shutil.which(tool) is None for tool in ("bash", "openssl", "unzip", "sha256sum", "od")),
    reason="needs bash, openssl, unzip, sha256sum and od",
)


def replace(bureau, *, reason="Quên mật khẩu", password=NEW, out=None, name="moi.key"):
    order = ReplaceAuthority(
        bureau.root / name, password, reason, out or bureau.usb(), TITLE
    )  # fmt: skip
    return do(bureau.office, order).facts


def author(bureau, done):
    return Author(load_signer(done["key"], NEW), TITLE)


def take(bureau, path, key, digits=""):
    return take_card(bureau.own_site(), unseal(path.read_bytes()), key, confirmed=digits)


def send(bureau, key, *, why=""):
    """Sign the report (again) and hand it in; return the package and what came of it."""
    if why:
        reopen(bureau.desk, Reopen(SET, YEAR.code, why))
    signer = Author(load_signer(key, PASSWORD), "Chủ tịch xã")
    path = submit(
        bureau.desk,
        Submit(SET, YEAR.code, Signing(Held(signer.signer), bureau.usb(), signer.title)),
    ).found.package
    (got,) = receive(bureau.office, [path])
    return path, got


def receipt(bureau, by, revision):
    known = bureau.office.workspace.submissions.of(ReportKey(UNIT, SET, YEAR.code))
    one = next(s for s in known if s.revision == revision)
    (path,) = give_receipts(bureau.site(), [one], author=by, out_dir=bureau.usb())
    return unseal(path.read_bytes())


@pytest.fixture
def sent(bureau):
    """A unit that was enrolled before, its report handed in and acknowledged."""
    bureau.world.fill(bureau.desk)
    key = bureau.enrolled()
    path, got = send(bureau, key)
    assert got.outcome == "accepted", got.message
    take_receipt(bureau.own_site(), receipt(bureau, bureau.author(), 1))
    return key, path


def test_enrolments_stay_and_what_was_signed_before_is_judged_as_before(bureau, sent):
    _, path = sent
    before, rows = bureau.office.judge(path.read_bytes()), bureau.rows()
    done = replace(bureau)
    after = bureau.office.judge(path.read_bytes())
    assert bureau.rows() == rows
    assert after.verdict.bottom_line == before.verdict.bottom_line
    assert (before.code, after.code) == ("", "")
    assert after.verdict.evidence.certificate == "trusted"
    assert after.verdict.cautions == before.verdict.cautions
    assert len(done["cards"]) == 1
    assert done["without_card"] == []


def test_what_is_signed_after_counts_with_the_old_card_and_with_the_new(bureau, sent):
    key, _ = sent
    done = replace(bureau)
    _, got = send(bureau, key, why="Rà soát lại.")
    assert got.outcome == "accepted", "nobody at the unit had to do anything yet"
    take(bureau, done["cards"][0], key, done["authority_fingerprint"])
    path, got = send(bureau, key, why="Rà soát lần nữa.")
    assert got.outcome == "accepted"
    found = bureau.office.judge(path.read_bytes())
    assert found.verdict.evidence.certificate == "trusted"
    now = bureau.office.workspace.signers.authority().certificate_der
    assert is_issued_by(unseal(path.read_bytes()).facts.certificate_der, now)


def test_a_unit_takes_the_new_card_only_with_the_digits(bureau, sent):
    key, _ = sent
    data, done = key.read_bytes(), replace(bureau)
    for digits in ("", "12345 " * 6):
        with pytest.raises(TrustError) as caught:
            take(bureau, done["cards"][0], key, digits)
        assert caught.value.code == "exchange.card-other-authority"
        assert caught.value.facts["fingerprint"] == done["authority_fingerprint"]
        assert key.read_bytes() == data
    assert (
        take(bureau, done["cards"][0], key, done["authority_fingerprint"])
        == done["authority_fingerprint"]
    )
    assert keys.spki_of_file(key.read_bytes()) == keys.spki_of_file(data), "the key is the same"
    assert keys.certificates_of(key.read_bytes()) != keys.certificates_of(data)
    take(bureau, done["cards"][0], key)  # known now


def test_the_card_before_does_not_bring_the_old_authority_back(bureau, sent):
    key, _ = sent
    (old,) = bureau.root.rglob(f"the_don_vi_{UNIT}_*.asice")
    done = replace(bureau)
    take(bureau, done["cards"][0], key, done["authority_fingerprint"])
    with pytest.raises(TrustError) as caught:
        take(bureau, old, key)
    assert caught.value.code == "exchange.card-former-authority"
    assert spki_of(bureau.desk.workspace.signers.own_card().authority_der) == spki_of(
        bureau.office.workspace.signers.authority().certificate_der
    )


def test_receipts_go_on_and_late_ones_of_the_old_key_still_prove(bureau, sent):
    key, _ = sent
    send(bureau, key, why="Rà soát lại.")
    late = receipt(bureau, bureau.author(), 2)
    done = replace(bureau)
    take(bureau, done["cards"][0], key, done["authority_fingerprint"])
    taken = take_receipt(bureau.own_site(), late)
    send(bureau, key, why="Rà soát lần nữa.")
    newer = take_receipt(bureau.own_site(), receipt(bureau, author(bureau, done), 3))
    assert (taken.number, newer.number) == (2, 3)
    assert newer.previous_own == 2, "one register, one chain"
    report = bureau.desk.report(SET, YEAR)
    assert (report.revision, report.status) == (3, Status.ACCEPTED)


def test_a_key_that_the_old_authority_vouches_for_later_proves_nothing(bureau, sent):
    """Whoever has the old authority can issue certificates; no receipt of such a key counts."""
    key, _ = sent
    stolen = open_authority(bureau.office.workspace, PASSWORD)
    send(bureau, key, why="Rà soát lại.")
    forged = keys.generate_key()
    asked = certificates.make_request(forged, "106", name=TITLE)
    given = certificates.issue_certificate(
        stolen, asked, unit_code="106", serial=999, at=bureau.site().at
    )
    by = Author(KeyFileSigner(forged, given, (stolen.certificate_der,)), TITLE)
    answer = receipt(bureau, by, 2)
    done = replace(bureau)
    take(bureau, done["cards"][0], key, done["authority_fingerprint"])
    with pytest.raises(TrustError) as caught:
        take_receipt(bureau.own_site(), answer)
    assert caught.value.code == "exchange.receipt-unknown-signer"


def test_the_office_does_not_go_on_with_its_old_key(bureau, sent):
    key, _ = sent
    send(bureau, key, why="Rà soát lại.")
    replace(bureau)
    with pytest.raises(TrustError) as caught:
        receipt(bureau, bureau.author(), 2)
    assert caught.value.code == "exchange.signer-not-vouched"


def test_lists_go_on_counting_under_the_new_authority(bureau, sent):
    key, _ = sent
    old = bureau.author()
    first = bureau.publish()
    take_revocations(bureau.own_site(), unseal(first.read_bytes()))
    send(bureau, key, why="Rà soát lại.")
    late = receipt(bureau, old, 2)
    done = replace(bureau)
    take(bureau, done["cards"][0], key, done["authority_fingerprint"])
    bureau.revoke("key-stolen", signer=old.signer.spki_sha256, unit="106")
    second = bureau.publish(done["key"], password=NEW)
    told = take_revocations(bureau.own_site(), unseal(second.read_bytes()))
    assert (told["number"], told["count"]) == (2, 1)
    with pytest.raises(TrustError) as caught:  # the office's old key was revoked since
        take_receipt(bureau.own_site(), late)
    assert caught.value.code == "exchange.issuer-revoked"
    with pytest.raises(TrustError) as caught:
        take_revocations(bureau.own_site(), unseal(first.read_bytes()))
    assert caught.value.code == "exchange.revocations-unknown-signer"


def test_the_old_password_opens_nothing_any_more(bureau, sent):
    replace(bureau)
    with pytest.raises(TrustError) as caught:
        open_authority(bureau.office.workspace, PASSWORD)
    assert caught.value.code == "trust.password-wrong"
    assert open_authority(bureau.office.workspace, NEW).certificate_der
    assert len(bureau.office.workspace.signers.authorities()) == 2


def test_the_reading_key_stays_only_where_its_password_is_known(bureau):
    public = renew_reading_key(bureau.site(), PASSWORD)
    replace(bureau, password=PASSWORD)
    assert renew_reading_key(bureau.site(), PASSWORD) == public
    replace(bureau, name="nua.key")
    other = renew_reading_key(bureau.site(), NEW)
    assert other != public
    assert open_reading_key(bureau.office.workspace, NEW)
    (retired,) = bureau.office.workspace.reading_keys.retired()
    assert retired.public == public


def test_cards_are_for_keys_that_may_sign_today_and_no_longer_than_before(bureau, outside):
    gone, good = bureau.enrolled("mat.key"), bureau.enrolled("con.key")
    spki = keys.spki_of_file(gone.read_bytes())
    bureau.revoke(signer=spki)
    bureau.trust(outside.certificate_der)
    token = bureau.outside(outside)
    bureau.approve(bureau.request_outside(token))
    bureau.world.clock.now += timedelta(days=400)
    done = replace(bureau)
    cards = {c.is_outside: c for c in (read_card(unseal(p.read_bytes())) for p in done["cards"])}
    assert len(done["cards"]) == 2
    assert cards[True].certificate_der == token.certificate_der
    own, held = cards[False], keys.certificates_of(good.read_bytes())[0]
    assert spki_of(own.certificate_der) == spki_of(held)
    assert certificates.validity(own.certificate_der)[1] == certificates.validity(held)[1]
    assert own.unit_name == bureau.desk.unit.name, "not of the unit that has this code since then"
    assert spki not in {spki_of(card.certificate_der) for card in cards.values()}


def test_a_key_without_its_certificate_is_named(bureau):
    bureau.world.enrol(bureau.office, "03400", bureau.world.signer("03400"))
    bureau.known = {"exchange.record-unproved"}  # a fixture's enrolment, without a card
    done = replace(bureau)
    assert (done["cards"], done["without_card"]) == ([], ["03400"])


def test_the_reason_is_written_down(bureau):
    before = spki_of(bureau.office.workspace.signers.authority().certificate_der)
    with pytest.raises(FormError) as caught:
        replace(bureau, reason="  ")
    assert caught.value.code == "exchange.replace-reason"
    replace(bureau, reason="Hỏng máy, quên mật khẩu")
    (line,) = bureau.office.workspace.journal.latest(what=REPLACED)
    assert line.detail == "Hỏng máy, quên mật khẩu"
    now = spki_of(bureau.office.workspace.signers.authority().certificate_der)
    assert line.subject == f"{before} {now}"


def test_all_of_it_or_nothing(bureau, sent, monkeypatch):
    def full(*_):
        raise PackageError("package.disk-full")

    monkeypatch.setattr("ctmtqg_desktop.exchange.keys.replace_authority.write_kept", full)
    before = bureau.office.workspace.signers.authorities()
    rows = bureau.office.workspace.signers.enrolled()
    with pytest.raises(PackageError):
        replace(bureau)
    assert bureau.office.workspace.signers.authorities() == before
    assert bureau.office.workspace.signers.enrolled() == rows
    assert not (bureau.root / "moi.key").exists()
    assert open_authority(bureau.office.workspace, PASSWORD)


def test_there_must_be_one_to_replace(world, tmp_path):
    office = world.open_office()
    order = ReplaceAuthority(tmp_path / "k", NEW, "x", tmp_path, TITLE)
    with pytest.raises(TrustError) as caught:
        do(office, order)
    assert caught.value.code == "exchange.authority-missing"
    office.workspace.close()


@needs_tools
@pytest.mark.parametrize("side", ["desk", "office"])
def test_the_life_of_a_report_verifies_across_the_change(bureau, sent, side, tmp_path):
    key, _ = sent
    done = replace(bureau)
    take(bureau, done["cards"][0], key, done["authority_fingerprint"])
    send(bureau, key, why="Rà soát lại.")
    take_receipt(bureau.own_site(), receipt(bureau, author(bureau, done), 2))
    whole = bundle(getattr(bureau, side).workspace, ReportKey(UNIT, SET, YEAR.code))
    folder = tmp_path / "ho-so"
    with zipfile.ZipFile(io.BytesIO(whole)) as held:
        held.extractall(folder)
    text = (folder / "DOC-TOI.txt").read_text("utf-8")
    script = "\n".join(map(textwrap.dedent, re.findall(r"(?:^  .*\n)+", text, re.MULTILINE)))
    ran = subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    lines = ran.stdout.splitlines()
    packages = sorted(path.name for path in folder.glob("*.asice"))
    assert len(packages) == 4
    assert {path.name for path in folder.glob("*.cer")} == {"authority.cer", "authority-1.cer"}
    for name in packages:
        assert f"{name}: ĐÚNG" in lines, ran.stderr
    (folder / "authority-1.cer").unlink()
    again = subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    wrong = [name for name in packages if f"{name}: SAI" in again.stdout]
    assert wrong == packages[:2], "each needs the authority of its time"
