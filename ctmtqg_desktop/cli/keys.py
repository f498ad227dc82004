"""Verbs about keys and who may use them."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.cli.signers import authority_option, signer_options, signing_of
from ctmtqg_desktop.cli.verb import Verb, out_option, workspace_option
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.exchange.keys.orders import Approve
from ctmtqg_desktop.package.enrolment import MAX_BYTES
from ctmtqg_desktop.package.files import read_limited

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.acts import Place


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


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (Verb("approve", tr("duyệt đăng ký, cấp thẻ đơn vị"), _approve_options, _approve),)
