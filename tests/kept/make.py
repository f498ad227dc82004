"""Make the kept workspaces and packages of this version, by the commands and public functions.

Run it once for a version, then leave what it wrote alone:

    python tests/kept/make.py WORK_FOLDER tests/kept/0.1.0

Names of files under WORK_FOLDER stand in the journals of exports; give it one of no machine.
"""

import json
import os
import shutil
import sys
import tarfile
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import facts
from making import OFFICE, START, YEAR, Making
from PIL import Image

from ctmtqg_desktop.cli.demo.reports import filled
from ctmtqg_desktop.cli.opening import open_place
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.receiver.orders import AddRemark
from ctmtqg_desktop.exchange.rooms import own_desk
from ctmtqg_desktop.exchange.sender import letters
from ctmtqg_desktop.exchange.sender.enter import enter
from ctmtqg_desktop.exchange.sender.orders import Enter
from ctmtqg_desktop.trust.certificate import authority, crl
from ctmtqg_desktop.trust.keys import keys
from ctmtqg_desktop.trust.keys.signer import KeyFileSigner
from ctmtqg_desktop.trust.pdf import pades
from ctmtqg_desktop.workspace.records import LastSigner
from ctmtqg_desktop.workspace.workspace import open_workspace

VILLAGES, POOR, OWN = "ntm-ban", "gnbv-ra-soat-xa", "ntm-huyen"
A, B, C = "03394", "03400", "03405"
PERSONS = {
    "rows": {
        "ds_ngheo": [
            {"ten": "Người Minh Họa", "thon": "Bản minh họa số 1", "quan_he": "Chủ hộ",
             "cccd": "012345678901", "nam_nu": "1980", "dan_toc": "Lự", "dien_bien": "Nghèo mới"},
        ]
    }
}  # fmt: skip
CALENDAR = """kind = "calendars"
calendars = [
  { id = "tam-duong-nam", title = "Lịch riêng của huyện", first_day = 1, deadline_days = 30, \
receiver = "106", instead_of = "duong-lich", source = "Minh họa", confidence = "unverified" },
]
"""


# -- the story, in the order in which it happens


def beginnings(m):
    """Everybody's workspace and keys; a clerk's, too."""
    m.start(OFFICE, VILLAGES, POOR, OWN, receiver=True)
    m.signed("keygen", m.book(OFFICE), key=m.key(OFFICE))
    for code in (A, B):
        m.start(code, VILLAGES, POOR)
        m.enrol(code)
    m.enrol(A, "con-dau", title="Văn thư UBND xã Thèn Sin", slip="")
    m.start(C, VILLAGES)
    key = m.key(C)
    m.signed("keygen", m.book(C), key=key)
    asked = m.signed("enrol", m.book(C), "--out", key.parent, key=key)["package"]
    m.take(asked, receipts=False)  # waits for an officer
    m.run("slip", m.book(A), "--key", m.key(A), "--pdf", m.root / "ban-in" / "phieu.pdf")


def first_report(m):
    """A's report: handed out for signing elsewhere, signed here, issued by the clerk."""
    dot = m.root / "anh.png"
    picture = Image.new("RGBA", (24, 16))
    picture.paste((200, 0, 0, 200), (4, 4, 20, 12))
    picture.save(dot)
    for which, wide in (("chu-ky", 30), ("con-dau", 36)):
        m.run("signature-image", m.book(A), which, dot, "--mm", wide)
    m.fill(A, VILLAGES)
    m.run("enter", m.book(A), VILLAGES, YEAR, m.json("lyd.json", {
        "cells": {"ban.r1.tc15": "Chưa đạt", "ban.r1.dang_ky": "co"},
        "reasons": {"ban-dang-ky-chua-du@ban.r1.so_dat": "Đang hoàn thiện hồ sơ quốc phòng.",
                    "ban-rot@ban.r1.trang_thai": "Sẽ khắc phục trong quý I."},
    }))  # fmt: skip
    m.run("export-pdf", m.book(A), VILLAGES, YEAR, "--out", m.root / "ban-in")
    m.run("backup", m.book(A), m.book(A).with_name("ban-sao.ctmtqg"))
    m.submit(A, VILLAGES)
    m.signed("issue", m.book(A), VILLAGES, YEAR, "--number", 12, "--date", "2025-01-06",
             "--out", m.up, key=m.key(A, "con-dau"))  # fmt: skip
    m.take(m.up)
    m.run("export-pdf", m.book(A), VILLAGES, YEAR, "--signed", "--out", m.root / "ban-in")


