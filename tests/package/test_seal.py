"""DESIGN 5, package_and_signing 1 and 8 steps 3-10: a package sealed, read back, and attacked."""

import hashlib
import io
import json
import os
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from ctmtqg_desktop.errors import CtmtqgError, PackageError, TrustError
from ctmtqg_desktop.package import asic, canonical, names
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.manifest import PartRole, dump_manifest, load_manifest
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import inspect, unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner


def entries_of(sealed):
    return {k: v for k, v in read_container(sealed.data).items() if k != names.MIMETYPE}


def signed_anew(bench, entries, references):
    """Return a package whose list is signed by the right key, however odd the rest is."""
    listed = asic.dump_asic(references)
    tail = [(names.ASIC_MANIFEST, listed)]
    tail.append((names.SIGNATURE, bench.signer.sign_cades(listed, bench.at)))
    return write_container([*entries.items(), *tail])


def with_manifest(bench, sealed, change):
    """Return the package with another manifest, rightly signed."""
    entries = entries_of(sealed)
    document = json.loads(entries[names.MANIFEST])
    change(document)
    data = canonical.dump(document)
    files = {p.path: p.data for p in bench.parts}
    digest = hashlib.sha256(data).hexdigest()
    root = asic.ObjectReference(names.MANIFEST, "application/json", digest, is_root=True)
    rest = asic.load_asic(entries[names.ASIC_MANIFEST])[1:]
    return signed_anew(bench, {names.MANIFEST: data, **files}, (root, *rest))


def refusal(data):
    with pytest.raises(CtmtqgError) as caught:
        unseal(data)
    found = inspect(data)
    assert found.opened is None
    assert not found.intact
    assert found.code == caught.value.code
    assert found.error.facts == caught.value.facts
    return caught.value


def test_a_package_comes_back_as_it_was_sealed(bench, sealed):
    opened = unseal(sealed.data)
    assert opened.manifest == sealed.manifest
    assert opened.manifest.header == bench.header
    assert dict(opened.parts) == {part.path: part.data for part in bench.parts}
    assert list(opened.parts) == [part.path for part in bench.parts]
    assert opened.facts.spki_sha256 == bench.signer.spki_sha256
    assert opened.facts.claimed_at == bench.at
    assert opened.package_sha256 == hashlib.sha256(sealed.data).hexdigest()
    assert opened.manifest.files[-1].original_name == "Ảnh chụp.png"


def test_inspecting_a_right_package_says_so(sealed):
    found = inspect(sealed.data)
    assert (found.intact, found.signature_valid, found.code) == (True, True, None)
    assert found.opened.package_sha256 == found.package_sha256 == sealed.package_sha256


def test_only_the_signature_differs_from_run_to_run(bench, sealed):
    again = seal(bench.parts, bench.header, signer=bench.signer, at=bench.at)
    first, second = entries_of(sealed), entries_of(again)
    assert first.pop(names.SIGNATURE) != second.pop(names.SIGNATURE)
    assert first == second


def test_the_content_digest_ignores_print_signature_and_moment(bench, sealed):
    parts = [
        replace(p, data=p.data + b"!") if p.role is PartRole.PRINT else p for p in bench.parts
    ]
    header = replace(bench.header, package_id="other-package", created=bench.at)
    again = seal(parts, header, signer=bench.signer, at=bench.at + timedelta(days=1))
    assert again.content_sha256 == sealed.content_sha256
    assert again.package_sha256 != sealed.package_sha256


def test_the_content_digest_is_the_one_of_the_contract(bench, sealed):
    listed = {
        part.path: hashlib.sha256(part.data).hexdigest()
        for part in bench.parts
        if part.role is PartRole.DATA
    }
    text = json.dumps(listed, sort_keys=True, separators=(",", ":")).encode()
    assert sealed.content_sha256 == hashlib.sha256(text).hexdigest()


def test_the_content_digest_sees_a_changed_figure(bench, sealed):
    changed = replace(bench.parts[0], data=canonical.dump({"hộ nghèo": 13}))
    again = seal([changed, *bench.parts[1:]], bench.header, signer=bench.signer, at=bench.at)
    assert again.content_sha256 != sealed.content_sha256


# -- the whole file ---------------------------------------------------------------------------


