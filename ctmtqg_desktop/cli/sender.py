"""Verbs of a reporting unit: enter, check, submit, export, amend, number, sign elsewhere."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.cli.signers import signer_options, signing_of, source_named
from ctmtqg_desktop.cli.verb import Verb, out_option, period_option, told_lines, workspace_option
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.sender.orders import (
    Check,
    Enter,
    ExportAgain,
    ExportPrint,
    FillIn,
    GiveNumber,
    ImportSigned,
    ImportTable,
    LookBeforeSigning,
    Reopen,
    SavePrint,
    SayNothingArose,
    Submit,
    TakeBack,
    Unlock,
)
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.intake.desk.readings import ANSWERS, Answers, MapWish, Question
from ctmtqg_desktop.intake.returned.identity import read_book_identity
from ctmtqg_desktop.text import clean

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.acts import Place
    from ctmtqg_desktop.intake.entry_file import EntryFile

_SHORT_DIGEST = 12


def report_options(parser: ArgumentParser) -> None:
    """Add the workspace, and which of its reports an act is about."""
    workspace_option(parser)
    parser.add_argument("report_set", metavar=tr("BỘ"))
    period_option(parser)


# -- filling


def _enter_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("form", metavar=tr("BIỂU"))
    period_option(parser)
    parser.add_argument("file", metavar=tr("TỆP"))
    parser.add_argument("--partial", action="store_true", help=tr("vẫn lưu khi có ô không nhận"))
    parser.add_argument(
        "--left", metavar=tr("TỆP_XLSX"), help=tr("ghi danh sách ô không nhận ra tệp Excel")
    )
    reading_options(parser)


def reading_options(parser: ArgumentParser) -> None:
    """Add how figures and dates of two meanings are read, for who knows it."""
    helps = {
        Question.DECIMAL_MARK: tr("dấu trước phần lẻ: comma là dấu phẩy, dot là dấu chấm"),
        Question.DAY_ORDER: tr("ngày hay tháng viết trước"),
        Question.SWAPPED_DATES: tr("swapped: đổi chỗ ngày và tháng bảng tính đã hiểu nhầm"),
        Question.PERCENT: tr("share: số là phần của một, 0,86 là 86 phần trăm"),
        Question.DASH: tr("zero: dấu “-” là số 0; nothing: không có số liệu"),
    }
    for question, answers in ANSWERS.items():
        parser.add_argument(f"--{question}", choices=answers, help=helps[question])


def reading_answers(arguments: Namespace) -> Answers:
    """Return what the options say about two meanings."""
    given = ((question, getattr(arguments, question.replace("-", "_"))) for question in ANSWERS)
    return {question: answer for question, answer in given if answer}


def _file_of(arguments: Namespace) -> "EntryFile":
    from ctmtqg_desktop.intake.entry_file import read_entry_file

    return read_entry_file(Path(arguments.file))


def _enter(arguments: Namespace, _: "Place") -> Enter | TakeBack:
    file = _file_of(arguments)
    if read_book_identity(file.book, file.name) is not None:
        return _take_back(arguments)
    return Enter(
        arguments.form, arguments.period, file, partial=arguments.partial,
        answers=reading_answers(arguments), left=_left(arguments),
    )  # fmt: skip


def _take_back(arguments: Namespace) -> TakeBack:
    """Take a workbook of our own for what it says it is."""
    return TakeBack(
        Path(arguments.file), arguments.form, arguments.period, reading_answers(arguments),
        partial=arguments.partial, left=_left(arguments),
    )  # fmt: skip


def _left(arguments: Namespace) -> Path | None:
    return Path(arguments.left) if arguments.left else None


def _import_table_options(parser: ArgumentParser) -> None:
    _enter_options(parser)
    parser.add_argument("--sheet", default="", metavar=tr("TRANG"), help=tr("chỉ nhập trang này"))
    parser.add_argument("--section", default="", metavar=tr("PHẦN"), help=tr("phần của biểu"))
    parser.add_argument(
        "--heading", type=int, default=0, metavar=tr("DÒNG"), help=tr("dòng tên cột, đếm từ 1")
    )
    parser.add_argument(
        "--column", action="append", default=[], metavar=tr("CỘT=MÃ"),
        help=tr("cột nào là gì: C=ke_hoach; C= bỏ cột C"),
    )  # fmt: skip


def _import_table(arguments: Namespace, _: "Place") -> ImportTable | TakeBack:
    file = _file_of(arguments)
    if read_book_identity(file.book, file.name) is not None:
        return _take_back(arguments)
    columns = dict(one.partition("=")[::2] for one in arguments.column)
    return ImportTable(
        arguments.form,
        arguments.period,
        file,
        wish=MapWish(arguments.sheet, arguments.section, arguments.heading, columns),
        partial=arguments.partial,
        answers=reading_answers(arguments),
        left=_left(arguments),
    )


def entered_lines(done: Done) -> Sequence[str]:
    """Say what became of a file: every cell that is not simply in the sheet now is named."""
    told = (
        ("readings", tr("Cột {column} được hiểu là: {message} {proof}")),
        ("refused", tr("Không nhận {cell}: {message} [{code}]")),
        ("asked", tr("Cần xem lại {cell}: {message}")),
        ("left_out", tr("Bỏ ra ngoài: {message}")),
    )
    lines = [words.format(**one) for name, words in told for one in _listed(done, name)]
    return [*told_lines(done), *lines]


def _fill_in_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("form", metavar=tr("BIỂU"))
    period_option(parser)
    parser.add_argument("--xlsx", required=True, metavar=tr("TỆP"), help=tr("tệp sẽ ghi"))
    parser.add_argument(
        "--rows", type=int, default=200, metavar=tr("SỐ"), help=tr("số dòng trống ở danh sách")
    )


def _fill_in(arguments: Namespace, _: "Place") -> FillIn:
    return FillIn(arguments.form, arguments.period, Path(arguments.xlsx), arguments.rows)


def _check_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("--report-set", default="", metavar=tr("BỘ"))
    parser.add_argument("--period", default="", metavar=tr("KỲ"))


def _check(arguments: Namespace, _: "Place") -> Check:
    return Check(arguments.report_set, arguments.period)


def _check_lines(done: Done) -> Sequence[str]:
    findings = _listed(done, "findings")
    counts = Counter(str(one["severity"]) for one in findings)
    kinds = ", ".join(f"{say(f'severity.{s}', {})} {n}" for s, n in counts.items())
    lines = [_finding_line(one) for one in findings]
    return [*lines, *told_lines(done), *([kinds] if kinds else [])]


def _finding_line(one: Mapping[str, object]) -> str:
    kind, reason = say(f"severity.{one['severity']}", {}), one["justification"]
    why = tr(" Lý do: {reason}").format(reason=reason) if reason else ""
    return f"[{kind}] {one['form']} {one['cell'] or ''}: {one['message']}{why}"


def _nothing_arose_options(parser: ArgumentParser) -> None:
    report_options(parser)
    parser.add_argument("forms", nargs="+", metavar=tr("BIỂU"), help=tr("biểu để trống"))
    parser.add_argument(
        "--reason", default="", metavar=tr("LÝ_DO"), help=tr("lý do khác “không phát sinh”")
    )


def _nothing_arose(arguments: Namespace, _: "Place") -> SayNothingArose:
    forms = tuple(arguments.forms)
    return SayNothingArose(arguments.report_set, arguments.period, forms, arguments.reason)


# -- sending


def _submit_options(parser: ArgumentParser) -> None:
    report_options(parser)
    signer_options(parser)
    parser.add_argument("--name", default="", help=tr("họ tên in dưới chữ ký"))
    parser.add_argument(
        "--with-lists", action="store_true", help=tr("gửi kèm danh sách hộ, mã hóa cho nơi nhận")
    )
    parser.add_argument(
        "--look", action="store_true", help=tr("chỉ xem lại lần cuối những gì sẽ ký, chưa ký")
    )
    out_option(parser)


def _submit(arguments: Namespace, _: "Place") -> Submit | LookBeforeSigning:
    if arguments.look:
        return LookBeforeSigning(
            arguments.report_set, arguments.period, source_named(arguments),
            clean(arguments.title or ""), clean(arguments.name), arguments.with_lists,
        )  # fmt: skip
    signing = signing_of(arguments, name=arguments.name)
    return Submit(arguments.report_set, arguments.period, signing, arguments.with_lists)


def _submit_lines(done: Done) -> Sequence[str]:
    if done.code == "done.look":
        figures = (tr("{label}: {text} {measure}").format(**f) for f in _listed(done, "figures"))
        return [*told_lines(done), *figures]
    if done.is_refused:
        return [str(done.facts["message"]), *_bulleted(_listed(done, "findings"))]
    digest = str(done.facts["content_sha256"])[:_SHORT_DIGEST]
    return [*told_lines(done), tr("Mã đối chiếu: {digest}.").format(digest=digest)]


def _bulleted(findings: Iterable[Mapping[str, object]]) -> list[str]:
    return [f"- {one['message']}" for one in findings]


def _export_options(parser: ArgumentParser) -> None:
    report_options(parser)
    out_option(parser)


def _export(arguments: Namespace, _: "Place") -> ExportAgain:
    return ExportAgain(arguments.report_set, arguments.period, Path(arguments.out))


def _reopen_options(parser: ArgumentParser) -> None:
    report_options(parser)
    parser.add_argument(
        "--reason", required=True, metavar=tr("LÝ_DO"), help=tr("vì sao phải gửi lại")
    )


def _reopen(arguments: Namespace, _: "Place") -> Reopen:
    return Reopen(arguments.report_set, arguments.period, arguments.reason)


def _unlock_options(parser: ArgumentParser) -> None:
    report_options(parser)
    parser.add_argument("--reason", required=True, help=tr("lý do, gửi kèm báo cáo"))
    parser.add_argument(
        "place", metavar=tr("Ô"), help=tr("biểu, biểu/phần hoặc biểu/phần.dòng.cột")
    )


def _unlock(arguments: Namespace, _: "Place") -> Unlock:
    return Unlock(arguments.report_set, arguments.period, arguments.place, arguments.reason)


# -- number and seal; prints signed elsewhere


def _issue_options(parser: ArgumentParser) -> None:
    report_options(parser)
    parser.add_argument(
        "--number", required=True, type=int, metavar=tr("SỐ"), help=tr("số văn bản")
    )
    parser.add_argument(
        "--date", required=True, metavar=tr("NGÀY"), help=tr("ngày văn bản, 2024-12-31")
    )
    parser.add_argument("--symbol", default="", metavar=tr("KÝ_HIỆU"), help=tr("ví dụ BC-UBND"))
    signer_options(parser)
    out_option(parser)


def _issue(arguments: Namespace, _: "Place") -> GiveNumber:
    try:
        dated = date.fromisoformat(arguments.date)
    except ValueError as error:
        what = tr("ngày “{date}” phải viết như 2024-12-31").format(date=arguments.date)
        raise FormError("exchange.usage", what=what, verb="issue") from error
    return GiveNumber(
        arguments.report_set, arguments.period, arguments.number, dated, signing_of(arguments),
        arguments.symbol,
    )  # fmt: skip


def _export_pdf_options(parser: ArgumentParser) -> None:
    report_options(parser)
    parser.add_argument("--signed", action="store_true", help=tr("bản đã ký, để lưu hoặc in giấy"))
    parser.add_argument(
        "--title", default="", metavar=tr("CHỨC_VỤ"), help=tr("chức vụ người sẽ ký")
    )
    parser.add_argument("--name", default="", help=tr("họ tên in dưới chữ ký"))
    out_option(parser)


def _export_pdf(arguments: Namespace, _: "Place") -> ExportPrint | SavePrint:
    set_id, period, out_dir = arguments.report_set, arguments.period, Path(arguments.out)
    if arguments.signed:
        return SavePrint(set_id, period, out_dir)
    return ExportPrint(set_id, period, out_dir, arguments.title, arguments.name)


def _import_options(parser: ArgumentParser) -> None:
    report_options(parser)
    parser.add_argument("file", metavar=tr("TỆP_PDF"))
    signer_options(parser)
    out_option(parser)


def _import(arguments: Namespace, _: "Place") -> ImportSigned:
    file, signing = Path(arguments.file), signing_of(arguments)
    return ImportSigned(arguments.report_set, arguments.period, file, signing)


def _listed(done: Done, name: str) -> list[Mapping[str, object]]:
    return cast("list[Mapping[str, object]]", done.facts[name])


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (
        Verb("enter", tr("nhập ô từ tệp JSON, Excel, ODS hoặc CSV"), _enter_options, _enter,
             entered_lines),
        Verb("import", tr("nhập bảng tính bất kỳ bằng cách chọn cột"), _import_table_options,
             _import_table, entered_lines),
        Verb("fill-in", tr("xuất biểu điền Excel"), _fill_in_options, _fill_in),
        Verb("check", tr("chạy các quy tắc kiểm tra"), _check_options, _check, _check_lines),
        Verb("nothing-arose", tr("ghi biểu để trống là không phát sinh"), _nothing_arose_options,
             _nothing_arose),
        Verb("submit", tr("kiểm tra, ký, ghi gói báo cáo"), _submit_options, _submit,
             _submit_lines),
        Verb("reopen", tr("mở lần gửi mới để sửa"), _reopen_options, _reopen),
        Verb("export", tr("ghi lại gói đã ký"), _export_options, _export, _submit_lines),
        Verb("unlock", tr("mở khóa ô không có góp ý"), _unlock_options, _unlock),
        Verb("issue", tr("văn thư cấp số, ngày và đóng dấu"), _issue_options, _issue),
        Verb("export-pdf", tr("xuất bản in để ký ở hệ thống khác"), _export_pdf_options,
             _export_pdf),
        Verb("import-signed", tr("nhập lại bản in đã ký"), _import_options, _import),
    )  # fmt: skip
