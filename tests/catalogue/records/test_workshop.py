"""Words of the workshop: told whole in notes, left out before those who fill forms."""

import pytest

from ctmtqg_desktop.catalogue.records.workshop import for_officers, workshop_word


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bố cục đề xuất.", ""), ("Một hộ có thể có nhiều nguyên nhân.", None),
        ("Theo kế hoạch 002: Ban QLDA; Phòng Văn hóa; Trung tâm. Ghi số hộ.", "Ghi số hộ."),
        ("Dòng theo kế hoạch; cột giải ngân là bố cục đề xuất, chưa đối chiếu.",
         "Dòng theo kế hoạch."),
        ("Số mẫu chính thức chưa xác minh nên để trống. Mã là cách ghi tắt của danh mục này.", ""),
        ("Để trống khi chưa lấy ý kiến.", None), ("Mã nguồn vốn ghi ở cột A.", None),
        ("Mục tiêu: 1 bản (000); trên 20% xã (001).", "Mục tiêu: 1 bản; trên 20% xã."),
        ("Kế hoạch huyện năm 2024 (003), mục II.1", "Kế hoạch huyện năm 2024, mục II.1"),
        ("SEED 003 ghi", ""),
        ("mức 1.500.000 đồng; ghi theo trí nhớ", "mức 1.500.000 đồng."), ("", None),
        ("Nguồn giống seeds, ocre, nullable", None), ("region=nhom-1", ""),
    ],
)  # fmt: skip
def test_officers_are_shown_what_concerns_them(text: str, shown: str | None) -> None:
    assert for_officers(text) == (text if shown is None else shown)
    assert bool(workshop_word(text)) == (shown is not None)
    assert not workshop_word(for_officers(text))
