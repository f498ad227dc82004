"""Issue 4 point 1: what the office signs with a token is taken by the units it is meant for."""

import pytest
from doing import receive

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.errors import TrustError
from ctmtqg_desktop.exchange.keys.take_revocations import take_revocations
from ctmtqg_desktop.exchange.keys.unit_card import take_card
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.signers import Held, Signing, Token, opened
from ctmtqg_desktop.exchange.receiver.acknowledge import give_receipts
from ctmtqg_desktop.exchange.sender.orders import Submit
from ctmtqg_desktop.exchange.sender.submit import submit
from ctmtqg_desktop.exchange.sender.take_receipt import take_receipt
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.token.token import TokenChoice
from ctmtqg_desktop.trust.x509.certificate import is_issued_by

PASSWORD, SET, YEAR = "mật khẩu thử", "ctmtqg-xa", Period.parse("2024")


@pytest.fixture(params=["rsa", "p256", "p384"])
def token(request, bureau, softhsm, new_token):
    """A real token of the office's chairman, its certificate from elsewhere."""
    key = softhsm.new_key(request.param)
    made = new_token("Chủ tịch huyện")
    made.put(key, softhsm.certificate(key, "Lò Văn Huyện", at=bureau.world.clock()))
    choice = TokenChoice(softhsm.LIBRARY, "Chủ tịch huyện", "")
    with opened(Token(choice, softhsm.PIN), at=bureau.world.clock()) as signer:
        yield Author(signer, "Chủ tịch huyện")


def report(bureau, key):
    """Hand in a report; return what answers it."""
    bureau.world.fill(bureau.desk)
    from ctmtqg_desktop.exchange.keys.keys import load_signer

    author = Author(load_signer(key, PASSWORD), "Chủ tịch xã")
    path = submit(
        bureau.desk,
        Submit(SET, YEAR.code, Signing(Held(author.signer), bureau.usb(), author.title)),
    ).found.package
    receive(bureau.office, [path])
    return bureau.office.workspace.submissions.of(ReportKey("03394", SET, YEAR.code))


def test_card_receipt_and_list_signed_with_a_token_are_taken(bureau, token):
    key = bureau.key()
    (card,) = bureau.approve(bureau.request(key), key=token.signer).paths
    take_card(bureau.own_site(), unseal(card.read_bytes()), key)
    known = report(bureau, key)
    (path,) = give_receipts(bureau.site(), known, author=token, out_dir=bureau.usb())
    own = bureau.office.workspace.signers.authority().certificate_der
    answer = unseal(path.read_bytes())
    assert is_issued_by(answer.facts.certificate_der, own)
    assert answer.facts.spki_sha256 == token.signer.spki_sha256
    assert take_receipt(bureau.own_site(), answer).number == 1
    listed = bureau.publish(token.signer)
    assert take_revocations(bureau.own_site(), unseal(listed.read_bytes()))["number"] == 1
    rows = bureau.office.workspace.signers.enrolled("106")
    assert [r.spki_sha256 for r in rows].count(token.signer.spki_sha256) == 1, "issued once"


def test_a_token_that_was_never_vouched_for_signs_nothing_that_units_would_refuse(bureau, token):
    known, usb = report(bureau, bureau.enrolled()), bureau.usb()
    with pytest.raises(TrustError) as caught:
        give_receipts(bureau.site(), known, author=token, out_dir=usb)
    assert caught.value.code == "exchange.signer-not-vouched"
    assert not list(usb.iterdir())
    assert bureau.office.workspace.submissions.without_receipt(), "no number was spent on it"


def test_a_token_of_the_office_that_is_lost_is_revoked_as_any_key(bureau, token):
    key = bureau.enrolled()
    bureau.publish(token.signer)
    known = report(bureau, key)
    (path,) = give_receipts(bureau.site(), known, author=token, out_dir=bureau.usb())
    bureau.revoke("key-stolen", signer=token.signer.spki_sha256, unit="106")
    take_revocations(bureau.own_site(), unseal(bureau.publish().read_bytes()))
    with pytest.raises(TrustError) as caught:
        take_receipt(bureau.own_site(), unseal(path.read_bytes()))
    assert caught.value.code == "exchange.issuer-revoked"
