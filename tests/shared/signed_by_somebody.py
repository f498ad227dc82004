"""A report sealed by a key of its own: what stands in an office as if it had come."""

from functools import cache

from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import (
    AppRef,
    FormRef,
    Kind,
    PackageHeader,
    PartRole,
    SignerClaim,
    UnitRef,
)
from ctmtqg_desktop.package.payload import FormData, ReportData, SetRef
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner

_NO_DIGEST = "0" * 64


def somebody_at(at):
    """Return who signs on a day."""
    return _somebody(at.astimezone(VIETNAM).replace(hour=0, minute=0, second=0, microsecond=0))


@cache
def _somebody(at):
    issuer = certificates.new_authority(keys.generate_key(), "1", name="Nơi cấp thẻ", at=at)
    key = keys.generate_key()
    request = certificates.make_request(key, "2", name="Người ký")
    mine = certificates.issue_certificate(issuer, request, unit_code="2", serial=1, at=at)
    return KeyFileSigner(key, mine, (issuer.certificate_der,))


def sealed_report(key, contents, at, *, revision=1):
    """Return a package of what a unit typed into its forms, sealed.

    ``contents`` is form id -> content.
    """
    forms = tuple(
        FormData(
            form, held.version, _NO_DIGEST, held.entries, held.rows, held.reasons, {},
            held.withheld,
        )
        for form, held in contents.items()
    )  # fmt: skip
    report = ReportData(key.unit, SetRef(key.report_set, 1), key.period, revision, forms)
    part = PackagePart(payload.PATH, PartRole.DATA, payload.dump_report(report))
    header = PackageHeader(
        Kind.REPORT, f"made-up-{key.unit}-{revision:04d}", UnitRef(key.unit, key.unit), ("1",), 1,
        at.astimezone(VIETNAM).replace(microsecond=0), AppRef("ctmtqg-desktop", "0"),
        SignerClaim("Người ký", ""), FormRef(key.report_set, "1", _NO_DIGEST), key.period,
        revision,
    )  # fmt: skip
    return seal((part,), header, signer=somebody_at(at), at=header.created)
