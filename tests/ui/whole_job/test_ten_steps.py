"""Issue 11: the whole job by the window alone, for two communes and two periods at once.

Real windows, the start dialog included; what the screen says is asserted after each step.
"""

from job_steps import (
    ARRIVALS,
    BOARD,
    INBOX,
    SET,
    VILLAGES,
    approve,
    begin_report,
    go_to_villages,
    make_authority,
    make_key,
    new_commune,
    new_office,
    on_stick,
    open_signed,
    paste_villages,
    print_totals,
    remark,
    sign_dialog,
    sign_report,
    take_mail,
    take_stick,
    type_village,
)

BEFORE = {"1": 7, "2": 6, "3": 8, "4": 1, "5": 4, "6": 2, "7": 7, "8": 2, "9": 16, "10": 2}
"""Clicks of each step as they were counted in the review of the windows."""


def test_ten_steps_with_two_communes_and_two_periods(town):
    bo, lu, huyen = (town.computer(name) for name in ("ban-bo", "binh-lu", "huyen"))
    make_workspaces(town, bo, lu, huyen)
    exchange_keys(town, bo, lu, huyen)
    fill_and_sign(town, bo, lu)
    receive_and_answer(town, bo, lu, huyen)
    return_and_send_again(town, bo, lu, huyen)
    consolidate(town, huyen)
    clicks = {name: counted[0] for name, counted in town.tally.table().items()}
    assert clicks.keys() == BEFORE.keys()
    assert {n: (c, BEFORE[n]) for n, c in clicks.items() if c > BEFORE[n]} == {}


def make_workspaces(town, bo, lu, huyen):
    with town.tally.step("1"):
        new_commune(bo, "ban bo", "Xã Bản Bo").sees(
            "Xã Bản Bo", "Đơn vị báo cáo", "Cả năm", "2024", f"{SET}, năm 2024",
            "10/01/2025, còn 4 ngày",
        )  # fmt: skip
        new_office(huyen, "tam duong", "Huyện Tam Đường").sees(
            "Huyện Tam Đường", "Nơi nhận báo cáo", "Tình hình nộp báo cáo năm 2024",
            "0/26 báo cáo đã nộp",
        )  # fmt: skip
    new_commune(lu, "binh lu", "Xã Bình Lư").sees("Xã Bình Lư", f"{SET}, năm 2024")


def exchange_keys(town, bo, lu, huyen):
    with town.tally.step("2"):
        make_key(bo).sees("Đã ghi gói đăng ký chữ ký", "đọc 30 số qua điện thoại")
    bo.snap("2")
    make_key(lu)
    with town.tally.step("3"):
        make_authority(huyen).sees("30 số của nơi nhận", "Huyện Tam Đường | Được ký đến")
        approve(huyen, on_stick(bo, "dangky_03424*"), "Khai là: Xã Bản Bo (mã 03424)").sees(
            "Đã đăng ký chữ ký", "cho Xã Bản Bo", "Xã Bản Bo | Được ký đến 06/01/2028"
        )
    huyen.snap("3")
    approve(huyen, on_stick(lu, "dangky_03412*"), "Khai là: Xã Bình Lư (mã 03412)").sees(
        "cho Xã Bình Lư", "Xã Bình Lư | Được ký đến 06/01/2028", "Xã Bản Bo | Được ký đến"
    )
    with town.tally.step("4"):
        take_mail(bo, on_stick(bo, "the_don_vi_03424*")).sees("Đã nhận thẻ đơn vị")
    bo.snap("4")
    take_mail(lu, on_stick(lu, "the_don_vi_03412*")).sees("Đã nhận thẻ đơn vị")


