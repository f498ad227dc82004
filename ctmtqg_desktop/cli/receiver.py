"""Verbs of a receiving unit: what comes in, what goes back."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.cli.signers import has_signer, signer_options, signing_of
from ctmtqg_desktop.cli.tools import password_of, read_password
from ctmtqg_desktop.cli.verb import (
    Verb,
    day_of,
    is_office,
    out_option,
    period_option,
    told_lines,
    workspace_option,
)
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.errors import FormError, TrustError
from ctmtqg_desktop.exchange.receiver.orders import (
    Acknowledge,
    Decide,
    Judge,
    Receive,
    SendBack,
    ShowConflicts,
    ShowDuties,
    Verify,
)
from ctmtqg_desktop.exchange.sender.orders import TakeIn
from ctmtqg_desktop.exchange.words import claimed, say
from ctmtqg_desktop.text import format_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ctmtqg_desktop.exchange.act import Done
    from ctmtqg_desktop.exchange.acts import Place
    from ctmtqg_desktop.exchange.post.outcome import Received
    from ctmtqg_desktop.exchange.receiver.conflicts import Conflict
    from ctmtqg_desktop.exchange.receiver.verify import Verified

_SHOWN = 20
"""So many files that were left aside are told of one by one."""


def reading_option(parser: ArgumentParser) -> None:
    """Let a verb open packages that are encrypted to the unit."""
    parser.add_argument(
        "--reading-password-file",
        metavar=tr("TỆP"),
        help=tr("tệp chứa mật khẩu khóa đọc gói mã hóa; mặc định là mật khẩu khóa ký"),
    )


def reading_password(arguments: Namespace, paths: Iterable[Path]) -> str:
    """Return the password of the reading key, if any of the files needs it and one is at hand.

    A PIN is never tried for it.

    Raises:
        FormError: ``exchange.file-missing``.
    """
    from ctmtqg_desktop.package.found.folders import any_encrypted

    if not any_encrypted(paths):
        return ""
    if arguments.reading_password_file:
        return read_password(arguments.reading_password_file)
    if getattr(arguments, "token", None) is not None:
        return ""
    held = Namespace(password_file=getattr(arguments, "password_file", None))
    try:
        return password_of(held, asked=tr("Mật khẩu khóa đọc: "))
    except TrustError:  # the files that need it are then refused, each with its words
        return ""


def _verify_options(parser: ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar=tr("GÓI"))
    parser.add_argument("--workspace", metavar=tr("SỔ"))
    reading_option(parser)


def _verify(arguments: Namespace, _: "Place") -> Verify | Judge:
    files = tuple(arguments.files)
    if not arguments.workspace:
        return Verify(files)
    return Judge(files, reading_password(arguments, map(Path, files)))


def _verify_lines(done: "Done") -> "Sequence[str]":
    found: tuple[Verified, ...] = done.found  # type: ignore[assignment]
    return [*(line for one in found for line in _verified_lines(one)), *_left_lines(done)]


def _left_lines(done: "Done") -> "Sequence[str]":
    """Return what people read of files that were left aside: the first ones, each with why."""
    left: list[dict[str, str]] = done.facts["left_out"]  # type: ignore[assignment]
    lines = [f"- {claimed(one['file'])}: {one['message']}" for one in left[:_SHOWN]]
    more = len(left) - _SHOWN
    return [*lines, say("left.more", {"count": more})] if more > 0 else lines


def _verified_lines(one: "Verified") -> "Sequence[str]":
    """Return what people read of a file; of one that stayed closed only why it did."""
    from ctmtqg_desktop.exchange.receiver.verdict_words import (
        answer_lines,
        cautions_of,
        differing_lines,
        ground_lines,
    )

    name = claimed(Path(one.file).name)
    if one.judged is None:
        return [f"{name}: {one.message}"]
    said = one.verdict
    grounds = (f"{what}: {value}" for what, value in ground_lines(said))
    cautions = cautions_of(said, differing_lines(one.judged.differing))
    detail = (*answer_lines(said), *cautions, *grounds, *one.judged.papers.lines())
    line = say(f"verdict.{said.bottom_line}", {})
    return [f"{name}: {line} {one.message}", *(f"  {text}" for text in detail)]


def _receive_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("paths", nargs="+", metavar=tr("GÓI"))
    parser.add_argument(
        "--authority", metavar=tr("30_SỐ"), help=tr("30 số của nơi nhận mới, đã so")
    )
    signer_options(parser, required=False)
    reading_option(parser)
    out_option(parser)


def _receive(arguments: Namespace, place: "Place") -> Receive | TakeIn:
    """Fill in what comes in: the receiver's mail at a reporting unit, packages at an office."""
    paths = tuple(Path(name) for name in arguments.paths)
    if not is_office(place):
        key = Path(arguments.key) if arguments.key else None
        return TakeIn(paths, key, arguments.authority or "")
    password = reading_password(arguments, paths)
    return Receive(paths, password, signing_of(arguments) if has_signer(arguments) else None)


