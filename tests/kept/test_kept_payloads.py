"""Issue 8, Build 4: what is read of a kept package is written again byte for byte.

Digests, the hashes of receipts and signatures rest on every byte.
"""

from pathlib import Path

import pytest

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import edition, enrolment, payload, receipt, returns, revocations
from ctmtqg_desktop.package.container import read_container
from ctmtqg_desktop.package.issue import dump_issue, load_issue
from ctmtqg_desktop.package.manifest import dump_manifest, load_manifest
from ctmtqg_desktop.package.names import ISSUE, MANIFEST
from ctmtqg_desktop.package.unseal import unseal

VERSIONS = sorted(path.parent.name for path in Path(__file__).parent.glob("*/facts.json"))


def request_again(opened, _):
    asked = enrolment.read_request(opened)
    parts, der = enrolment.request_parts, asked.request_der
    if asked.certificate_der:
        parts, der = enrolment.outside_parts, asked.certificate_der
    return parts(der, unit_code=asked.unit_code, name=asked.name, title=asked.title)[0].data


def card_again(opened, _):
    card = enrolment.read_card(opened)
    return enrolment.card_parts(
        card.unit_code, card.unit_name, certificate_der=card.certificate_der,
        authority_der=card.authority_der, is_outside=card.is_outside,
    )[0].data  # fmt: skip


AGAIN = {
    MANIFEST: lambda _, data: dump_manifest(load_manifest(data)),
    ISSUE: lambda _, data: dump_issue(load_issue(data)),
    payload.PATH: lambda _, data: payload.dump_report(payload.load_report(data)),
    receipt.PATH: lambda opened, _: receipt.dump_receipt(receipt.read_receipt(opened)),
    returns.PATH: lambda opened, _: returns.dump_return(returns.read_return(opened)),
    revocations.ROWS: lambda opened, _: revocations.rows_json(
        revocations.read_revocations(opened)
    ),
    edition.PATH: lambda opened, _: edition.edition_json(edition.read_edition(opened.parts)),
    enrolment.REQUEST: request_again,
    enrolment.CARD: card_again,
}


@pytest.mark.parametrize("version", VERSIONS)
def test_payloads_are_written_as_they_were(version, files):
    seen = set()
    for path in (path for name, path in files(version).items() if name.endswith(".asice")):
        try:
            opened = unseal(path.read_bytes())
        except PackageError:  # the one that was altered
            continue
        for name, data in read_container(path.read_bytes()).items():
            if name in AGAIN:
                assert AGAIN[name](opened, data) == data, (path.name, name)
                seen.add(name)
    assert seen == set(AGAIN)
