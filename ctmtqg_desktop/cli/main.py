"""The command line: arguments in, one JSON document or Vietnamese text out."""

import json
import logging
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ctmtqg_desktop import __version__, paths
from ctmtqg_desktop.cli import keeping, keys, paper, sender, trust, upkeep
from ctmtqg_desktop.cli.parser import Parser, UsageError
from ctmtqg_desktop.cli.secret_arguments import (
    add_reading,
)
from ctmtqg_desktop.cli.signers import signer_options
from ctmtqg_desktop.cli.tools import Answer, Tools, Verb
from ctmtqg_desktop.cli.words import teach_argparse
from ctmtqg_desktop.errors import Cancelled, CtmtqgError
from ctmtqg_desktop.exchange.words import of_error, sentence
from ctmtqg_desktop.text import readable

DONE, REFUSED, WRONG_USAGE = 0, 1, 2
TOPICS = (sender, paper, keys, trust, keeping, upkeep)


def _verb(module: str, name: str) -> Verb:
    """Return a verb that is imported when it is called, so that help stays quick."""

    def run(arguments: Namespace, tools: Tools) -> Answer:
        from importlib import import_module

        verb: Verb = getattr(import_module(f"ctmtqg_desktop.cli.{module}"), name)
        return verb(arguments, tools)

    return run


def _workspace(parser: ArgumentParser) -> None:
    parser.add_argument("workspace", metavar="SỔ", help="sổ làm việc")


def _period(parser: ArgumentParser) -> None:
    parser.add_argument("period", metavar="KỲ", help="2024, 2024-H1, 2024-Q3 hoặc 2024-M07")


def _out(parser: ArgumentParser) -> None:
    parser.add_argument("--out", default=".", metavar="THƯ_MỤC", help="thư mục ghi gói")


def _add_forms_verbs(add: Callable[..., ArgumentParser]) -> None:
    demo = add("demo", "dựng bộ trình diễn Tam Đường 2024", _verb("demo", "demo_verb"))
    demo.add_argument("folder", metavar="THƯ_MỤC")
    demo.add_argument("--no-screens", action="store_true", help="không chụp màn hình")


def _add_exchange_verbs(add: Callable[..., ArgumentParser]) -> None:
    _add_receiving(add)
    _add_totals(add)


def _add_receiving(add: Callable[..., ArgumentParser]) -> None:
    verify = add("verify", "kết luận về gói", _verb("exchange_verbs", "verify_verb"))
    verify.add_argument("files", nargs="+", metavar="GÓI")
    verify.add_argument("--workspace", metavar="SỔ")
    add_reading(verify)
    receive = add("receive", "nhập gói hoặc thư mục", _verb("exchange_verbs", "receive_verb"))
    _workspace(receive)
    receive.add_argument("paths", nargs="+", metavar="GÓI")
    receive.add_argument("--authority", metavar="30_SỐ", help="30 số của nơi nhận mới, đã so")
    signer_options(receive, required=False)
    add_reading(receive)
    _out(receive)


def _add_totals(add: Callable[..., ArgumentParser]) -> None:
    total = add("consolidate", "tổng hợp", _verb("totals_verbs", "consolidate_verb"))
    _workspace(total)
    total.add_argument("report_set", metavar="BỘ")
    _period(total)
    total.add_argument("--at", metavar="MÃ", help="đơn vị tổng hợp")
    track = add("track", "đối chiếu chỉ tiêu được giao", _verb("totals_verbs", "track_verb"))
    _workspace(track)
    track.add_argument("--plan", required=True, metavar="KẾ_HOẠCH")
    track.add_argument("--period", required=True, metavar="KỲ")
    _add_print(add)


def _add_return_verbs(add: Callable[..., ArgumentParser]) -> None:
    back = add("send-back", "trả lại báo cáo, kèm góp ý", _verb("return_verbs", "send_back_verb"))
    _workspace(back)
    back.add_argument("submission", metavar="BÁO_CÁO", help="số, mã nội dung hoặc ĐƠN_VỊ/BỘ/KỲ")
    back.add_argument("--remarks", required=True, metavar="TỆP", help="góp ý, JSON hoặc XLSX")
    back.add_argument("--due", metavar="NGÀY", help="hạn gửi lại, ví dụ 2025-01-20")
    signer_options(back)
    _out(back)
    given = add("acknowledge", "cấp biên nhận thiếu", _verb("return_verbs", "acknowledge_verb"))
    _workspace(given)
    signer_options(given)
    _out(given)
    _add_conflicts(add)