def _received_lines(done: "Done") -> "Sequence[str]":
    """Return what people read of files that came in: each by its own line, then how many."""
    from ctmtqg_desktop.exchange.post.outcome import outcome_counts

    found: tuple[Received, ...] = done.found  # type: ignore[assignment]
    lines: list[str] = []
    for one in found:
        lines.append(f"{claimed(one.file)}: {say(f'outcome.{one.outcome}', {})}. {one.message}")
        lines += [f"  {differs.message}" for differs in one.differing]
    counts = (f"{say(f'outcome.{name}', {})} {n}" for name, n in outcome_counts(found).items())
    told_counts = ", ".join(counts) or tr("không có gói nào")
    counted = tr("{count} tệp: {told}{reports}.").format(
        count=len(found), told=told_counts, reports=done.facts.get("reports", "")
    )
    return [*lines, *_left_lines(done), f"{counted}{done.facts['aside']}"]


def _acknowledge_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    signer_options(parser)
    out_option(parser)


def _acknowledge(arguments: Namespace, _: "Place") -> Acknowledge:
    return Acknowledge(signing_of(arguments))


def _send_back_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument(
        "submission", metavar=tr("BÁO_CÁO"), help=tr("số, mã nội dung hoặc ĐƠN_VỊ/BỘ/KỲ")
    )
    parser.add_argument(
        "--remarks", required=True, metavar=tr("TỆP"), help=tr("góp ý, JSON hoặc XLSX")
    )
    parser.add_argument("--due", metavar=tr("NGÀY"), help=tr("hạn gửi lại, ví dụ 2025-01-20"))
    signer_options(parser)
    out_option(parser)


def _send_back(arguments: Namespace, _: "Place") -> SendBack:
    due = day_of(arguments.due)
    signing = signing_of(arguments)
    return SendBack(arguments.submission, signing, Path(arguments.remarks), due)


def _conflicts_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument(
        "package", nargs="?", metavar=tr("MÃ_GÓI"), help=tr("sha256 của gói đến sau")
    )
    parser.add_argument("--keep", action="store_true", help=tr("giữ gói đến trước"))
    parser.add_argument("--take", action="store_true", help=tr("dùng gói đến sau"))
    parser.add_argument("--reason", help=tr("lý do"))


def _conflicts(arguments: Namespace, _: "Place") -> ShowConflicts | Decide:
    if not arguments.package:
        return ShowConflicts()
    if arguments.take == arguments.keep:
        raise FormError("exchange.decision-missing")
    return Decide(arguments.package, arguments.take, arguments.reason or "")


def _conflicts_lines(done: "Done") -> "Sequence[str]":
    if done.found is None:
        released: list[dict[str, object]] = done.facts["released"]  # type: ignore[assignment]
        return [*told_lines(done), *(f"{one['file']}: {one['message']}" for one in released)]
    found: tuple[Conflict, ...] = done.found  # type: ignore[assignment]
    return [*(line for one in found for line in _conflict_lines(one)), *told_lines(done)]


def _conflict_lines(one: "Conflict") -> "Sequence[str]":
    head = f"{one.record.source_name} ({one.record.sha256[:12]}):"
    both = ((d.where, d.first or "…", d.second or "…") for d in one.differences)
    return [head, *(f"  {where}: {first} | {second}" for where, first, second in both)]


def _duties_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    period_option(parser)


def _duties(arguments: Namespace, _: "Place") -> ShowDuties:
    return ShowDuties(arguments.period)


def _duties_lines(done: "Done") -> "Sequence[str]":
    owed, profiles, requests = (
        cast("Sequence[Mapping[str, object]]", done.facts[name])
        for name in ("owed", "profiles", "requests")
    )
    line = tr("{who}: {short}, {period}, hạn {deadline}: {why}")
    came = tr("{came}/{all} đã nộp; {why}")

    def told(one: "Mapping[str, object]", who: object, why: object) -> str:
        period, deadline = Period.parse(str(one["period"])), cast("date", one["deadline"])
        return line.format(
            who=who, short=one["short"], period=period.label, deadline=format_date(deadline),
            why=why,
        )  # fmt: skip

    return [
        *(f"{one['name']}: {one['says']} {one['days'] or ''}".strip() for one in profiles),
        *(told(one, one["name"], one["why"]) for one in owed if one["why"]),
        *(
            told(one, one["id"], came.format(**one, all=len(cast("Sequence[str]", one["units"]))))
            for one in requests
            if not one["is_withdrawn"]
        ),
        *told_lines(done),
    ]


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (
        Verb("verify", tr("kết luận về gói"), _verify_options, _verify, _verify_lines),
        Verb(
            "receive", tr("nhập gói hoặc thư mục"), _receive_options, _receive, _received_lines
        ),
        Verb(
            "duties", tr("đơn vị nào phải gửi gì, vì sao"), _duties_options, _duties,
            _duties_lines,
        ),
        Verb("acknowledge", tr("cấp biên nhận thiếu"), _acknowledge_options, _acknowledge),
        Verb("send-back", tr("trả lại báo cáo, kèm góp ý"), _send_back_options, _send_back),
        Verb(
            "conflicts", tr("xem, giải quyết xung đột"), _conflicts_options, _conflicts,
            _conflicts_lines,
        ),
    )  # fmt: skip
