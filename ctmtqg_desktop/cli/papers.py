"""Verbs about the signed print: issue, the outside route, images, files signed on their own."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ctmtqg_desktop.cli.signers import author_of, signer_options
from ctmtqg_desktop.cli.tools import Answer, Tools, Verb, folder_of, open_at, open_desk

_KINDS = {"phu-luc": "appendix", "ban-sao": "copy"}
_IMAGES = {"chu-ky": "signature-image", "con-dau": "seal-image"}


def add_papers_verbs(add: Callable[..., ArgumentParser], verb: Callable[[str, str], Verb]) -> None:
    """Say which words these verbs take."""
    issue = add("issue", "văn thư cấp số, ngày và đóng dấu", verb("papers", "issue_verb"))
    _report(issue)
    issue.add_argument("--number", required=True, type=int, metavar="SỐ", help="số văn bản")
    issue.add_argument("--date", required=True, metavar="NGÀY", help="ngày văn bản, 2024-12-31")
    issue.add_argument("--symbol", default="", metavar="KÝ_HIỆU", help="ví dụ BC-UBND")
    signer_options(issue)
    _out(issue)
    export = add("export-pdf", "xuất bản in để ký ở hệ thống khác", verb("papers", "export_verb"))
    _report(export)
    export.add_argument("--signed", action="store_true", help="bản đã ký, để lưu hoặc in giấy")
    export.add_argument("--title", metavar="CHỨC_VỤ", help="chức vụ người sẽ ký")
    export.add_argument("--name", default="", help="họ tên in dưới chữ ký")
    _out(export)
    back = add("import-signed", "nhập lại bản in đã ký", verb("papers", "import_verb"))
    _report(back)
    back.add_argument("file", metavar="TỆP_PDF")
    signer_options(back)
    _out(back)
    _add_others(add, verb)


def _add_others(add: Callable[..., ArgumentParser], verb: Callable[[str, str], Verb]) -> None:
    image = add("signature-image", "ảnh chữ ký, con dấu", verb("papers", "image_verb"))
    image.add_argument("workspace", metavar="SỔ", help="sổ làm việc")
    image.add_argument("which", choices=sorted(_IMAGES), metavar="LOẠI", help="chu-ky, con-dau")
    image.add_argument("file", nargs="?", metavar="TỆP_PNG", help="để trống là bỏ ảnh")
    image.add_argument("--mm", type=float, default=0, metavar="RỘNG", help="bề rộng thật, mm")
    sign = add("sign-pdf", "ký phụ lục tệp riêng, bản sao", verb("papers", "sign_verb"))
    sign.add_argument("workspace", metavar="SỔ", help="sổ làm việc")
    sign.add_argument("file", metavar="TỆP_PDF")
    sign.add_argument("--kind", required=True, choices=sorted(_KINDS), help="phu-luc, ban-sao")
    sign.add_argument("--number", required=True, metavar="SỐ", help="ví dụ 45/BC-UBND")
    signer_options(sign)
    _out(sign)


def _report(parser: ArgumentParser) -> None:
    parser.add_argument("workspace", metavar="SỔ", help="sổ làm việc")
    parser.add_argument("report_set", metavar="BỘ")
    parser.add_argument("period", metavar="KỲ", help="kỳ báo cáo, ví dụ 2024, 2024-Q3")


def _out(parser: ArgumentParser) -> None:
    parser.add_argument("--out", default=".", metavar="THƯ_MỤC", help="thư mục ghi tệp")


def issue_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Give a signed report its number and date, and seal it."""
    from ctmtqg_desktop.catalogue.records.periods import Period
    from ctmtqg_desktop.errors import FormError
    from ctmtqg_desktop.exchange.sender.issue import Asked, issue

    try:
        dated = date.fromisoformat(arguments.date)
    except ValueError as error:
        what = f"ngày “{arguments.date}” phải viết như 2024-12-31"
        raise FormError("exchange.usage", what=what, verb="issue") from error
    asked = Asked(arguments.number, dated, arguments.symbol)
    with open_desk(arguments.workspace, tools) as desk:
        period, out_dir = Period.parse(arguments.period), folder_of(arguments.out)
        arguments.title = arguments.title or f"Văn thư {desk.unit.agency}"
        with author_of(arguments, desk.unit, desk.clock()) as author:
            done = issue(desk, arguments.report_set, period, asked, author=author, out_dir=out_dir)
    document = {
        "package": str(done.package),
        "number": done.number,
        "date": done.dated.isoformat(),
        "content_sha256": done.content_sha256,
        "package_sha256": done.package_sha256,
        "revision": done.revision,
    }
    said = f"Đã cấp số {done.number} ngày {done.dated:%d/%m/%Y} và đóng dấu: {done.package}"
    return Answer(document, (said, "Gửi gói này. Có thể rút USB."))