def two_contents(m):
    """B sends three contents of one revision; the office takes one, keeps another, waits."""
    home = m.book(B)
    m.fill(B, VILLAGES)
    copies = [home.with_name(f"ban-sao-{number}.ctmtqg") for number in (1, 2, 3)]
    for copy in copies:
        m.run("backup", home, copy)
    m.submit(B, VILLAGES)
    m.take(m.up)
    late = m.root / "usb-den-sau"
    for number, copy in enumerate(copies, 1):
        book = home.with_name("so-khac.ctmtqg")
        shutil.copy(copy, book)
        m.run("enter", book, VILLAGES, YEAR,
              m.json("k.json", {"cells": {"ban.r1.so_ho": str(50 + number)}}))  # fmt: skip
        m.signed("submit", book, VILLAGES, YEAR, "--out", late / str(number), key=m.key(B))
        book.unlink()
    m.take(late, receipts=False)
    waiting = [c["package_sha256"] for c in m.run("conflicts", m.book(OFFICE))["conflicts"]]
    said = ["--reason", "Xã xác nhận bản gửi sau là đúng."]
    m.run("conflicts", m.book(OFFICE), waiting[0], "--take", *said)
    m.run("conflicts", m.book(OFFICE), waiting[1], "--keep", "--reason", "Gửi nhầm bản nháp.")
    m.clock.now += timedelta(days=1)


def return_and_correction(m):
    """The office returns A's report; A answers; a second return is left open."""
    m.receipts(A)
    asked = [
        {"cell": "ntm-ban/ban.r1.so_ho", "text": "Số hộ chưa khớp với niên giám.",
         "due": "2025-01-13"},
        {"cell": "ntm-ban/chung", "text": "Rà soát lại phần tổng hợp."},
    ]  # fmt: skip
    m.signed("send-back", m.book(OFFICE), f"{A}/{VILLAGES}/{YEAR}", "--due", "2025-01-15",
             "--remarks", m.json("gop-y.json", asked), "--out", m.root / "tra-lai",
             key=m.key(OFFICE))  # fmt: skip
    m.run("receive", m.book(A), m.root / "tra-lai")
    with open_place(str(m.book(A)), m.tools) as desk:
        receipt = next(one for one in letters.letters(desk) if one.number)
        returned = next(one for one in letters.letters(desk) if one.remarks)
        letters.read(desk, receipt)
        letters.read(desk, returned)
    place = "ntm-ban/ban.r1.ghi_chu"
    m.run("unlock", m.book(A), VILLAGES, YEAR, place, "--reason", "Ghi thêm nguồn số liệu.")
    m.enter(A, VILLAGES, ban__r1__so_ho="68", ban__r1__ghi_chu="Theo niên giám 2024")
    second = m.submit(A, VILLAGES, out=m.root / "lan-2")
    m.take(second["package"])
    m.clock.now += timedelta(days=1)
    again = [{"cell": "", "text": "Gửi kèm văn bản giải trình."}]
    m.signed("send-back", m.book(OFFICE), f"{A}/{VILLAGES}/{YEAR}",
             "--remarks", m.json("gop-y.json", again), "--out", m.root / "tra-lai-2",
             key=m.key(OFFICE))  # fmt: skip
    m.run("receive", m.book(A), m.root / "tra-lai-2")
    m.receipts(A)  # that of the second revision stays unread
    m.run("unlock", m.book(A), VILLAGES, YEAR, "ntm-ban/ban.r1.tc14", "--reason", "Đánh giá lại.")
    with open_place(str(m.book(OFFICE)), m.tools) as office:
        for code, cell in ((B, "ntm-ban/chung.so_ban.value"), (B, "")):
            key = next(r.key for r in office.workspace.reports.all() if r.key.unit == code)
            (sent,) = (s for s in office.workspace.submissions.of(key) if s.current)
            due = m.clock.now.date() + timedelta(days=5)
            last = due if cell else None
            do(office, AddRemark(sent.content_sha256, cell, "Xem lại.", last))


