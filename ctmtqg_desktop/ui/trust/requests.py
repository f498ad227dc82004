"""What the approving page shows: requests, the officer's decision, enrolments in words."""

from ctmtqg_desktop.exchange.keys.requests import KeyRequest, Way
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.trust.registry import UnitSigner
from ctmtqg_desktop.ui.look.theme import COLOURS
from ctmtqg_desktop.ui.parts.table import Sign


def signer_words(signer: UnitSigner) -> str:
    """Say until when a key may sign."""
    if signer.revoked_at is not None:
        return f"Đã thu hồi {format_date(signer.revoked_at.date())}"
    until = format_date(signer.valid_to.date()) if signer.valid_to else "không thời hạn"
    return f"Được ký đến {until}"


def signer_sign(signer: UnitSigner) -> Sign:
    """Return the sign of an enrolment."""
    if signer.revoked_at is not None:
        return Sign("shield-x", COLOURS.error)
    return Sign("shield-check", COLOURS.ok)


def source_words(signer: UnitSigner) -> str:
    """Say how a key came, and the number of its slip."""
    names = {"own": "Khóa riêng", "token": "Cơ quan ngoài", "rotation": "Đổi khóa"}
    source = names.get(signer.source, signer.source)
    return f"{source}, {signer.note}" if signer.note else source


def way_words(asked: KeyRequest) -> str:
    """Say how a request comes."""
    if asked.way is not Way.NEW:
        return {Way.ROTATION: "Đổi khóa", Way.RENEWAL: "Gia hạn"}[asked.way]
    return "Cơ quan ngoài" if asked.subject else "Đăng ký mới"


def way_sign(asked: KeyRequest) -> Sign:
    """Return the sign of a request."""
    return Sign("refresh-cw" if asked.way is not Way.NEW else "key-round", COLOURS.accent)
