"""Verbs for whoever keeps the catalogue: its forms checked, written, read, published."""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.catalogue.kept.published import LIST
from ctmtqg_desktop.catalogue.records.periods import Roll
from ctmtqg_desktop.cli.signers import signer_options, signing_of
from ctmtqg_desktop.cli.verb import (
    Verb,
    day_of,
    out_option,
    period_option,
    told_lines,
    workspace_option,
)
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keeping.orders import (
    AskReports,
    CheckEdition,
    CheckForms,
    FormImport,
    FormSchema,
    FormTemplate,
    OwnCalendar,
    Publish,
    SetProfile,
    WithdrawRequest,
)
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.xlsform_given import SurveyGiven

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.acts import Place

Listed = Sequence[Mapping[str, str]]


def _beside(parser: ArgumentParser, words: str) -> None:
    """Add a workspace that may be named, for what was published into it."""
    parser.add_argument("--workspace", metavar=tr("SỔ"), help=words)


# -- check-forms


def _check_options(parser: ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", metavar=tr("THƯ_MỤC"))
    parser.add_argument(
        "--freeze", action="store_true",
        help=tr("không còn lỗi thì ghi mã băm các phiên bản mới vào PUBLISHED; "
                "từ đó không sửa được"),
    )  # fmt: skip
    _beside(parser, tr("thư mục sắp ban hành: kiểm tra cùng danh mục đang dùng ở sổ nơi nhận"))


def _check(arguments: Namespace, _: "Place") -> CheckForms | CheckEdition:
    folder = Path(arguments.folder) if arguments.folder else None
    if arguments.workspace and folder is not None:
        return CheckEdition(folder)
    return CheckForms(folder, arguments.freeze)


def _check_lines(done: Done) -> list[str]:
    mistakes = cast("Listed", done.facts["mistakes"])
    lines = [f"{one['file']}:{one['line']}: {one['message']}" for one in mistakes]
    lines.extend(told_lines(done))
    if "levels" in done.facts:
        counts = cast("Mapping[str, int]", done.facts["levels"])
        told = (
            f"{say(f'screen.confidence-{name}', {})} {count}" for name, count in counts.items()
        )
        lines.append(tr("Độ tin cậy các dòng: {counts}.").format(counts=", ".join(told).lower()))
    if "frozen" in done.facts:
        count = len(cast("Sequence[str]", done.facts["frozen"]))
        lines.append(tr("Đã ghi {count} phiên bản mới vào {file}.").format(count=count, file=LIST))
    return lines


# -- forms


def _template_options(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar=tr("TỆP"))
    parser.add_argument("--form", default="", metavar=tr("BIỂU"), help=tr("biểu ghi sẵn vào sổ"))
    _beside(parser, tr("sổ có danh mục đã ban hành"))


def _template(arguments: Namespace, _: "Place") -> FormTemplate:
    return FormTemplate(Path(arguments.file), arguments.form)


def _import_options(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar=tr("TỆP"))
    parser.add_argument(
        "--out", required=True, metavar=tr("THƯ_MỤC"), help=tr("thư mục ghi tệp TOML")
    )
    parser.add_argument("--replace", action="store_true", help=tr("thay tệp đang có"))
    parser.add_argument("--xlsform", action="store_true", help=tr("tệp là XLSForm"))
    for name, value, words in (
        ("--programme", tr("MÃ"), tr("chương trình (XLSForm)")),
        ("--source", tr("CĂN_CỨ"), tr("căn cứ (XLSForm)")),
        ("--valid-from", tr("NGÀY"), tr("2025-01-01 (XLSForm)")),
        ("--measure", tr("MÃ"), tr("đơn vị tính khi không ghi (XLSForm)")),
    ):
        parser.add_argument(name, default="", metavar=value, help=words)
    _beside(parser, tr("sổ có danh mục đã ban hành"))


def _import(arguments: Namespace, _: "Place") -> FormImport:
    given = None
    if arguments.xlsform:
        given = SurveyGiven(
            arguments.programme, arguments.source, arguments.valid_from, arguments.measure
        )
    return FormImport(Path(arguments.file), Path(arguments.out), arguments.replace, given)


def _import_lines(done: Done) -> list[str]:
    listed = [
        *cast("Listed", done.facts["left_out"]), *cast("Listed", done.facts["mistakes"])
    ]  # fmt: skip
    return [*(f"{one['place']}: {one['message']}" for one in listed), *told_lines(done)]


def _schema_options(parser: ArgumentParser) -> None:
    parser.add_argument("--out", metavar=tr("TỆP"))


def _schema(arguments: Namespace, _: "Place") -> FormSchema:
    return FormSchema(Path(arguments.out) if arguments.out else None)


def _schema_lines(done: Done) -> Sequence[str]:
    if done.paths:
        return told_lines(done)
    return (json.dumps(done.facts, ensure_ascii=False, indent=1),)


# -- publish


def _calendar_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("calendar", metavar=tr("LỊCH"), help=tr("mã lịch chung được thay"))
    parser.add_argument(
        "--days", type=int, required=True, metavar=tr("SỐ"),
        help=tr("hạn nộp: số ngày sau khoảng số liệu"),
    )  # fmt: skip
    parser.add_argument("--source", default="", metavar=tr("CĂN_CỨ"), help=tr("văn bản ấn định"))
    parser.add_argument(
        "--from", dest="begins", metavar=tr("NGÀY"), help=tr("dùng cho kỳ kết thúc từ ngày này")
    )
    parser.add_argument(
        "--first-day", type=int, metavar=tr("SỐ"), help=tr("ngày đầu khoảng số liệu")
    )
    parser.add_argument(
        "--roll", choices=[one.value for one in Roll], help=tr("trùng ngày nghỉ thì dời")
    )
    parser.add_argument("--title", default="", metavar=tr("TÊN"), help=tr("tên lịch"))
    _folder_option(parser)


def _calendar(arguments: Namespace, _: "Place") -> OwnCalendar:
    return OwnCalendar(
        Path(arguments.out),
        arguments.calendar,
        arguments.days,
        arguments.source,
        day_of(arguments.begins),
        arguments.first_day,
        Roll(arguments.roll) if arguments.roll else None,
        arguments.title,
    )


def _profile_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("--unit", action="append", default=[], metavar=tr("ĐƠN_VỊ"),
                        help=tr("mã hoặc tên; ghi nhiều lần"))  # fmt: skip
    parser.add_argument("--book", metavar=tr("TỆP"), help=tr("bảng mỗi dòng một đơn vị"))
    parser.add_argument("--from", dest="begins", metavar=tr("NGÀY"), help=tr("áp dụng từ ngày"))
    parser.add_argument("--to", dest="ends", metavar=tr("NGÀY"), help=tr("đến hết ngày"))
    for name, dest, words in (
        ("--programme", "programmes", tr("chương trình thực hiện")),
        ("--area", "areas", tr("loại địa bàn")), ("--aim", "aims", tr("mức phấn đấu")),
        ("--excuse", "excused", tr("bộ báo cáo được miễn")),
    ):  # fmt: skip
        parser.add_argument(name, dest=dest, action="append", default=[], metavar=tr("MÃ"),
                            help=words)  # fmt: skip
    parser.add_argument("--source", default="", metavar=tr("CĂN_CỨ"), help=tr("quyết định nào"))
    _folder_option(parser)


def _folder_option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--out", required=True, metavar=tr("THƯ_MỤC"), help=tr("thư mục sẽ ban hành")
    )


