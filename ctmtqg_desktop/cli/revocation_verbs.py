"""Verbs about trust that ends: revoke, revocations, confirm; and authorities from outside."""

from argparse import Namespace
from datetime import date, datetime, time
from pathlib import Path

from ctmtqg_desktop.cli.return_verbs import find_submission
from ctmtqg_desktop.cli.signers import author_of, authority_password, has_signer, source_of
from ctmtqg_desktop.cli.tools import Answer, Tools, folder_of, open_office
from ctmtqg_desktop.clock import VIETNAM
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.keys.outside_authorities import (
    Known,
    forget_authority,
    known_authorities,
    take_crl,
    trust_authority,
)
from ctmtqg_desktop.exchange.keys.revoke import (
    Doubtful,
    Loss,
    confirm,
    doubtful,
    find_signer,
    publish_revocations,
    revoke,
)
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.signers import KeyFile, SignerSource
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.words import say
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.trust.certificate.crl import MAX_BYTES
from ctmtqg_desktop.trust.certificate.outside import MAX_FILE_BYTES
from ctmtqg_desktop.trust.keys.keys import fingerprint_digits


def _site(office: Office) -> Site:
    return Site(office.workspace, office.unit, office.clock())


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), VIETNAM)
    except ValueError as error:
        raise FormError("exchange.date", given=text) from error


def revoke_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Revoke a key for a unit, and list what must be confirmed again."""
    with open_office(arguments.workspace, tools) as office:
        signer = find_signer(office.workspace, arguments.unit, arguments.signer or "")
        loss = Loss(arguments.reason, _moment(arguments.since))
        by = arguments.title or f"Chủ tịch {office.unit.agency}"
        listed = revoke(_site(office), signer, loss, by=by)
    digits = fingerprint_digits(signer.spki_sha256)
    document = {
        "unit": signer.unit,
        "spki_sha256": signer.spki_sha256,
        "fingerprint": digits,
        "reason": loss.reason,
        "since": loss.since.isoformat() if loss.since else None,
        "reconfirm": [_doubtful_json(one) for one in listed],
    }
    said = f"Đã thu hồi khóa {digits} của đơn vị {signer.unit}: {_reason(loss.reason)}."
    return Answer(document, (said, *_doubtful_lines(listed), *_next_step()))


def _reason(reason: str) -> str:
    return say(f"revocation.{reason}", {}).rstrip(".").lower()


def _next_step() -> tuple[str, ...]:
    return ("Xuất danh sách thu hồi (ctmtqg revocations --out) để các đơn vị biết.",)


def _doubtful_json(one: Doubtful) -> dict[str, object]:
    sent = one.submission
    return {
        "submission": sent.id,
        "unit": sent.key.unit,
        "report_set": sent.key.report_set,
        "period": sent.key.period,
        "revision": sent.revision,
        "content_sha256": sent.content_sha256,
        "received_at": sent.received_at.isoformat() if sent.received_at else None,
    }


def _doubtful_lines(listed: tuple[Doubtful, ...]) -> tuple[str, ...]:
    if not listed:
        return ()
    lines = (
        f"- số {one.submission.id}: {one.submission.key.unit} {one.submission.key.report_set} "
        f"{one.submission.key.period} lần {one.submission.revision}"
        for one in listed
    )
    return (f"{len(listed)} báo cáo đến sau ngày nghi lộ khóa, cần xác nhận lại:", *lines)


def confirm_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Write down that a unit stands by a report that came under suspicion."""
    with open_office(arguments.workspace, tools) as office:
        submission = find_submission(office, arguments.submission)
        confirm(_site(office), submission, reason=arguments.reason)
        left = doubtful(office.workspace)
    document = {"submission": submission.id, "left": [_doubtful_json(one) for one in left]}
    said = f"Đã ghi xác nhận báo cáo số {submission.id}: {arguments.reason}"
    return Answer(document, (said, *_doubtful_lines(left)))


