"""Issue: the matrix of certificate states gives the documented verdict, each with a test.

Source: package_and_signing 2 and 3. ``claim`` is when the report says it was signed, ``seen``
when it first came; both in days from the day the office opened.

own key (the receiver's own authority; its enrolments are the revocation data)
  enrolled, valid                                                            valid
  enrolment expired before the claim                                         invalid
  expired between claim and first seen, at most 90 days ago                  warning
  expired between claim and first seen, longer ago                           invalid
  judged again after expiry, first seen before                               valid
  revoked before first seen                                                  invalid
  revoked after first seen, judged again                                     valid
  unknown signer                                                             invalid
  known signer of another unit, whatever its certificate says                invalid
  rotated key: old before, old on the way, old signed after, new             valid, warning, invalid, valid
  lost key: seen before the suspected day, between, after the revocation     valid, warning, invalid
key of an outside authority
  chain and fresh list                                                       valid
  list past its next update, 180 days at most                                valid
  list older than 180 days                                                   warning
  no list / authority not added                                              warning
  revoked by its authority before / after first seen                         invalid / valid
  suspected by its authority from before first seen                          warning
  certificate expired before claim / on the way / on the way, long ago       invalid / warning / invalid
  valid chain, not enrolled                                                  invalid
"""  # noqa: E501  a table is read across

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.orders import TakeCrl, TrustAuthority
from ctmtqg_desktop.exchange.receiver.judge import judge
from ctmtqg_desktop.exchange.receiver.receive import admit
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.certificate import crl
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner
from ctmtqg_desktop.trust.registry import RevokedKey
from ctmtqg_desktop.trust.x509.certificate import spki_of

UNIT, OTHER = "03394", "03400"
DAY = timedelta(days=1)
VALID, WARNING, INVALID = "valid", "warning", "invalid"


@dataclass
class Case:
    """A receiving office, an outside authority, and one unit's report to be signed anew."""

    world: object
    office: object
    opened: object
    day: datetime
    outside: object

    def at(self, days):
        return self.day + days * DAY

    def signed(self, signer, *, claim=0):
        """Sign the unit's real report with this key, at a claimed day."""
        paths = ("data.json", "report.pdf")
        roles = {file.path: file.role for file in self.opened.manifest.files}
        parts = [PackagePart(path, roles[path], self.opened.parts[path]) for path in paths]
        at = self.at(claim)
        head = replace(self.opened.manifest.header, created=at)
        return seal(parts, head, signer=signer, at=at).data

    def key(self, *, issued=-10, authority=None, unit=UNIT):
        """Make a key with a certificate of three years from a day on."""
        key, self.world.serial = keys.generate_key(), self.world.serial + 1
        issuer = authority or self.world.authority
        asked = certificates.make_request(key, unit, name="Lò Văn A")
        given = certificates.issue_certificate(
            issuer, asked, unit_code=unit, serial=self.world.serial, at=self.at(issued)
        )
        return KeyFileSigner(key, given, (issuer.certificate_der,))

    def enrol(self, signer, *, first=-10, last=None, source="own", unit=UNIT):
        last = None if last is None else self.at(last)
        self.world.enrol(
            self.office, unit, signer, valid_from=self.at(first), valid_to=last, source=source
        )

    def token(self, *, issued=-10, authority=True, enrolled=True):
        """Enrol a key of the outside authority."""
        signer = self.key(issued=issued, authority=self.outside)
        if authority:
            path, told = self.file("ca.cer", self.outside.certificate_der), self.outside
            digits = fingerprint_digits(spki_of(told.certificate_der))
            do(self.office, TrustAuthority(path, digits, "Thử"))
        if enrolled:
            self.enrol(signer, first=-2000, source="token")
        return signer

    def file(self, name, data):
        path = self.world.root / name
        path.write_bytes(data)
        return path

    def crl(self, *, made=-1, number=1, revoked=None, suspected=None, signer=None):
        """Take in a list of the outside authority."""
        lines = []
        if revoked is not None:
            serial = crl.serial_of(signer.certificate_der)
            since = None if suspected is None else self.at(suspected)
            lines = [crl.RevokedCertificate(serial, self.at(revoked), since, "keyCompromise")]
        made = crl.make_crl(self.outside, lines, number=number, at=self.at(made))
        do(self.office, TakeCrl(self.file("ca.crl", made)))

    def revoke(self, signer, *, at, suspected=None):
        since = None if suspected is None else self.at(suspected)
        key = RevokedKey(UNIT, signer.spki_sha256, self.at(at), since, "key-lost")
        self.office.workspace.trust.revoke(key, "Thử")

    def judge(self, data, *, seen, again=None):
        """Judge a package that first came on a day; ``again``: on a later one, once more."""
        bench = replace(self.office.bench(), now=self.at(seen))
        if again is None:
            return judge(bench, data)
        admit(bench, data, "goi.asice")
        return judge(replace(self.office.bench(), now=self.at(again)), data)


