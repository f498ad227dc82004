"""The demonstration: the Tam Đường plan of 2024, from empty folders to the consolidated print.

Every step is the function behind the verb of that name; only the clock is set to the days
after the years reported, because the plan is of 2024. The figures are illustrative.
"""

import shutil
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.catalogue.catalogue import Catalogue
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.demo.blanks import explain
from ctmtqg_desktop.cli.demo.duties import decide_profiles
from ctmtqg_desktop.cli.demo.figures import figures
from ctmtqg_desktop.cli.demo.reports import Filled
from ctmtqg_desktop.cli.tools import Tools
from ctmtqg_desktop.clock import VIETNAM, Clock
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import made_folder
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.keys import load_signer
from ctmtqg_desktop.exchange.keys.orders import Approve, Enrol, MakeAuthority, MakeKey
from ctmtqg_desktop.exchange.library import Library
from ctmtqg_desktop.exchange.post.envelope import Author
from ctmtqg_desktop.exchange.post.outcome import Received
from ctmtqg_desktop.exchange.post.signers import chairman
from ctmtqg_desktop.exchange.post.signing import Held, KeyFile, Signing
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import (
    Consolidate,
    PrintConsolidated,
    Receive,
    Track,
)
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of, office_of, own_desk
from ctmtqg_desktop.exchange.sender.carry_in import Entered
from ctmtqg_desktop.exchange.sender.desk import Desk
from ctmtqg_desktop.exchange.sender.enter import fate_sentence
from ctmtqg_desktop.exchange.sender.issue import clerk_of
from ctmtqg_desktop.exchange.sender.orders import (
    Enter,
    GiveNumber,
    PrintForm,
    PrintReport,
    Submit,
    TakeIn,
)
from ctmtqg_desktop.exchange.upkeep.orders import Init
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.trust.keys.signer import Signer
from ctmtqg_desktop.workspace.records import Role
from ctmtqg_desktop.workspace.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.receiver.consolidate import Consolidation
    from ctmtqg_desktop.exchange.receiver.totals import Answers

RECEIVER, SET, PLAN, PERIOD = "106", "ctmtqg-xa", "003-tam-duong-2024", Period.parse("2024")
STICK = "usb-gui-len"
PASSWORD = "trinh-dien-2024"  # noqa: S105  printed beside the demonstration's keys
BEFORE = datetime(2024, 1, 8, 8, 0, tzinfo=VIETNAM)
DECEMBER = datetime(2024, 12, 16, 8, 0, tzinfo=VIETNAM)
START = datetime(2025, 1, 6, 8, 0, tzinfo=VIETNAM)
"""The days on which the units report: on 2023, on the sets due in December, on the others."""
PRINTED = (("03424", "ntm-nang-cao-xa"), (RECEIVER, "ntm-huyen"))
"""Reports that are printed beside the first unit's: those the plan speaks of by name."""
SEALED, NUMBER = ("03400", SET), 12
"""The report that also gets its number, date and seal from the unit's clerk."""


def ticking(start: datetime) -> Clock:
    """Return a clock that is a second later each time it is asked."""
    moments = (start + timedelta(seconds=number) for number in range(10**9))
    return lambda: next(moments)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where and when the demonstration takes place.

    Attributes:
        signers: the keys that have been opened, by unit: opening one is slow on purpose.
        receiver: the office that receives.
        at: the day on which workspaces are begun.
    """

    root: Path
    library: Library
    clock: Clock
    stick: str = STICK
    signers: dict[str, Signer] = field(default_factory=dict)
    receiver: str = RECEIVER
    at: date = PERIOD.end

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue everybody works with."""
        return self.library.catalogue

    @property
    def carried_up(self) -> Path:
        """Return the folder that stands for the stick with reports."""
        return self.root / self.stick

    @property
    def carried_down(self) -> Path:
        """Return the folder that stands for the stick with cards and receipts."""
        own = self.receiver == RECEIVER
        return self.root / ("usb-gui-ve" if own else f"usb-gui-ve-{self.receiver}")

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

    def seal(self, unit: str) -> Path:
        """Return the key file of a unit's seal."""
        return self.home(unit) / "con-dau.key"

    @property
    def program(self) -> Program:
        """Return what every room is made with on this day."""
        return Program(lambda: self.catalogue, self.clock)

    def desk(self, workspace: Workspace) -> Desk:
        """Return the desk of a workspace; what one unit has compiled serves all."""
        return desk_of(self.program, workspace, self.library)

    def office(self, workspace: Workspace) -> Office:
        """Return the office of a workspace."""
        return office_of(self.program, workspace, self.library)


