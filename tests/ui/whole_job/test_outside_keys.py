"""Issue 11: the job with a token (SoftHSM) and with an authority's .p12 file."""

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509 import load_der_x509_certificate
from job_steps import (
    INBOX,
    SET,
    approve,
    begin_report,
    go_to_villages,
    make_authority,
    new_commune,
    new_office,
    on_stick,
    paste_villages,
    sign_dialog,
    take_mail,
    take_stick,
)

SECRET = "mat-khau-tep"  # noqa: S105  of nobody


@pytest.fixture
def token(town, softhsm, new_token):
    """A token with a key of its own, the library that drives it, and its PIN."""
    key = softhsm.new_key("rsa")
    new_token().put(key, softhsm.certificate(key, at=town.clock()))
    return "Token USB", ("Thư viện", softhsm.LIBRARY), "PIN", softhsm.PIN


@pytest.fixture
def p12(town, softhsm):
    """A file that an authority gave, and its password."""
    key = softhsm.new_key("rsa")
    own = load_der_x509_certificate(softhsm.certificate(key, at=town.clock()))
    seal = BestAvailableEncryption(SECRET.encode())
    path = town.root / "chu-tich.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, own, None, seal))
    return "Tệp chứng thư", ("Tệp chứng thư", path), "Mật khẩu tệp", SECRET


@pytest.mark.parametrize("kind", ["token", "p12"])
def test_the_job_with_a_key_of_another_authority(town, kind, request):
    given = request.getfixturevalue(kind)
    bo, huyen = (town.computer(name) for name in ("ban-bo", "huyen"))
    new_commune(bo, "ban bo", "Xã Bản Bo")
    new_office(huyen, "tam duong", "Huyện Tam Đường")
    enrol(bo, given)
    make_authority(huyen)
    approve(huyen, on_stick(huyen, "dangky_*.asice"), "Xã Bản Bo", "Vàng A Páo").sees(
        "Xã Bản Bo | Được ký đến"
    )
    take_mail(bo, on_stick(bo, "the_don_vi_*")).sees("Đã nhận thẻ đơn vị")
    fill_and_sign(bo, given)
    hands = take_stick(huyen)
    hands.row(INBOX, "Xã Bản Bo", f"{SET}, năm 2024, lần 1")
    hands.sees("Hợp lệ", "Người ký đã đăng ký", "Vàng A Páo")
    hands.click("Cấp biên nhận…")
    sign_dialog(huyen)
    take_mail(bo, on_stick(bo, "biennhan_*")).sees("Đã ghi biên nhận số 1")


def enrol(bo, given):
    """Ask the office to know a key that another authority vouches for."""
    hands = bo.sit_down()
    hands.go("Chữ ký số", under="CÔNG CỤ")
    hands.click("Đăng ký token")
    give(hands, *given)
    hands.fill_path("Ghi vào", bo.stick, anew=True)
    hands.sees("Vàng A Páo")
    hands.click("Ký")
    hands.still()
    hands.sees("Đã ghi gói đăng ký chữ ký")


def fill_and_sign(bo, given):
    """Fill a short report, and sign it with the same key."""
    hands = bo.hands
    hands.go("Tổng quan")
    begin_report(bo)
    go_to_villages(hands, "1")
    paste_villages(hands, ("Bản Nà Khum", "56", True))
    hands.key("F7")
    hands.sees("0 điều chặn ký")
    give(hands, *given)
    hands.fill_path("Ghi gói vào", bo.stick, anew=True)
    hands.sees("Vàng A Páo")
    hands.key("F9")
    hands.sees("Xem lại lần cuối trước khi ký")
    hands.key("F9")
    hands.sees("Đã ký và đóng gói")


def give(hands, way, path, asked, secret):
    """Choose with what is signed, where that is not remembered, and give its secret."""
    if not any(line.startswith(way) for line in hands.words()):
        hands.pick("Ký bằng", way)
    label, chosen = path
    if label in hands.words():
        hands.fill_path(label, chosen)
    if way.startswith("Token"):
        hands.sees("Vàng A Páo")  # a token is searched for; a file is opened by its password
    hands.type(asked, secret)
    hands.still()
