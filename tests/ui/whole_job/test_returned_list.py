"""Issue 11: a list that is empty and returned gets its row; blank parts are sent with a reason."""

from job_steps import (
    INBOX,
    MAIN_SET,
    begin_report,
    exchange_keys,
    new_commune,
    new_office,
    on_stick,
    open_signed,
    remark,
    send_back,
    sign_report,
    take_mail,
    take_stick,
)

WORKS, EMPTY = "Danh mục công trình", "Chưa có dòng nào."
COUNT = "Số thôn, bản trên địa bàn xã"
NOTHING = "Xã không có dự án trong năm."
SUBJECT = f"{MAIN_SET} · năm 2024 · lần {{}}"


def test_an_empty_list_is_returned_and_gets_its_row(town):
    bo, huyen = (town.computer(name) for name in ("ban-bo", "huyen"))
    new_commune(bo, "ban bo", "Xã Bản Bo")
    new_office(huyen, "tam duong", "Huyện Tam Đường")
    exchange_keys(bo, huyen)
    send_with_blank_parts(bo)
    return_a_cell(huyen)
    unlock_and_send_again(bo)
    return_the_empty_list(huyen)
    add_the_row(bo)
    take_stick(huyen).row(INBOX, "Xã Bản Bo", f"{MAIN_SET}, năm 2024, lần 3", "Hợp lệ")


def send_with_blank_parts(bo):
    """Fill what is required, and say once of all that is blank why it is."""
    bo.sit_down().go("Tổng quan")
    hands = begin_report(bo, MAIN_SET)
    hands.type(COUNT, "2")
    hands.type("Tình trạng công nhận xã đạt chuẩn nông thôn mới", "de nghi")
    hands.type("Số bản được công nhận đạt chuẩn nông thôn mới trong kỳ", "0")
    hands.key("F7")
    hands.sees(SUBJECT.format(1), "4 điều chặn ký", "chưa đánh giá tiêu chí nào",
               f"Biểu “{WORKS}” chưa nhập ô nào", "Còn 4 lỗi")  # fmt: skip
    hands.type("Lý do để trống biểu", NOTHING)
    hands.click("Cho cả 4 chỗ trống")
    hands.key("F4")
    hands.sees("0 điều chặn ký", f"Đã giải trình | {WORKS}", NOTHING)
    bo.snap("B1")
    sign_report(bo, SUBJECT.format(1), anew=True)


def return_a_cell(huyen):
    take_stick(huyen)
    hands = open_signed(huyen, "Xã Bản Bo", MAIN_SET)
    hands.sees(f"Xã Bản Bo, {MAIN_SET}, năm 2024, lần 1: bản đã ký")
    remark(hands, "Góp ý ô này", "Xã có mấy bản?")
    send_back(huyen, "1 góp ý cho báo cáo năm 2024 của Xã Bản Bo, lần 1")


def unlock_and_send_again(bo):
    """Open the locked list with a reason; the row that was added is taken away again."""
    take_mail(bo, on_stick(bo, "tralai_*_r01_*"))
    hands = bo.hands
    hands.go("Tổng quan")
    hands.sees(f"{MAIN_SET}, năm 2024: bị trả lại, 1 góp ý", "Bị trả lại, 1 góp ý")
    hands.go(WORKS, under=MAIN_SET.upper())
    hands.sees(WORKS, "Nơi nhận góp ý 1 điểm", EMPTY, "0 dòng")
    hands.key("F5")
    hands.sees("không có góp ý. Mở khóa để thêm, xóa, sửa dòng")
    hands.type("Mở khóa cả phần", "Sót một công trình.")
    hands.click("Đồng ý")
    hands.still()
    hands.sees("Đã mở khóa “I. Danh mục công trình, dự án”")
    type_work(hands)
    hands.key("F6")
    hands.sees(EMPTY, "Đã xóa 1 dòng")
    hands.key("F7")
    hands.sees(SUBJECT.format(2), "Xã có mấy bản? Ô chưa sửa")
    hands.row("Phát hiện", "Xã có mấy bản?", opens=True)
    hands.type(COUNT, "3")
    sign_report(bo, SUBJECT.format(2))


def type_work(hands):
    hands.key("F5")
    for text in ("Đường bản Nà Khum", "Bản Nà Khum", "2. Giao", "Chương trình NTM", "Khởi công"):
        hands.write(text)
        hands.key("Tab")
    hands.sees("1 dòng", "Đường bản Nà Khum | Bản Nà Khum | 2. Giao thông | Chương trình NTM")


def return_the_empty_list(huyen):
    """Remark upon a list in which there is no cell to stand on."""
    take_stick(huyen)
    hands = open_signed(huyen, "Xã Bản Bo", f"{MAIN_SET}, năm 2024, lần 2")
    for _ in range(2):
        hands.key("Alt+PgDown")
    hands.sees(WORKS, "0 dòng", f"Xã Bản Bo, {MAIN_SET}, năm 2024, lần 2: bản đã ký")
    remark(hands, "Góp ý cả phần", "Thiếu đường bản Nà Khum.")
    hands.sees("Góp ý của nơi nhận (1)", "I. Danh mục công trình, dự án Thiếu đường bản Nà Khum.")
    huyen.snap("B2")
    send_back(huyen, "1 góp ý cho báo cáo năm 2024 của Xã Bản Bo, lần 2")


def add_the_row(bo):
    """Add the row that was asked for: the list is open."""
    take_mail(bo, on_stick(bo, "tralai_*_r02_*"))
    hands = bo.hands
    hands.go("Tổng quan")
    hands.sees(f"{MAIN_SET}, năm 2024: bị trả lại, 1 góp ý", "Sửa theo góp ý")
    hands.click("Sửa theo góp ý")
    hands.still()
    hands.sees(WORKS, EMPTY, "Thiếu đường bản Nà Khum.")
    bo.snap("B3")
    type_work(hands)
    sign_report(bo, SUBJECT.format(3))
    hands.sees("03424_ctmtqg-xa_2024_r03.asice")
