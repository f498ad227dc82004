"""Print from the command line: a form or a report, or at a receiving unit the totals."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.cli.verb import Verb, is_office, workspace_option
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.receiver.orders import PrintConsolidated
from ctmtqg_desktop.exchange.sender.orders import PrintForm, PrintReport

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.acts import Place


def _print_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("--form", metavar=tr("BIỂU"))
    parser.add_argument("--report-set", default="", metavar=tr("BỘ"))
    parser.add_argument("--period", required=True, metavar=tr("KỲ"))
    parser.add_argument(
        "--plan", default="", metavar=tr("KẾ_HOẠCH"),
        help=tr("in thêm bảng chỉ tiêu (nơi nhận)"),
    )  # fmt: skip
    parser.add_argument("--pdf", metavar=tr("TỆP"))
    parser.add_argument("--xlsx", metavar=tr("TỆP"))


def _check(arguments: Namespace) -> None:
    if not arguments.pdf and not arguments.xlsx:
        what = tr("thiếu --pdf TỆP hoặc --xlsx TỆP")
        raise FormError("exchange.usage", what=what, verb="print")


def _print(arguments: Namespace, place: "Place") -> PrintForm | PrintReport | PrintConsolidated:
    pdf = Path(arguments.pdf) if arguments.pdf else None
    xlsx = Path(arguments.xlsx) if arguments.xlsx else None
    period, set_id = arguments.period, arguments.report_set
    if arguments.form:
        return PrintForm(arguments.form, period, pdf, xlsx)
    if is_office(place):
        return PrintConsolidated(period, set_id, arguments.plan, pdf, xlsx)
    return PrintReport(period, set_id, pdf, xlsx)


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    words = tr("in biểu, báo cáo, tổng hợp")
    return (Verb("print", words, _print_options, _print, check=_check),)
