"""DESIGN 7: every verb answers with the JSON keys of the contract, exit 0 or 1."""

import json

import pytest

CODE, SET = "03394", "ctmtqg-xa"


def test_init(run, world):
    code, said = run("init", world.root / "a.ctmtqg", "--unit", "106", "--receiver",
                     "--date", "2024-12-31")  # fmt: skip
    assert code == 0
    assert said == {"workspace": str(world.root / "a.ctmtqg"), "unit": "106",
                    "name": "Huyện Tam Đường", "role": "receiver"}  # fmt: skip


def test_check_forms(run, core_forms):
    code, said = run("check-forms", core_forms)
    assert (code, said["forms"], said["mistakes"]) == (0, 4, [])
    assert set(said["confidence"]) == {"source", "seed", "unverified"}
    by_kind = said["confidence_by_kind"].values()
    assert all(said["confidence"][c] == sum(k[c] for k in by_kind) for c in said["confidence"])


def test_check_forms_with_a_mistake(run, told, tmp_path):
    (tmp_path / "a.toml").write_text("kind = \n", "utf-8")
    code, said = run("check-forms", tmp_path)
    assert (code, said["forms"]) == (1, 0)
    (mistake,) = said["mistakes"]
    assert (mistake["file"], mistake["line"], mistake["code"]) == ("a.toml", 1, "form.toml")
    assert "Sửa lỗi cú pháp TOML" in mistake["message"]
    assert told("check-forms", tmp_path / "khong-co")[0] == "exchange.file-missing"


@pytest.mark.parametrize("figure", ["28,113", "28.113"])
def test_enter_asks_about_a_figure_with_two_meanings(run, draft, tmp_path, figure):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"cells": {"nguon_luc.nsdp.ke_hoach": figure}}), "utf-8")
    status, said = run("enter", draft, "ntm-nguon-luc", "2024", path)
    assert (status, said["set"]) == (0, 1)
    (asked,) = said["asked"]
    assert (asked["cell"], asked["text"]) == ("nguon_luc.nsdp.ke_hoach", figure)
    assert asked["value"] == {"28,113": "28.113", "28.113": "28113"}[figure]
    assert "28113" in asked["message"]


def test_enter_asks_nothing_about_numbers_of_the_file(run, draft, tmp_path):
    path = tmp_path / "a.json"
    cells = {"nguon_luc.nsdp.ke_hoach": 28.113, "nguon_luc.nstw_dau_tu.ke_hoach": 28113}
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    _, said = run("enter", draft, "ntm-nguon-luc", "2024", path)
    assert (said["set"], said["refused"], said["asked"]) == (2, [], [])


def test_enter_and_check(run, draft, tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"cells": {"nguon_luc.nsdp.ke_hoach": 5}}', "utf-8")
    status, said = run("enter", draft, "ntm-nguon-luc", "2024", path)
    assert (status, said["set"], said["refused"], said["asked"]) == (0, 1, [], [])
    path.write_text('{"cells": {"nguon_luc.nsdp.ke_hoach": "x"}}', "utf-8")
    for flags, code in (((), "entries.not-a-number"), (("--partial",), "entries.not-a-number")):
        status, said = run("enter", draft, "ntm-nguon-luc", "2024", path, *flags)
        assert (status, said["set"]) == (1, 0)
        assert [set(r) for r in said["refused"]] == [{"cell", "code", "message"}]
        assert said["refused"][0]["code"] == code
    code, said = run("check", draft, "--report-set", SET, "--period", "2024")
    assert code == 1
    assert said["blocking"] > 0
    keys = {"severity", "code", "form", "cell", "message", "justification"}
    assert all(set(f) == keys for f in said["findings"])
    assert {"entries.not-a-number", "entries.required"} <= {f["code"] for f in said["findings"]}


def test_check_of_a_finished_report(run, sender):
    code, said = run("check", sender, "--report-set", SET, "--period", "2024")
    assert (code, said["blocking"]) == (0, 0)


def test_verify_alone(run, packages, tmp_path):
    bad = tmp_path / "hong.asice"
    bad.write_bytes((packages / "03400.asice").read_bytes()[:-9])
    code, said = run("verify", packages / "03400.asice")
    (one,) = said["files"]
    assert (code, one["code"], one["message"]) == (0, None, "")
    contract = {
        "intact": True, "signature_valid": True, "signer_known": None, "signer_entitled": None,
        "addressed_to_us": None, "form_known": None, "revision": None, "bottom_line": "open",
    }  # fmt: skip
    assert contract.items() <= one["verdict"].items()
    code, said = run("verify", packages / "03400.asice", bad, tmp_path / "khong-co")
    lines = [f["verdict"]["bottom_line"] for f in said["files"]]
    assert (code, lines) == (1, ["open", "invalid", "invalid"])
    codes = [f["code"] for f in said["files"]]
    assert codes == [None, "package.truncated", "package.read-failed"]


def test_verify_with_a_workspace(run, receiver, packages, told, sender):
    code, said = run("verify", packages / "03400.asice", "--workspace", receiver)
    (one,) = said["files"]
    assert (code, one["verdict"]["bottom_line"], one["verdict"]["revision"]) == (0, "valid", "new")
    assert run("receive", receiver, packages)[1]["counts"] == {"accepted": 3}
    code, said = run("verify", packages / "03400.asice", "--workspace", receiver)
    assert (code, said["files"][0]["verdict"]["revision"]) == (0, "duplicate")
    refused = told("verify", packages / "03400.asice", "--workspace", sender)
    assert refused[0] == "exchange.wrong-role"