def revocations_verb(arguments: Namespace, tools: Tools) -> Answer:
    """List what was revoked; with --out, sign the list for units and other offices."""
    with open_office(arguments.workspace, tools) as office:
        revoked, left = office.workspace.trust.revocations(), doubtful(office.workspace)
        document: dict[str, object] = {
            "revoked": [
                {"unit": r.unit, "spki_sha256": r.spki_sha256, "reason": r.reason,
                 "revoked_at": r.revoked_at.isoformat(),
                 "since": r.suspected_at.isoformat() if r.suspected_at else None}
                for r in revoked
            ],
            "reconfirm": [_doubtful_json(one) for one in left],
        }  # fmt: skip
        lines = [
            f"- {r.unit}: {fingerprint_digits(r.spki_sha256)}, {_reason(r.reason)}, "
            f"từ {format_date(r.revoked_at.date())}"
            for r in revoked
        ] or ["Chưa thu hồi khóa nào."]
        lines += _doubtful_lines(left)
        if arguments.out:
            lines += _published(arguments, office, document)
    return Answer(document, tuple(lines))


def _published(
    arguments: Namespace, office: Office, document: dict[str, object]
) -> tuple[str, str]:
    if not has_signer(arguments):
        raise FormError("exchange.usage", what="--out cần --key", verb="revocations")
    site, source = _site(office), source_of(arguments)
    with author_of(arguments, office.unit, site.at, source=source) as author:
        path, listed = publish_revocations(
            site, author=author, password=_above(arguments, source),
            out_dir=folder_of(arguments.out),
        )  # fmt: skip
    document |= {"package": str(path), "number": listed.number}
    return f"Đã ký danh sách thu hồi số {listed.number}: {path}", "Có thể rút USB."


def authority_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Add, list or remove outside authorities; take in their revocation lists."""
    lines: list[str] = []
    with open_office(arguments.workspace, tools) as office:
        if arguments.add:
            lines += _added(arguments, office)
        if arguments.remove:
            forget_authority(_site(office), _one(office, arguments.remove).spki_sha256)
            lines.append("Đã bỏ cơ quan cấp chứng thư.")
        for name in arguments.crl:
            facts = take_crl(_site(office), read_limited(Path(name), MAX_BYTES))
            count = len(facts.revoked)
            lines.append(f"Đã nhập danh sách thu hồi số {facts.number or '–'}: {count} chứng thư.")
        known, now = known_authorities(office.workspace), office.clock()
    lines += [_authority_line(one, now) for one in known] or ["Chưa có cơ quan nào."]
    return Answer({"authorities": [_authority_json(one, now) for one in known]}, tuple(lines))


def _added(arguments: Namespace, office: Office) -> list[str]:
    if not arguments.digits:
        raise FormError("exchange.usage", what="--add cần --digits, 30 chữ số", verb="authority")
    data = read_limited(Path(arguments.add), MAX_FILE_BYTES)
    by = arguments.title or f"Chủ tịch {office.unit.agency}"
    facts = trust_authority(_site(office), data, by=by, digits=arguments.digits)
    return [f"Đã tin cậy {facts.subject}: {facts.fingerprint}"]


def _one(office: Office, named: str) -> Known:
    bare = "".join(named.split()).lower()
    found = [
        one
        for one in known_authorities(office.workspace)
        if bare in {one.spki_sha256, one.fingerprint.replace(" ", "")}
    ]
    if not found:
        raise FormError("workspace.authority-unknown", fingerprint=named)
    return found[0]


def _authority_json(one: Known, now: datetime) -> dict[str, object]:
    listed = one.listed
    return {
        "spki_sha256": one.spki_sha256,
        "fingerprint": one.fingerprint,
        "subject": one.subject,
        "crl": None
        if listed is None
        else {
            "number": listed.number or None,
            "this_update": listed.this_update.isoformat(),
            "entries": listed.entries,
            "age_days": (now - listed.this_update).days,
        },
    }


def _authority_line(one: Known, now: datetime) -> str:
    if one.listed is None:
        return f"- {one.subject}: {one.fingerprint}; chưa có danh sách thu hồi"
    age = (now - one.listed.this_update).days
    return f"- {one.subject}: {one.fingerprint}; danh sách thu hồi {age} ngày tuổi"


def _above(arguments: Namespace, source: SignerSource) -> str:
    named = arguments.authority_password_file
    if isinstance(source, KeyFile) and not named:
        return source.password
    return authority_password(named)