def lists_in_secret(m):
    """A's list of persons goes along, encrypted to the office's reading key."""
    form = "gnbv-danh-sach-ho"
    m.run("enter", m.book(A), form, YEAR, m.json("ho.json", PERSONS))
    m.run("reading-key", m.book(A), "--password-file", m.password)
    made = m.submit(A, POOR, "--with-lists")
    m.take(made["package"])
    m.receipts(A)


def held_and_refused(m):
    """B's third revision comes without its second; an altered package is refused."""
    m.receipts(B)
    for number in (2, 3):
        m.run("reopen", m.book(B), VILLAGES, YEAR, "--reason", f"Bổ sung lần {number}.")
        m.enter(B, VILLAGES, ban__r1__so_ho=str(60 + number))
        made = m.submit(B, VILLAGES, out=m.root / f"lan-{number}")
    m.take(made["package"], receipts=False)
    old = m.book(A).with_name("ban-sao.ctmtqg")
    m.run("enter", old, VILLAGES, YEAR, m.json("k.json", {"cells": {"ban.r1.so_viec": "2"}}))
    late = m.signed("submit", old, VILLAGES, YEAR, "--out", m.root / "cu", key=m.key(A))
    m.take(late["package"], receipts=False)  # a first revision after the second
    broken = m.root / "hong.asice"
    data = bytearray(Path(made["package"]).read_bytes())
    data[len(data) // 2] ^= 1
    broken.write_bytes(bytes(data))
    m.run("receive", m.book(OFFICE), broken, refused=True)


def signed_elsewhere(m):
    """B's other report is signed in another system and brought back."""
    m.run("enter", m.book(B), "gnbv-danh-sach-ho", YEAR, m.json("ho.json", PERSONS))
    out = m.run("export-pdf", m.book(B), POOR, YEAR, "--out", m.root / "ky-ngoai")
    key, root = keys.generate_key(), keys.generate_key()
    above = authority.new_authority(root, "01", name="Cơ quan minh họa", at=START)
    asked = authority.make_request(key, "99", name="Hệ thống của tỉnh")
    own = authority.issue_certificate(above, asked, unit_code="99", serial=2, at=START)
    signer = KeyFileSigner(key, own, (above.certificate_der,))
    claim = pades.Claim(
        "Signature1", "Lãnh đạo", place=pades.SignaturePlace(0, (300, 150, 400, 190))
    )
    path = Path(out["path"])
    path.write_bytes(
        pades.write_pdf_signature(path.read_bytes(), claim, signer=signer, at=m.clock())
    )
    back = m.signed("import-signed", m.book(B), POOR, YEAR, path, "--out", m.up, key=m.key(B))
    m.take(back["package"], receipts=False)


def outside_authority(m):
    """The office trusts an authority with its list, another no more; a card signed under it."""
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
    from cryptography.x509 import load_der_x509_certificate

    made = []
    for name in ("Cơ quan ký số minh họa", "Cơ quan đã thôi"):
        one = authority.new_authority(keys.generate_key(), "01", name=name, at=START)
        path = m.root / "ca.cer"
        path.write_bytes(one.certificate_der)
        digits = keys.fingerprint_digits(keys.spki_sha256(one.key))
        m.run("authority", m.book(OFFICE), "--add", path, "--digits", digits)
        made.append((one, digits))
    m.run("authority", m.book(OFFICE), "--remove", made[1][1])
    (above, _), listed = made[0], m.root / "ca.crl"
    gone = crl.RevokedCertificate("1f", START)
    listed.write_bytes(crl.make_crl(above, [gone], number=4, at=m.clock().replace(microsecond=0)))
    m.run("authority", m.book(OFFICE), "--crl", listed)
    key = keys.generate_key()
    asked = authority.make_request(key, B, name="Lãnh đạo xã Tả Lèng")
    own = authority.issue_certificate(above, asked, unit_code=B, serial=9, at=START)
    chip = m.root / "may-tinh" / B / "token.p12"
    chip.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"x", key, load_der_x509_certificate(own),
            [load_der_x509_certificate(above.certificate_der)],
            BestAvailableEncryption(m.password.read_text("utf-8").strip().encode()),
        )
    )  # fmt: skip
    out = m.signed("enrol", m.book(B), "--out", chip.parent, key=chip)
    done = m.signed(
        "approve",
        m.book(OFFICE),
        out["package"],
        "--unit",
        B,
        "--slip",
        "15/PĐK",
        "--out",
        m.down,
        "--authority-password-file",
        m.password,
        key=chip,
    )  # the office signs with a file of that authority, too
    m.asked["token"], m.cards["token"] = Path(out["package"]), Path(done["card"])