def test_receive_consolidate_track_and_print(run, receiver, packages, tmp_path):
    (packages / "hong.asice").write_bytes(b"x")
    code, said = run("receive", receiver, packages)
    assert code == 1
    assert said["counts"] == {"accepted": 3, "refused": 1}
    keys = {"file", "outcome", "code", "message", "unit", "period", "revision",
            "content_sha256", "verdict"}  # fmt: skip
    assert all(keys <= set(f) for f in said["files"])
    (packages / "hong.asice").unlink()
    assert run("receive", receiver, packages)[1]["counts"] == {"duplicate": 3}
    code, said = run("consolidate", receiver, SET, "2024", "--at", "106")
    assert code == 0
    assert len(said["missing"]) == 10
    assert {"unit", "revision", "content_sha256"} == set(said["sources"][0])
    assert set(said["rows"][0]) == {"form", "cell", "label", "value", "text", "sources"}
    whole = next(r for r in said["rows"] if r["cell"] == "nguon_luc.tong.ke_hoach")
    assert int(whole["value"]) == sum(int(s["value"]) for s in whole["sources"])
    code, said = run("track", receiver, "--plan", "003-tam-duong-2024", "--period", "2024")
    assert code == 0
    keys = {
        "id",
        "operator",
        "value",
        "actual",
        "state",
        "reported",
        "owing",
        "coverage",
        "behind",
    }
    assert keys <= set(said["targets"][0])
    average = next(t for t in said["targets"] if t["id"] == "S003-006")
    assert (average["state"], average["reported"], average["owing"]) == ("not-enough", 2, 12)
    assert (average["coverage"], average["asked_text"]) == ("2/12 đơn vị", "≥ 18,5 tiêu chí/xã")
    pdf, xlsx = tmp_path / "a.pdf", tmp_path / "a.xlsx"
    code, said = run("print", receiver, "--period", "2024", "--plan", "003-tam-duong-2024",
                     "--pdf", pdf, "--xlsx", xlsx)  # fmt: skip
    assert (code, said["path"], said["paths"]) == (0, str(pdf), [str(pdf), str(xlsx)])
    assert said["pages"] > 3
    assert pdf.read_bytes().startswith(b"%PDF")
    assert xlsx.read_bytes().startswith(b"PK")


def test_print_of_one_form(run, sender, tmp_path):
    pdf = tmp_path / "a.pdf"
    code, said = run("print", sender, "--form", "ntm-nguon-luc", "--period", "2024", "--pdf", pdf)
    assert (code, said["paths"]) == (0, [str(pdf)])
    assert said["pages"] >= 1


def test_reopen_submit_and_export(run, sender, mail, tmp_path, told):
    key = mail.world.key_file(mail[CODE].signer)
    submit = ("submit", sender, SET, "2024", "--key", key, "--out", tmp_path / "usb")
    assert told(*submit)[0] == "workspace.report-locked"
    code, said = run("export", sender, SET, "2024", "--out", tmp_path / "usb")
    assert code == 0
    assert (tmp_path / "usb" / f"{CODE}_{SET}_2024_r01.asice").read_bytes() == mail[CODE].data
    assert told("reopen", sender, SET, "2024", "--reason", " ")[0] == "exchange.reason-missing"
    code, said = run("reopen", sender, SET, "2024", "--reason", "sửa")
    assert (code, said["revision"], said["status"]) == (0, 2, "draft")
    code, said = run(*submit)
    assert code == 0
    assert {"package", "content_sha256", "revision"} <= set(said)
    assert (said["revision"], said["package"]) == (
        2, str(tmp_path / "usb" / f"{CODE}_{SET}_2024_r02.asice"),
    )  # fmt: skip


def test_submit_of_an_unfinished_report_names_what_blocks(run, draft, world, tmp_path):
    key = world.key_file(world.signer(CODE))
    code, said = run("submit", draft, SET, "2024", "--key", key, "--out", tmp_path / "usb")
    assert (code, said["code"]) == (1, "exchange.blocked")
    assert said["findings"]
    assert list((tmp_path / "usb").iterdir()) == []


def test_keygen_enrol_approve_and_take_the_card(run, draft, world, tmp_path, told):
    """The way of a key, by the verbs alone."""
    town, out = world.root / "huyen.ctmtqg", tmp_path / "usb"
    run("init", town, "--unit", "106", "--receiver", "--date", "2024-12-31")
    keys = {name: tmp_path / f"{name}.key" for name in ("office", "unit")}
    code, said = run("keygen", town, "--key", keys["office"])
    assert code == 0
    assert len(said["fingerprint"].replace(" ", "")) == 30
    code, made = run("keygen", draft, "--key", keys["unit"])
    assert told("keygen", draft, "--key", keys["unit"])[0] == "exchange.key-exists"
    code, asked = run("enrol", draft, "--key", keys["unit"], "--out", out)
    assert asked["fingerprint"] == made["fingerprint"]
    approve = ("approve", town, asked["package"], "--key", keys["office"], "--out", out)
    assert told(*approve, "--unit", "12")[0] == "exchange.not-our-unit"
    code, approved = run(*approve, "--unit", CODE)
    assert (code, approved["unit"], approved["fingerprint"]) == (0, CODE, made["fingerprint"])
    code, said = run("receive", draft, approved["card"], "--key", keys["unit"])
    assert (code, said["files"][0]["code"]) == (0, "exchange.card-taken")


def test_backup_restore_and_doctor(run, sender, tmp_path, told):
    copy = tmp_path / "a.bak"
    assert run("backup", sender, copy) == (0, {"ok": True, "path": str(copy)})
    assert run("doctor", sender) == (0, {"ok": True, "problems": []})
    code, said = run("restore", sender, copy, "--replace")
    assert (code, said["ok"]) == (0, True)
    assert told("backup", sender, copy)[0] == "workspace.exists"
    assert told("restore", sender, tmp_path / "khong-co")[0].startswith("workspace.")
