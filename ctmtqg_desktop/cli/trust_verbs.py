"""Verbs about keys: keygen, enrol, approve."""

from argparse import Namespace
from functools import partial
from pathlib import Path

from ctmtqg_desktop.cli.signers import author_of, source_of
from ctmtqg_desktop.cli.tools import (
    Answer,
    Tools,
    folder_of,
    open_at,
    open_desk,
    password_of,
)
from ctmtqg_desktop.errors import FormError
from ctmtqg_desktop.exchange.keys.keys import (
    another_key,
    enrol,
    enrol_outside,
    load_signer,
    make_authority,
    make_key,
)
from ctmtqg_desktop.exchange.keys.replace_authority import (
    Replacement,
    name_of_unit,
    replace_authority,
)
from ctmtqg_desktop.exchange.keys.slip import print_slip
from ctmtqg_desktop.exchange.post.envelope import Site
from ctmtqg_desktop.exchange.post.signers import KeyFile, needs_password_to_show
from ctmtqg_desktop.trust.keys.signer import Signer
from ctmtqg_desktop.workspace.records import Role


def keygen_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Make a key file; on a receiver's workspace also the authority that issues unit cards."""
    with open_at(arguments.workspace, tools) as workspace:
        identity = workspace.identity
        unit = tools.catalogue().units.at(identity.unit_code, identity.at)
        path, password = Path(arguments.key), password_of(arguments)
        title = arguments.title or f"Chủ tịch {unit.agency}"
        now = tools.clock()
        if arguments.replace_authority:
            return _replace(arguments, Site(workspace, unit, now), tools, title)
        if identity.role == Role.RECEIVER:
            site = Site(workspace, unit, now)
            make = another_key if arguments.another else make_authority
            made = make(site, path, password, title=title)
        else:
            made = make_key(path, password, unit=unit, title=title, at=now)
    document = {
        "key": str(made.path),
        "fingerprint": made.fingerprint,
        "spki_sha256": made.spki_sha256,
    }
    return Answer(document, (f"Đã tạo tệp khóa {made.path}", f"Vân tay: {made.fingerprint}"))


def _replace(arguments: Namespace, site: Site, tools: Tools, title: str) -> Answer:
    """Replace a lost authority and write the new cards of all enrolled keys."""
    if not arguments.out:
        what = "--replace-authority cần --out, thư mục ghi thẻ"
        raise FormError("exchange.usage", what=what, verb="keygen")
    units, day = tools.catalogue().units, site.workspace.identity.at
    order = Replacement(
        Path(arguments.key), password_of(arguments), title, arguments.reason or "",
        folder_of(arguments.out),
    )  # fmt: skip
    done = replace_authority(site, order, partial(name_of_unit, units, day))
    document = {
        "key": str(done.key.path),
        "fingerprint": done.key.fingerprint,
        "spki_sha256": done.key.spki_sha256,
        "authority_fingerprint": done.authority,
        "cards": [str(path) for path in done.cards],
        "without_card": list(done.without),
    }
    lines = [
        f"Đã lập lại khóa cấp thẻ. 30 số mới: {done.authority}",
        f"Tệp khóa ký mới của nơi nhận: {done.key.path}; từ nay ký bằng tệp này.",
        f"Đã ghi {len(done.cards)} thẻ đơn vị mới vào {arguments.out}.",
        "Gửi thẻ cho từng đơn vị và đọc 30 số mới qua điện thoại.",
    ]
    if done.without:
        lines.append(f"Phải đăng ký lại vì không còn chứng thư: {', '.join(done.without)}")
    return Answer(document, tuple(lines))


def enrol_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Write an enrolment package for the receiving unit to approve."""
    with open_desk(arguments.workspace, tools) as desk:
        site = Site(desk.workspace, desk.unit, desk.clock())
        title = arguments.title or f"Chủ tịch {desk.unit.agency}"
        source, out_dir = source_of(arguments), folder_of(arguments.out)
        if isinstance(source, KeyFile) and not needs_password_to_show(source.path):
            old = _old_signer(arguments, source.password)
            path, fingerprint = enrol(
                site, source.path, source.password, title=title, out_dir=out_dir, old=old
            )
        else:
            with author_of(arguments, desk.unit, site.at, source=source) as author:
                path, fingerprint = enrol_outside(
                    site, author.signer, title=title, out_dir=out_dir
                )
    lines = (
        f"Đã ghi gói đăng ký chữ ký: {path}",
        f"Đọc 30 chữ số này cho nơi nhận qua điện thoại: {fingerprint}",
    )
    return Answer({"package": str(path), "fingerprint": fingerprint}, lines)


def slip_verb(arguments: Namespace, tools: Tools) -> Answer:
    """Print the slip of a key for the unit to sign, stamp and hand over."""
    with open_desk(arguments.workspace, tools) as desk:
        site = Site(desk.workspace, desk.unit, desk.clock())
        title = arguments.title or f"Chủ tịch {desk.unit.agency}"
        parent = desk.catalogue.units.find(desk.unit.parent, desk.workspace.identity.at)
        done = print_slip(
            site, Path(arguments.key), Path(arguments.pdf), title=title,
            name=arguments.name or "", receiver=parent.agency if parent else "",
        )  # fmt: skip
    lines = (f"Đã ghi phiếu đăng ký chữ ký: {done.path}",)
    return Answer({"path": str(done.path), "pages": done.pages}, lines)


def _old_signer(arguments: Namespace, password: str) -> Signer | None:
    """Return the key enrolled now, which vouches for the new one; None when none is named."""
    if not arguments.old_key:
        return None
    given = Namespace(password_file=arguments.old_password_file)
    own = password_of(given) if arguments.old_password_file else password
    return load_signer(Path(arguments.old_key), own)
