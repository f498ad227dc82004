"""Issue 3: the fingerprint in six groups of five digits on a printed slip."""

import subprocess
from shutil import which

import pytest

from ctmtqg_desktop.exchange.keys.slip import print_slip, slip_of
from ctmtqg_desktop.reports.page.page_text import write_text
from ctmtqg_desktop.trust.keys import keys


def test_the_slip_says_who_and_shows_thirty_digits(bureau, tmp_path):
    key = bureau.key()
    digits = keys.fingerprint_digits(keys.spki_of_file(key.read_bytes()))
    done = print_slip(
        bureau.own_site(), key, tmp_path / "phieu.pdf", title="Chủ tịch UBND xã Thèn Sin",
        name="Lò Văn A", receiver="Ủy ban nhân dân huyện Tam Đường",
    )  # fmt: skip
    assert done.pages == 1
    if which("pdftotext") is None:
        pytest.skip("needs pdftotext")
    shown = subprocess.run(
        ["pdftotext", "-layout", done.path, "-"], capture_output=True, text=True, check=True
    ).stdout
    groups = digits.split()
    for line in (groups[:3], groups[3:]):
        assert any(part.split() == line for part in shown.splitlines())
    for words in ("PHIẾU ĐĂNG KÝ CHỮ KÝ", "03394", "Lò Văn A", "Kính gửi", "CHỦ TỊCH"):
        assert words in shown


def test_the_slip_of_an_outside_key_names_its_authority(bureau, outside):
    signer = bureau.outside(outside)
    document = slip_of(bureau.own_site(), signer.certificate_der, title="Chủ tịch")
    assert "Cơ quan chứng thực thử" in write_text(document)