def test_a_flipped_bit_anywhere_is_caught_and_named(sealed):
    """Every byte outside big contents is covered; all of them, all bits, with CTMTQG_FUZZ."""
    every = range(8) if os.environ.get("CTMTQG_FUZZ") else None
    codes = set()
    for at in range(len(sealed.data)):
        for bit in every or [at % 8]:
            changed = bytearray(sealed.data)
            changed[at] ^= 1 << bit
            found = inspect(bytes(changed))
            assert found.code is not None, (at, bit)
            assert not found.intact
            codes.add(found.code)
    assert {"package.zip-crc", "package.zip-local-differs", "package.zip-header"} <= codes


def test_a_flipped_bit_with_a_repaired_checksum_is_still_caught(sealed):
    """Checksums help against accidents only: here every one is put right after the change."""
    entries = entries_of(sealed)
    for name, data in entries.items():
        for at in range(0, len(data), 5):
            changed = bytearray(data)
            changed[at] ^= 1 << at % 8
            file = write_container({**entries, name: bytes(changed)}.items())
            found = inspect(file)
            assert found.code is not None
            assert not found.intact
            if name not in {names.ASIC_MANIFEST, names.SIGNATURE}:
                assert (found.signature_valid, found.code) == (True, "package.digest-differs")
                assert found.error.facts["name"] == name
            else:
                assert not found.signature_valid
                assert found.error.facts["name"] == name


def test_every_cut_is_caught(sealed):
    for end in range(0, len(sealed.data), 11):
        assert not inspect(sealed.data[:end]).intact


def test_rezipping_is_named(sealed):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in read_container(sealed.data).items():
            archive.writestr(name, data)
    assert refusal(out.getvalue()).code == "package.rezipped"


# -- attacks by someone without the key -------------------------------------------------------


def test_an_added_file_is_refused(sealed):
    entries = entries_of(sealed)
    error = refusal(write_container({**entries, "data/more.json": b"{}"}.items()))
    assert (error.code, error.facts["name"]) == ("package.not-signed", "data/more.json")


@pytest.mark.parametrize("name", ["data.json", "report.pdf", *names.RESERVED[1:]])
def test_a_removed_file_is_refused(sealed, name):
    entries = entries_of(sealed)
    del entries[name]
    error = refusal(write_container(entries.items()))
    assert (error.code, error.facts["name"]) == ("package.entry-missing", name)


def test_another_order_is_refused(sealed):
    entries = entries_of(sealed)
    turned = dict(reversed(entries.items()))
    assert refusal(write_container(turned.items())).code == "package.order"


def test_files_of_two_packages_do_not_mix(bench, sealed):
    header = replace(bench.header, package_id="another-one")
    parts = [replace(bench.parts[0], data=canonical.dump({"hộ nghèo": 99})), *bench.parts[1:]]
    other = seal(parts, header, signer=bench.signer, at=bench.at)
    for name in ("data.json", names.MANIFEST):
        mixed = {**entries_of(sealed), name: entries_of(other)[name]}
        assert refusal(write_container(mixed.items())).code == "package.digest-differs"
    mixed = {**entries_of(sealed), names.SIGNATURE: entries_of(other)[names.SIGNATURE]}
    assert refusal(write_container(mixed.items())).code == "trust.content-differs"


def test_a_second_signature_is_refused(sealed):
    entries = entries_of(sealed)
    entries["META-INF/signature002.p7s"] = entries[names.SIGNATURE]
    assert refusal(write_container(entries.items())).code == "package.not-signed"


def test_a_strangers_signature_is_right_but_his(bench):
    """Re-signing all of it works, and shows another key: who may sign is the registry's answer."""
    key = keys.generate_key()
    own = certificates.self_certificate(key, "12415", name="Nguyễn Văn Ất", at=bench.at)
    forged = seal(bench.parts, bench.header, signer=KeyFileSigner(key, own), at=bench.at)
    assert inspect(forged.data).signature_valid
    assert unseal(forged.data).facts.spki_sha256 != bench.signer.spki_sha256


# -- oddities under a right signature ----------------------------------------------------------


def test_json_that_is_not_canonical_is_named_though_rightly_signed(bench):
    odd = replace(bench.parts[1], data=b'[{"a": 1}]')
    with pytest.raises(PackageError) as caught:
        seal([bench.parts[0], odd], bench.header, signer=bench.signer, at=bench.at)
    assert caught.value.code == "package.json-not-canonical"
    assert caught.value.facts["name"] == "data/households.json"


