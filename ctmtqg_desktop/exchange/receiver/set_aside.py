"""What comes to a receiver beside reports: enrolments wait for an officer, lists are taken in.

A stick goes to and fro: what the receiver wrote itself comes back on it and is no stranger's.
"""

from dataclasses import replace

from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.keys.requests import known_request, known_verdict
from ctmtqg_desktop.exchange.keys.take_revocations import take_revocations
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.sent_packages import OWN, is_written_here
from ctmtqg_desktop.exchange.receiver.judge import Bench, Judged
from ctmtqg_desktop.package.enrolment import read_request
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import Opened
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.workspace.records import Outcome


def set_aside(bench: Bench, judged: Judged) -> Judged:
    """Say what becomes of a whole package that is no report; a list is taken in at once."""
    opened = judged.inspection.opened
    if (
        opened is not None
        and judged.code
        and is_written_here(bench.workspace, opened.package_sha256)
    ):
        verdict = replace(judged.verdict, addressed_to_us=None, cautions=())
        return replace(judged, verdict=verdict, code=OWN, facts={}, beside=Outcome.DUPLICATE)
    if opened is None or judged.code != "exchange.not-a-report":
        return judged
    kind = opened.manifest.header.kind
    try:
        if kind is Kind.ENROLMENT:
            return _waiting(bench, judged, opened)
        if kind is Kind.REVOCATIONS:
            return _taken(bench, judged, opened)
    except CtmtqgError as error:
        return replace(judged, code=error.code, facts=dict(error.facts))
    return judged


def _waiting(bench: Bench, judged: Judged, opened: Opened) -> Judged:
    asked = read_request(opened)
    known = known_request(bench.workspace, asked)
    facts: dict[str, object] = {"fingerprint": asked.fingerprint}
    if known is None:
        verdict = replace(judged.verdict, signer_known=None, signer_entitled=None, cautions=())
        code, beside = "exchange.enrolment-waiting", Outcome.HELD
    else:
        code, day = known
        facts["day"] = format_date(day)
        verdict, beside = known_verdict(judged.verdict, code), Outcome.DUPLICATE
    return replace(judged, verdict=verdict, code=code, facts=facts, beside=beside)


def _taken(bench: Bench, judged: Judged, opened: Opened) -> Judged:
    told = take_revocations(Site(bench.workspace, bench.unit, bench.now), opened)
    verdict = replace(
        judged.verdict, signer_known=True, signer_entitled=True, addressed_to_us=None, cautions=()
    )
    code = "exchange.revocations-taken"
    return replace(judged, verdict=verdict, code=code, facts=told, beside=Outcome.ACCEPTED)
