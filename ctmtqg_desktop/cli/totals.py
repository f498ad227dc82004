"""Verbs that read what was received: totals, targets, the series of a land."""

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ctmtqg_desktop.cli.verb import Verb, period_option, told_lines, workspace_option
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.exchange.receiver.orders import (
    Consolidate,
    ShowHistory,
    Track,
)
from ctmtqg_desktop.exchange.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ctmtqg_desktop.exchange.act import Done
    from ctmtqg_desktop.exchange.acts import Place
    from ctmtqg_desktop.exchange.receiver.land_history import History, Land


def _consolidate_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("report_set", metavar=tr("BỘ"))
    period_option(parser)
    parser.add_argument("--at", default="", metavar=tr("MÃ"), help=tr("đơn vị tổng hợp"))


def _consolidate(arguments: Namespace, _: "Place") -> Consolidate:
    return Consolidate(arguments.report_set, arguments.period, arguments.at)


def _consolidate_lines(done: "Done") -> "Sequence[str]":
    rows: Sequence[Mapping[str, object]] = done.facts["rows"]  # type: ignore[assignment]
    matrices: Mapping[str, Mapping[str, object]] = done.facts["matrices"]  # type: ignore[assignment]
    lines = [f"{row['form']} {row['cell']} = {row['text']} ({row['label']})" for row in rows]
    lines += [say("totals.average", one) for one in matrices.values()]
    proof: Mapping[str, object] = done.facts["proof"]  # type: ignore[assignment]
    for told in (done.facts["doubles"], done.facts["shown_differs"], proof["problems"]):
        found: Sequence[Mapping[str, object]] = told  # type: ignore[assignment]
        lines += [str(one["message"]) for one in found]
    return [*lines, say("totals.proved", proof), *told_lines(done)]


def _track_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("--plan", required=True, metavar=tr("KẾ_HOẠCH"))
    parser.add_argument("--period", required=True, metavar=tr("KỲ"))
    parser.add_argument(
        "--report-set", default="", metavar=tr("BỘ"), help=tr("chỉ bộ báo cáo này trả lời")
    )


def _track(arguments: Namespace, _: "Place") -> Track:
    return Track(arguments.plan, arguments.period, arguments.report_set)


def _track_lines(done: "Done") -> "Sequence[str]":
    listed: Sequence[Mapping[str, object]] = done.facts["targets"]  # type: ignore[assignment]
    handed_on = dict.fromkeys(str(item["succession"]) for item in listed if item["succession"])
    tasks: Sequence[Mapping[str, object]] = done.facts["tasks"]  # type: ignore[assignment]
    return [*map(_target_line, listed), *handed_on, *map(_task_line, tasks), *told_lines(done)]


def _task_line(item: "Mapping[str, object]") -> str:
    state = say(f"task.{item['state']}", {})
    place = f"{item['place']}: " if item["place"] else ""
    line = f"{item['id']} {place}{item['brief']} – {state}"
    if not item["asked"]:
        return line
    units: Sequence[Mapping[str, object]] = item["units"]  # type: ignore[assignment]
    late = {str(code) for code in item["late"]}  # type: ignore[attr-defined]
    names = ", ".join(str(one["name"]) for one in units if one["unit"] in late)
    facts = {"done": item["done"], "of": item["of"], "names": names}
    line = f"{line}, {say('task.line-late' if names else 'task.done-of', facts)}"
    judged = any(one["result_state"] != "unjudged" for one in units)
    return f"{line}; {item['result']}" if judged else line


def _target_line(item: "Mapping[str, object]") -> str:
    state = say(f"target.{item['state']}", {})
    standing = f"{item['coverage']}, {state[:1].lower()}{state[1:]}" if item["coverage"] else state
    line = f"{item['id']} {_of_whom(item)}: {item['actual_text'] or '…'} / {item['asked_text']}"
    why = f": {item['why_not']}" if item["why_not"] else ""
    return f"{line} – {standing}{why}"


def _of_whom(item: "Mapping[str, object]") -> str:
    return f"{item['place']}: {item['indicator']}" if item["place"] else str(item["indicator"])


def _history_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("unit", metavar=tr("MÃ"), help=tr("mã đơn vị hiện nay"))
    parser.add_argument("--report-set", default="", metavar=tr("BỘ"))
    parser.add_argument("--form", default="", metavar=tr("BIỂU"), help=tr("chỉ biểu này"))


def _history(arguments: Namespace, _: "Place") -> ShowHistory:
    return ShowHistory(arguments.unit, arguments.report_set, arguments.form)


def _history_lines(done: "Done") -> "Sequence[str]":
    found: History = done.found  # type: ignore[assignment]
    forms: Sequence[str] = done.facts["forms"]  # type: ignore[assignment]
    lines = [_land_line(land) for land in found.lands]
    for form_id in forms:
        lines += _series_lines(done, form_id)
    return [*lines, *told_lines(done)]


def _land_line(land: "Land") -> str:
    names = ", ".join(part.unit.name for part in land.parts) or "?"
    return f"{land.period.label}: {names}"


def _series_lines(done: "Done", form_id: str) -> list[str]:
    """Return a form's cells that some year has a figure for, the years one after another."""
    years: Sequence[Mapping[str, object]] = done.facts["years"]  # type: ignore[assignment]
    series: dict[str, list[str]] = {}
    for year in years:
        forms: Sequence[Mapping[str, object]] = year["forms"]  # type: ignore[assignment]
        for form in (one for one in forms if one["form"] == form_id):
            figures: Sequence[Mapping[str, object]] = form["figures"]  # type: ignore[assignment]
            for figure in figures:
                if figure["text"]:
                    said = f"{year['period']} {figure['text']}"
                    series.setdefault(str(figure["label"]), []).append(said)
    return [form_id, *(f"  {label}: {' | '.join(said)}" for label, said in series.items())]


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (
        Verb(
            "consolidate", tr("tổng hợp"), _consolidate_options, _consolidate, _consolidate_lines
        ),
        Verb(
            "track", tr("đối chiếu chỉ tiêu được giao"), _track_options, _track, _track_lines
        ),
        Verb(
            "history", tr("chuỗi số liệu của một địa bàn"), _history_options, _history,
            _history_lines,
        ),
    )  # fmt: skip
