"""Verbs about keys: made, enrolled, put on paper, looked at, put under another password."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ctmtqg_desktop.cli.signers import (
    key_option,
    password_file_option,
    signer_options,
    signing_of,
    source_of,
)
from ctmtqg_desktop.cli.tools import password_of
from ctmtqg_desktop.cli.verb import Verb, is_office, out_option, workspace_option
from ctmtqg_desktop.cli.words import tr
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.act import Done
from ctmtqg_desktop.exchange.keys.orders import (
    ChangePassword,
    Enrol,
    MakeAnotherKey,
    MakeAuthority,
    MakeKey,
    MakeReadingKey,
    PrintSlip,
    ReplaceAuthority,
    ShowKey,
    ShowTokens,
)
from ctmtqg_desktop.exchange.post.signing import KeyFile
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import format_date

if TYPE_CHECKING:
    from ctmtqg_desktop.exchange.acts import Place
    from ctmtqg_desktop.trust.token.token_faults import PinState

_Facts = Mapping[str, object]

# -- making keys


def _keygen_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    key_option(parser)
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--another", action="store_true", help=tr("thêm khóa ký của nơi nhận"))
    either.add_argument(
        "--replace-authority", action="store_true",
        help=tr("lập lại khóa cấp thẻ đã mất, cấp lại thẻ cho khóa đang dùng "
                "(cần --reason, --out)"),
    )  # fmt: skip
    parser.add_argument("--reason", metavar=tr("LÝ_DO"), help=tr("vì sao lập lại khóa cấp thẻ"))
    parser.add_argument("--out", metavar=tr("THƯ_MỤC"), help=tr("thư mục ghi các thẻ đơn vị mới"))


def _keygen(arguments: Namespace, place: "Place") -> object:
    path, title = Path(arguments.key), arguments.title or ""
    if arguments.replace_authority:
        if not arguments.out:
            what = tr("--replace-authority cần --out, thư mục ghi thẻ")
            raise FormError("exchange.usage", what=what, verb="keygen")
        reason, out_dir = arguments.reason or "", Path(arguments.out)
        return ReplaceAuthority(path, password_of(arguments), reason, out_dir, title)
    if arguments.another:
        return MakeAnotherKey(path, password_of(arguments), title)
    make = MakeAuthority if is_office(place) else MakeKey
    return make(path, password_of(arguments), title)


def _reading_key_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    password_file_option(parser, tr("tệp chứa mật khẩu của khóa đọc"))


def _change_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    key_option(parser)
    parser.add_argument("--new-password-file", metavar=tr("TỆP"), help=tr("tệp chứa mật khẩu mới"))


def _change(arguments: Namespace, _: "Place") -> ChangePassword:
    old = password_of(arguments, asked=tr("Mật khẩu cũ: "))
    given = Namespace(password_file=arguments.new_password_file)
    return ChangePassword(Path(arguments.key), old, password_of(given, asked=tr("Mật khẩu mới: ")))


# -- enrolling


def _enrol_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    signer_options(parser)
    parser.add_argument(
        "--old-key", metavar=tr("TỆP"), help=tr("khóa đang dùng, ký xác nhận khóa mới")
    )
    parser.add_argument(
        "--old-password-file", metavar=tr("TỆP"), help=tr("tệp chứa mật khẩu khóa ấy")
    )
    parser.add_argument("--slip", action="store_true", help=tr("in kèm phiếu đăng ký"))
    parser.add_argument("--name", default="", metavar=tr("TÊN"), help=tr("họ tên người ký"))
    out_option(parser)


def _enrol(arguments: Namespace, _: "Place") -> Enrol:
    signing = signing_of(arguments, name=arguments.name)
    old = None
    if arguments.old_key and isinstance(signing.source, KeyFile):
        given = Namespace(password_file=arguments.old_password_file)
        has_own = bool(arguments.old_password_file)
        password = password_of(given) if has_own else signing.source.password
        old = KeyFile(Path(arguments.old_key), password)
    return Enrol(signing, old, with_slip=arguments.slip)


def _slip_options(parser: ArgumentParser) -> None:
    workspace_option(parser)
    parser.add_argument("--key", required=True, metavar=tr("TỆP"), help=tr("tệp khóa ký"))
    parser.add_argument("--pdf", required=True, metavar=tr("TỆP"), help=tr("tệp PDF sẽ ghi"))
    parser.add_argument("--title", metavar=tr("CHỨC_VỤ"), help=tr("chức vụ người ký"))
    parser.add_argument("--name", metavar=tr("TÊN"), help=tr("họ tên người ký"))


def _slip(arguments: Namespace, _: "Place") -> PrintSlip:
    key, pdf = Path(arguments.key), Path(arguments.pdf)
    return PrintSlip(key, pdf, arguments.title or "", arguments.name or "")


# -- looking


def _tokens_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "libraries", nargs="*", metavar=tr("THƯ_VIỆN"), help=tr("thư viện PKCS#11")
    )


def _tokens(arguments: Namespace, _: "Place") -> ShowTokens:
    return ShowTokens(tuple(Path(name) for name in arguments.libraries))


def _shown(arguments: Namespace, _: "Place") -> ShowKey:
    if not arguments.key:
        return ShowKey(source_of(arguments))
    from ctmtqg_desktop.exchange.post.signers import needs_password_to_show

    path = Path(arguments.key)
    return ShowKey(KeyFile(path, password_of(arguments) if needs_password_to_show(path) else ""))


def _token_lines(done: Done) -> Sequence[str]:
    from ctmtqg_desktop.exchange.post.signers import PIN_WORDS

    lines = []
    for token in cast("Iterable[_Facts]", done.facts["tokens"]):
        lines.append(tr("{label} ({maker} {model}, số {serial})").format(**token))
        state = say(PIN_WORDS[cast("PinState", token["pin"])], {})
        lines.append(tr("  PIN: {state}").format(state=state))
        held = cast("Sequence[_Facts]", token["certificates"])
        lines += [f"  {line}" for one in held for line in _certificate_lines(one)]
        if not held:
            lines.append(tr("  Không thấy chứng thư khi chưa nhập PIN."))
    return lines


def _certificate_lines(facts: _Facts) -> list[str]:
    last = format_date(cast("datetime", facts["valid_to"]).astimezone(VIETNAM).date())
    state = tr("ĐÃ HẾT HẠN ngày") if facts["expired"] else tr("có hiệu lực đến")
    who = ", ".join(str(facts[name]) for name in ("subject", "organization") if facts[name])
    words = tr("{who}; cấp bởi {issuer}; {state} {last}; {key}")
    return [
        words.format(
            who=who, issuer=facts["issuer"], state=state, last=last, key=facts["key"]
        ),
        tr("Mã nhận dạng khóa: {fingerprint}").format(**facts),
    ]  # fmt: skip


def verbs() -> tuple[Verb, ...]:
    """Return the verbs of this topic."""
    return (
        Verb("keygen", tr("tạo tệp khóa ký"), _keygen_options, _keygen),
        Verb("enrol", tr("ghi gói đăng ký chữ ký"), _enrol_options, _enrol),
        Verb("slip", tr("in phiếu đăng ký chữ ký"), _slip_options, _slip),
        Verb("tokens", tr("xem token đang cắm"), _tokens_options, _tokens, _token_lines),
        Verb(
            "key-info", tr("xem chứng thư sẽ ký"), signer_options, _shown,
            lambda done: _certificate_lines(done.facts),
        ),
        Verb("change-password", tr("đổi mật khẩu tệp khóa"), _change_options, _change),
        Verb(
            "reading-key", tr("lập hoặc xem khóa đọc"), _reading_key_options,
            lambda arguments, _: MakeReadingKey(password_of(arguments)),
        ),
    )  # fmt: skip
