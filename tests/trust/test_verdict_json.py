"""Issue 8, Build 3: a verdict that was kept is a verdict again."""

from dataclasses import replace
from datetime import datetime

import pytest

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.trust.evidence import Evidence, Revocation, RevocationState
from ctmtqg_desktop.trust.verdict import Revision, Verdict
from ctmtqg_desktop.trust.verdict_json import read_verdict

AT = datetime(2025, 1, 6, 8, 0, 5, tzinfo=VIETNAM)
GOOD = Revocation(RevocationState.GOOD, "a1", "4", AT, 0)
EVIDENCE = Evidence("valid", "Chủ tịch", "Huyện", AT, AT, GOOD)
WHOLE = Verdict(True, True, True, True, True, True, Revision.AMENDMENT, ("trust.a",), EVIDENCE)


@pytest.mark.parametrize("verdict", [
    WHOLE,
    replace(WHOLE, evidence=replace(EVIDENCE, first_seen=None, revocation=None)),
    replace(WHOLE, evidence=replace(EVIDENCE, revocation=Revocation(RevocationState.NO_DATA))),
    replace(WHOLE, revision=None, cautions=()),
    Verdict(False, None),
    Verdict(True, False, None, False),
])  # fmt: skip
def test_a_verdict_comes_back_as_it_was_kept(verdict):
    found = read_verdict(verdict.to_json())
    assert found == verdict
    assert found.bottom_line is verdict.bottom_line


def test_of_a_revoked_certificate_the_state_of_the_data_comes_back():
    revoked = replace(GOOD, state=RevocationState.REVOKED, revoked_at=AT, is_suspected=True)
    kept = replace(WHOLE, evidence=replace(EVIDENCE, revocation=revoked)).to_json()
    assert read_verdict(kept).to_json() == kept


@pytest.mark.parametrize("damaged", [{}, {"intact": True, "revision": "no-such"}])
def test_what_is_no_verdict_is_not_read_as_one(damaged):
    with pytest.raises((KeyError, ValueError)):
        read_verdict(damaged)
