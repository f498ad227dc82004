"""Issue 4, point 2: the clerk's second pair covers all before it; anything else is refused."""

import shutil
from datetime import date

import pytest

from ctmtqg_desktop.errors import CtmtqgError, PackageError
from ctmtqg_desktop.package import asic, canonical, names
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.issue import Issue, dump_issue, load_issue
from ctmtqg_desktop.package.seal import seal, seal_issue
from ctmtqg_desktop.package.unseal import inspect, unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner

PRINT = b"%PDF-1.7 not really\n"
ADDED = PRINT + b"number, date, seal\n"


@pytest.fixture(scope="module")
def stamp(bench):
    key = keys.generate_key()
    request = certificates.make_request(key, "12415", name="UBND xã Bình Lư")
    made = certificates.issue_certificate(
        bench.authority, request, unit_code="12415", serial=9, at=bench.at
    )
    return KeyFileSigner(key, made, (bench.authority.certificate_der,))


def issue_of(opened, **changes):
    given = {"number": 5, "symbol": "BC-UBND", "dated": date(2026, 10, 2),
             "unit": opened.manifest.header.unit.code, "issued_by": "Văn thư",
             "content_sha256": opened.manifest.content_sha256} | changes  # fmt: skip
    return Issue(**given)


@pytest.fixture(scope="module")
def issued(bench, stamp):
    opened = unseal(seal(bench.parts, bench.header, signer=bench.signer, at=bench.at).data)
    return seal_issue(opened, issue_of(opened), ADDED, signer=stamp, at=bench.at)


def entries_of(data):
    found = dict(read_container(data))
    del found[names.MIMETYPE]
    return found


def again(entries, signer, at, drop=(), change=None):
    """The container with a second pair made anew over what is left."""
    whole = {names.MIMETYPE: b"", **entries}
    for name in drop:
        whole.pop(name)
    listed = list(asic.second_references(whole))
    if change:
        listed = change(listed)
    entries[names.ASIC_MANIFEST_2] = asic.dump_asic(tuple(listed), names.SIGNATURE_2)
    entries[names.SIGNATURE_2] = signer.sign_cades(entries[names.ASIC_MANIFEST_2], at)
    return write_container(entries.items())


def code_of(data):
    with pytest.raises(CtmtqgError) as caught:
        unseal(data)
    found = inspect(data)
    assert (found.intact, found.code) == (False, caught.value.code)
    return caught.value.code


def test_an_issued_package_says_number_date_and_both_signers(issued, bench, stamp):
    opened = unseal(issued.data)
    assert opened.issued.issue.shown == "05/BC-UBND"
    assert opened.issued.pdf == ADDED
    assert opened.facts.spki_sha256 == bench.signer.spki_sha256
    assert opened.issued.facts.spki_sha256 == stamp.spki_sha256


def test_issuing_changes_neither_content_nor_the_first_signature(issued, bench):
    before = seal(bench.parts, bench.header, signer=bench.signer, at=bench.at)
    assert issued.content_sha256 == before.content_sha256
    first = {**entries_of(before.data), names.SIGNATURE: b""}
    after = {**entries_of(issued.data), names.SIGNATURE: b""}
    assert list(after)[: len(first)] == list(first)
    assert tuple(after)[len(first) :] == names.SECOND
    assert all(after[name] == first[name] for name in first)


def test_a_package_is_issued_once(issued, bench, stamp):
    opened = unseal(issued.data)
    with pytest.raises(PackageError) as caught:
        seal_issue(opened, issue_of(opened), ADDED, signer=stamp, at=bench.at)
    assert caught.value.code == "package.already-issued"


@pytest.mark.parametrize("name", names.SECOND)
def test_half_a_second_pair_is_refused(issued, name):
    entries = entries_of(issued.data)
    del entries[name]
    assert code_of(write_container(entries.items())) == "package.not-signed"


@pytest.mark.parametrize(
    "name",
    [names.SIGNATURE, names.ASIC_MANIFEST, "data.json", "report.pdf", names.MANIFEST, names.ISSUE],
)
def test_a_second_list_that_omits_something_is_refused(issued, bench, stamp, name):
    data = again(entries_of(issued.data), stamp, bench.at, drop=[name])
    assert code_of(data) == "package.not-signed"


def test_a_second_list_in_another_order_or_with_more_is_refused(issued, bench, stamp):
    extra = asic.ObjectReference("attachments/002.png", "image/png", "ab" * 32)
    for change in (lambda listed: listed[::-1], lambda listed: [*listed, extra]):
        data = again(entries_of(issued.data), stamp, bench.at, change=change)
        assert code_of(data) == "package.not-signed"