def tam_duong(first: Stage, reports: Sequence[Filled]) -> tuple[dict[str, object], Office]:
    """Let the units of Tam Đường report; return what came of it, and their office."""
    office, author = make_office(first, sorted({report.set_id for report in reports}))
    published = None
    if any(report.set_id != SET for report in reports):  # one set alone is everybody's duty
        first, office, published = decide_profiles(first, office, author)
    codes = list(dict.fromkeys(r.unit for r in reports if r.unit != RECEIVER))
    for code in codes:
        own = [r for r in reports if r.unit == code]
        open_unit(first, office, author, own, published=published)
    results: tuple[Received, ...] = ()
    for stage, group in _days(first, reports):
        office = stage.office(office.workspace)
        spoiled = codes[:2] if stage.stick == STICK else ()
        results += report_on_a_day(stage, office, author, group, spoiled=spoiled)
    whole = cast("Consolidation", do(office, Consolidate(SET, PERIOD.code)).found)
    answers = cast("Answers", do(office, Track(PLAN, PERIOD.code)).found)
    document = figures(codes, results, whole, answers.targets)
    printed = {(report.unit, report.set_id) for report in reports}
    document["reports"] = [str(path) for path in _prints(stage, office, codes[0], printed)]
    office.workspace.settings.pretend(START)
    office.workspace.close()
    pretend(stage, codes, START)
    return document, office


def first_stage(root: Path, tools: Tools) -> Stage:
    """Make the folders of the demonstration.

    Raises:
        FormError: ``exchange.folder-not-empty``.
    """
    if any(made_folder(root).iterdir()):
        raise FormError("exchange.folder-not-empty", path=str(root))
    stage = Stage(
        root, Library(tools.catalogue()), ticking(BEFORE), f"usb-gui-len-{BEFORE.year - 1}"
    )
    for folder in (stage.carried_up, root / "usb-gui-len", stage.carried_down, stage.reports):
        made_folder(folder)
    (root / "mat-khau.txt").write_text(f"{PASSWORD}\n", encoding="utf-8")
    return stage


def _days(first: Stage, reports: Sequence[Filled]) -> Iterator[tuple[Stage, list[Filled]]]:
    """Yield the days of reporting, each with the reports that are sent on it."""
    catalogue = first.catalogue

    def deadline(report: Filled) -> date:
        report_set = catalogue.report_set(report.set_id)
        return catalogue.calendars[report_set.calendar].deadline(report.period)

    left = list(reports)
    for day, until, stick in (
        (BEFORE, DECEMBER, f"{STICK}-2023"), (DECEMBER, START, f"{STICK}-12-2024"),
        (START, None, STICK),
    ):  # fmt: skip
        group = [r for r in left if until is None or deadline(r) < until.date()]
        left = [report for report in left if report not in group]
        stage = replace(first, clock=ticking(day), stick=stick)
        made_folder(stage.carried_up)
        yield stage, group


def make_office(stage: Stage, sets: Sequence[str] = (SET,)) -> tuple[Office, Author]:
    """Make the receiver's workspace and authority."""
    code = stage.receiver
    do(stage.program, Init(stage.workspace(code), code, Role.RECEIVER, stage.at, tuple(sets)))
    office = stage.office(opened_at(stage, code))
    do(office, MakeAuthority(stage.key(code), PASSWORD, is_demonstration=True))
    return office, Author(load_signer(stage.key(code), PASSWORD), chairman(office.unit))


def open_unit(
    stage: Stage,
    office: Office,
    author: Author,
    reports: Sequence[Filled],
    *,
    published: Path | None = None,
) -> None:
    """Let the unit of some reports make its workspace and key, be enrolled, and read the news."""
    code = reports[0].unit
    sets = tuple(sorted({report.set_id for report in reports}))
    do(stage.program, Init(stage.workspace(code), code, Role.SENDER, stage.at, sets))
    with opened_at(stage, code) as workspace:
        desk = stage.desk(workspace)
        _enrol(stage, office, author, desk, title=reports[0].office, key=stage.key(code))
        if code == SEALED[0]:
            clerk = clerk_of(desk.unit)
            _enrol(stage, office, author, desk, title=clerk, key=stage.seal(code))
        if published is not None:
            do(desk, TakeIn((published,)))


def report_on_a_day(
    stage: Stage,
    office: Office,
    author: Author,
    reports: Sequence[Filled],
    *,
    spoiled: Sequence[str] = (),
) -> tuple[Received, ...]:
    """Fill and sign the reports of a day, receive them, give receipts; return what was said."""
    own = own_desk(office)
    codes = []
    for code, group in groupby(sorted(reports, key=lambda r: r.unit), lambda r: r.unit):
        if code == stage.receiver:
            fill(own, group)
        else:
            send(stage, code, group)
            codes.append(code)
    if spoiled:
        spoil(stage, spoiled)
    signing = Signing(Held(author.signer), stage.carried_down, author.title)
    done = do(office, Receive((stage.carried_up,), signing=signing))
    _take_receipts(stage, codes, done.paths)
    return cast("tuple[Received, ...]", done.found)