MANIFEST_CHANGES = {
    "file-left-out": (lambda m: m["files"].pop(), "manifest-differs"),
    "size-lies": (lambda m: m["files"][2].update(size=5), "manifest-differs"),
    "digest-lies": (lambda m: m["files"][2].update(sha256="0" * 64), "manifest-differs"),
    "content-digest-lies": (
        lambda m: m.update(content_sha256="0" * 64),
        "content-digest-differs",
    ),
    "data-called-print": (lambda m: m["files"][1].update(role="print"), "content-digest-differs"),
    "unknown-field": (lambda m: m.update(more=1), "manifest-unknown-field"),
    "order": (lambda m: m["files"].reverse(), "manifest-differs"),
    "media-type": (lambda m: m["files"][2].update(media_type="text/html"), "manifest-file"),
}


@pytest.mark.parametrize("name", MANIFEST_CHANGES)
def test_a_manifest_that_lies_is_refused_though_rightly_signed(bench, sealed, name):
    change, code = MANIFEST_CHANGES[name]
    assert refusal(with_manifest(bench, sealed, change)).code == f"package.{code}"


def test_a_list_with_a_hidden_part_is_refused_though_rightly_signed(bench, sealed):
    entries = entries_of(sealed)
    listed = entries[names.ASIC_MANIFEST].replace(b"</asic:", b"<!-- x --></asic:", 1)
    entries[names.ASIC_MANIFEST] = listed
    entries[names.SIGNATURE] = bench.signer.sign_cades(listed, bench.at)
    assert refusal(write_container(entries.items())).code == "package.asic-not-canonical"


def test_a_list_without_the_print_is_refused_though_rightly_signed(bench, sealed):
    entries = entries_of(sealed)
    references = asic.load_asic(entries[names.ASIC_MANIFEST])
    kept = tuple(one for one in references if one.path != "report.pdf")
    body = {n: d for n, d in entries.items() if not n.startswith("META-INF")}
    error = refusal(signed_anew(bench, body, kept))
    assert (error.code, error.facts["name"]) == ("package.not-signed", "report.pdf")


# -- what the writer refuses -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "role", "code"),
    [
        ("../x.json", PartRole.DATA, "package.zip-name"),
        ("data/evil.exe", PartRole.DATA, "package.manifest-file"),
        ("data/evil", PartRole.DATA, "package.manifest-file"),
        ("manifest.json", PartRole.DATA, "package.manifest-file"),
        ("META-INF/x.json", PartRole.DATA, "package.manifest-file"),
        ("attachments/001.pdf", PartRole.DATA, "package.manifest-file"),
        ("001.pdf", PartRole.ATTACHMENT, "package.manifest-file"),
        ("data/aux.json", PartRole.DATA, "package.zip-name-reserved"),
    ],
)
def test_a_part_in_the_wrong_place_is_refused(bench, path, role, code):
    parts = [*bench.parts, PackagePart(path, role, b"{}")]
    with pytest.raises(PackageError) as caught:
        seal(parts, bench.header, signer=bench.signer, at=bench.at)
    assert caught.value.code == code


def test_a_package_without_data_is_refused(bench):
    with pytest.raises(PackageError) as caught:
        seal(bench.parts[2:], bench.header, signer=bench.signer, at=bench.at)
    assert caught.value.facts["where"] == "files"


def test_a_signer_that_signs_something_else_is_caught_before_the_file_is_out(bench):
    class Wrong(KeyFileSigner):
        def sign_cades(self, data, at):
            return super().sign_cades(data + b"x", at)

    signer = Wrong(bench.key, bench.signer.certificate_der, bench.signer.chain_der)
    with pytest.raises(TrustError) as caught:
        seal(bench.parts, bench.header, signer=signer, at=bench.at)
    assert caught.value.code == "trust.content-differs"


def test_inspecting_never_raises():
    for data in (b"", b"PK\3\4" * 99, bytes(range(256)) * 9):
        found = inspect(data)
        assert (found.intact, found.signature_valid, found.opened) == (False, None, None)
        assert found.code.startswith("package.")


def test_ext_is_kept(bench):
    header = replace(bench.header, ext={"x-note": {"a": [1, "hai"]}})
    made = seal(bench.parts, header, signer=bench.signer, at=bench.at)
    assert unseal(made.data).manifest.header.ext == {"x-note": {"a": [1, "hai"]}}


def test_a_manifest_read_and_written_is_the_same(sealed):
    data = entries_of(sealed)[names.MANIFEST]
    assert dump_manifest(load_manifest(data)) == data
