"""Every kind of package the program writes, each by the verb that writes it."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from doing import acknowledge, receive, send_back
from sqlalchemy import inspect as look_into
from sqlalchemy import text

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import Publish
from ctmtqg_desktop.exchange.keys.orders import Approve, Enrol, PublishRevocations, Revoke
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.signing import Held, KeyFile, Signing
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.issue import give_number
from ctmtqg_desktop.exchange.sender.orders import GiveNumber
from ctmtqg_desktop.package.returns import Asked
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
UNIT, OTHER = "03394", "03400"
PASSWORD = "mật khẩu thử"  # noqa: S105  of keys that live for one test
ASKED = "ntm-xa-tu-danh-gia/chung.so_ho.value"
MEASURES = 'kind = "measures"\nmeasures = [\n  { id = "gian-hang", label = "Gian hàng" },\n]\n'
PLAN = """kind = "plan"
id = "ke-hoach-thu"
title = "Kế hoạch thử"
issuer = "Huyện Tam Đường"
source = "Kế hoạch thử"
confidence = "unverified"
targets = [
  { id = "T-001", quote = "có 01 gian hàng", unit = "106", period = "2024", indicator = "Gian hàng", operator = ">=", figure = "1", measure = "gian-hang", kind = "target", source = "Kế hoạch thử", confidence = "unverified", answer = { why_not = "Chưa có biểu." } },
]
"""  # noqa: E501  a target is one line of its file


@dataclass(frozen=True)
class Written:
    """One package of every kind, and what the tests about them need.

    Attributes:
        kinds: kind -> bytes of the package.
        key: the unit's key file, which the unit card is for.
        office: folder of the receiving office's workspace, closed.
    """

    kinds: dict
    world: object
    key: Path
    office: Path
    desk: Path


@pytest.fixture(scope="session")
def written(tmp_path_factory, mail, core_forms):
    """Report (issued too), receipt, return, enrolment, card, catalogue, revocations."""
    world = type(mail.world)(tmp_path_factory.mktemp("moi-loai"), mail.world.catalogue)
    world.authority, world.serial = mail.world.authority, 50
    office, made = world.open_office(), {"report": mail[UNIT].data}
    for code in (UNIT, OTHER):
        world.enrol(office, code, mail[code].signer)
    author, out = Author(world.office_signer, "Chủ tịch"), world.root
    results = receive(office, [mail[UNIT].done.package])
    assert [r.outcome for r in results] == ["accepted"]
    (path,) = acknowledge(office, author, out)
    made["receipt"] = path.read_bytes()
    made["issued"] = _issued(world, office, mail)
    made["return"] = _returned(office, mail[UNIT].done, author).read_bytes()
    desk = shutil.copyfile(mail[UNIT].workspace, world.root / "gui.ctmtqg")
    key = _enrolled(world, office, desk, made)
    (out / "ban-hanh").mkdir()
    (out / "ban-hanh" / "don-vi-tinh.toml").write_text(MEASURES, "utf-8")
    order = Publish(out / "ban-hanh", Signing(Held(author.signer), out, author.title))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "forms_dir", lambda: core_forms)
        made["catalogue"] = do(office, order).paths[0].read_bytes()
        (out / "ke-hoach").mkdir()
        (out / "ke-hoach" / "ke-hoach-thu.toml").write_text(PLAN, "utf-8")
        order = Publish(out / "ke-hoach", Signing(Held(author.signer), out, author.title))
        made["targets"] = do(office, order).paths[0].read_bytes()
    office.workspace.close()
    return Written(made, world, key, world.root / "office.ctmtqg", Path(desk))


def _issued(world, office, mail):
    """Let the clerk number and seal the report, with the key of the unit's seal."""
    path = shutil.copyfile(mail[UNIT].workspace, world.root / "van-thu.ctmtqg")
    seal = world.signer(UNIT)
    world.enrol(office, UNIT, seal, note="seal")
    with open_workspace(path, clock=world.clock) as workspace:
        own = desk_of(Program(lambda: world.catalogue, world.clock), workspace)
        signing, day = Signing(Held(seal), world.root, "Văn thư"), world.clock().date()
        order = GiveNumber(SET, YEAR.code, 45, day, signing)
        return give_number(own, order).paths[0].read_bytes()


def _returned(office, done, author):
    (submission,) = office.workspace.submissions.of(office.workspace.submissions.find(
        done.content_sha256).key)  # fmt: skip
    remarks = (Asked(ASKED, "Số hộ chưa khớp niên giám."),)
    out = Path(office.workspace.place).parent
    return send_back(
        office, submission, remarks, author=author, out_dir=out, due=date(2025, 1, 20)
    )


def _enrolled(world, office, desk, made):
    """Ask to be enrolled with a new key, and be approved."""
    key_file = world.key_file(world.signer(UNIT))
    root = keys.seal_key(world.authority.key, PASSWORD)
    at = world.clock()
    office.workspace.signers.set_authority(world.authority.certificate_der, root, at)
    with open_workspace(desk, clock=world.clock) as workspace:
        unit = desk_of(Program(lambda: world.catalogue, world.clock), workspace)
        asking = Signing(KeyFile(key_file, PASSWORD), world.root, "Chủ tịch")
        (request,) = do(unit, Enrol(asking)).paths
    made["enrolment"] = request.read_bytes()
    source = Held(world.office_signer)
    signing = Signing(source, world.root, "Chủ tịch", authority_password=PASSWORD)
    (card,) = do(office, Approve(made["enrolment"], UNIT, signing)).paths
    made["unit-card"] = card.read_bytes()
    do(office, Revoke(OTHER, "key-lost"))
    (listed,) = do(office, PublishRevocations(signing)).paths
    made["revocations"] = listed.read_bytes()
    return key_file


@pytest.fixture
def desk(written, world):
    """The unit's own computer, which sent the report; a copy."""
    path = shutil.copyfile(written.desk, world.root / "gui.ctmtqg")
    made = desk_of(
        Program(lambda: world.catalogue, world.clock), open_workspace(path, clock=world.clock)
    )
    yield made
    made.workspace.close()


def dumped(workspace):
    """Return every row of every table."""
    with workspace._db.read() as connection:
        names = sorted(look_into(connection).get_table_names())
        return {
            name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"'))))  # noqa: S608
            for name in names
        }


@pytest.fixture(scope="session")
def dump():
    return dumped
