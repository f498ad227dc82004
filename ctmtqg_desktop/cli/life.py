"""The life of one report, on either side."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.cli.verb import Verb, period_option, told, workspace_option
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.exchange.post.orders import ShowLife, WriteLife

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ctmtqg_desktop.exchange.act import Done
    from ctmtqg_desktop.exchange.acts import Place
    from ctmtqg_desktop.exchange.life import Event


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
    return [*(f"{e.at:%d/%m/%Y %H:%M}  {e.words}" for e in events), *told(done)]


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (Verb("life", tr("vòng đời một báo cáo"), _life_options, _life, _life_lines),)
