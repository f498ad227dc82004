"""Verbs for whoever keeps plans: a document read for what it promises."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.cli.verb import Verb, out_option, told_lines
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keeping.orders import ReadPlan, TakePlan, WritePlan
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import format_number

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.acts import Place


def _read_options(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar=tr("TỆP"), help=tr("văn bản .docx hoặc văn bản thuần"))
    parser.add_argument(
        "--unit", default="", metavar=tr("MÃ"), help=tr("đơn vị có kế hoạch, khi văn bản không rõ")
    )
    parser.add_argument("--workspace", metavar=tr("SỔ"), help=tr("sổ có danh mục đã ban hành"))


def _read(arguments: Namespace, _: "Place") -> ReadPlan:
    return ReadPlan(Path(arguments.file), arguments.unit)


def _read_lines(done: Done) -> Sequence[str]:
    proposed = cast("Sequence[Mapping[str, object]]", done.facts["proposed"])
    lines = []
    for number, one in enumerate(proposed, 1):
        same = one["same_as"]
        twin = "" if same is None else say("plan.proposal-twin", {"number": cast("int", same) + 1})
        value = one["value"]
        facts = {
            "number": number, "section": one["section"] or "—", "operator": one["operator"],
            "value": "" if value is None else format_number(value),  # type: ignore[arg-type]
            "measure": one["measure_words"], "unit": one["unit_words"] or one["unit"] or "—",
            "period": one["period"] or "—", "twin": twin,
        }  # fmt: skip
        lines.append(say("plan.proposal", facts))
        lines.append(f"   {one['sentence']}")
    return [*lines, *told_lines(done)]


def _write_options(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar=tr("TỆP"), help=tr("sổ Excel sẽ ghi"))
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--plan", default="", metavar=tr("MÃ"), help=tr("kế hoạch của danh mục"))
    which.add_argument(
        "--document", metavar=tr("TỆP"), help=tr("văn bản kế hoạch: ghi các câu được đề xuất")
    )
    parser.add_argument(
        "--unit", default="", metavar=tr("MÃ"), help=tr("đơn vị có kế hoạch, khi văn bản không rõ")
    )
    parser.add_argument("--folder", metavar=tr("THƯ_MỤC"), help=tr("thư mục biên soạn"))
    parser.add_argument("--workspace", metavar=tr("SỔ"), help=tr("sổ có danh mục đã ban hành"))


def _write(arguments: Namespace, _: "Place") -> WritePlan:
    document = Path(arguments.document) if arguments.document else None
    folder = Path(arguments.folder) if arguments.folder else None
    return WritePlan(Path(arguments.file), arguments.plan, document, arguments.unit, folder)


def _take_options(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar=tr("TỆP"), help=tr("sổ Excel đã sửa"))
    out_option(parser)
    parser.add_argument("--workspace", metavar=tr("SỔ"), help=tr("sổ có danh mục đã ban hành"))


def _take(arguments: Namespace, _: "Place") -> TakePlan:
    return TakePlan(Path(arguments.file), Path(arguments.out))


def _take_lines(done: Done) -> Sequence[str]:
    refused = cast("Sequence[Mapping[str, object]]", done.facts["refused"])
    lines = [f"{one['row']} · {one['column']}: {one['message']}" for one in refused]
    return [*lines, *told_lines(done)]


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (
        Verb("plan-read", tr("đọc kế hoạch, đề xuất chỉ tiêu"), _read_options, _read, _read_lines),
        Verb("plan-write", tr("ghi kế hoạch ra sổ Excel"), _write_options, _write),
        Verb("plan-take", tr("nhận lại sổ kế hoạch"), _take_options, _take, _take_lines),
    )
