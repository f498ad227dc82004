"""Issue 4 item 9: catalogue files, key files and enrolments that would harm are refused whole."""

import random
from dataclasses import replace

import pytest

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.read.reader import read_catalogue
from ctmtqg_desktop.errors import CtmtqgError
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.exchange.words import of_error
from ctmtqg_desktop.package.edition import FOLDER, Edition, edition_json, read_edition
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.keys import keys

PASSWORD = "mật khẩu thử"  # noqa: S105  of a key that lives for one test
GOOD = b'kind = "measures"\nmeasures = [\n  { id = "gian-hang", label = "Gian" },\n]\n'
HOSTILE = {
    "deep-lists": b"a = " + b"[" * 50_000,
    "deep-closed": b"a = " + b"[" * 5_000 + b"]" * 5_000,
    "deep-tables": b"a = " + b"{b = " * 5_000,
    "deep-keys": b"a" + b".a" * 3_000 + b" = 1",
    "huge-number": b"a = " + b"9" * 6_000,
    "not-a-number": b'kind = "measures"\nmeasures = [{ id = "a", label = "A", decimals = nan }]',
    "infinite": b'kind = "measures"\nmeasures = [{ id = "a", label = "A", factor = inf }]',
    "not-utf-8": b'kind = "\xff\xfe"',
    "utf-16": 'kind = "measures"'.encode("utf-16"),
    "nul": b'kind = "measures"\x00',
    "byte-order-mark": b'\xef\xbb\xbfkind = "measures"',
    "kind-twice": b'kind = "measures"\nkind = "form"',
    "no-kind": b"a = 1",
    "unknown-kind": b'kind = "program"\nrun = "calc.exe"',
    "empty": b"",
    "path-as-id": b'kind = "measures"\nmeasures = [{ id = "../../x", label = "A" }]',
    "rule-bomb": b'kind = "form"\nid = "a"\n[[rules]]\ncheck = "' + b"(" * 50_000 + b'"',
}


@pytest.fixture
def issued(written, core_forms, tmp_path, monkeypatch):
    """Return what signs a catalogue of these files with the receiver's own right key."""
    monkeypatch.setattr(assets, "forms_dir", lambda: core_forms)
    opened = unseal(written.kinds["catalogue"])
    edition = read_edition(opened.parts)

    def make(files):
        new = Edition(edition.version, "", edition.issued, edition.issuer, files)
        parts = [PackagePart("catalogue.json", PartRole.DATA, edition_json(new))]
        parts += [PackagePart(FOLDER + name, PartRole.DATA, data) for name, data in files.items()]
        signer = written.world.office_signer
        made = seal(parts, opened.manifest.header, signer=signer, at=edition.issued)
        path = tmp_path / "danh-muc.asice"
        path.write_bytes(made.data)
        return path

    return make


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_catalogue_file_is_refused_whole(issued, desk, dump, name):
    before = dump(desk.workspace)
    (found,) = take_in(desk, TakeIn((issued({"a.toml": GOOD, "b.toml": HOSTILE[name]}),))).found
    assert found.outcome == "refused", found
    assert found.code
    assert "{" not in found.message.replace("{b = ", "")
    assert dump(desk.workspace) == before


def test_a_name_of_a_file_is_never_a_path(issued):
    """The format itself refuses it; nothing inside a package is written under its own name."""
    for name in ("../a.toml", "/a.toml", "a/b.toml", "C:a.toml", "con.toml", "a\\b.toml", ".a"):
        with pytest.raises(CtmtqgError) as caught:
            issued({name: b""})
        assert caught.value.code in {"package.zip-name", "package.zip-name-reserved",
                                     "package.manifest-file"}  # fmt: skip


def test_a_bent_key_file_is_refused_or_the_same_key(mail):
    signer = mail["03394"].signer
    data = keys.seal_key(signer._key, PASSWORD,
                         certificates=(signer.certificate_der,))  # fmt: skip
    luck, codes = random.Random(4), set()
    for _ in range(1500):
        bent = bytearray(data)
        for _n in range(luck.choice((1, 1, 3))):
            bent[luck.randrange(len(bent))] = luck.randrange(256)
        if luck.random() < 0.2:
            bent = bent[: luck.randrange(len(bent))]
        try:
            key = keys.open_key(bytes(bent), PASSWORD)
            keys.certificates_of(bytes(bent))
        except CtmtqgError as error:
            codes.add((error.code, of_error(error).todo))
        else:
            assert keys.spki_sha256(key) == signer.spki_sha256
    assert len(codes) >= 3
    assert all(todo for _, todo in codes)


def test_a_label_of_a_catalogue_cannot_turn_the_writing():
    """The signed file stays as it is; what is shown of it is what is seen."""
    text = 'kind = "measures"\nmeasures = [{ id = "a", label = "A\u202e\u200bB" }]\n'
    reading = read_catalogue(extra={"a.toml": text.encode()})
    assert reading.catalogue.measures["a"].label == "AB"


def test_an_attachment_is_never_written_under_its_senders_name(mail):
    """A name a sender chose is data; the format gives every file a name of its own."""
    opened = unseal(mail["03394"].data)
    for name in (
        "../x.pdf",
        "C:\\x.pdf",
        "a/b.pdf",
        "x\u202efdp.exe",
        "a\nb.pdf",
        'a".pdf',
        "a|b",
    ):
        part = PackagePart("attachments/001.pdf", PartRole.ATTACHMENT, b"x", name)
        parts = [PackagePart("data.json", PartRole.DATA, opened.parts["data.json"]), part]
        header = replace(opened.manifest.header)
        with pytest.raises(CtmtqgError):
            seal(parts, header, signer=mail["03394"].signer, at=header.created)
