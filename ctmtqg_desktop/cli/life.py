"""The life of one report, and the steps of the work, on either side."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.cli.verb import Verb, period_option, told_lines, workspace_option
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.exchange.post.orders import ShowLife, WriteLife
from ctmtqg_desktop.exchange.steps.orders import ShowSteps
from ctmtqg_desktop.exchange.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ctmtqg_desktop.exchange.act import Done
    from ctmtqg_desktop.exchange.acts import Place
    from ctmtqg_desktop.exchange.life import Event
    from ctmtqg_desktop.exchange.steps.next_step import WorkSteps


def _life_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("report_set", metavar=tr("BỘ"))
    period_option(parser)
    parser.add_argument("--unit", default="", metavar=tr("MÃ"), help=tr("đơn vị gửi (ở nơi nhận)"))
    parser.add_argument("--out", metavar=tr("THƯ_MỤC"), help=tr("ghi hồ sơ có bằng chứng vào đây"))


def _life(arguments: Namespace, _: "Place") -> ShowLife | WriteLife:
    report_set, period, unit = arguments.report_set, arguments.period, arguments.unit
    if not arguments.out:
        return ShowLife(report_set, period, unit)
    return WriteLife(report_set, period, Path(arguments.out), unit)


def _life_lines(done: "Done") -> "Sequence[str]":
    events: tuple[Event, ...] = done.found  # type: ignore[assignment]
    return [*(f"{e.at:%d/%m/%Y %H:%M}  {e.words}" for e in events), *told_lines(done)]


def _steps_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument(
        "--period", default="", metavar=tr("KỲ"), help=tr("2024, 2024-H1, 2024-Q3 hoặc 2024-M07")
    )


def _steps(arguments: Namespace, _: "Place") -> ShowSteps:
    return ShowSteps(arguments.period)


def _steps_lines(done: "Done") -> "Sequence[str]":
    found: WorkSteps = done.found  # type: ignore[assignment]
    return [
        say("way.line", {"mark": say(f"way.mark-{one.state}", {}), "name": one.name,
                          "words": one.words})
        for one in found.steps
    ]  # fmt: skip


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (
        Verb("steps", tr("công việc đến bước nào, bước tiếp theo"), _steps_options, _steps,
             _steps_lines),
        Verb("life", tr("vòng đời một báo cáo"), _life_options, _life, _life_lines),
    )  # fmt: skip
