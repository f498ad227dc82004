"""The demonstration: the Tam Đường plan of 2024, from empty folders to the consolidated print.

Every step is the function behind the verb of that name; only the clock is set to the days
after the year reported, because the plan is of 2024. The figures are illustrative.
"""

import shutil
import tomllib
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ctmtqg_desktop import assets
from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.periods import Period
from ctmtqg_desktop.catalogue.units import Unit
from ctmtqg_desktop.cli.tools import Answer, Tools, folder_of
from ctmtqg_desktop.clock import VIETNAM, Clock
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.approval import Decision, approve, open_request
from ctmtqg_desktop.exchange.demonstration import SETTING
from ctmtqg_desktop.exchange.desk import Desk
from ctmtqg_desktop.exchange.enter import enter
from ctmtqg_desktop.exchange.handled import choose
from ctmtqg_desktop.exchange.incoming import take_in
from ctmtqg_desktop.exchange.keys import enrol, load_signer, make_authority, make_key
from ctmtqg_desktop.exchange.office import Office
from ctmtqg_desktop.exchange.packing import Author, Site
from ctmtqg_desktop.exchange.printing import (
    Written,
    consolidated_report,
    form_draft,
    report_draft,
    write_document,
)
from ctmtqg_desktop.exchange.receive import Received, give_receipts, summary
from ctmtqg_desktop.exchange.submit import submit
from ctmtqg_desktop.intake.entry_file import EntryFile
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.text import canonical_number
from ctmtqg_desktop.workspace.records import Identity, Role
from ctmtqg_desktop.workspace.workspace import create

RECEIVER, SET, PLAN, PERIOD = "106", "ctmtqg-xa", "003-tam-duong-2024", Period.parse("2024")
PASSWORD = "trinh-dien-2024"  # noqa: S105  printed beside the demonstration's keys
START = datetime(2025, 1, 6, 8, 0, tzinfo=VIETNAM)


def ticking(start: datetime) -> Clock:
    """Return a clock that is a second later each time it is asked."""
    moments = (start + timedelta(seconds=number) for number in range(10**9))
    return lambda: next(moments)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demonstration takes place."""

    root: Path
    catalogue: Catalogue
    clock: Clock

    @property
    def carried_up(self) -> Path:
        """Return the folder that stands for the stick with reports."""
        return self.root / "usb-gui-len"

    @property
    def carried_down(self) -> Path:
        """Return the folder that stands for the stick with cards and receipts."""
        return self.root / "usb-gui-ve"

    @property
    def reports(self) -> Path:
        """Return the folder of prints."""
        return self.root / "ban-in"

    def home(self, unit: str) -> Path:
        """Return the folder of a unit's own computer."""
        return self.root / "may-tinh" / unit

    def workspace(self, unit: str) -> Path:
        """Return a unit's workspace."""
        return self.home(unit) / "so.ctmtqg"

    def key(self, unit: str) -> Path:
        """Return a unit's key file."""
        return self.home(unit) / "khoa.key"