@pytest.fixture
def case(world, office, mail):
    own = world.authority
    office.workspace.signers.set_authority(own.certificate_der, b"sealed", world.clock())
    outside = certificates.new_authority(
        keys.generate_key(), "VGCA", name="Cơ quan chứng thực thử", at=world.clock.now - 2500 * DAY
    )
    return Case(world, office, unseal(mail[UNIT].data), world.clock.now, outside)


def told(found, line, *, code="", cautions=()):
    verdict = found.verdict
    assert (verdict.bottom_line.value, found.code) == (line, code)
    assert set(cautions) == {c for c in verdict.cautions if c.startswith("trust.")}


# -- keys of our own authority

THREE_YEARS = 3 * 365 + 1


GOOD = {"line": VALID}
LAPSED = {"line": WARNING, "cautions": ["trust.enrolment-lapsed"]}
EXPIRED = {"line": INVALID, "code": "exchange.signer-expired"}


@pytest.mark.parametrize(("last", "seen", "want"), [
    pytest.param(None, 1, GOOD, id="valid"),
    pytest.param(-1, 1, EXPIRED, id="expired-before-claim"),
    pytest.param(5, 30, LAPSED, id="expired-on-the-way"),
    pytest.param(5, 95, LAPSED, id="expired-90-days-ago"),
    pytest.param(5, 96, EXPIRED, id="expired-91-days-ago"),
])  # fmt: skip
def test_an_enrolment_that_ends(case, last, seen, want):
    signer = case.key()
    case.enrol(signer, last=last)
    told(case.judge(case.signed(signer), seen=seen), **want)


def test_expired_since_but_first_seen_before_is_judged_then(case):
    signer = case.key()
    case.enrol(signer, last=10)
    told(case.judge(case.signed(signer), seen=5, again=400), VALID)


@pytest.mark.parametrize(("again", "seen", "line", "code"), [
    (None, 3, INVALID, "exchange.signer-revoked"), (9, 1, VALID, ""),
])  # fmt: skip
def test_revocation_counts_from_its_moment(case, again, seen, line, code):
    signer = case.key()
    case.enrol(signer)
    data = case.signed(signer)
    if again is not None:
        assert case.judge(data, seen=seen, again=seen).verdict.bottom_line.value == VALID
    case.revoke(signer, at=2)
    found = case.judge(data, seen=seen) if again is None else case.judge(data, seen=9, again=9)
    told(found, line, code=code)


def test_an_unknown_signer_is_refused_whatever_its_chain(case):
    told(case.judge(case.signed(case.key()), seen=1), INVALID, code="exchange.signer-unknown")


def test_a_known_signer_of_another_unit_is_refused_whatever_its_chain(case):
    signer = case.key(unit=UNIT)  # even a certificate that names the right unit
    case.enrol(signer, unit=OTHER)
    found = case.judge(case.signed(signer), seen=1)
    told(found, INVALID, code="exchange.signer-known-other-unit")


@pytest.mark.parametrize(("which", "claim", "seen", "want"), [
    pytest.param("old", 0, 1, GOOD, id="old-before"),
    pytest.param("old", 0, 6, LAPSED, id="old-on-the-way"),
    pytest.param("old", 6, 7, EXPIRED, id="old-after"),
    pytest.param("new", 6, 7, GOOD, id="new"),
])  # fmt: skip
def test_a_rotated_key(case, which, claim, seen, want):
    signers = {"old": case.key(), "new": case.key()}
    case.enrol(signers["old"])
    case.office.workspace.signers.end(UNIT, signers["old"].spki_sha256, case.at(5))
    case.enrol(signers["new"], first=5, source="rotation")
    told(case.judge(case.signed(signers[which], claim=claim), seen=seen), **want)


@pytest.mark.parametrize(("seen", "line", "code", "caution"), [
    pytest.param(2, VALID, "", None, id="before-the-suspected-day"),
    pytest.param(4, WARNING, "", "trust.seen-after-suspicion", id="between"),
    pytest.param(8, INVALID, "exchange.signer-revoked", None, id="after"),
])  # fmt: skip
def test_a_lost_key(case, seen, line, code, caution):
    signer = case.key()
    case.enrol(signer)
    data = case.signed(signer)
    if seen < 7:
        case.judge(data, seen=seen, again=seen)
    case.revoke(signer, at=7, suspected=3)
    found = case.judge(data, seen=seen) if seen > 7 else case.judge(data, seen=9, again=9)
    told(found, line, code=code, cautions=[caution] if caution else [])


# -- keys of an outside authority


