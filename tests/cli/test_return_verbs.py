"""DESIGN 7: send-back, acknowledge, unlock, conflicts, life; doctor follows the receipts."""

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from openpyxl import Workbook

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal

CODE, SET, SELF = "03394", "ctmtqg-xa", "ntm-xa-tu-danh-gia"
ASKED = f"{SELF}/chung.so_ho"


@pytest.fixture
def key(world, office):
    return world.key_file(world.office_signer)


@pytest.fixture
def loaded(run, receiver, packages):
    """The office's workspace with three units' reports."""
    assert run("receive", receiver, packages)[0] == 0
    return receiver


@pytest.fixture
def both(world, mail, key):
    """The keys of office and commune, and the digest of what the commune sent."""
    commune = mail[CODE]
    own = world.key_file(commune.signer)
    return SimpleNamespace(office_key=key, commune_key=own, sent=commune.done.content_sha256)


def ailing(run, workspace):
    """Return what the doctor finds; that these keys were enrolled without a card is known."""
    _, said = run("doctor", workspace)
    return [p["code"] for p in said["problems"] if p["code"] != "exchange.record-unproved"]


def remarks(tmp_path, *rows):
    path = tmp_path / "gop-y.json"
    path.write_text(json.dumps(rows or [{"cell": ASKED, "text": "Chưa khớp niên giám."}]), "utf-8")
    return path


def explained(run, sender, tmp_path, finding):
    """Answer the remark in words: the cell that it is upon stays as it was."""
    answered = tmp_path / "tra-loi.json"
    reasons = {f"{finding['code']}@{finding['cell']}": "Đã đối chiếu, số đúng."}
    answered.write_text(json.dumps({"reasons": reasons}), "utf-8")
    return run("enter", sender, SELF, "2024", answered)[0]


def test_send_back_and_what_the_sender_does_with_it(run, told, loaded, sender, tmp_path, both):
    theirs = ("--remarks", remarks(tmp_path), "--key", both.office_key, "--out", tmp_path / "ve")
    back = ("send-back", loaded, CODE, *theirs)
    code, said = run(*back, "--due", "2025-01-20")
    assert code == 0
    assert {"package", "revision", "content_sha256", "due", "remarks"} <= set(said)
    assert (said["revision"], said["remarks"], said["due"]) == (1, 1, "2025-01-20")
    assert said["content_sha256"] == both.sent
    code, whole = run("consolidate", loaded, SET, "2024")
    assert CODE in whole["missing"]
    code, taken = run("receive", sender, said["package"])
    assert (code, taken["files"][0]["code"]) == (0, "exchange.return-taken")
    locked = tmp_path / "o.json"
    locked.write_text(json.dumps({"cells": {"chung.so_nhan_khau": "5000"}}), "utf-8")
    assert told("enter", sender, SELF, "2024", locked)[0] == "workspace.cell-locked"
    place = f"{SELF}/chung.so_nhan_khau.value"
    unlock = ("unlock", sender, SET, "2024", place, "--reason")
    assert told(*unlock, " ")[0] == "exchange.reason-missing"
    code, said = run(*unlock, "Đổi theo số hộ")
    assert (code, said["place"]) == (0, place)
    assert run("enter", sender, SELF, "2024", locked)[0] == 0
    mine = ("--key", both.commune_key, "--out", tmp_path / "len")
    code, said = run("submit", sender, SET, "2024", *mine)
    (asked,) = said["findings"]
    assert (code, asked["code"].startswith("remark.2.")) == (1, True)
    assert explained(run, sender, tmp_path, asked) == 0
    code, sent = run("submit", sender, SET, "2024", *mine)
    assert (code, sent["revision"]) == (0, 2)
    code, said = run("receive", loaded, sent["package"])
    assert [f["outcome"] for f in said["files"]] == ["accepted"]


@pytest.mark.parametrize("name", ["id", "digest", "report"])
def test_a_report_is_named_by_number_digest_or_place(run, loaded, key, tmp_path, mail, name):
    digest = mail["03400"].done.content_sha256
    given = {"digest": digest[:10], "report": f"03400/{SET}/2024", "id": "2"}[name]
    out = ("--remarks", remarks(tmp_path), "--key", key, "--out", tmp_path / "ve")
    code, said = run("send-back", loaded, given, *out)
    assert code == 0
    assert name == "id" or said["unit"] == "03400"
    assert said["due"] == "2025-01-13"  # a week: every return has a last day


def test_remarks_come_from_a_workbook_too(run, loaded, key, tmp_path):
    book = Workbook()
    book.active.append(["Ô", "Góp ý", "Hạn"])
    book.active.append([ASKED, "Chưa khớp.", "20/01/2025"])
    book.active.append([None, "Rà soát lại.", None])
    path = tmp_path / "gop-y.xlsx"
    book.save(path)
    out = ("--remarks", path, "--key", key, "--out", tmp_path / "ve")
    code, said = run("send-back", loaded, CODE, *out)
    assert (code, said["remarks"], said["due"]) == (0, 2, "2025-01-20")