def _profile(arguments: Namespace, _: "Place") -> SetProfile:
    return SetProfile(
        Path(arguments.out), tuple(arguments.unit), day_of(arguments.begins), arguments.source,
        tuple(arguments.programmes), tuple(arguments.areas), tuple(arguments.aims),
        tuple(arguments.excused), day_of(arguments.ends),
        book=Path(arguments.book) if arguments.book else None,
    )  # fmt: skip


def _request_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    period_option(parser)
    parser.add_argument("report_sets", nargs="+", metavar=tr("BỘ"), help=tr("bộ báo cáo"))
    parser.add_argument("--deadline", required=True, metavar=tr("NGÀY"), help=tr("hạn gửi"))
    parser.add_argument("--why", default="", metavar=tr("MỤC_ĐÍCH"), help=tr("để làm gì"))
    parser.add_argument("--source", default="", metavar=tr("CĂN_CỨ"), help=tr("văn bản yêu cầu"))
    parser.add_argument("--unit", action="append", default=[], metavar=tr("ĐƠN_VỊ"),
                        help=tr("mã hoặc tên; không ghi là mọi đơn vị"))  # fmt: skip
    parser.add_argument("--form", action="append", default=[], metavar=tr("BIỂU"),
                        help=tr("chỉ cần biểu này"))  # fmt: skip
    parser.add_argument("--changes", default="", metavar=tr("MÃ"), help=tr("thay yêu cầu nào"))
    _folder_option(parser)


def _request(arguments: Namespace, _: "Place") -> AskReports:
    deadline = day_of(arguments.deadline)
    if deadline is None:
        raise FormError("exchange.date", given=arguments.deadline)
    return AskReports(
        Path(arguments.out), tuple(arguments.report_sets), arguments.period, deadline,
        arguments.why, arguments.source, tuple(arguments.unit), tuple(arguments.form),
        arguments.changes,
    )  # fmt: skip


def _withdraw_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("request", metavar=tr("MÃ"), help=tr("mã yêu cầu"))
    parser.add_argument("--why", default="", metavar=tr("LÝ_DO"), help=tr("vì sao thu hồi"))
    _folder_option(parser)


def _withdraw(arguments: Namespace, _: "Place") -> WithdrawRequest:
    return WithdrawRequest(Path(arguments.out), arguments.request, arguments.why)


def _publish_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("folder", metavar=tr("THƯ_MỤC"), help=tr("các tệp TOML mới"))
    parser.add_argument(
        "--number", type=int, metavar=tr("SỐ"), help=tr("phiên bản, mặc định là số kế")
    )
    signer_options(parser)
    out_option(parser)


def _publish(arguments: Namespace, _: "Place") -> Publish:
    return Publish(Path(arguments.folder), signing_of(arguments), arguments.number)


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (
        Verb("check-forms", tr("kiểm tra danh mục biểu"), _check_options, _check, _check_lines),
        Verb("form-template", tr("ghi sổ Excel mẫu"), _template_options, _template),
        Verb("form-import", tr("đọc biểu từ sổ Excel"), _import_options, _import, _import_lines),
        Verb("form-schema", tr("ghi JSON Schema"), _schema_options, _schema, _schema_lines),
        Verb("own-calendar", tr("lịch báo cáo riêng của nơi nhận"), _calendar_options, _calendar),
        Verb("set-profile", tr("quyết định hồ sơ đơn vị"), _profile_options, _profile),
        Verb("ask-reports", tr("yêu cầu báo cáo"), _request_options, _request),
        Verb("withdraw-request", tr("thu hồi yêu cầu báo cáo"), _withdraw_options, _withdraw),
        Verb("publish", tr("ban hành danh mục"), _publish_options, _publish),
    )