def fill_and_sign(town, bo, lu):
    subject = f"{SET} · {{}} · lần 1"
    bo.sit_down().go("Tổng quan")
    with town.tally.step("5"):
        hands = begin_report(bo)
        hands.sees("Đánh giá thôn, bản", f"{SET} · năm 2024 · lần 1", "I. Tổng hợp")
        go_to_villages(hands, "2")
        hands.key("F5")
        type_village(hands, "Bản Nà Khum", "56", is_model=True)
        hands.key("Tab")  # past the note, to the next line
        type_village(hands, "Bản Cò Lá", "71")
    hands.sees("Bản Nà Khum | 56 | Không | Có | Đạt", "Chưa phát hiện sai sót", "Đã lưu")
    bo.snap("5")
    with town.tally.step("6"):
        sign_report(bo, subject.format("năm 2024"), anew=True)
    hands.sees("03424_ntm-ban_2024_r01.asice", "Lần gửi 1")
    bo.snap("6")
    paste_report(bo, "Quý IV", ("Bản Nà Khum", "56", True), ("Bản Cò Lá", "71", False))
    sign_report(bo, subject.format("quý IV/2024"))
    lu.sit_down()
    paste_report(lu, "", ("Bản Hưng Bình", "90", True))
    sign_report(lu, subject.format("năm 2024"), anew=True)
    paste_report(lu, "Quý IV", ("Bản Hưng Bình", "90", True))
    sign_report(lu, subject.format("quý IV/2024"))
    hands = lu.hands
    hands.go("Tổng quan")
    hands.sees(f"{SET}, quý IV/2024", "Đã xuất gói", "ô | Giao tệp")


def paste_report(computer, period, *lines):
    """Fill a report of a period with what was copied in Excel."""
    hands = computer.hands
    hands.go("Tổng quan")
    if period:
        hands.pick("Kỳ báo cáo", period)
    begin_report(computer)
    go_to_villages(hands, str(len(lines)))
    paste_villages(hands, *lines)
    hands.sees("Đã dán", f"{lines[-1][0]} | {lines[-1][1]}")


def receive_and_answer(town, bo, lu, huyen):
    with town.tally.step("7"):
        hands = take_stick(huyen)
        hands.row(INBOX, "Xã Bản Bo", f"{SET}, năm 2024, lần 1")
        hands.sees("Hợp lệ", f"Xã Bản Bo · {SET}, năm 2024, lần 1", "10/01/2025, đúng hạn")
        huyen.snap("7")
        hands.click("Cấp biên nhận…")
        hands.sees("4 báo cáo chưa có biên nhận")
        sign_dialog(huyen)
    hands.sees("Đã cấp biên nhận", "có thể rút USB", "2/26 báo cáo đã nộp, 0 muộn hạn")
    hands.row(INBOX, "Xã Bình Lư", f"{SET}, quý IV/2024, lần 1")
    hands.sees("Hợp lệ", f"Xã Bình Lư · {SET}, quý IV/2024, lần 1")
    hands.pick("Kỳ báo cáo", "Quý IV")
    hands.sees("Tình hình nộp báo cáo quý IV/2024", "2/26 báo cáo đã nộp")
    with town.tally.step("8"):
        hands = take_mail(bo, *sorted(bo.stick.glob("biennhan_03424*")))
    hands.sees("Đã ghi biên nhận số", "đúng hạn")
    hands.go("Tổng quan")
    hands.sees(f"đúng hạn: {SET}, quý IV/2024, lần 1", f"đúng hạn: {SET}, năm 2024, lần 1",
               "Đã tiếp nhận")  # fmt: skip
    bo.snap("8")
    take_mail(lu, *sorted(lu.stick.glob("biennhan_03412*"))).sees("Đã ghi biên nhận số")


