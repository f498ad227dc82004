"""Who signs, on the command line: --key for files, --token for tokens, one password or PIN."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ctmtqg_desktop.cli.tools import password_of
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.text import clean

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.post.signing import SignerSource, Signing
    from ctmtqg_desktop.trust.token.token import TokenFacts

SEARCH = ""
"""``--token`` without a library: look through those that are known."""


def key_option(parser: ArgumentParser) -> None:
    """Add what a verb needs that works on a key file of ours."""
    parser.add_argument("--key", required=True, metavar=tr("TỆP"), help=tr("tệp khóa ký"))
    password_file_option(parser, tr("tệp chứa mật khẩu của khóa"))
    parser.add_argument("--title", metavar=tr("CHỨC_VỤ"), help=tr("chức vụ người ký"))


def signer_options(parser: ArgumentParser, *, required: bool = True) -> None:
    """Add what a verb needs that signs with a file or a token."""
    either = parser.add_mutually_exclusive_group(required=required)
    either.add_argument("--key", metavar=tr("TỆP"), help=tr("tệp khóa ký, hoặc tệp .p12, .pfx"))
    either.add_argument(
        "--token",
        nargs="?",
        const=SEARCH,
        metavar=tr("THƯ_VIỆN"),
        help=tr("ký bằng token; không ghi thư viện PKCS#11 thì tự tìm"),
    )
    parser.add_argument(
        "--token-label", default="", metavar=tr("TÊN"), help=tr("tên hoặc số sê-ri token")
    )
    parser.add_argument(
        "--certificate",
        default="",
        metavar=tr("TÊN"),
        help=tr("chứng thư trên token: tên, 30 số, sha256"),
    )
    parser.add_argument(
        "--last-try", action="store_true", help=tr("chấp nhận nhập PIN khi token báo lần cuối")
    )
    password_file_option(parser, tr("tệp chứa mật khẩu của khóa, hoặc PIN của token"))
    parser.add_argument("--title", metavar=tr("CHỨC_VỤ"), help=tr("chức vụ người ký"))


def password_file_option(parser: ArgumentParser, words: str) -> None:
    """Add where a password or PIN is read from."""
    parser.add_argument("--password-file", metavar=tr("TỆP"), help=words)


def source_of(arguments: Namespace) -> "SignerSource":
    """Return what the options name, with its password or PIN; nothing is opened yet.

    Raises:
        TrustError: ``exchange.password-missing``; a token that is searched for is not found.
        FormError: ``exchange.file-missing``.
    """
    if arguments.token is None:
        return _source(arguments, password_of(arguments))
    library = Path(arguments.token) if arguments.token else _found(arguments.token_label).library
    return _source(arguments, password_of(arguments, asked=tr("PIN của token: ")), library)


def _source(arguments: Namespace, secret: str, library: Path | None = None) -> "SignerSource":
    from ctmtqg_desktop.exchange.post.signing import KeyFile, Token
    from ctmtqg_desktop.trust.token.token import TokenChoice

    if library is None:
        return KeyFile(Path(arguments.key), secret)
    choice = TokenChoice(library, arguments.token_label, arguments.certificate)
    return Token(choice, secret, last_try=arguments.last_try)


def source_named(arguments: Namespace) -> "SignerSource":
    """Return what the options name, without asking for its password or PIN."""
    return _source(arguments, "", None if arguments.token is None else Path(arguments.token))


def _found(wanted: str) -> "TokenFacts":
    """Return the token to take among all that are in; which of several, the opening asks."""
    from ctmtqg_desktop.exchange.post.signers import find_tokens

    tokens = find_tokens()
    return next((one for one in tokens if wanted in {one.label, one.serial}), tokens[0])


def authority_option(parser: ArgumentParser) -> None:
    """Add what an act needs that opens the authority too."""
    parser.add_argument(
        "--authority-password-file",
        metavar=tr("TỆP"),
        help=tr("mật khẩu của khóa cấp thẻ, khi khác mật khẩu hay PIN của người ký"),
    )


def signing_of(arguments: Namespace, *, name: str = "") -> "Signing":
    """Return who signs and where to; the authority's password is asked for before any PIN.

    Raises:
        TrustError, FormError: see ``source_of``.
    """
    from ctmtqg_desktop.exchange.post.signing import Signing

    named = getattr(arguments, "authority_password_file", None)
    asks = named or ("authority_password_file" in arguments and arguments.token is not None)
    above = authority_password(named) if asks else ""
    return Signing(
        source_of(arguments), Path(arguments.out), clean(arguments.title or ""), clean(name),
        authority_password=above,
    )  # fmt: skip


def authority_password(named: str | None) -> str:
    """Return the password of the authority's own key: from a file, a variable, or asked for."""
    return password_of(Namespace(password_file=named), asked=tr("Mật khẩu khóa cấp thẻ: "))


def has_signer(arguments: Namespace) -> bool:
    """Say whether a verb that may sign was told with what."""
    return bool(arguments.key) or arguments.token is not None
