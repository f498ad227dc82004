"""Verbs about what one signs with: tokens, key-info, change-password."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from ctmtqg_desktop.cli.signers import source_of
from ctmtqg_desktop.cli.tools import Answer, Tools, open_at, password_of
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.exchange.keys.passwords import change_password
from ctmtqg_desktop.exchange.post.signers import (
    PIN_WORDS,
    find_tokens,
    look_into,
    needs_password_to_show,
    opened,
)
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.trust.certificate.details import CertificateDetails, details_of
from ctmtqg_desktop.trust.token.token import TokenFacts


def tokens_verb(arguments: Namespace, tools: Tools) -> Answer:
    """List the tokens that are in, with their certificates; no PIN is used."""
    found = find_tokens([Path(name) for name in arguments.libraries])
    now = tools.clock()
    lines = [line for token in found for line in _token_lines(token, now)]
    return Answer({"tokens": [_token_json(token, now) for token in found]}, tuple(lines))


def _token_json(token: TokenFacts, now: datetime) -> dict[str, object]:
    return {
        "library": str(token.library),
        "label": token.label,
        "serial": token.serial,
        "maker": token.maker,
        "model": token.model,
        "pin": token.pin.value,
        "pin_pad": token.has_pin_pad,
        "certificates": [_json(one.details, now) for one in token.certificates],
    }


def _token_lines(token: TokenFacts, now: datetime) -> list[str]:
    lines = [f"{token.label} ({token.maker} {token.model}, số {token.serial})"]
    lines.append(f"  PIN: {say(PIN_WORDS[token.pin], {})}")
    for one in token.certificates:
        lines += [f"  {line}" for line in _lines(one.details, now)]
    return lines if token.certificates else [*lines, "  Không thấy chứng thư khi chưa nhập PIN."]


def _json(found: CertificateDetails, now: datetime) -> dict[str, object]:
    return {
        "subject": found.subject,
        "organization": found.organization,
        "issuer": found.issuer,
        "valid_from": found.first.isoformat(),
        "valid_to": found.last.isoformat(),
        "expired": found.has_expired(now),
        "key": found.key,
        "spki_sha256": found.spki_sha256,
        "fingerprint": found.fingerprint,
    }


def _lines(found: CertificateDetails, now: datetime) -> list[str]:
    last = format_date(found.last.astimezone(VIETNAM).date())
    state = "ĐÃ HẾT HẠN ngày" if found.has_expired(now) else "có hiệu lực đến"
    who = f"{found.subject}, {found.organization}" if found.organization else found.subject
    return [
        f"{who}; cấp bởi {found.issuer}; {state} {last}; {found.key}",
        f"Vân tay: {found.fingerprint}",
    ]


def key_info_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Show the certificate that would sign."""
    if arguments.key:
        path = Path(arguments.key)
        password = password_of(arguments) if needs_password_to_show(path) else ""
        found = look_into(path, password)
    else:
        with opened(source_of(arguments), at=None) as signer:
            found = details_of(signer.certificate_der)
    now = tools.clock()
    return Answer(_json(found, now), tuple(_lines(found, now)))


def change_password_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Put a key file under a new password; a receiver's authority goes with it."""
    old = password_of(arguments, asked="Mật khẩu cũ: ")
    new = password_of(Namespace(password_file=arguments.new_password_file), asked="Mật khẩu mới: ")
    path = Path(arguments.key)
    with open_at(arguments.workspace, tools) as workspace:
        both = change_password(path, old, new, workspace=workspace)
    lines = [f"Đã đổi mật khẩu tệp khóa {path}"]
    if both:
        lines.append("Khóa cấp thẻ trong sổ cũng đã đổi sang mật khẩu mới.")
    lines.append("Các bản sao lưu cũ vẫn mở bằng mật khẩu cũ.")
    return Answer({"key": str(path), "authority": both}, tuple(lines))