def _add_conflicts(add: Callable[..., ArgumentParser]) -> None:
    both = add("conflicts", "xem, giải quyết xung đột", _verb("return_verbs", "conflicts_verb"))
    _workspace(both)
    both.add_argument("package", nargs="?", metavar="MÃ_GÓI", help="sha256 của gói đến sau")
    both.add_argument("--keep", action="store_true", help="giữ gói đến trước")
    both.add_argument("--take", action="store_true", help="dùng gói đến sau")
    both.add_argument("--reason", help="lý do")
    told = add("life", "vòng đời một báo cáo", _verb("return_verbs", "life_verb"))
    _workspace(told)
    told.add_argument("report_set", metavar="BỘ")
    _period(told)
    told.add_argument("--unit", metavar="MÃ", help="đơn vị gửi (ở nơi nhận)")
    told.add_argument("--out", metavar="THƯ_MỤC", help="ghi hồ sơ có bằng chứng vào đây")


def _add_print(add: Callable[..., ArgumentParser]) -> None:
    printed = add("print", "in biểu, báo cáo, tổng hợp", _verb("totals_verbs", "print_verb"))
    _workspace(printed)
    printed.add_argument("--form", metavar="BIỂU")
    printed.add_argument("--report-set", metavar="BỘ")
    printed.add_argument("--period", required=True, metavar="KỲ")
    printed.add_argument("--plan", metavar="KẾ_HOẠCH", help="in thêm bảng chỉ tiêu (nơi nhận)")
    printed.add_argument("--pdf", metavar="TỆP")
    printed.add_argument("--xlsx", metavar="TỆP")


def parser() -> ArgumentParser:
    """Return the parser of the whole command line."""
    teach_argparse()
    whole = Parser(prog="ctmtqg", description="Báo cáo chương trình mục tiêu quốc gia.")
    whole.add_argument("--version", action="version", version=f"ctmtqg {__version__}")
    verbs = whole.add_subparsers(dest="verb", metavar="LỆNH", required=True)

    def add(name: str, words: str, verb: Verb) -> ArgumentParser:
        found: ArgumentParser = verbs.add_parser(name, help=words, description=words)
        found.add_argument("--json", action="store_true", help="trả lời bằng JSON")
        found.add_argument(
            "--workspace-password-file", default="", metavar="TỆP",
            help="tệp chứa mật khẩu của sổ đã mã hóa",
        )  # fmt: skip
        found.set_defaults(run=verb)
        return found

    _add_forms_verbs(add)
    _add_exchange_verbs(add)
    _add_return_verbs(add)
    for one in (verb for topic in TOPICS for verb in topic.verbs()):
        one.options(add(one.name, one.words, one.run))
    return whole


def run(argv: Sequence[str], tools: Tools) -> int:
    """Run one verb and return the exit code: 0 done, 1 refused, 2 wrong usage."""
    wants_json = "--json" in argv
    try:
        arguments = parser().parse_args(list(argv))
    except UsageError as error:
        verb = next((word for word in argv if not word.startswith("-")), "")
        said = sentence("exchange.usage", {"what": str(error), "verb": verb})
        return _told(_refusal(said.code, str(said)), wants_json, WRONG_USAGE)
    try:
        if arguments.workspace_password_file:
            given = arguments.workspace_password_file
            tools = replace(tools, workspace_password_file=given)
        answer = arguments.run(arguments, tools)
    except CtmtqgError as error:
        code = WRONG_USAGE if error.code == "exchange.usage" else REFUSED
        return _told(_refusal(error.code, str(of_error(error))), wants_json, code)
    except (Cancelled, KeyboardInterrupt):
        return REFUSED
    except Exception as error:  # the edge of a command: a bug must not spill a traceback
        logging.getLogger(__name__).exception("a verb failed")
        return _bug(error, wants_json)
    return _told(answer, wants_json, DONE if answer.done else REFUSED)


def _bug(error: Exception, wants_json: bool) -> int:
    facts = {"kind": type(error).__name__, "log": str(paths.home_dir() / "ctmtqg.log")}
    said = sentence("exchange.unexpected", facts)
    return _told(_refusal(said.code, str(said)), wants_json, REFUSED)


def _refusal(code: str, message: str) -> Answer:
    return Answer({"code": code, "message": message}, (message,), done=False)


def _told(answer: Answer, wants_json: bool, code: int) -> int:
    stream = sys.stdout if wants_json or answer.done else sys.stderr
    text = "\n".join(answer.lines)
    if wants_json:
        text = json.dumps(answer.document, ensure_ascii=False, indent=1, default=_plain)
    try:
        print(readable(text), file=stream, flush=True)
    except BrokenPipeError:  # whoever reads has read enough; Python would complain at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return code


def _plain(value: Any) -> str:  # noqa: ANN401  whatever a verb put into its document
    return str(value)
