"""Verbs about a workspace itself: made, unlocked, copied, brought back, looked over."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.cli.tools import password_of, read_password
from ctmtqg_desktop.cli.verb import Verb, day_of, told_lines, workspace_option
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.upkeep.orders import (
    Backup,
    Doctor,
    Encryption,
    Init,
    Journal,
    Recover,
    Restore,
)
from ctmtqg_desktop.workspace.records import Role

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.acts import Place


def _place(parser: ArgumentParser) -> None:
    """Add the place of a workspace that is not to be opened."""
    parser.add_argument("place", metavar=tr("SỔ"), help=tr("sổ làm việc"))


# -- init and recover


def _init_options(parser: ArgumentParser) -> None:
    _place(parser)
    parser.add_argument("--unit", required=True, metavar=tr("MÃ"), help=tr("mã đơn vị"))
    parser.add_argument(
        "--date", metavar=tr("NGÀY"), help=tr("ngày xác định đơn vị, ví dụ 2024-12-31")
    )
    parser.add_argument("--receiver", action="store_true", help=tr("sổ của nơi nhận báo cáo"))
    parser.add_argument(
        "--report-set", action="append", default=[], metavar=tr("BỘ"),
        help=tr("chỉ làm việc với bộ báo cáo này (ghi được nhiều lần)"),
    )  # fmt: skip
    parser.add_argument(
        "--url", default="", help=tr("địa chỉ PostgreSQL của nơi nhận nhiều người dùng")
    )
    parser.add_argument("--encrypt", action="store_true", help=tr("mã hóa sổ làm việc"))
    parser.add_argument(
        "--password-file", metavar=tr("TỆP"), help=tr("tệp chứa mật khẩu của sổ mã hóa")
    )
    parser.add_argument("--recovery-slip", metavar="PDF", help=tr("nơi ghi phiếu khôi phục để in"))


def _init(arguments: Namespace, _: "Place") -> Init:
    encryption = None
    if arguments.encrypt:
        given = arguments.recovery_slip
        encryption = Encryption(password_of(arguments), Path(given) if given else None)
    return Init(
        Path(arguments.place),
        arguments.unit,
        Role.RECEIVER if arguments.receiver else Role.SENDER,
        day_of(arguments.date),
        tuple(arguments.report_set),
        arguments.url,
        encryption,
    )


def _recover_options(parser: ArgumentParser) -> None:
    _place(parser)
    parser.add_argument(
        "--code-file", required=True, metavar=tr("TỆP"), help=tr("tệp chứa mã của phiếu")
    )
    parser.add_argument(
        "--password-file", metavar=tr("TỆP"), help=tr("tệp chứa mật khẩu mới")
    )  # fmt: skip


def _recover(arguments: Namespace, _: "Place") -> Recover:
    code = read_password(arguments.code_file)
    return Recover(Path(arguments.place), code, password_of(arguments))


# -- copies


def _backup_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("target", metavar=tr("TỆP"))


def _backup(arguments: Namespace, _: "Place") -> Backup:
    return Backup(Path(arguments.target))


def _restore_options(parser: ArgumentParser) -> None:
    _place(parser)
    parser.add_argument("source", metavar=tr("TỆP"))
    parser.add_argument("--replace", action="store_true", help=tr("thay sổ đang có"))


def _restore(arguments: Namespace, _: "Place") -> Restore:
    source = Path(arguments.source)
    from ctmtqg_desktop.cli.opening import workspace_password

    password = workspace_password(source, arguments.workspace_password_file)
    place = arguments.place if "://" in arguments.place else Path(arguments.place)
    return Restore(place, source, arguments.replace, password or "")


# -- looking over


def _doctor(_: Namespace, __: "Place") -> Doctor:
    return Doctor()


def _doctor_lines(done: Done) -> list[str]:
    problems = cast("Sequence[Mapping[str, str]]", done.facts["problems"])
    return [*(one["message"] for one in problems), *told_lines(done)]


def _journal_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument(
        "--limit", type=int, default=1000, metavar=tr("SỐ"), help=tr("số dòng mới nhất")
    )
    parser.add_argument("--pdf", metavar=tr("TỆP"), help=tr("ghi nhật ký ra PDF"))
    parser.add_argument("--xlsx", metavar=tr("TỆP"), help=tr("ghi nhật ký ra Excel"))


def _journal(arguments: Namespace, _: "Place") -> Journal:
    pdf, xlsx = arguments.pdf, arguments.xlsx
    return Journal(arguments.limit, Path(pdf) if pdf else None, Path(xlsx) if xlsx else None)


def _journal_lines(done: Done) -> list[str]:
    listed = cast("Sequence[Mapping[str, object]]", done.facts["exports"])
    return [*map(_export_line, listed), *told_lines(done)]


def _export_line(export: Mapping[str, object]) -> str:
    from ctmtqg_desktop.exchange.post.export_journal import exported_words

    what, at = str(export["what"]), cast("datetime", export["at"])
    personal = tr(", có dữ liệu cá nhân") if export["personal"] else ""
    user, kind = export["user"] or "?", exported_words(what)
    return f"{at:%d/%m/%Y %H:%M}  {kind}: {export['path']} ({user}{personal})"


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (
        Verb("init", tr("tạo sổ làm việc"), _init_options, _init),
        Verb("recover", tr("mở sổ bằng phiếu khôi phục"), _recover_options, _recover),
        Verb("backup", tr("sao lưu sổ làm việc"), _backup_options, _backup),
        Verb("restore", tr("phục hồi từ bản sao lưu"), _restore_options, _restore),
        Verb("doctor", tr("kiểm tra sổ làm việc"), workspace_option, _doctor, _doctor_lines),
        Verb(
            "journal", tr("nhật ký xuất: ai đã ghi tệp nào"), _journal_options, _journal,
            _journal_lines,
        ),
    )  # fmt: skip
