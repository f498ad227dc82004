"""DESIGN 7 (verify), package_and_signing 2: what the answers add up to."""

from dataclasses import replace

import pytest

from ctmtqg_desktop.trust.registry import Entitlement
from ctmtqg_desktop.trust.verdict import QUESTIONS, BottomLine, Revision, Verdict

GOOD = Verdict(
    intact=True,
    signature_valid=True,
    signer_known=True,
    signer_entitled=True,
    addressed_to_us=True,
    form_known=True,
    revision=Revision.NEW,
)


def test_every_answer_yes_is_valid():
    assert GOOD.bottom_line is BottomLine.VALID


@pytest.mark.parametrize("question", QUESTIONS[:-1])
def test_one_no_is_invalid(question):
    assert replace(GOOD, **{question: False}).bottom_line is BottomLine.INVALID


def test_nobody_asked_who_signed_is_open():
    assert Verdict(intact=True, signature_valid=True).bottom_line is BottomLine.OPEN


def test_a_broken_package_is_invalid_even_without_a_workspace():
    assert Verdict(intact=False, signature_valid=None).bottom_line is BottomLine.INVALID
    assert Verdict(intact=True, signature_valid=None).bottom_line is BottomLine.INVALID
    assert Verdict(intact=True, signature_valid=False).bottom_line is BottomLine.INVALID


@pytest.mark.parametrize(
    ("revision", "line"),
    [
        (Revision.NEW, BottomLine.VALID),
        (Revision.AMENDMENT, BottomLine.VALID),
        (Revision.DUPLICATE, BottomLine.VALID),
        (Revision.STALE, BottomLine.WARNING),
        (Revision.CONFLICT, BottomLine.WARNING),
        (Revision.HELD, BottomLine.WARNING),
    ],
)
def test_the_place_among_revisions_warns_but_never_condemns(revision, line):
    assert replace(GOOD, revision=revision).bottom_line is line


def test_a_caution_is_a_warning_and_heals_nothing():
    assert replace(GOOD, cautions=("trust.x",)).bottom_line is BottomLine.WARNING
    bad = replace(GOOD, cautions=("trust.x",), signer_entitled=False)
    assert bad.bottom_line is BottomLine.INVALID


@pytest.mark.parametrize(
    ("found", "known", "entitled"),
    [
        (Entitlement.KNOWN_ENTITLED, True, True),
        (Entitlement.KNOWN_OTHER_UNIT, True, False),
        (Entitlement.REVOKED, True, False),
        (Entitlement.EXPIRED, True, False),
        (Entitlement.UNKNOWN, False, False),
    ],
)
def test_an_entitlement_answers_both_questions(found, known, entitled):
    made = Verdict(intact=True, signature_valid=True).with_signer(found)
    assert (made.signer_known, made.signer_entitled) == (known, entitled)
    line = BottomLine.VALID if entitled else BottomLine.INVALID
    assert made.bottom_line is line


def test_json_has_the_keys_of_the_contract_with_plain_values():
    made = GOOD.to_json()
    contract = [*QUESTIONS, "bottom_line"]
    assert list(made)[: len(contract)] == contract
    assert made["revision"] == "new"
    assert made["bottom_line"] == "valid"
    assert all(type(made[name]) in {bool, str, type(None)} for name in contract)
    grounds = {"certificate": None, "revocation": None, "first_seen": None, "claimed_at": None}
    assert {n: v for n, v in made.items() if n not in contract} == {**grounds, "cautions": []}


def test_questions_come_in_the_order_of_the_screen():
    assert GOOD.questions() == tuple((q, GOOD.to_json()[q]) for q in QUESTIONS)
