"""Issue 4 item 9: look-alike and bidirectional names are shown harmless, everywhere the same."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from doing import receive

from ctmtqg_desktop.exchange.words import claimed, say
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.manifest import SignerClaim, UnitRef
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.text import harmless, has_odd_letters

RLO = "\u202e"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Xã Bình Lư", "Xã Bình Lư"),
        ("Xa\u0303 Bi\u0300nh Lu\u031b", "Xã Bình Lư"),  # decomposed
        (f"baocao{RLO}xslx.exe", "baocaoxslx.exe"),
        ("a\u2066b\u2069c\u200e\u200f\u061c", "abc"),
        ("Bình\u200bLư\u200d\ufeff\u00ad", "BìnhLư"),  # nothing to see between
        ("a\x00b\x07c\x1b[31md\x7f\x9b", "abc[31md"),
        ("a\u2028b\u2029c\td\u3000e\u00a0f", "a b c d e\u00a0f"),
        ("một\nhai", "một\nhai"),
        ("a\ue000b\U000e0041c\u3164d\uffff", "abcd"),  # private, tag, filler, nobody's
        ("a\ud800b", "ab"),
        ("5 ≥ 3 ₫ ☑ — “x”", "5 ≥ 3 ₫ ☑ — “x”"),
    ],
)
def test_what_is_seen_is_what_is_there(text, shown):
    assert harmless(text) == shown
    assert harmless(shown) == shown


@pytest.mark.parametrize(
    "name", ["Xã Bình Lư", "Nguyễn Văn Ất 2", "ĐẮK LẮK", "Krông Năng", "Ơ Ư ỹ Ỵ"]
)
def test_vietnamese_letters_are_ours(name):
    assert not has_odd_letters(name)
    assert claimed(name) == name


@pytest.mark.parametrize(
    "name",
    ["X\u00e3 B\u00ecnh L\u01b0\u0430", "\u0425\u0430", "\u0391", "\uff21\uff22", "ᎪᏴ", "𝐀"],
)
def test_letters_that_only_look_like_ours_are_said(name):
    assert has_odd_letters(name)
    assert "chữ cái lạ" in claimed(name)
    assert name in claimed(name)


def test_a_claimed_name_is_one_line():
    assert claimed("Xã\nBình  Lư\n") == "Xã Bình Lư"


def test_a_path_stays_within_its_line_whatever_it_is_called():
    assert "\n" not in say("done.print-slip", {"path": Path("a"), "fingerprint": Path("a\nb")})


def test_every_message_shows_its_facts_harmless():
    said = say("exchange.duplicate", {"file": f"a{RLO}b.asice", "unit": f"Xã{RLO}", "revision": 1,
                                      "period": "2024", "first": "x"})  # fmt: skip
    assert RLO not in said


def test_a_file_name_that_turns_round_is_told_without_turning(office, tmp_path):
    path = tmp_path / f"baocao_{RLO}ecisa.exe.asice"
    path.write_bytes(b"x")
    (found,) = receive(office, [path])
    assert RLO not in found.message
    assert found.outcome == "refused"


@pytest.mark.parametrize("name", [f"Xã{RLO}", "X\u200fã", "a\u2067b"])
def test_a_name_that_turns_round_is_not_even_written(mail, name):
    opened = unseal(mail["03394"].data)
    parts = [PackagePart("data.json", file.role, opened.parts["data.json"])
             for file in opened.manifest.files if file.path == "data.json"]  # fmt: skip
    header = replace(opened.manifest.header, unit=UnitRef("03394", name))
    with pytest.raises(Exception, match="json-control"):
        seal(parts, header, signer=mail["03394"].signer, at=header.created)


def test_the_unit_is_named_from_our_own_list(office, mail, tmp_path):
    """The package says it is another commune of the same code; the office says who it is."""
    opened = unseal(mail["03394"].data)
    parts = [
        PackagePart(file.path, file.role, opened.parts[file.path])
        for file in opened.manifest.files
    ]
    claim = SignerClaim("Ch\u0443 tich", "<b>Chủ tịch</b>")
    header = replace(opened.manifest.header, unit=UnitRef("03394", "Thị trấn Tam Đường"),
                     signer_claim=claim)  # fmt: skip
    made = seal(parts, header, signer=mail["03394"].signer, at=header.created)
    (tmp_path / "a.asice").write_bytes(made.data)
    (found,) = receive(office, [tmp_path / "a.asice"])
    assert found.outcome == "accepted"
    assert "Xã Thèn Sin" in found.message
    assert "Thị trấn" not in found.message


def test_a_proof_shows_claims_as_claims(office, mail, tmp_path):
    from ctmtqg_desktop.ui.life.proof import proof_facts

    opened = unseal(mail["03394"].data)
    parts = [
        PackagePart(file.path, file.role, opened.parts[file.path])
        for file in opened.manifest.files
    ]
    header = replace(opened.manifest.header, unit=UnitRef("03394", "X\u00e3 Th\u0435n Sin"))
    made = seal(parts, header, signer=mail["03394"].signer, at=header.created)
    (tmp_path / "a.asice").write_bytes(made.data)
    receive(office, [tmp_path / "a.asice"])
    facts = dict(proof_facts(office.workspace, made.package_sha256))
    assert "chữ cái lạ" in facts["Đơn vị ký"]
    assert "03394" in facts["Đơn vị ký"]


def test_texts_of_a_package_cannot_hide_anything():
    """What a person cannot see does not travel: the format refuses it before it is shown."""
    for mark in ("\u202a", "\u2066", "\u200e", "\x00", "\x7f"):
        with pytest.raises(Exception, match="json-control"):
            canonical.load(json.dumps([f"a{mark}b"], ensure_ascii=False).encode())