def send(stage: Stage, code: str, reports: Iterable[Filled]) -> None:
    """Let one unit fill the forms of its reports, sign and export them."""
    with opened_at(stage, code) as workspace:
        desk = stage.desk(workspace)
        for report in reports:
            fill(desk, [report])
            is_sealed = (code, report.set_id) == SEALED
            out_dir = stage.home(code) if is_sealed else stage.carried_up
            signing = Signing(Held(stage.signers[code]), out_dir, report.office)
            done = do(desk, Submit(report.set_id, report.period.code, signing))
            if done.is_refused:
                facts = {"unit": code, "form": report.set_id, "cell": report.period.code}
                raise FormError("exchange.demo-refused", **facts, message=str(done.facts))
            if is_sealed:
                _issue(stage, desk, report)


def _issue(stage: Stage, desk: Desk, report: Filled) -> None:
    clerk = Signing(Held(load_signer(stage.seal(report.unit), PASSWORD)), stage.carried_up)
    day = stage.clock().date()
    do(desk, GiveNumber(report.set_id, report.period.code, NUMBER, day, clerk))


def fill(desk: Desk, reports: Iterable[Filled]) -> None:
    """Type reports into the sheets of a desk; of a form without figures say that nothing arose.

    Raises:
        FormError: ``exchange.demo-refused``: the demonstration does not fit the forms.
    """
    for report in reports:
        forms = [form.id for form in desk.forms(report.set_id, report.period)]
        for form_id in (*report.forms_beside(forms), *forms):
            file = report.entries(desk.unit, form_id)
            done = do(desk, Enter(form_id, report.period.code, file))
            if isinstance(done.found, Entered) and done.is_refused:
                first = (*done.found.refused, *done.found.asked)[0]
                facts = {"unit": report.unit, "form": form_id, "cell": first.cell}
                raise FormError("exchange.demo-refused", **facts, message=fate_sentence(first))
        explain(desk, report.set_id, report.period)


def _enrol(
    stage: Stage, office: Office, author: Author, desk: Desk, *, title: str, key: Path
) -> None:
    unit = desk.unit
    do(desk, MakeKey(key, PASSWORD, title, is_demonstration=True))
    signer = load_signer(key, PASSWORD)
    if key == stage.key(unit.code):
        stage.signers[unit.code] = signer
    asking = Signing(KeyFile(key, PASSWORD), stage.home(unit.code), title)  # as an officer does
    (request,) = do(desk, Enrol(asking)).paths
    signing = Signing(
        Held(author.signer), stage.carried_down, author.title, authority_password=PASSWORD
    )
    done = do(office, Approve(request.read_bytes(), unit.code, signing))
    do(desk, TakeIn(done.paths, key))


def spoil(stage: Stage, codes: Sequence[str]) -> None:
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


def _take_receipts(stage: Stage, codes: list[str], receipts: Sequence[Path]) -> None:
    for code in codes:
        own = tuple(path for path in receipts if path.name.startswith(f"biennhan_{code}_"))
        with opened_at(stage, code) as workspace:
            do(stage.desk(workspace), TakeIn(own))


def _prints(
    stage: Stage, office: Office, code: str, printed: Container[tuple[str, str]]
) -> Iterator[Path]:
    """Print the consolidated report, one unit's with each of its forms, and two the plan names.

    Where those two were not sent, the consolidated report is enough.
    """
    pdf, xlsx = _named(stage, f"tong-hop_{RECEIVER}")
    yield from do(office, PrintConsolidated(PERIOD.code, SET, PLAN, pdf, xlsx)).paths
    named_ones = [one for one in PRINTED if one in printed]
    for unit, set_id in ((code, SET), *named_ones) if named_ones else ():
        with nullcontext(office.workspace) if unit == RECEIVER else opened_at(stage, unit) as one:
            desk = own_desk(office) if unit == RECEIVER else stage.desk(one)
            if set_id == SET:
                named = _named(stage, f"bao-cao_{unit}")
                yield from do(desk, PrintReport(PERIOD.code, SET, *named)).paths
            for form in desk.forms(set_id, PERIOD):
                named = _named(stage, f"{form.id}_{unit}")
                yield from do(desk, PrintForm(form.id, PERIOD.code, *named)).paths


def _named(stage: Stage, name: str) -> tuple[Path, Path]:
    """Return where a print goes, as PDF and as XLSX."""
    path = stage.reports / f"{name}_{PERIOD.code}"
    return path.with_suffix(".pdf"), path.with_suffix(".xlsx")


def opened_at(stage: Stage, code: str) -> Workspace:
    """Open a unit's workspace."""
    return open_workspace(stage.workspace(code), clock=stage.clock)


def pretend(stage: Stage, codes: Iterable[str], now: datetime) -> None:
    """Let every computer of the demonstration stay in its time from now on."""
    for code in codes:
        with opened_at(stage, code) as workspace:
            workspace.settings.pretend(now)
