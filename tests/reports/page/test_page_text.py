"""The plain-text writer shows every block; the snapshot is the contract of the made-up report."""

from ctmtqg_desktop.reports.page.page import Document
from ctmtqg_desktop.reports.page.page_text import write_text

EXPECTED = """\
[Báo cáo thử | UBND xã Bản Bo | Năm 2024]
ỦY BAN NHÂN DÂN
XÃ BẢN BO
Số: 05/BC-UBND // Bản Bo, ngày 05 tháng 3 năm 2024
BÁO CÁO
Kết quả thực hiện
năm 2024
Kính gửi:
- UBND huyện Tam Đường;
- Phòng Nông nghiệp.
Căn cứ Quyết định số 90/QĐ-TTg;
Xã báo cáo như sau: thu < chi & đạt ✓.
Đơn vị tính: triệu đồng
| TT | Chỉ tiêu | Vốn |  | Ghi chú |
|  |  | Kế hoạch | Giải ngân |  |
| A | B | 1 | 2 | C |
| I | Dự án 1 |  |  |  |
| 1 |   Đường trục xã* | 28.113,5 | 1.234.567,25 | =1+1 |
| 2 | Đạt ☑ ≥ 70% |  | 0 | – |
| Tổng cộng |  | 28.113,5 | 1.234.567,25 |  |
* Chưa đối chiếu với văn bản gốc.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Ước

=== Phụ lục: Giải trình
Không có.
"""


def test_every_block_appears_in_order(report: Document) -> None:
    assert write_text(report) == EXPECTED
