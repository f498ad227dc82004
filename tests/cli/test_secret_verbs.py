"""Issue 4 point 8: encrypted workspaces, reading keys and the journal, from the command line."""

import json
import subprocess

import pytest
from openpyxl import load_workbook

from ctmtqg_desktop.exchange.upkeep.encrypted import slip_document
from ctmtqg_desktop.reports.page.page_text import write_text
from ctmtqg_desktop.trust.keys.recovery import recovery_lines
from ctmtqg_desktop.workspace.file.cipher import ring_of

pytest.importorskip("sqlcipher3", reason="the encryption extra is not installed")


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "mat-khau.txt"
    path.write_text("mật khẩu của sổ\n", "utf-8")
    return path


@pytest.fixture
def locked(run, world, secret):
    path = world.root / "khoa.ctmtqg"
    code, document = run(
        "init", path, "--unit", "03394", "--date", "2024-12-31", "--encrypt", "--password-file",
        secret, "--report-set", "gnbv-ra-soat-xa",
    )  # fmt: skip
    assert code == 0
    assert document["encrypted"] is True
    return path


def slip_of(run, world):
    return world.root / "phieu-khoi-phuc_khoa.pdf"


def typed_from(slip, tmp_path):
    """Read the code off the printed slip, as a person would."""
    text = subprocess.run(
        ["pdftotext", "-layout", slip, "-"], capture_output=True, text=True, check=True
    ).stdout
    lines = [line.split() for line in text.splitlines()]
    found = [parts[-1] for parts in lines if len(parts) == 2 and parts[0] in "12345678"]
    assert len(found) == 8
    path = tmp_path / "ma.txt"
    path.write_text("\n".join(found), "utf-8")
    return path


def test_encrypted_workspace_works_as_any_other(run, locked, secret, tmp_path):
    ring = ring_of(locked)
    assert ring.is_file()
    cells = tmp_path / "o.json"
    cells.write_text(json.dumps({"rows": {"ds_ngheo": [{"ten": "Lò Thị Mẩy"}]}}), "utf-8")
    door = ("--workspace-password-file", secret)
    code, document = run("enter", locked, "gnbv-danh-sach-ho", "2024", cells, *door)
    assert (code, document["refused"]) == (0, [])
    code, document = run("doctor", locked, *door)
    assert (code, document) == (0, {"ok": True, "problems": []})
    for file in locked.parent.iterdir():
        assert "Lò Thị Mẩy".encode() not in file.read_bytes()


def test_each_way_not_to_open_it_has_its_words(told, locked, tmp_path):
    wrong = tmp_path / "sai.txt"
    wrong.write_text("không phải mật khẩu", "utf-8")
    door = "--workspace-password-file"
    assert told("doctor", locked)[0] == "workspace.locked"
    assert told("doctor", locked, door, wrong)[0] == "trust.sealed-password-wrong"
    assert told("doctor", locked, door, tmp_path / "none")[0] == "exchange.file-missing"
    ring_of(locked).write_bytes(b"{}")
    assert told("doctor", locked, door, wrong)[0] == "trust.sealed-unreadable"


def test_slip_opens_it_when_the_password_is_forgotten(run, told, world, locked, secret, tmp_path):
    slip = slip_of(run, world)
    code_file = typed_from(slip, tmp_path)
    new = tmp_path / "moi.txt"
    new.write_text("mật khẩu mới", "utf-8")
    ring_of(locked).unlink()  # even the key file may be gone
    code, _ = run("recover", locked, "--code-file", code_file, "--password-file", new)
    assert code == 0
    door = "--workspace-password-file"
    assert told("doctor", locked, door, secret)[0] == "trust.sealed-password-wrong"
    assert run("doctor", locked, door, new)[0] == 0


def test_slip_of_another_workspace_and_a_mistyped_one_are_told(told, locked, secret, tmp_path):
    path = tmp_path / "ma.txt"
    before = ring_of(locked).read_bytes()
    asked = ("recover", locked, "--code-file", path, "--password-file", secret)
    path.write_text("\n".join(recovery_lines(bytes(32))), "utf-8")
    assert told(*asked)[0] == "exchange.recovery-other"
    path.write_text("\n".join(recovery_lines(bytes(32)))[:-1] + "Z", "utf-8")
    assert told(*asked)[0] == "trust.recovery-line"
    path.write_text("abc", "utf-8")
    assert told(*asked)[0] == "trust.recovery-length"
    assert ring_of(locked).read_bytes() == before


