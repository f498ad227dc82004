"""DESIGN 3: the program never opens a socket, whatever it does."""

import shutil
import socket

import pytest
from doing import acknowledge, receive

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.orders import Reopen
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR = "ctmtqg-xa", Period.parse("2024")


class NoSocket:
    """Stands for every socket; making one is what fails."""

    def __init__(self, *_, **__):
        pytest.fail("a socket was opened")


def nobody(*_, **__):
    pytest.fail("a name was looked up or a connection made")


@pytest.fixture
def offline(monkeypatch):
    monkeypatch.setattr(socket, "socket", NoSocket)
    for name in ("create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, nobody)


@pytest.mark.usefixtures("offline")
def test_a_report_is_amended_signed_received_and_printed_without_a_socket(world, mail, tmp_path):
    from ctmtqg_desktop.exchange.paper.write import write_document
    from ctmtqg_desktop.exchange.receiver.print import consolidated_report

    world.authority = mail.world.authority
    path = shutil.copyfile(mail["03394"].workspace, tmp_path / "gui.ctmtqg")
    with open_workspace(path, clock=world.clock) as workspace:
        desk = desk_of(Program(lambda: world.catalogue, world.clock), workspace)
        reopen(desk, Reopen(SET, YEAR.code, "sửa"))
        done = world.submit(desk, mail["03394"].signer, tmp_path)
    first = tmp_path / "a1.asice"
    first.write_bytes(mail["03394"].data)
    office = world.open_office()
    world.enrol(office, "03394", mail["03394"].signer)
    results = receive(office, [first])
    amended = receive(office, [done.package])
    assert [r.outcome for r in (*results, *amended)] == ["accepted", "accepted"]
    author = Author(world.office_signer, "Chủ tịch")
    assert len(acknowledge(office, author, tmp_path)) == 2
    whole = office.consolidate(SET, YEAR)
    document = consolidated_report(office.library, whole, (), at=world.clock())
    written = write_document(document, pdf=tmp_path / "a.pdf", xlsx=tmp_path / "a.xlsx")
    assert len(written) == 2
    office.workspace.close()


@pytest.mark.usefixtures("offline")
def test_the_stub_would_notice():
    with pytest.raises(pytest.fail.Exception):
        socket.socket()
