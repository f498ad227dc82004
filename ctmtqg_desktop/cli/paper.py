"""Verbs about signed papers: the images printed on them, files signed on their own."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.cli.signers import signer_options, signing_of
from ctmtqg_desktop.cli.verb import Verb, out_option, workspace_option
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.exchange.paper.orders import Image, KeepImage, Separate, SignPdf

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.acts import Place

_IMAGES = {"chu-ky": Image.SIGNATURE, "con-dau": Image.SEAL}
_KINDS = {"phu-luc": Separate.APPENDIX, "ban-sao": Separate.COPY}


def _image_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument(
        "which", choices=sorted(_IMAGES), metavar=tr("LOẠI"), help=tr("chu-ky, con-dau")
    )
    parser.add_argument("file", nargs="?", metavar=tr("TỆP_PNG"), help=tr("để trống là bỏ ảnh"))
    parser.add_argument(
        "--mm", type=float, default=0, metavar=tr("RỘNG"), help=tr("bề rộng thật, mm")
    )


def _image(arguments: Namespace, _: "Place") -> KeepImage:
    file = Path(arguments.file) if arguments.file else None
    return KeepImage(_IMAGES[arguments.which], file, arguments.mm)


def _sign_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("file", metavar=tr("TỆP_PDF"))
    parser.add_argument(
        "--kind", required=True, choices=sorted(_KINDS), help=tr("phu-luc, ban-sao")
    )
    parser.add_argument("--number", required=True, metavar=tr("SỐ"), help=tr("ví dụ 45/BC-UBND"))
    signer_options(parser)
    out_option(parser)


def _sign(arguments: Namespace, _: "Place") -> SignPdf:
    kind, signing = _KINDS[arguments.kind], signing_of(arguments)
    return SignPdf(Path(arguments.file), kind, arguments.number, signing)


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (
        Verb("signature-image", tr("ảnh chữ ký, con dấu"), _image_options, _image),
        Verb("sign-pdf", tr("ký phụ lục tệp riêng, bản sao"), _sign_options, _sign),
    )