def test_short_password_and_a_slip_in_the_way_make_nothing(told, world, secret, tmp_path):
    path = world.root / "x.ctmtqg"
    asked = ("init", path, "--unit", "03394", "--date", "2024-12-31", "--encrypt")
    short = tmp_path / "ngan.txt"
    short.write_text("1234567", "utf-8")
    assert told(*asked, "--password-file", short)[0] == "exchange.password-short"
    slip = tmp_path / "da-co.pdf"
    slip.write_bytes(b"old")
    given = ("--password-file", secret, "--recovery-slip", slip)
    assert told(*asked, *given)[0] == "workspace.exists"
    assert slip.read_bytes() == b"old"
    assert not path.exists()
    assert not ring_of(path).exists()


def test_backup_and_restore_of_an_encrypted_workspace(run, told, world, locked, secret, tmp_path):
    door = ("--workspace-password-file", secret)
    backup = tmp_path / "sao-luu.ctmtqg"
    assert run("backup", locked, backup, *door)[0] == 0
    place = world.root / "phuc-hoi.ctmtqg"
    assert told("restore", place, backup)[0] == "workspace.locked"
    assert run("restore", place, backup, *door)[0] == 0
    assert run("doctor", place, *door)[0] == 0


def test_journal_tells_every_file_that_was_written(run, locked, secret, tmp_path):
    door = ("--workspace-password-file", secret)
    backup = tmp_path / "sao-luu.ctmtqg"
    printed = tmp_path / "in.pdf"
    run("backup", locked, backup, *door)
    run(
        "print", locked, "--form", "gnbv-danh-sach-ho", "--period", "2024", "--pdf", printed, *door
    )
    table = tmp_path / "nhat-ky.xlsx"
    code, document = run("journal", locked, "--xlsx", table, *door)
    assert code == 0
    assert [line["what"] for line in document["exports"]] == ["print", "backup", "slip"]
    assert [line["personal"] for line in document["exports"]] == [False, True, False]
    assert all(len(line["sha256"]) == 64 and line["user"] for line in document["exports"])
    assert document["exports"][0]["path"] == str(printed)
    texts = [cell.value for row in load_workbook(table).worksheets[0].iter_rows() for cell in row]
    assert "in.pdf" in texts
    assert run("journal", locked, *door)[1]["exports"][0]["what"] == "table"


def test_reading_key_is_made_once_and_proved_by_its_password(run, told, draft, tmp_path):
    code, first = run("reading-key", draft)
    assert (code, run("reading-key", draft)[1]) == (0, first)
    assert first["reading_key"].startswith("age1")
    assert len(first["fingerprint"].split()) == 6
    wrong = tmp_path / "sai.txt"
    wrong.write_text("sai mật khẩu", "utf-8")
    assert told("reading-key", draft, "--password-file", wrong)[0] == "trust.sealed-password-wrong"


def test_slip_says_how_it_is_used_and_never_the_password(declared, world):
    from datetime import date
    from pathlib import Path

    unit = declared.units.at("03394", date(2024, 12, 31))
    document = slip_document(bytes(32), place=Path("a.ctmtqg"), unit=unit, at=world.clock())
    text = write_text(document)
    assert all(line in text for line in recovery_lines(bytes(32)))
    assert "a.ctmtqg" in text
    assert unit.name in text


def test_closed_envelope_says_why_and_never_that_it_is_damaged(tools, tmp_path, capsys):
    from ctmtqg_desktop.cli import main
    from ctmtqg_desktop.trust.keys import age

    letter = tmp_path / "x.asice.age"
    letter.write_bytes(age.encrypt(b"PK", (age.new_reading_key()[0],)))
    assert main.run(["verify", str(letter)], tools) == 1
    said = capsys.readouterr().err
    assert "mã hóa" in said
    assert "hỏng" not in said
    assert main.run(["verify", str(letter), "--json"], tools) == 1
    (told,) = json.loads(capsys.readouterr().out)["files"]
    assert told["code"] == "exchange.envelope-closed"


def test_reader_that_stops_early_sees_no_traceback(tmp_path):
    import sys

    asked = f"{sys.executable} -m ctmtqg_desktop --version | head -c 1; "
    asked += f"{sys.executable} -m ctmtqg_desktop check-forms | true"
    told = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
    assert "Traceback" not in told.stderr
    assert "BrokenPipe" not in told.stderr