@pytest.mark.parametrize("name", [*names.SECOND, *names.RESERVED[2:], "data.json"])
def test_no_byte_of_an_issued_package_is_free(issued, name):
    entries = entries_of(issued.data)
    for at in {0, len(entries[name]) // 2, len(entries[name]) - 1}:
        changed = bytearray(entries[name])
        changed[at] ^= 1
        assert code_of(write_container({**entries, name: bytes(changed)}.items()))


def test_swapped_signatures_are_refused(issued):
    entries = entries_of(issued.data)
    first, second = entries[names.SIGNATURE], entries[names.SIGNATURE_2]
    entries[names.SIGNATURE], entries[names.SIGNATURE_2] = second, first
    assert code_of(write_container(entries.items())) == "trust.content-differs"


def test_the_second_pair_cannot_stand_before_the_first(issued, bench, stamp):
    entries = entries_of(issued.data)
    moved = {name: entries.pop(name) for name in names.SECOND}
    assert code_of(write_container({**moved, **entries}.items())) == "package.order"


def test_a_third_pair_is_refused(issued):
    entries = entries_of(issued.data)
    entries["META-INF/signature003.p7s"] = entries[names.SIGNATURE_2]
    assert code_of(write_container(entries.items())) == "package.not-signed"


@pytest.mark.parametrize(
    "changes", [{"unit": "99999"}, {"content_sha256": "00" * 32}, {"number": 100_000},
                {"symbol": "bc ubnd"}, {"symbol": "BC-UBND\n"}]
)  # fmt: skip
def test_an_issue_of_something_else_is_refused(issued, bench, stamp, changes):
    entries = entries_of(issued.data)
    entries[names.ISSUE] = dump_issue(issue_of(unseal(issued.data), **changes))
    code = code_of(again(entries, stamp, bench.at))
    assert code in {"package.issue-differs", "package.issue-field"}


@pytest.mark.parametrize("pdf", [PRINT, b"%PDF-1.7 of another report\n", ADDED[1:], b""])
def test_a_print_of_another_report_is_refused(issued, bench, stamp, pdf):
    entries = entries_of(issued.data)
    entries[names.ISSUED_PRINT] = pdf
    assert code_of(again(entries, stamp, bench.at)) == "package.issue-differs"


def test_only_a_report_with_a_print_can_be_issued(bench, stamp):
    parts = [part for part in bench.parts if part.path != "report.pdf"]
    opened = unseal(seal(parts, bench.header, signer=bench.signer, at=bench.at).data)
    with pytest.raises(PackageError) as caught:
        seal_issue(opened, issue_of(opened), ADDED, signer=stamp, at=bench.at)
    assert caught.value.code == "package.issue-differs"


def test_issue_names_are_not_free_for_parts(bench):
    part = bench.parts[2]
    for path in (names.ISSUE, names.ISSUED_PRINT):
        parts = [*bench.parts, type(part)(path, part.role, b"{}")]
        with pytest.raises(PackageError) as caught:
            seal(parts, bench.header, signer=bench.signer, at=bench.at)
        assert caught.value.code == "package.manifest-file"


@pytest.mark.parametrize(
    ("field", "value"),
    [("date", "2026-13-01"), ("date", "2026-1-1"), ("number", 0), ("number", "5"),
     ("issued_by", ""), ("format", "x"), ("more", 1)],
)  # fmt: skip
def test_a_wrong_issue_is_refused(issued, field, value):
    document = canonical.load(entries_of(issued.data)[names.ISSUE])
    with pytest.raises(PackageError) as caught:
        load_issue(canonical.dump({**document, field: value}))
    assert caught.value.code.startswith("package.issue-")


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
def test_openssl_verifies_the_second_signature(issued, bench, tmp_path):
    import subprocess

    entries = entries_of(issued.data)
    (tmp_path / "a.xml").write_bytes(entries[names.ASIC_MANIFEST_2])
    (tmp_path / "a.p7s").write_bytes(entries[names.SIGNATURE_2])
    (tmp_path / "ca.der").write_bytes(bench.authority.certificate_der)
    script = (
        "openssl x509 -inform DER -in ca.der -out ca.pem && openssl cms -verify -cades -binary"
        " -inform DER -in a.p7s -content a.xml -purpose any -CAfile ca.pem -out /dev/null"
    )
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
