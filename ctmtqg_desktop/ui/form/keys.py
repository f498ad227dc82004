"""The keys of the form page, for its help."""

KEYS = (
    ("Enter, Shift+Enter", "Xuống, lên ô nhập kế tiếp trong cột"),
    ("Tab, Shift+Tab", "Sang ô nhập kế tiếp, trước đó"),
    ("F2", "Sửa nội dung ô"),
    ("Esc", "Bỏ nội dung đang gõ"),
    ("Delete", "Xóa nội dung các ô đang chọn"),
    ("Đ, C, K hoặc phím cách", "Đạt, Chưa đạt, không áp dụng; phím cách để đổi lần lượt"),
    ("Phím cách, ↓", "Mở danh sách ở ô lựa chọn"),
    ("Ctrl+D", "Chép ô trên xuống các ô đang chọn"),
    ("Ctrl+C, Ctrl+V", "Sao chép, dán một khối ô (cả từ Excel)"),
    ("Ctrl+Z, Ctrl+Y", "Hoàn tác, làm lại"),
    ("F5, F6", "Thêm, xóa dòng ở biểu danh sách"),
    ("F8, Shift+F8", "Đến phát hiện kế tiếp, trước đó"),
    ("Ctrl+G", "Tìm chỉ tiêu theo số thứ tự hoặc theo tên"),
    ("Ctrl+PgDn, Ctrl+PgUp", "Sang phần sau, phần trước của biểu"),
)
"""Keys and what they do, in the order of a day's work."""
