"""Verbs about who may sign: approved, revoked, confirmed; authorities from outside."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.cli.signers import authority_option, has_signer, signer_options, signing_of
from ctmtqg_desktop.cli.verb import Verb, day_of, out_option, told_lines, workspace_option
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keys.orders import (
    Approve,
    Confirm,
    ForgetAuthority,
    ListAuthorities,
    ListRevocations,
    PublishRevocations,
    Revoke,
    ShowRequests,
    TakeCrl,
    TrustAuthority,
)
from ctmtqg_desktop.exchange.words import claimed, say
from ctmtqg_desktop.package.enrolment import MAX_BYTES
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.package.revocations import REASONS
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.acts import Place

_Facts = Mapping[str, object]

# -- enrolments


def _requests_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument(
        "files", nargs="*", metavar=tr("GÓI"), help=tr("mặc định là các gói đang chờ duyệt")
    )


def _requests(arguments: Namespace, _: "Place") -> ShowRequests:
    return ShowRequests(tuple(Path(name) for name in arguments.files))


def _request_lines(done: Done) -> Sequence[str]:
    words = tr("- {file}: khai là {unit_name} ({unit}), {title}. 30 số: {fingerprint}")
    proposed = tr("  Đề nghị duyệt cho đơn vị {proposed}: {way}")
    lines = []
    for one in _listed(done.facts["requests"]):
        shown = {**one, "file": claimed(str(one["file"])), "title": claimed(str(one["title"]))}
        lines.append(words.format(**shown))
        if one["proposed"]:
            lines.append(proposed.format(proposed=one["proposed"], way=_way(str(one["way"]))))
    return lines or [tr("Không có gói đăng ký nào đang chờ.")]


def _way(way: str) -> str:
    return say(f"enrolling.{way}", {})


def _approve_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("file", metavar=tr("GÓI"))
    parser.add_argument(
        "--unit", required=True, metavar=tr("MÃ"), help=tr("đơn vị chọn từ danh mục")
    )
    parser.add_argument(
        "--slip", default="", metavar=tr("SỐ"), help=tr("số phiếu đăng ký bằng giấy")
    )
    signer_options(parser)
    authority_option(parser)
    out_option(parser)


def _approve(arguments: Namespace, _: "Place") -> Approve:
    request = read_limited(Path(arguments.file), MAX_BYTES)
    return Approve(request, arguments.unit, signing_of(arguments), arguments.slip)


# -- trust that ends


def _revoke_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("--unit", required=True, metavar=tr("MÃ"), help=tr("đơn vị của khóa"))
    parser.add_argument(
        "--signer", metavar=tr("KHÓA"), help=tr("ít nhất 8 số đầu của mã nhận dạng khóa")
    )
    parser.add_argument("--reason", required=True, choices=REASONS, help=tr("vì sao"))
    parser.add_argument(
        "--since", metavar=tr("NGÀY"), help=tr("nghi lộ từ ngày nào, ví dụ 2025-01-02")
    )
    parser.add_argument("--title", metavar=tr("CHỨC_VỤ"), help=tr("chức vụ người quyết định"))


def _revoke(arguments: Namespace, _: "Place") -> Revoke:
    return Revoke(
        arguments.unit, arguments.reason, arguments.signer or "", day_of(arguments.since),
        arguments.title or "",
    )  # fmt: skip


def _revoke_lines(done: Done) -> Sequence[str]:
    what, *todo = told_lines(done)
    return [what, *_doubtful_lines(done.facts["reconfirm"]), *todo]


def _confirm_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("submission", metavar=tr("BÁO_CÁO"), help=tr("số hoặc mã nội dung"))
    parser.add_argument("--reason", required=True, help=tr("ai xác nhận, bằng cách nào"))


def _confirm(arguments: Namespace, _: "Place") -> Confirm:
    return Confirm(arguments.submission, arguments.reason)


def _revocations_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("--out", metavar=tr("THƯ_MỤC"), help=tr("ký và ghi danh sách vào đây"))
    signer_options(parser, required=False)
    authority_option(parser)


def _revocations(arguments: Namespace, _: "Place") -> object:
    if not arguments.out:
        return ListRevocations()
    if not has_signer(arguments):
        what = tr("--out cần --key hoặc --token")
        raise FormError("exchange.usage", what=what, verb="revocations")
    return PublishRevocations(signing_of(arguments))


def _revocation_lines(done: Done) -> Sequence[str]:
    words = tr("- {unit}: {digits}, {why}, từ {day}")
    lines = [
        words.format(
            unit=one["unit"], digits=fingerprint_digits(str(one["spki_sha256"])),
            why=say(f"revocation.{one['reason']}", {}).rstrip(".").lower(),
            day=format_date(cast("datetime", one["revoked_at"]).date()),
        )
        for one in _listed(done.facts["revoked"])
    ]  # fmt: skip
    lines = lines or [tr("Chưa thu hồi khóa nào.")]
    lines += _doubtful_lines(done.facts["reconfirm"])
    return [*lines, *(told_lines(done) if "package" in done.facts else ())]


def _doubtful_lines(listed: object) -> list[str]:
    found = _listed(listed)
    if not found:
        return []
    head = tr("{count} báo cáo đến sau ngày nghi lộ khóa, cần xác nhận lại:")
    line = tr("- số {submission}: {unit} {report_set} {period} lần {revision}")
    return [head.format(count=len(found)), *(line.format(**one) for one in found)]


# -- authorities from outside


def _authority_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument(
        "--add", metavar=tr("TỆP"), help=tr("chứng thư của cơ quan (.cer, .crt, .pem)")
    )
    parser.add_argument(
        "--digits", metavar=tr("30_SỐ"), help=tr("30 chữ số đã so với nguồn chính thức")
    )
    parser.add_argument("--remove", metavar=tr("30_SỐ"), help=tr("bỏ cơ quan này"))
    parser.add_argument(
        "--crl", action="append", default=[], metavar=tr("TỆP"),
        help=tr("nhập danh sách thu hồi"),
    )  # fmt: skip
    parser.add_argument("--title", metavar=tr("CHỨC_VỤ"), help=tr("chức vụ người quyết định"))


def _authority(arguments: Namespace, _: "Place") -> tuple[object, ...]:
    """Return every deed that was asked for, one after another, and the list at the end."""
    deeds: list[object] = []
    if arguments.add:
        if not arguments.digits:
            what = tr("--add cần --digits, 30 chữ số")
            raise FormError("exchange.usage", what=what, verb="authority")
        file, by = Path(arguments.add), arguments.title or ""
        deeds.append(TrustAuthority(file, arguments.digits, by))
    if arguments.remove:
        deeds.append(ForgetAuthority(arguments.remove))
    deeds += [TakeCrl(Path(name)) for name in arguments.crl]
    return (*deeds, ListAuthorities())


def _authority_lines(done: Done) -> Sequence[str]:
    if done.code != "done.list-authorities":
        return told_lines(done)
    lines = []
    for one in _listed(done.facts["authorities"]):
        crl = cast("_Facts | None", one["crl"])
        age = tr("danh sách thu hồi {age_days} ngày tuổi").format(**crl) if crl else ""
        age = age or tr("chưa có danh sách thu hồi")
        lines.append(tr("- {subject}: {fingerprint}; {age}").format(**one, age=age))
    return lines or [tr("Chưa có cơ quan nào.")]


def _listed(facts: object) -> Sequence[_Facts]:
    return list(cast("Iterable[_Facts]", facts))


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (
        Verb(
            "requests", tr("xem gói đăng ký đang chờ duyệt"), _requests_options, _requests,
            _request_lines,
        ),
        Verb("approve", tr("duyệt đăng ký, cấp thẻ đơn vị"), _approve_options, _approve),
        Verb(
            "revoke", tr("thu hồi khóa của một đơn vị"), _revoke_options, _revoke, _revoke_lines
        ),
        Verb(
            "confirm", tr("xác nhận lại báo cáo nghi ngờ"), _confirm_options, _confirm,
            lambda done: [*told_lines(done), *_doubtful_lines(done.facts["left"])],
        ),
        Verb(
            "revocations", tr("xem, xuất danh sách thu hồi"), _revocations_options, _revocations,
            _revocation_lines,
        ),
        Verb(
            "authority", tr("cơ quan cấp chứng thư bên ngoài"), _authority_options, _authority,
            _authority_lines,
        ),
    )  # fmt: skip
