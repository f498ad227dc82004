"""The verb that builds the demonstration: no act, but many of them, in workspaces it makes."""

from argparse import ArgumentParser, Namespace

from ctmtqg_desktop.cli.tools import Answer, Tools
from ctmtqg_desktop.cli.verb import Offered
from ctmtqg_desktop.cli.words import tr


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar=tr("THƯ_MỤC"))
    parser.add_argument(
        "--small",
        action="store_true",
        help=tr("chỉ báo cáo CTMTQG của Tam Đường"),
    )
    parser.add_argument("--no-screens", action="store_true", help=tr("không chụp màn hình"))


def _run(arguments: Namespace, tools: Tools) -> Answer:
    from ctmtqg_desktop.cli.demo.all_plans import demo_verb

    return demo_verb(arguments, tools)


def verbs() -> tuple[Offered, ...]:
    """Return the verb."""
    return (Offered("demo", tr("dựng bộ trình diễn Tam Đường 2024"), _options, _run),)