def keys_that_end(m):
    """B's key rotates; the old one is revoked as lost; a report stands all the same."""
    m.enrol(B, "khoa-moi", old=m.key(B))
    old = keys.spki_of_file(m.key(B).read_bytes())
    done = m.run("revoke", m.book(OFFICE), "--unit", B, "--signer", old, "--reason", "key-lost",
                 "--since", "2025-01-06")  # fmt: skip
    first, *_ = done["reconfirm"]
    m.run("confirm", m.book(OFFICE), first["submission"], "--reason", "Chủ tịch xã gọi điện.")
    m.signed("revocations", m.book(OFFICE), "--out", m.down, key=m.key(OFFICE))
    m.run("receive", m.book(A), *m.down.glob("thuhoi_*"))


def catalogue_and_authority(m):
    """The office publishes its own calendar, then loses its authority and makes another."""
    new = m.root / "danh-muc"
    new.mkdir()
    (new / "lich-tam-duong.toml").write_text(CALENDAR, "utf-8")
    m.signed("publish", m.book(OFFICE), new, "--out", m.down, key=m.key(OFFICE))
    m.run("receive", m.book(A), *m.down.glob("danhmuc_*"))
    cards = m.root / "the-moi"
    done = m.signed("keygen", m.book(OFFICE), "--replace-authority", "--reason", "Hỏng máy.",
                    "--out", cards, key=m.key(OFFICE, "khoa-moi"),
                    password=m.root / "mat-khau-moi.txt")  # fmt: skip
    (card,) = (one for one in done["cards"] if _is_for(one, m.key(A)))
    m.cards["reissued"] = Path(card)
    m.run("receive", m.book(A), card, "--key", m.key(A), "--authority",
          done["authority_fingerprint"])  # fmt: skip


def _is_for(card, key):
    digits = keys.fingerprint_digits(keys.spki_of_file(key.read_bytes()))
    return Path(card).name.startswith(f"the_don_vi_{A}_{digits[:5]}_")


def last_things(m):
    """Files written out, what the office fills in itself, and what the window remembers."""
    m.run("export", m.book(A), POOR, YEAR, "--out", m.root / "gui-lai")
    prints = m.root / "ban-in"
    m.run("print", m.book(A), "--form", VILLAGES, "--period", YEAR,
          "--pdf", prints / "bieu.pdf", "--xlsx", prints / "bieu.xlsx")  # fmt: skip
    m.run("life", m.book(A), VILLAGES, YEAR, "--out", prints)
    m.run("journal", m.book(A), "--pdf", prints / "nhat-ky.pdf")
    raw = next(r for r in filled() if (r.unit, r.set_id) == (OFFICE, OWN))
    with open_place(str(m.book(OFFICE)), m.tools) as office:
        own = own_desk(office)
        for form in own.forms(OWN, raw.period):
            assert not enter(
                own, Enter(form.id, raw.period.code, raw.entries(own.unit, form.id))
            ).found.refused
        last = LastSigner("KEY", str(m.key(OFFICE, "khoa-moi")))
        office.workspace.settings.remember_signer("signer", last)
    with open_workspace(m.book(A), clock=m.clock) as workspace:
        workspace.settings.remember_signer("signer", LastSigner("KEY", str(m.key(A))))
        token = LastSigner("TOKEN", str(m.root / "libtoken.so"))
        workspace.settings.remember_signer("seal-signer", token)


