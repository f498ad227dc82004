"""The verb ``demo``: Tam Đường's plan whole, and small offices that tell the other four plans."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.demo.demo import (
    BEFORE,
    PASSWORD,
    PLAN,
    RECEIVER,
    SET,
    STICK,
    Stage,
    first_stage,
    make_office,
    open_unit,
    pretend,
    report_on_a_day,
    tam_duong,
    ticking,
)
from ctmtqg_desktop.cli.demo.reports import Filled, filled
from ctmtqg_desktop.cli.tools import Answer, Tools
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.act import made_folder
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.receiver.orders import Track
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import format_number

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class SmallOffice:
    """An office with just the reports that tell how a plan may stand.

    Attributes:
        file: of what its units report.
        days: on which they do; a report is sent on the first one after its period.
        tracked: plan and period, in the order they are told; the last of a plan stands for it.
    """

    code: str
    file: str
    days: tuple[datetime, ...]
    tracked: tuple[tuple[str, str], ...]


def _morning(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 8, 0, tzinfo=VIETNAM)


OFFICES = (
    SmallOffice(
        "105", "tp-lai-chau-2024.toml", (_morning(2024, 10, 3), _morning(2024, 12, 17)),
        (
            ("000-lai-chau-2025", "2024"),
            ("002-dtts-lai-chau-2024", "2024-Q3"),
            ("002-dtts-lai-chau-2024", "2024"),
        ),
    ),
    SmallOffice(
        "04", "cao-bang-2025.toml", (_morning(2025, 12, 17),), (("001-cao-bang-2025", "2025"),)
    ),
    SmallOffice(
        "19", "vo-nhai-2026.toml", (_morning(2025, 12, 10), _morning(2026, 12, 10)),
        (("004-vo-nhai-2030", "2025"), ("004-vo-nhai-2030", "2026")),
    ),
)  # fmt: skip


def demo_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Build the demonstration in a folder, from nothing."""
    is_small = arguments.small
    reports = [r for r in filled() if not is_small or r.set_id == SET]
    first = first_stage(Path(arguments.folder), tools)
    document, _ = tam_duong(first, reports)
    document["plans"] = {PLAN: document["targets"]}
    document["tracked"] = [_told_plan(RECEIVER, PLAN, "2024", document["targets"])]
    for office in () if is_small else OFFICES:
        _tell(document, office, first)
    shown = next(r.unit for r in reports if r.reasons)
    shot = not (is_small or arguments.no_screens)
    document["screens"] = _screens(first, tools, shown) if shot else []
    return Answer(document, _words(first, document))


def _tell(document: dict[str, object], small: SmallOffice, first: Stage) -> None:
    """Let a small office receive, and tell how its plans stand."""
    plans = cast("dict[str, object]", document["plans"])
    tracked = cast("list[object]", document["tracked"])
    for plan, period, counts in _plans_of(small, first):
        plans[plan] = counts
        tracked.append(_told_plan(small.code, plan, period, counts))


def _told_plan(office: str, plan: str, period: str, states: object) -> dict[str, object]:
    return {"office": office, "plan": plan, "period": period, "states": states}


def _plans_of(small: SmallOffice, first: Stage) -> Iterator[tuple[str, str, object]]:
    reports = filled(small.file)
    end = date(small.days[-1].year, 12, 31)
    start = replace(first, clock=ticking(BEFORE), receiver=small.code, at=end)
    stage = replace(start, clock=ticking(small.days[0]))
    made_folder(stage.carried_down)
    office, author = make_office(stage, sorted({report.set_id for report in reports}))
    codes = list(dict.fromkeys(report.unit for report in reports))
    for code in codes:
        open_unit(stage, office, author, [r for r in reports if r.unit == code])
    for day, group in _by_day(small.days, reports):
        stick = f"{STICK}-{small.code}-{day:%m-%Y}"
        stage = replace(stage, clock=ticking(day), stick=stick)
        made_folder(stage.carried_up)
        office = stage.office(office.workspace)
        report_on_a_day(stage, office, author, group)
    for plan, period in small.tracked:
        yield plan, period, do(office, Track(plan, period)).facts["counts"]
    office.workspace.settings.pretend(small.days[-1])
    office.workspace.close()
    pretend(stage, codes, small.days[-1])


def _by_day(
    days: Sequence[datetime], reports: Sequence[Filled]
) -> Iterator[tuple[datetime, list[Filled]]]:
    """Yield the days with what is sent on each: a report goes on the last one of its year."""
    left = list(reports)
    for day in days:
        is_last = day == days[-1]
        group = [r for r in left if is_last or _is_ripe(r.period, day)]
        left = [report for report in left if report not in group]
        yield day, group


def _is_ripe(period: Period, day: datetime) -> bool:
    return period.end <= day.date() or (period.year == day.year and day.month == 12)


def _screens(stage: Stage, tools: Tools, unit: str) -> list[str]:
    folder = stage.root / "man-hinh"
    folder.mkdir()
    made = tools.screens(stage.workspace(unit), stage.workspace(RECEIVER), folder)
    return [str(path) for path in made]


def _words(stage: Stage, document: dict[str, object]) -> tuple[str, ...]:
    average = document["average"]
    return (
        tr("Đã dựng bộ trình diễn tại {folder} (số liệu minh họa).").format(folder=stage.root),
        tr("{packages} gói gửi lên, {accepted} gói được tiếp nhận.").format(**document),
        tr("Bình quân {average} tiêu chí/xã; chỉ tiêu: {targets}.").format(
            average=format_number(Decimal(str(average))) if average else "…",
            targets=_counted(document["targets"]),
        ),
        *(
            tr("{office}, kế hoạch {plan}, kỳ {period}: {states}.").format(
                **{**one, "states": _counted(one["states"])}
            )
            for one in cast("list[dict[str, object]]", document["tracked"])
        ),
        tr("Bản in: {folder}").format(folder=stage.reports),
        tr("Mật khẩu các tệp khóa trình diễn: {password}").format(password=PASSWORD),
    )


def _counted(states: object) -> str:
    """Return how many targets stand where, in words."""
    counts = cast("dict[str, int]", states)
    words = {state: say(f"target.{state}", {}).lower() for state in counts}
    return ", ".join(f"{count} {words[state]}" for state, count in counts.items())
