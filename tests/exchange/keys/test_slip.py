"""Issue 3: the fingerprint in six groups of five digits on a printed slip."""

import subprocess
from shutil import which

import pytest

from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keys.orders import PrintSlip
from ctmtqg_desktop.exchange.keys.slip import slip_of
from ctmtqg_desktop.reports.page.page_text import write_text
from ctmtqg_desktop.trust.keys import keys


def test_the_slip_says_who_and_shows_thirty_digits(bureau, tmp_path):
    key = bureau.key()
    digits = keys.fingerprint_digits(keys.spki_of_file(key.read_bytes()))
    pdf, title = tmp_path / "phieu.pdf", "Chủ tịch UBND xã Thèn Sin"
    done = do(bureau.desk, PrintSlip(key, pdf, title, "Lò Văn A"))
    assert done.facts == {"path": pdf, "pages": 1, "fingerprint": digits}
    if which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    shown = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    groups = digits.split()
    for line in (groups[:3], groups[3:]):
        assert any(part.split() == line for part in shown.splitlines())
    for words in ("PHIẾU ĐĂNG KÝ CHỮ KÝ", "03394", "Lò Văn A", "Kính gửi", "CHỦ TỊCH"):
        assert words in shown


def test_the_slip_of_an_outside_key_names_its_authority(bureau, outside):
    signer = bureau.outside(outside)
    room, at = bureau.desk.room, bureau.world.clock()
    document = slip_of(room, at, signer.certificate_der, title="Chủ tịch", name="")
    assert "Cơ quan chứng thực thử" in write_text(document)