@pytest.mark.parametrize(("made", "line", "caution"), [
    pytest.param(-1, VALID, None, id="fresh"),
    pytest.param(-100, VALID, None, id="past-next-update"),
    pytest.param(-179, VALID, None, id="180-days"),
    pytest.param(-180, WARNING, "trust.revocation-stale", id="older"),
])  # fmt: skip
def test_the_age_of_the_list(case, made, line, caution):
    signer = case.token()
    case.crl(made=made)
    found = case.judge(case.signed(signer), seen=1)
    told(found, line, cautions=[caution] if caution else [])
    revocation = found.verdict.to_json()["revocation"]
    assert (revocation["number"], revocation["age_days"]) == ("1", 1 - made)
    assert revocation["issuer"] == keys.spki_sha256(case.outside.key)
    assert found.verdict.to_json()["certificate"]["state"] == "trusted"


def test_no_revocation_data(case):
    found = case.judge(case.signed(case.token()), seen=1)
    told(found, WARNING, cautions=["trust.revocation-unchecked"])
    assert found.verdict.to_json()["revocation"]["state"] == "no-data"


def test_an_authority_that_was_not_added(case):
    found = case.judge(case.signed(case.token(authority=False)), seen=1)
    told(found, WARNING, cautions=["trust.chain-no-root"])
    assert found.verdict.to_json()["certificate"]["state"] == "no-root"


@pytest.mark.parametrize(("revoked", "suspected", "line", "code", "caution"), [
    pytest.param(0, None, INVALID, "exchange.certificate-revoked", None, id="before"),
    pytest.param(1, None, INVALID, "exchange.certificate-revoked", None, id="at-that-moment"),
    pytest.param(5, None, VALID, "", None, id="after"),
    pytest.param(5, 0, WARNING, "", "trust.seen-after-suspicion", id="suspected-before"),
])  # fmt: skip
def test_revoked_by_its_authority(case, revoked, suspected, line, code, caution):
    signer = case.token()
    case.crl(made=6, revoked=revoked, suspected=suspected, signer=signer)
    found = case.judge(case.signed(signer), seen=1)
    told(found, line, code=code, cautions=[caution] if caution else [])


def test_a_list_that_revokes_wins_over_an_older_clean_one(case):
    signer = case.token()
    case.crl(made=-5)
    case.crl(made=-1, number=2, revoked=-2, signer=signer)
    told(case.judge(case.signed(signer), seen=1), INVALID, code="exchange.certificate-revoked")


@pytest.mark.parametrize(("ends", "seen", "line", "code", "caution"), [
    pytest.param(-2, 1, INVALID, "exchange.certificate-expired", None, id="before-claim"),
    pytest.param(2, 30, WARNING, "", "trust.certificate-lapsed", id="on-the-way"),
    pytest.param(2, 120, INVALID, "exchange.certificate-expired", None, id="long-ago"),
])  # fmt: skip
def test_a_certificate_that_expires(case, ends, seen, line, code, caution):
    signer = case.token(issued=ends - THREE_YEARS)
    case.crl(made=-1)
    found = case.judge(case.signed(signer), seen=seen)
    told(found, line, code=code, cautions=[caution] if caution else [])


def test_a_certificate_of_tomorrow(case):
    signer = case.token(issued=10)
    case.crl(made=-1)
    found = case.judge(case.signed(signer), seen=1)
    told(found, INVALID, code="exchange.certificate-not-yet")


def test_a_valid_chain_never_decides(case):
    """The table unit, keys, from, to decides: a fine certificate, the unit's name in it."""
    signer = case.token(enrolled=False)
    case.crl(made=-1)
    found = case.judge(case.signed(signer), seen=1)
    told(found, INVALID, code="exchange.signer-unknown")
    assert found.verdict.to_json()["certificate"]["state"] == "trusted"
    assert found.verdict.to_json()["revocation"]["state"] == "good"


# -- the claimed time


@pytest.mark.parametrize(("claim", "caution"), [
    (3, "trust.claim-in-future"), (2, None), (-400, "trust.claim-before-period"),
])  # fmt: skip
def test_the_claimed_time_is_a_claim(case, claim, caution):
    signer = case.key()
    case.enrol(signer, first=-500)
    found = case.judge(case.signed(signer, claim=claim), seen=1)
    told(found, WARNING if caution else VALID, cautions=[caution] if caution else [])
    claimed = datetime.fromisoformat(found.verdict.to_json()["claimed_at"])
    assert claimed == case.at(claim)


def test_what_was_enrolled_after_it_came_is_judged_by_today(case):
    """First refused as unknown; the officer approves the key and takes the file in again."""
    signer = case.key()
    data = case.signed(signer)
    admit(replace(case.office.bench(), now=case.at(1)), data, "goi.asice")
    case.enrol(signer, first=2)
    found = case.judge(data, seen=3)
    told(found, VALID)
    assert found.verdict.to_json()["first_seen"].startswith(f"{case.at(1):%Y-%m-%d}")
