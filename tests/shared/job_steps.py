"""The steps of the whole job as a person does them at a window; the words are the screen's."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication

PASSWORD = "Mat-khau-dai-1"  # noqa: S105  of nobody
MAKE, ENROL, MAIL = (
    "1. Tạo khóa ký", "2. Đăng ký chữ ký với nơi nhận", "3. Nhập tin từ nơi nhận"
)  # fmt: skip
AUTHORITY = "Nơi nhận chưa có khóa cấp thẻ"
DUE, ARRIVALS = "Báo cáo đến hạn", "Biên nhận và phiếu trả lại"
INBOX, BOARD = "Hộp nhận", "Đơn vị và bộ báo cáo"
SET, MAIN_SET = "Thôn, bản NTM", "Báo cáo CTMTQG"
VILLAGES = "II. Kết quả từng thôn, bản"
COUNT = "Số thôn, bản trên địa bàn xã"


def on_stick(computer, pattern):
    """Return the one file of the stick that has this name."""
    (found,) = computer.stick.glob(pattern)
    return found


# -- 1. workspaces


def new_commune(computer, typed, name):
    """Make a commune's workspace in the first dialog."""

    def choose(hands):
        hands.sees("Chọn sổ làm việc", "Đơn vị báo cáo")
        hands.type("Tìm đơn vị", typed)
        hands.sees(name)
        hands.click("Đồng ý")

    return computer.start(choose)


def new_office(computer, typed, name):
    """Make the office's workspace in the first dialog."""

    def choose(hands):
        hands.click("Nơi nhận:")
        hands.type("Tìm đơn vị", typed)
        hands.sees(name)
        hands.click("Đồng ý")

    return computer.start(choose)


# -- 2. to 4. keys


def make_key(computer):
    """Make a key and the package that asks for it to be enrolled."""
    hands = computer.sit_down()
    hands.go("Chữ ký số", under="CÔNG CỤ")
    hands.fill_path("Lưu khóa vào", computer.home / "khoa", MAKE)
    hands.type("Mật khẩu", PASSWORD, MAKE)
    hands.type("Nhập lại mật khẩu", PASSWORD, MAKE)
    hands.click("Tạo khóa")
    hands.still()
    hands.type("Mật khẩu", PASSWORD, ENROL)
    hands.choose("Ghi gói vào", computer.stick, ENROL)
    hands.click("Lập gói đăng ký")
    hands.still()
    return hands


def make_authority(computer):
    """Make the office's own key, with which it approves others."""
    hands = computer.sit_down()
    hands.go("Duyệt chữ ký", under="CHỮ KÝ SỐ")
    hands.fill_path("Lưu khóa vào", computer.home / "khoa-cap-the", AUTHORITY)
    hands.type("Mật khẩu", PASSWORD, AUTHORITY)
    hands.type("Nhập lại mật khẩu", PASSWORD, AUTHORITY)
    hands.click("Lập khóa cấp thẻ")
    hands.still()
    return hands


def approve(computer, request, *says):
    """Approve a request, its thirty digits compared; the card goes onto the stick."""
    hands = computer.sit_down()
    hands.open("Mở gói đăng ký…", request)
    hands.sees("2. Duyệt và cấp thẻ đơn vị", *says)
    hands.click("Đã so đủ 30 số")
    hands.type("Mật khẩu khóa", PASSWORD)
    hands.fill_path("Ghi thẻ vào", computer.stick, anew=True)
    hands.click("Duyệt, cấp thẻ")
    hands.still()
    return hands


def take_mail(computer, *files):
    """Take in what the office sent, from the stick."""
    hands = computer.sit_down()
    if "Nhập tin từ nơi nhận…" not in hands.words():
        hands.go("Tổng quan")
    hands.open("Nhập tin từ nơi nhận…", *files)
    return hands


def exchange_keys(commune, office):
    """Do steps two to four for one commune."""
    make_key(commune)
    make_authority(office)
    approve(office, on_stick(office, "dangky_*"))
    take_mail(commune, on_stick(commune, "the_don_vi_*")).sees("Đã nhận thẻ đơn vị")


# -- 5. and 6. filling and signing


def go_to_villages(hands, count):
    """Type how many villages there are, and go to their list."""
    hands.type(COUNT, count)
    hands.tab(VILLAGES)


def type_village(hands, name, households, *, is_model=False):
    """Type one line of the list of villages, all fifteen criteria met."""
    answers = ("Không", "Có", *("d" * 15), "Có" if is_model else "Không", "1")
    for text in (name, households, *answers):
        hands.write(text)
        hands.key("Tab")


def paste_villages(hands, *lines):
    """Paste lines of the list of villages as they come from Excel."""
    rows = []
    for name, households, is_model in lines:
        cells = [name, households, "Không", "Có", *["Đạt"] * 15, "", "", "", ""]
        rows.append("\t".join([*cells, "Có" if is_model else "Không", "1", ""]))
    QGuiApplication.clipboard().setText("\n".join(rows))
    hands.key("Ctrl+V")


def begin_report(computer, report=SET):
    """Begin a report from the first page."""
    hands = computer.sit_down()
    hands.press_in(DUE, report, word="Bắt đầu nhập")
    return hands


def sign_report(computer, *says, anew=False):
    """Check, sign and pack the report on screen onto the stick."""
    hands = computer.sit_down()
    hands.key("F7")
    hands.sees("0 điều chặn ký", "gửi Huyện Tam Đường", *says)
    hands.fill_path("Tệp khóa ký", computer.home / "khoa.ntmkey")
    hands.type("Mật khẩu khóa", PASSWORD)
    hands.fill_path("Ghi gói vào", computer.stick, anew=anew)
    hands.key("F9")
    hands.sees("Xem lại lần cuối trước khi ký", "Người ký", ".ntmkey")
    hands.key("F9")
    hands.sees("Đã ký và đóng gói")
    return hands


# -- 7. to 9. the office answers


def take_stick(computer):
    """Take in whatever is on the stick."""
    hands = computer.sit_down()
    hands.go("Tình hình nộp")
    hands.open("Nhập thư mục…", computer.stick)
    return hands


def sign_dialog(computer, label="Ghi vào"):
    """Fill in the dialog that asks who signs."""
    hands = computer.hands
    hands.type("Mật khẩu khóa", PASSWORD)
    hands.fill_path(label, computer.stick)
    hands.click("Ký")
    hands.still()


def open_signed(computer, *says):
    """Open a report that came, from its verdict."""
    hands = computer.sit_down()
    hands.row(INBOX, *says)
    hands.click("Trả lại…")
    hands.still()
    return hands


def remark(hands, title, text):
    """Remark upon what the cursor is on."""
    hands.key("Ctrl+M")
    hands.type(title, text)
    hands.click("Đồng ý")
    hands.still()


def send_back(computer, *says):
    """Return the report on screen with what was remarked."""
    hands = computer.hands
    hands.click("Trả lại")
    hands.sees(*says)
    sign_dialog(computer)
    hands.sees("Đã trả lại báo cáo", "Gửi tệp này cho đơn vị")


def print_totals(computer, path: Path):
    """Print the consolidated report that is on screen."""
    hands = computer.sit_down()
    hands.key("Ctrl+P")
    hands.fill_path("Ghi vào", path)
    hands.click("Đồng ý")
    hands.still()
    return hands
