"""Issue 11, Build 4: after an import of a mixed folder the office sees what came, one click on."""

import shutil
from dataclasses import replace

import pytest
from doing import explain_blanks

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.demo import demo
from ctmtqg_desktop.exchange.act import to_json
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.keys import load_signer
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.receiver.orders import Receive
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of
from ctmtqg_desktop.exchange.sender.orders import Submit
from ctmtqg_desktop.workspace.workspace import open_workspace

from .conftest import CODES, NOW

HALF = Period.parse("2024-H1")


def sent_for(world, code, period, out):
    """Let a commune send the same figures for another period."""
    with open_workspace(world.workspace(code)) as store:
        desk = desk_of(Program(lambda: world.catalogue, lambda: NOW), store)
        (report,) = [r for r in world.data if r.unit == code]
        demo.fill(desk, [replace(report, period=period)])
        explain_blanks(desk, demo.SET, period)
        for finding in desk.findings(demo.SET, period):
            if finding.blocks:
                desk.justify(desk.sheet(finding.form, period), finding, "Số liệu nửa năm")
        signing = Signing(Held(load_signer(world.key(code), world.password)), out)
        done = do(desk, Submit(demo.SET, period.code, signing))
        assert not done.is_refused, done.facts
        return done.paths[0]


@pytest.fixture
def mixed(world, tmp_path):
    """A folder of all that a stick may hold."""
    folder = tmp_path / "usb"
    shutil.copytree(world.packages, folder)
    sent_for(world, CODES[0], HALF, folder)
    for path in [p for p in folder.iterdir() if p.name.startswith(CODES[1])][:1]:
        shutil.copyfile(path, folder / "ban-sao.asice")
    for request in world.root.rglob("dangky*.asice"):
        shutil.copyfile(request, folder / request.name)
    for card in world.root.rglob("the_*.asice"):
        shutil.copyfile(card, folder / card.name)
    (folder / "ghi-chu.txt").write_text("không phải gói", "utf-8")
    (folder / "hong.asice").write_bytes(b"PK\x03\x04 hong")
    return folder


def test_the_office_is_told_reports_periods_and_lateness(receiver, mixed, qtbot):
    receiver.show_period(HALF)
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    receiver.inbox.take((mixed,))
    qtbot.waitUntil(lambda: not receiver.jobs.is_busy)
    notice = receiver.shell.notice
    assert "năm 2024: 2" in notice.text()
    assert "6 tháng đầu năm 2024: 1, muộn 1" in notice.text()
    assert "không nhận 2" in notice.text()
    assert "trùng" in notice.text().lower()
    assert notice.offer.text() == "Xem năm 2024"  # half a year is on screen
    notice.offer.click()
    assert receiver.period == Period.parse("2024")


@pytest.fixture
def command(world, mixed, tmp_path):
    """What the command answers over the same folder, in an equal office."""
    path = shutil.copyfile(world.workspace("106"), tmp_path / "106.ctmtqg")
    with open_workspace(path) as store:
        office = office_of(Program(lambda: world.catalogue, lambda: NOW), store)
        return to_json(do(office, Receive((mixed,))).facts)


def test_window_and_command_give_one_summary(mixed, command, receiver, qtbot):
    with qtbot.waitSignal(receiver.shell.acting.acted) as told:
        receiver.inbox.take((mixed,))
    seen = to_json(told.args[1].facts)
    assert seen == command
    assert [(c["period"], c["reports"], c["late"]) for c in seen["came"]] == [
        ("2024-H1", 1, 1), ("2024", 2, 0),
    ]  # fmt: skip
    outcomes = {f["file"]: f["outcome"] for f in seen["files"]}
    assert outcomes["hong.asice"] == "refused"
    assert "duplicate" in outcomes.values()
    rows = receiver.inbox.board.inbox.records
    shown = {rows.record(row).file for row in range(rows.rowCount())}
    assert {name for name, one in outcomes.items() if one != "duplicate"} <= shown