def test_what_is_no_return_is_refused(told, loaded, key, tmp_path):
    def back(which, path):
        return told("send-back", loaded, which, "--remarks", path, "--key", key)[0]

    assert back("99999", remarks(tmp_path)) == "workspace.submission-unknown"
    assert back(CODE, tmp_path / "khong-co.json") == "intake.missing"
    for rows, code in (
        ([{"cell": "a/b.c.d", "text": "x"}], "exchange.remark-place"),
        ([{"cell": ASKED, "text": ""}], "exchange.remark-text"),
        ([{"cell": ASKED, "text": "x", "due": "mai"}], "intake.remarks-shape"),
        ([{"o": ASKED}], "intake.remarks-shape"),
    ):
        assert back(CODE, remarks(tmp_path, *rows)) == code
    empty = tmp_path / "rong.json"
    empty.write_text("[]", "utf-8")
    assert back(CODE, empty) == "exchange.return-empty"


def test_acknowledge_gives_what_is_missing_once_and_doctor_follows_it(
    run, loaded, sender, key, tmp_path
):
    out = tmp_path / "ve"
    code, said = run("acknowledge", loaded, "--key", key, "--out", out)
    assert (code, len(said["receipts"])) == (0, 3)
    assert run("acknowledge", loaded, "--key", key, "--out", out) == (0, {"receipts": []})
    mine = next(path for path in said["receipts"] if f"_{CODE}_" in path)
    assert run("receive", sender, mine)[0] == 0
    assert ailing(run, loaded) == []
    assert run("doctor", sender) == (0, {"ok": True, "problems": []})


@pytest.fixture
def fork(mail, tmp_path):
    """The same revision of a unit with another figure, rightly signed."""
    opened = unseal(mail[CODE].data)
    report = payload.load_report(opened.parts["data.json"])
    cell = Cell("chung", "so_ho", "value")
    forms = tuple(
        replace(f, typed={**f.typed, cell: Decimal(999)})
        if f.id == SELF else f
        for f in report.forms
    )  # fmt: skip
    parts = [
        PackagePart("data.json", PartRole.DATA, payload.dump_report(replace(report, forms=forms)))
    ]
    head = opened.manifest.header
    path = tmp_path / "hai.asice"
    path.write_bytes(seal(parts, head, signer=mail[CODE].signer, at=head.created).data)
    return path


def test_a_conflict_shows_both_values_and_is_decided_with_a_reason(run, told, loaded, fork):
    run("receive", loaded, fork)
    code, said = run("conflicts", loaded)
    (conflict,) = said["conflicts"]
    assert (conflict["report"], conflict["revision"]) == (f"{CODE}/{SET}/2024", 1)
    assert [(d["cell"], d["second"]) for d in conflict["differences"]] == [
        ("chung.so_ho.value", "999")
    ]
    sha = conflict["package_sha256"]
    assert told("conflicts", loaded, sha, "--reason", "x")[0] == "exchange.decision-missing"
    assert told("conflicts", loaded, sha, "--take")[0] == "exchange.reason-missing"
    assert run("conflicts", loaded, sha, "--keep", "--reason", "Gói đầu đúng")[0] == 0
    assert run("conflicts", loaded) == (0, {"conflicts": []})
    code, said = run("conflicts", loaded, sha, "--take", "--reason", "Hỏi lại: gói sau đúng")
    assert (code, said["taken"]) == (0, True)
    code, whole = run("consolidate", loaded, SET, "2024")
    row = next(r for r in whole["rows"] if (r["form"], r["cell"]) == (SELF, "chung.so_ho.value"))
    assert "999" in {part["value"] for part in row["sources"]}
    assert ailing(run, loaded) == []


def test_life_tells_and_writes_one_file(run, told, loaded, key, tmp_path):
    run("acknowledge", loaded, "--key", key, "--out", tmp_path / "ve")
    code, said = run("life", loaded, SET, "2024", "--unit", CODE, "--out", tmp_path / "ho-so")
    assert code == 0
    assert [(e["what"], e["revision"]) for e in said["events"]] == [("arrived", 1), ("receipt", 1)]
    assert said["path"].endswith(f"vong-doi_{CODE}_{SET}_2024.zip")
    shutil.unpack_archive(said["path"], tmp_path / "mo")
    assert len(list((tmp_path / "mo").glob("*.asice"))) == 2
    assert told("life", loaded, SET, "2024-Q9", exit_code=1)[0].startswith("form.")
