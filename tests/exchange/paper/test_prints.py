"""Issue 4: the signed print in a package is checked like the package; nothing opens a socket."""

import os
import shutil
import socket
import subprocess
from datetime import date
from decimal import Decimal

import pytest
from doing import receive

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.post.signers import Held, Signing
from ctmtqg_desktop.exchange.receiver.judge import verify_alone
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.issue import give_number
from ctmtqg_desktop.exchange.sender.orders import GiveNumber
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.pdf import pades_check

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
CODE, SELF = "03394", "ntm-xa-tu-danh-gia"
needs_nss = pytest.mark.skipif(
    not (shutil.which("pdfsig") and shutil.which("certutil")),
    reason="needs poppler-utils and libnss3-tools",
)


@pytest.fixture(scope="module")
def opened(mail):
    return unseal(mail[CODE].data)


def packed(opened, mail, *, data=None, pdf=None):
    """The package sealed anew by the unit's own key around other data or another print."""
    given = {"data.json": data, "report.pdf": pdf}
    roles = {"data.json": PartRole.DATA, "report.pdf": PartRole.PRINT}
    parts = [PackagePart(n, roles[n], given[n] or opened.parts[n]) for n in given]
    head = opened.manifest.header
    return seal(parts, head, signer=mail[CODE].signer, at=head.created).data


def refused(office, tmp_path, data):
    path = tmp_path / "a.asice"
    path.write_bytes(data)
    (found,) = receive(office, [path])
    assert (found.outcome, found.verdict.signature_valid) == ("refused", False)
    return found.code


def test_a_signed_print_of_other_figures_is_refused(office, mail, opened, tmp_path):
    """The print says one thing, the data another: pdfsig and openssl are both content."""
    report = payload.load_report(opened.parts["data.json"])
    cell = Cell("chung", "so_ho", "value")
    (form,) = [f for f in report.forms if f.id == SELF]
    assert form.typed[cell] != Decimal(77)
    form.typed[cell] = Decimal(77)
    data = packed(opened, mail, data=payload.dump_report(report))
    assert refused(office, tmp_path, data) == "exchange.print-differs"


def test_a_print_changed_after_it_was_signed_is_refused(office, mail, opened, tmp_path):
    broken = bytearray(opened.parts["report.pdf"])
    broken[5000] ^= 1
    data = packed(opened, mail, pdf=bytes(broken))
    assert refused(office, tmp_path, data) == "trust.pdf-signature"


def test_another_reports_print_is_refused(office, mail, opened, tmp_path):
    other = unseal(mail["03400"].data).parts["report.pdf"]
    assert refused(office, tmp_path, packed(opened, mail, pdf=other)) == "exchange.print-differs"


def test_samples_of_a_real_print_one_byte_changed_are_all_refused(opened):
    """Every 4,001st byte; every byte with CTMTQG_FUZZ set (hours)."""
    pdf = opened.parts["report.pdf"]
    pades_check.verify_pdf(pdf)
    for at in range(0, len(pdf), 1 if os.environ.get("CTMTQG_FUZZ") else 4001):
        changed = bytearray(pdf)
        changed[at] ^= 1 << at % 8
        with pytest.raises(pades_check.TrustError):
            pades_check.verify_pdf(bytes(changed))


@pytest.fixture
def issued(world, mail):
    """What a unit sent, numbered and sealed."""
    from ctmtqg_desktop.workspace.workspace import open_workspace

    # NSS finds certificates by issuer and serial number: go on where the authority stopped.
    world.authority, world.serial = mail.world.authority, mail.world.serial
    path = shutil.copyfile(mail[CODE].workspace, world.root / "a.ctmtqg")
    with open_workspace(path, clock=world.clock) as workspace:
        desk = desk_of(Program(lambda: world.catalogue, world.clock), workspace)
        signing = Signing(Held(world.signer(CODE)), world.root, "Văn thư")
        order = GiveNumber(SET, YEAR.code, 45, date(2025, 1, 6), signing)
        return give_number(desk, order).paths[0].read_bytes()


class NoSocket:
    """Stands for every socket; making one is what fails."""

    def __init__(self, *_, **__):
        pytest.fail("a socket was opened")


def test_issuing_and_checking_open_no_socket(monkeypatch, request):
    monkeypatch.setattr(socket, "socket", NoSocket)
    monkeypatch.setattr(socket, "socketpair", NoSocket)
    found = verify_alone(request.getfixturevalue("issued"))
    assert (found.code, len(found.papers.signatures)) == ("", 2)


@needs_nss
def test_pdfsig_trusts_leader_and_seal_of_an_issued_report(issued, mail, tmp_path):
    opened, store = unseal(issued), f"sql:{tmp_path}"
    (tmp_path / "ca.der").write_bytes(mail.world.authority.certificate_der)
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    add = ["certutil", "-A", "-d", store, "-n", "ca", "-t", "C,C,C", "-i", tmp_path / "ca.der"]
    subprocess.run(add, check=True)
    for name, pdf, count in (
        ("report.pdf", opened.parts["report.pdf"], 1), ("issued.pdf", opened.issued.pdf, 2)
    ):  # fmt: skip
        (tmp_path / name).write_bytes(pdf)
        shown = ["pdfsig", "-nssdir", store, tmp_path / name]
        said = subprocess.run(shown, capture_output=True, text=True, check=False).stdout
        assert said.count("Signature is Valid") == count
        assert said.count("Certificate is Trusted") == count
        assert said.count("Total document signed") == 1
