"""package_and_signing 3: enrolments alone decide who may sign for a unit."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.trust.registry import Entitlement, UnitSigner, entitlement

AT = datetime(2026, 10, 1, tzinfo=VIETNAM)
KEY, OTHER = "a" * 64, "b" * 64
ROW = UnitSigner(
    unit="12415",
    spki_sha256=KEY,
    valid_from=AT - timedelta(days=10),
    valid_to=AT + timedelta(days=10),
    revoked_at=None,
    source="own",
    approved_by="Trần Thị B",
    note="phiếu 12",
)


def ask(*rows, unit="12415", key=KEY, at=AT):
    return entitlement(rows, unit, spki_sha256=key, at=at)


def test_an_enrolled_key_may_sign():
    assert ask(ROW) is Entitlement.KNOWN_ENTITLED
    assert ask(replace(ROW, valid_to=None)) is Entitlement.KNOWN_ENTITLED


def test_a_strange_key_is_unknown():
    assert ask(ROW, key=OTHER) is Entitlement.UNKNOWN
    assert ask() is Entitlement.UNKNOWN


def test_a_neighbours_key_is_known_but_not_entitled():
    assert ask(ROW, unit="12418") is Entitlement.KNOWN_OTHER_UNIT


@pytest.mark.parametrize("days", [-11, 11])
def test_outside_its_days_an_enrolment_has_expired(days):
    assert ask(ROW, at=AT + timedelta(days=days)) is Entitlement.EXPIRED


def test_the_first_and_last_moment_count():
    assert ask(ROW, at=ROW.valid_from) is Entitlement.KNOWN_ENTITLED
    assert ask(ROW, at=ROW.valid_to) is Entitlement.KNOWN_ENTITLED


def test_what_was_first_seen_before_the_revocation_stands():
    row = replace(ROW, revoked_at=AT)
    assert ask(row, at=AT - timedelta(seconds=1)) is Entitlement.KNOWN_ENTITLED
    assert ask(row, at=AT) is Entitlement.REVOKED


def test_a_revocation_wins_over_another_row_of_the_same_key():
    assert ask(ROW, replace(ROW, revoked_at=AT)) is Entitlement.REVOKED
    assert ask(replace(ROW, revoked_at=AT), ROW) is Entitlement.REVOKED


def test_one_key_may_sign_for_two_units_and_is_revoked_for_each():
    second = replace(ROW, unit="12418", revoked_at=AT)
    assert ask(ROW, second) is Entitlement.KNOWN_ENTITLED
    assert ask(ROW, second, unit="12418") is Entitlement.REVOKED


def test_a_renewed_enrolment_counts():
    old = replace(ROW, valid_to=AT - timedelta(days=1))
    new = replace(ROW, valid_from=AT - timedelta(days=1))
    assert ask(old, new) is Entitlement.KNOWN_ENTITLED
