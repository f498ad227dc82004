"""The keys of the form page, for F1: declared once, in the order of a day's work."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ctmtqg_desktop.ui.parts.key import Key

KEYS = (
    (
        "Enter, Shift+Enter",
        str(QT_TRANSLATE_NOOP("Keys", "Xuống, lên; cuối danh sách thêm dòng")),
    ),
    ("Tab, Shift+Tab", str(QT_TRANSLATE_NOOP("Keys", "Sang ô nhập kế tiếp, trước đó"))),
    ("F2", str(QT_TRANSLATE_NOOP("Keys", "Sửa tiếp nội dung ô"))),
    ("Esc", str(QT_TRANSLATE_NOOP("Keys", "Bỏ nội dung đang gõ"))),
    ("Delete", str(QT_TRANSLATE_NOOP("Keys", "Xóa nội dung các ô đang chọn"))),
    (
        str(QT_TRANSLATE_NOOP("Keys", "Đ, C, K, phím cách")),
        str(QT_TRANSLATE_NOOP("Keys", "Đạt, Chưa đạt, không áp dụng; đổi lần lượt")),
    ),
    (
        str(QT_TRANSLATE_NOOP("Keys", "Phím cách, ↓")),
        str(QT_TRANSLATE_NOOP("Keys", "Mở danh sách ở ô lựa chọn")),
    ),
    ("Ctrl+D", str(QT_TRANSLATE_NOOP("Keys", "Chép ô trên xuống các ô đang chọn"))),
    ("Ctrl+C, Ctrl+V", str(QT_TRANSLATE_NOOP("Keys", "Sao chép, dán một khối ô (cả từ Excel)"))),
    ("Ctrl+Z, Ctrl+Y", str(QT_TRANSLATE_NOOP("Keys", "Hoàn tác, làm lại"))),
    ("F3", str(QT_TRANSLATE_NOOP("Keys", "Đến biểu nhập số đang xem ở ô lấy sẵn"))),
    ("F5, F6", str(QT_TRANSLATE_NOOP("Keys", "Thêm, xóa dòng ở biểu danh sách"))),
    (
        "F4",
        str(QT_TRANSLATE_NOOP("Keys", "Ghi lý do của phát hiện (Ctrl+Enter: xong, Esc: thôi)")),
    ),
    ("F8, Shift+F8", str(QT_TRANSLATE_NOOP("Keys", "Đến phát hiện kế tiếp, trước đó"))),
    ("Ctrl+G", str(QT_TRANSLATE_NOOP("Keys", "Tìm chỉ tiêu theo số thứ tự hoặc theo tên"))),
    ("Ctrl+I", str(QT_TRANSLATE_NOOP("Keys", "Đọc đủ số liệu đối chiếu dưới biểu"))),
    ("Ctrl+PgDn, Ctrl+PgUp", str(QT_TRANSLATE_NOOP("Keys", "Sang phần sau, phần trước của biểu"))),
)
"""Keys and what they do."""


def form_keys() -> list[Key]:
    """Return the keys that a form answers to itself."""
    translate = QCoreApplication.translate
    where = translate("Keys", "Trong biểu")
    return [Key(translate("Keys", keys), translate("Keys", does), where) for keys, does in KEYS]