def demo_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Build the demonstration in a folder, from nothing."""
    stage = _stage(Path(arguments.folder), tools)
    data = tomllib.loads(assets.resource("demo", "tam-duong-2024.toml").read_text("utf-8"))
    office, author = _open_office(stage)
    codes = [unit["code"] for unit in data["units"]]
    for unit in data["units"]:
        _report(stage, office, author, data, unit)
    _spoil(stage, codes)
    results = office.receive([stage.carried_up])
    site = Site(office.workspace, office.unit, stage.clock())
    receipts = give_receipts(site, results, author=author, out_dir=stage.carried_down)
    _take_receipts(stage, codes, receipts)
    document = _figures(office, codes, results)
    document["reports"] = [str(w.path) for w in _prints(stage, office, codes[0])]
    office.workspace.close()
    shown = next(u["code"] for u in data["units"] if u.get("justifications"))
    document["screens"] = [] if arguments.no_screens else _screens(stage, tools, shown)
    return Answer(document, _told(stage, document))


def _stage(root: Path, tools: Tools) -> Stage:
    if any(folder_of(str(root)).iterdir()):
        raise FormError("exchange.folder-not-empty", path=str(root))
    stage = Stage(root, tools.catalogue(), ticking(START))
    for folder in (stage.carried_up, stage.carried_down, stage.reports):
        folder_of(str(folder))
    (root / "mat-khau.txt").write_text(f"{PASSWORD}\n", encoding="utf-8")
    return stage


def _identity(stage: Stage, unit: str, role: Role) -> Identity:
    return Identity(unit, PERIOD.end, role.value, stage.clock())


def _open_office(stage: Stage) -> tuple[Office, Author]:
    stage.home(RECEIVER).mkdir(parents=True)
    workspace = create(stage.workspace(RECEIVER), _identity(stage, RECEIVER, Role.RECEIVER))
    workspace.set_setting(SETTING, START.isoformat())
    choose(workspace, [SET])
    office = Office(stage.catalogue, workspace, stage.clock)
    title = f"Chủ tịch {office.unit.agency}"
    site = Site(workspace, office.unit, stage.clock())
    make_authority(site, stage.key(RECEIVER), PASSWORD, title=title)
    return office, Author(load_signer(stage.key(RECEIVER), PASSWORD), title)


def _report(
    stage: Stage, office: Office, author: Author, data: dict[str, Any], declared: dict[str, Any]
) -> None:
    """Let one unit make its workspace and key, be enrolled, fill its forms, sign and export."""
    code, title = declared["code"], declared["office"]
    stage.home(code).mkdir(parents=True)
    workspace = create(stage.workspace(code), _identity(stage, code, Role.SENDER))
    with workspace:
        workspace.set_setting(SETTING, START.isoformat())
        choose(workspace, [SET])
        desk = Desk(stage.catalogue, workspace, stage.clock)
        _enrol(stage, office, author, desk, title)
        for form in desk.forms(SET, PERIOD):
            enter(desk, form.id, PERIOD, _entries(data, declared, desk.unit, form.id))
        signer = load_signer(stage.key(code), PASSWORD)
        submit(desk, SET, PERIOD, author=Author(signer, title), out_dir=stage.carried_up)


def _enrol(stage: Stage, office: Office, author: Author, desk: Desk, title: str) -> None:
    unit, key = desk.unit, stage.key(desk.unit.code)
    make_key(key, PASSWORD, unit=unit, title=title, at=stage.clock())
    site = Site(desk.workspace, unit, stage.clock())
    home = stage.home(unit.code)
    request, _ = enrol(site, key, PASSWORD, title=title, out_dir=home)
    done = approve(
        Site(office.workspace, office.unit, stage.clock()),
        open_request(request),
        Decision(unit),
        author=author,
        password=PASSWORD,
        out_dir=stage.carried_down,
    )
    take_in(desk, [done.card], key=key)


def _entries(data: dict[str, Any], declared: dict[str, Any], unit: Unit, form: str) -> EntryFile:
    shared = data.get("common", {}).get(unit.kind, {}).get(form, {})
    cells = {**shared, **declared.get("forms", {}).get(form, {})}
    rows = declared.get("rosters", {}).get(form, {})
    reasons = {
        (key.partition("@")[0], key.partition("@")[2]): text
        for key, text in declared.get("justifications", {}).items()
    }
    return EntryFile(tuple(cells.items()), {s: tuple(r) for s, r in rows.items()}, reasons)


def _spoil(stage: Stage, codes: list[str]) -> None:
    """Put an altered copy of one package and a second copy of another beside the good ones."""
    first, second = (_package(stage, code) for code in codes[:2])
    entries = read_container(first.read_bytes())
    entries["data.json"] = _with_another_digit(entries["data.json"])
    forged = write_container((n, d) for n, d in entries.items() if n != "mimetype")
    first.with_name(f"{first.stem}_bi-sua.asice").write_bytes(forged)
    shutil.copyfile(second, second.with_name(f"{second.stem}_ban-sao.asice"))


def _with_another_digit(data: bytes) -> bytes:
    """Change one digit of one reported number, as somebody who knows the format would."""
    place = data.index(b'"ntm-nguon-luc"') if b'"ntm-nguon-luc"' in data else 0
    start = data.index(b'"numbers":{', place)
    digit = data.index(b':"', start) + 2
    other = b"8" if data[digit : digit + 1] == b"9" else b"9"
    return data[:digit] + other + data[digit + 1 :]


def _package(stage: Stage, code: str) -> Path:
    return next(stage.carried_up.glob(f"{code}_{SET}_{PERIOD.code}_r*.asice"))


def _take_receipts(stage: Stage, codes: list[str], receipts: list[Path]) -> None:
    from ctmtqg_desktop.workspace.workspace import open_workspace

    for code in codes:
        own = [path for path in receipts if path.name.startswith(f"biennhan_{code}_")]
        with open_workspace(stage.workspace(code), clock=stage.clock) as workspace:
            take_in(Desk(stage.catalogue, workspace, stage.clock), own, key=None)


def _figures(office: Office, codes: list[str], results: tuple[Received, ...]) -> dict[str, object]:
    whole = office.consolidate(SET, PERIOD)
    matrix = next(iter(whole.matrices.values()))
    tracked = office.track(PLAN, PERIOD)
    states = [item.state.value for item in tracked]
    resources = whole.form("ntm-nguon-luc")
    planned = {
        cell.row: canonical_number(total.value)  # type: ignore[arg-type]
        for cell, total in (resources.totals if resources else {}).items()
        if cell.column == "ke_hoach"
    }
    counts = summary(results)
    return {
        "units": len(codes),
        "packages": len({_original(r.file) for r in results}),
        "accepted": counts.get("accepted", 0),
        "outcomes": counts,
        "files": [
            {"file": r.file, "outcome": r.outcome, "code": r.code or None, "message": r.message}
            for r in results
        ],
        "missing": [u.code for u in whole.missing],
        "average": canonical_number(matrix.average) if matrix.average is not None else None,
        "met_total": matrix.total,
        "per_criterion": {c.code: matrix.per_criterion(c.code) for c in matrix.criteria},
        "resources_planned_dong": planned,
        "targets": {state: states.count(state) for state in sorted(set(states))},
    }


def _original(file: str) -> str:
    """Return the name of the package that a file is, or is a copy of."""
    return file.removesuffix(".asice").removesuffix("_bi-sua").removesuffix("_ban-sao")


def _prints(stage: Stage, office: Office, code: str) -> Iterator[Written]:
    """Print the consolidated report, and one unit's report with each of its forms."""
    from ctmtqg_desktop.workspace.workspace import open_workspace

    whole = office.consolidate(SET, PERIOD)
    document = consolidated_report(
        office.library, whole, office.track(PLAN, PERIOD), at=stage.clock()
    )
    name = stage.reports / f"tong-hop_{RECEIVER}_{PERIOD.code}"
    yield from write_document(
        document, pdf=name.with_suffix(".pdf"), xlsx=name.with_suffix(".xlsx")
    )
    with open_workspace(stage.workspace(code), clock=stage.clock) as workspace:
        desk = Desk(stage.catalogue, workspace, stage.clock)
        drafts = {f"bao-cao_{code}_{PERIOD.code}": report_draft(desk, SET, PERIOD)}
        for form in desk.forms(SET, PERIOD):
            drafts[f"{form.id}_{code}_{PERIOD.code}"] = form_draft(desk, form.id, PERIOD)
        for draft, printed in drafts.items():
            path = stage.reports / draft
            yield from write_document(
                printed, pdf=path.with_suffix(".pdf"), xlsx=path.with_suffix(".xlsx")
            )


def _screens(stage: Stage, tools: Tools, unit: str) -> list[str]:
    folder = stage.root / "man-hinh"
    folder.mkdir()
    made = tools.screens(stage.workspace(unit), stage.workspace(RECEIVER), folder)
    return [str(path) for path in made]


def _told(stage: Stage, document: dict[str, object]) -> tuple[str, ...]:
    return (
        f"Đã dựng bộ trình diễn tại {stage.root} (số liệu minh họa).",
        f"{document['packages']} gói gửi lên, {document['accepted']} gói được tiếp nhận.",
        f"Bình quân {document['average']} tiêu chí/xã; chỉ tiêu: {document['targets']}.",
        f"Bản in: {stage.reports}",
        f"Mật khẩu các tệp khóa trình diễn: {PASSWORD}",
    )
