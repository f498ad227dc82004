"""package_and_signing 2 and 8 step 7: the path to a chosen root, judged when first seen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate.authority import Authority
from ctmtqg_desktop.trust.chain import ChainState, judge_chain
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.signature import cms


@pytest.fixture
def facts(p7s):
    return cms.verify_cms(p7s, b"the list of digests")


def test_a_chosen_root_is_found(office, facts):
    found = judge_chain(facts, [office.authority.certificate_der], at=office.at)
    assert found.state is ChainState.TRUSTED
    assert found.root_der == office.authority.certificate_der


def test_a_root_that_came_along_is_not_trusted_for_that(office, facts):
    assert facts.chain_der == (office.authority.certificate_der,)
    assert judge_chain(facts, [], at=office.at).state is ChainState.NO_ROOT


def test_a_root_of_the_same_name_is_another_root(office, facts):
    twin = certificates.new_authority(
        keys.generate_key(), "12", name="Sở Nông nghiệp và Môi trường", at=office.at
    )
    assert judge_chain(facts, [twin.certificate_der], at=office.at).state is ChainState.NO_ROOT


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-2, ChainState.NOT_YET_VALID),
        (-1, ChainState.TRUSTED),
        (3 * 365, ChainState.TRUSTED),
        (3 * 365 + 2, ChainState.EXPIRED),
    ],
)
def test_validity_is_judged_at_first_sight(office, facts, days, state):
    at = office.at + timedelta(days=days)
    assert judge_chain(facts, [office.authority.certificate_der], at=at).state is state


def test_an_officer_cannot_issue(office, facts):
    """A leaf used as an authority: signatures are right, the right to issue is not there."""
    posing = Authority(office.key, office.certificate)
    other = keys.generate_key()
    request = certificates.make_request(other, "12415", name="B")
    forged = certificates.issue_certificate(
        posing, request, unit_code="12415", serial=1, at=office.at
    )
    deep = replace(facts, certificate_der=forged, chain_der=(office.certificate,))
    root = office.authority.certificate_der
    assert judge_chain(deep, [root], at=office.at).state is ChainState.NOT_FIT


def test_an_authority_does_not_sign_documents(office, facts):
    key = keys.generate_key()
    upper = certificates.new_authority(key, "1", name="Trên", at=office.at)
    signed_by_authority = replace(facts, certificate_der=upper.certificate_der, chain_der=())
    found = judge_chain(signed_by_authority, [upper.certificate_der], at=office.at)
    assert found.state is not ChainState.TRUSTED


def test_a_self_made_certificate_leads_nowhere(office, facts):
    own = certificates.self_certificate(office.key, "12415", name="A", at=office.at)
    alone = replace(facts, certificate_der=own, chain_der=())
    for roots in ([], [own], [office.authority.certificate_der]):
        assert judge_chain(alone, roots, at=office.at).state is ChainState.NO_ROOT
