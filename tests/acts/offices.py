"""Offices that acts are done in: what came in, what waits, what is in conflict."""

import shutil
from dataclasses import replace
from decimal import Decimal

from accepted import three_became_one
from doing import receive, remark

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.entries.submission import ReportKey
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.returns import Asked
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.workspace.records import Identity
from ctmtqg_desktop.workspace.workspace import create

from .conftest import Scene

SET, YEAR, SELF, CODE = "ctmtqg-xa", "2024", "ntm-xa-tu-danh-gia", "03394"
BOOK, KEY = "office.ctmtqg", "office.key"
HOUSEHOLDS = Cell("chung", "so_ho", "value")
PLACE = f"{SELF}/{HOUSEHOLDS}"
REMARK = "Số hộ chưa khớp niên giám."


def posted(office, world, mail, root):
    """An office that knows the units' keys; beside it its own key, and a stick with packages."""
    usb = root / "usb"
    usb.mkdir(parents=True)
    for code in ("03400", CODE):
        (usb / f"{code}.asice").write_bytes(mail[code].data)
    key = world.key_file(world.office_signer)
    office.workspace.close()
    shutil.copy(world.root / "office.ctmtqg", root / BOOK)
    shutil.copy(key, root / KEY)
    return Scene(root, BOOK)


def received(office, world, mail, root):
    """The same office with the packages taken in, and no receipt given yet."""
    return _kept(office, world, mail, root, lambda _: None)


def remarked(office, world, mail, root):
    """The same, with a remark noted upon one report, and a file that says the same."""

    def note(office):
        (sent,) = office.workspace.submissions.of(ReportKey(CODE, SET, YEAR))
        remark(office, sent, Asked(PLACE, REMARK))

    root.mkdir()
    words = f'[{{"cell": "{PLACE}", "text": "{REMARK}"}}]'
    (root / "gop-y.json").write_text(words, "utf-8")
    return _kept(office, world, mail, root, note)


def disputed(office, world, mail, root):
    """The same, with a second content of one revision."""
    facts = {}

    def bring(office):
        path = root / "hai.asice"
        path.write_bytes(forked(mail))
        (found,) = receive(office, [path])
        assert found.outcome == "conflict"
        facts["package"] = next(r.sha256 for r in office.inbox() if r.outcome == "conflict")

    scene = _kept(office, world, mail, root, bring)
    return Scene(scene.root, scene.workspace, facts)


def _kept(office, world, mail, root, more):
    root.mkdir(exist_ok=True)
    usb = root / "usb"
    usb.mkdir()
    for code in ("03400", CODE):
        (usb / f"{code}.asice").write_bytes(mail[code].data)
    receive(office, [usb])
    more(office)
    key = world.key_file(world.office_signer)
    office.workspace.close()
    shutil.copy(world.root / "office.ctmtqg", root / BOOK)
    shutil.copy(key, root / KEY)
    return Scene(root, BOOK)


def forked(mail):
    """Sign a unit's revision once more with another figure."""
    opened = unseal(mail[CODE].data)
    report = payload.load_report(opened.parts["data.json"])
    forms = tuple(
        replace(f, typed={**f.typed, HOUSEHOLDS: Decimal(999)}) if f.id == SELF else f
        for f in report.forms
    )
    data = payload.dump_report(replace(report, forms=forms))
    parts = [PackagePart("data.json", PartRole.DATA, data)]
    head = opened.manifest.header
    return seal(parts, head, signer=mail[CODE].signer, at=head.created).data


def merged_land(root, at):
    """A province, and three communes that became one; nothing here was ever signed."""
    root.mkdir()
    identity = Identity("12", at.date(), "receiver", at, "Tỉnh Lai Châu")
    with create(root / BOOK, identity) as workspace:
        three_became_one(workspace, at)
    return Scene(root, BOOK)