def return_and_send_again(town, bo, lu, huyen):
    with town.tally.step("9"):
        hands = open_signed(huyen, "Xã Bản Bo", f"{SET}, năm 2024, lần 1")
        hands.sees(f"Xã Bản Bo, {SET}, năm 2024, lần 1: bản đã ký", "Cả năm")
        hands.tab(VILLAGES)
        hands.key("Right")
        remark(hands, "Góp ý ô này", "Chưa khớp niên giám.")
        hands.sees("Góp ý của nơi nhận (1)", "Chưa khớp niên giám.")
        send_back(huyen, "1 góp ý cho báo cáo năm 2024 của Xã Bản Bo, lần 1")
    hands.sees(f"Xã Bản Bo, {SET}, năm 2024, lần 1", "Đã trả lại, 1 góp ý, hạn 13/01/2025")
    huyen.snap("9a")
    hands.go("Tình hình nộp")
    hands.sees("Tình hình nộp báo cáo năm 2024")
    hands.lists(BOARD, "Xã Bản Bo", "Bị trả lại")
    hands = open_signed(huyen, "Xã Bình Lư", f"{SET}, quý IV/2024, lần 1")
    hands.sees(f"Xã Bình Lư, {SET}, quý IV/2024, lần 1: bản đã ký", "Quý IV")
    hands.tab(VILLAGES)
    remark(hands, "Góp ý ô này", "Xã có 3 bản?")
    send_back(huyen, "1 góp ý cho báo cáo quý IV/2024 của Xã Bình Lư, lần 1")
    with town.tally.step("9"):
        correct(bo)
    bo.snap("9b")
    answer_in_words(lu)
    hands = take_stick(huyen)
    hands.row(INBOX, "Xã Bản Bo", f"{SET}, năm 2024, lần 2", "Đã tiếp nhận")
    hands.row(INBOX, "Xã Bình Lư", f"{SET}, quý IV/2024, lần 2", "Đã tiếp nhận")
    hands.sees("Hợp lệ", f"Xã Bình Lư · {SET}, quý IV/2024, lần 2")
    huyen.snap("9c")


def send_back(huyen, *says):
    hands = huyen.hands
    hands.click("Trả lại báo cáo…")
    hands.sees(*says)
    sign_dialog(huyen)
    hands.sees("Đã trả lại báo cáo lần 1 của", "1 góp ý, hạn 13/01/2025. Gửi tệp này cho đơn vị")


def correct(bo):
    """Take in the return, change what was remarked upon, and send the next revision."""
    hands = take_mail(bo, on_stick(bo, "tralai_03424*"))
    hands.sees("Nơi nhận trả lại báo cáo", "1 góp ý, hạn 13/01/2025; đã mở lần 2")
    hands.go("Tổng quan")
    hands.row(ARRIVALS, "Phiếu trả lại", f"{SET}, năm 2024", opens=True)
    hands.sees("Nơi nhận góp ý 1 điểm, hạn gửi lại 13/01/2025", "Chưa khớp niên giám.", "Cả năm")
    hands.key("F9")
    hands.sees(f"{SET} · năm 2024 · lần 2", "1 điều chặn ký", "Ô chưa sửa")
    hands.row("Phát hiện", "Ô chưa sửa", opens=True)
    hands.sees("Bản Nà Khum | 56", "cần lý do")
    hands.write("58")
    hands.key("Enter")
    hands.sees("Bản Nà Khum | 58")
    sign_report(bo, f"{SET} · năm 2024 · lần 2")
    hands.sees("03424_ntm-ban_2024_r02.asice", "Lần gửi 2")


def answer_in_words(lu):
    """Keep the figure that was remarked upon, and say why."""
    hands = take_mail(lu, on_stick(lu, "tralai_03412*"))
    hands.go("Tổng quan")
    hands.row(ARRIVALS, "Phiếu trả lại", f"{SET}, quý IV/2024", opens=True)
    hands.sees("Xã có 3 bản?", "Quý IV")
    hands.key("F4")
    hands.write("Hai bản đã sáp nhập từ tháng 3.")
    hands.click("Ghi lý do")
    hands.still()
    sign_report(lu, f"{SET} · quý IV/2024 · lần 2")


def consolidate(town, huyen):
    hands = huyen.hands
    hands.pick("Kỳ báo cáo", "Cả năm")
    hands.pick("Bộ báo cáo", SET)
    with town.tally.step("10"):
        hands.go("Biểu tổng hợp", under="TỔNG HỢP")
        hands.sees("2 đơn vị; chưa có:", "2 | Số bản đăng ký đạt chuẩn năm nay | bản | 3",
                   "3 | Số bản đạt đủ 15 tiêu chí | bản | 3")  # fmt: skip
        print_totals(huyen, huyen.documents / "tonghop")
    huyen.snap("10")
    hands.sees("Đã in ra")
    assert list(huyen.documents.glob("tonghop*.pdf"))
    hands.pick("Kỳ báo cáo", "Quý IV")
    hands.sees("3 | Số bản đạt đủ 15 tiêu chí | bản | 3")