# -- what is kept


def kept(m):
    """Return what is kept: name in the archive -> file."""
    home = m.root / "may-tinh"
    found = {f"{code}.ctmtqg": m.book(code) for code in (OFFICE, A, B)}
    found |= {f"keys/{path.parent.name}-{path.name}": path for path in home.glob("*/*.key")}
    found |= {f"keys/{path.name}": path for path in m.root.glob("mat-khau*.txt")}
    found["keys/token.p12"] = home / B / "token.p12"
    carried = {
        "report": m.up / f"{A}_{VILLAGES}_{YEAR}_r01.asice",
        "report-issued": m.up / f"{A}_{VILLAGES}_{YEAR}_r01_so12.asice",
        "report-corrected": m.root / "lan-2" / f"{A}_{VILLAGES}_{YEAR}_r02.asice",
        "report-with-lists": m.up / f"{A}_{POOR}_{YEAR}_r01.asice.age",
        "report-signed-elsewhere": m.up / f"{B}_{POOR}_{YEAR}_r01.asice",
        "report-altered": m.root / "hong.asice",
        "print-issued": m.root / "ban-in" / f"{A}_{VILLAGES}_{YEAR}_r01_so12_da-ky.pdf",
        "receipt": _one(m.down, f"biennhan_{A}_2024_r01_so0001*"),
        "return": _one(m.root / "tra-lai", "*.asice"),
        "return-whole": _one(m.root / "tra-lai-2", "*.asice"),
        "catalogue": _one(m.down, "danhmuc_*"),
        "revocations": _one(m.down, "thuhoi_*"),
        "enrolment": _one(home / C, "dangky_*"),
        "enrolment-rotation": m.asked["khoa-moi"],
        "enrolment-outside": m.asked["token"],
        "unit-card": m.cards["khoa"],
        "unit-card-outside": m.cards["token"],
        "unit-card-reissued": m.cards["reissued"],
    }
    endings = {name: "".join(path.suffixes[-2:]) if path.suffix == ".age" else path.suffix
               for name, path in carried.items()}  # fmt: skip
    return found | {f"packages/{n}{endings[n]}": path for n, path in carried.items()}


def _one(folder, pattern):
    return sorted(folder.glob(pattern))[0]


def keep(m, target):
    """Write the archive, and beside it what the files say."""
    target.mkdir(parents=True)
    files = kept(m)
    with tarfile.open(target / "kept.tar.xz", "w:xz", preset=9) as archive:
        for name, path in sorted(files.items(), key=lambda pair: pair[0]):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = path.stat().st_size, int(START.timestamp())
            with path.open("rb") as stream:
                archive.addfile(entry, stream)
    told = facts.of_all(files, m.tools)
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (target / "facts.json").write_text(text + "\n", "utf-8")


STORY = (beginnings, first_report, two_contents, return_and_correction, lists_in_secret,
         held_and_refused, signed_elsewhere, outside_authority, keys_that_end,
         catalogue_and_authority, last_things)  # fmt: skip


def make(root, target):
    made = Making(root)
    for part in STORY:
        part(made)
        print(part.__name__, made.clock.now)
    keep(made, target)


if __name__ == "__main__":
    os.environ["LOGNAME"] = "can-bo"
    make(Path(sys.argv[1]), Path(sys.argv[2]))