def export_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Write the print of a complete report, to be signed in another system."""
    from ctmtqg_desktop.catalogue.records.periods import Period
    from ctmtqg_desktop.exchange.sender.sign_elsewhere import export_pdf, save_signed

    period, out_dir = Period.parse(arguments.period), folder_of(arguments.out)
    with open_desk(arguments.workspace, tools) as desk:
        if arguments.signed:
            path = save_signed(desk, arguments.report_set, period, out_dir)
            return Answer({"path": str(path), "sha256": None}, (f"Đã ghi bản in đã ký: {path}",))
        by = (arguments.title or f"Chủ tịch {desk.unit.agency}", arguments.name)
        done = export_pdf(desk, arguments.report_set, period, by=by, out_dir=out_dir)
    said = f"Đã xuất bản in chờ ký: {done.path}"
    hint = "Ký tệp này ở hệ thống của tỉnh, rồi nhập lại bằng lệnh import-signed."
    return Answer({"path": str(done.path), "sha256": done.sha256}, (said, hint))


def import_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Take back a print signed elsewhere and seal its report around it."""
    from ctmtqg_desktop.catalogue.records.periods import Period
    from ctmtqg_desktop.exchange.paper.signed_print import Papers
    from ctmtqg_desktop.exchange.sender.sign_elsewhere import import_signed

    with open_desk(arguments.workspace, tools) as desk:
        period, out_dir = Period.parse(arguments.period), folder_of(arguments.out)
        with author_of(arguments, desk.unit, desk.clock()) as author:
            done = import_signed(
                desk, arguments.report_set, period, Path(arguments.file), author=author,
                out_dir=out_dir,
            )  # fmt: skip
    sent = done.submitted
    document = {
        "package": str(sent.package),
        "content_sha256": sent.content_sha256,
        "package_sha256": sent.package_sha256,
        "revision": sent.revision,
        "print_signatures": Papers(done.signatures).to_json(),
    }
    who = ", ".join(one.facts.subject_common_name or one.name for one in done.signatures)
    return Answer(document, (f"Bản in do {who} ký. Đã ghi gói báo cáo: {sent.package}",))


def image_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Keep, replace or forget the image of a signature or of a seal."""
    from ctmtqg_desktop.exchange.paper.signed_print import drop_picture, keep_picture
    from ctmtqg_desktop.package.files import read_limited
    from ctmtqg_desktop.reports.page.pictures import MAX_BYTES

    name = _IMAGES[arguments.which]
    with open_at(arguments.workspace, tools) as workspace:
        if not arguments.file:
            drop_picture(workspace, name)
            return Answer({"width_mm": None, "height_mm": None}, ("Đã bỏ ảnh.",))
        data = read_limited(Path(arguments.file), MAX_BYTES)
        kept = keep_picture(workspace, name, data, width_mm=arguments.mm)
    size = {"width_mm": f"{kept.width_mm:.2f}", "height_mm": f"{kept.height_mm:.2f}"}
    return Answer({**size}, (f"Đã giữ ảnh, rộng {kept.width_mm:.0f} mm trên bản in.",))


def sign_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Sign an appendix of its own or a copy in the corner of its first page."""
    from ctmtqg_desktop.exchange.paper.sign_attachment import sign_file

    path = Path(arguments.file)
    target = folder_of(arguments.out) / f"{path.stem}_da-ky.pdf"
    with open_desk(arguments.workspace, tools) as desk:
        now, kind = desk.clock(), _KINDS[arguments.kind]
        arguments.title = arguments.title or desk.unit.agency
        with author_of(arguments, desk.unit, now) as author:
            done = sign_file(path, kind, arguments.number, author=author, at=now, target=target)
    return Answer({"path": str(done.path), "line": done.line}, (f"Đã ký: {done.path}",))
