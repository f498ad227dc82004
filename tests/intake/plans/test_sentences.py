"""Issue 10, point 7: what a sentence of a plan means, kind by kind."""

import pytest

OPERATORS = (
    ("Tỷ lệ hộ dùng nước sạch đạt từ 78% trở lên.", ">=", "78"),
    ("Có ít nhất 30% số thôn đạt chuẩn.", ">=", "30"),
    ("Tối thiểu 85% lao động được tư vấn.", ">=", "85"),
    ("Trên 98,5% phụ nữ được khám thai.", ">", "98.5"),
    ("Hơn 200 hộ được vay vốn.", ">", "200"),
    ("Tỷ lệ tảo hôn dưới 2%.", "<", "2"),
    ("Tỷ lệ suy dinh dưỡng không quá 18,5%.", "<=", "18.5"),
    ("Tỷ lệ tai nạn tối đa 5%.", "<=", "5"),
    ("Giảm tỷ lệ hộ nghèo xuống còn 12,5%.", "<=", "12.5"),
    ("Giảm tỷ lệ hộ cận nghèo xuống dưới 12%.", "<", "12"),
    ("Giảm 49% số hộ nghèo so với đầu kỳ.", ">=", "49"),
    ("Tỷ lệ hộ nghèo 8,5%.", "<=", "8.5"),
    ("Tỷ lệ hộ nghèo được vay vốn 90%.", ">=", "90"),
    ("Thu nhập tăng gấp đôi so với năm 2020.", ">=", "2"),
    ("Giảm ít nhất một nửa tỷ lệ nghèo.", ">=", "50"),
    ("Cộng đồng đóng góp: 0 triệu đồng.", "=", "0"),
    ("Không còn xã dưới 15 tiêu chí.", "=", "0"),
    ("Không để xảy ra cháy rừng.", "=", "0"),
    ("Không có nhà tạm, nhà dột nát.", "=", "0"),
    ("Trồng mới 1.320 ha rừng.", ">=", "1320"),
    ("Trồng mới 100ha quế.", ">=", "100"),
    ("Xây dựng 3 mô hình sinh kế.", ">=", "3"),
    ("Xây dựng ít nhất 02 (hai) mô hình.", ">=", "2"),
    ("Giải quyết việc làm cho 1,2 nghìn lao động.", ">=", "1200.0"),
    ("Tổng vốn 2,5 nghìn tỷ đồng.", ">=", "2500.0"),
    ("Tỷ lệ hộ dùng nước sạch đạt 95% (kế hoạch 93%).", ">=", "95"),
    ("Không để học sinh bỏ học quá 1%.", "<=", "1"),
    ("Tỷ lệ sinh con thứ ba dưới 5‰.", "<", "5"),
    ("Có 2/3 số xã đạt chuẩn.", ">=", "2"),
    ("Tỷ lệ tử vong mẹ < 45/100.000 trẻ đẻ sống.", "<", "45"),
    ("Ít nhất có 2 xã đạt chuẩn.", ">=", "2"),
    ("Thu ngân sách đạt và vượt 5% dự toán.", ">=", "5"),
    ("Huyện hoàn thành tiêu chí số 1 về quy hoạch.", "met", None),
)  # fmt: skip


@pytest.mark.parametrize(("sentence", "operator", "figure"), OPERATORS)
def test_a_sentence_gives_its_operator_and_figure(figures, sentence, operator, figure):
    assert figures(sentence) == [(operator, figure)]


NO_FIGURES = (
    "Thực hiện Quyết định số 318/QĐ-TTg ngày 08/3/2022 của Thủ tướng Chính phủ.",
    "Theo Nghị quyết số 10-NQ/TU và Thông tư 02/2022/TT-BLĐTBXH, Luật số 47/2010/QH12.",
    "Giai đoạn 2021 - 2025, nhiệm kỳ 2020-2025 và định hướng đến năm 2030.",
    "Báo cáo trước ngày 15 tháng 12 năm 2024, chậm nhất 20/11.",
    "Đầu mối: ông Nam, điện thoại 0912 345 678.",
    "Phát huy mô hình “5 không, 3 sạch” và phương châm 4 tại chỗ.",
    "Theo Điều 12, khoản 3 Điều 15; chi tiết tại biểu 01, 02, 03 kèm theo.",
    "Trang 7",
    "Số tài khoản 3713.0.1055880, điện thoại 02133.876.123.",
    "Nâng cấp đoạn Km12+300 Quốc lộ 4D.",
    "12",
    "Tuyên truyền cho trẻ em dưới 5 tuổi và người từ 15 tuổi trở lên.",
    "Đẩy mạnh tuyên truyền, nâng cao chất lượng giáo dục.",
    "Thực hiện 3 chương trình mục tiêu quốc gia.",
)


@pytest.mark.parametrize("sentence", NO_FIGURES)
def test_a_number_that_is_no_figure_proposes_nothing(figures, sentence):
    assert figures(sentence) == []


def test_a_range_keeps_both_ends(read):
    (one,) = read("- Tỷ lệ hộ nghèo giảm từ 4 - 5%.").proposals
    assert (one.operator, str(one.value), str(one.upper)) == (">=", "4", "5")


def test_what_a_rate_rises_from_is_its_baseline(read):
    (one,) = read("- Nâng tỷ lệ hộ dùng nước sạch từ 65% năm 2023 lên 70%.").proposals
    assert (str(one.value), str(one.baseline), one.period) == ("70", "65", "2024")


def test_units_named_one_by_one_get_one_each(read):
    found = read("- Xã Nà Tăm và xã Giang Ma mỗi xã làm 2 km đường.").proposals
    assert [(p.unit, str(p.value), p.each) for p in found] == [
        ("03427", "2", ""), ("03405", "2", ""),
    ]  # fmt: skip


def test_a_list_of_units_stays_with_each(read):
    (one,) = read("- Các xã Nà Tăm, Giang Ma mỗi xã làm 2 km đường.").proposals
    assert (one.unit, one.each) == ("106", "xã")


def test_each_is_told(read):
    (one,) = read("- Mỗi xã xây dựng ít nhất 02 mô hình.").proposals
    assert (one.each, str(one.value), one.measure) == ("xã", "2", "mo-hinh")


def test_a_new_one_is_not_each(read):
    (one,) = read("- Tạo việc làm mới cho 950 lao động.").proposals
    assert one.each == ""


def test_one_figure_for_several_criteria_is_several_proposals(read):
    found = read("- Có 20/20 thôn đạt tiêu chí số 8 về thu nhập, tiêu chí số 10 về lao động.")
    assert [p.indicator for p in found.proposals] == [
        "tiêu chí số 8 về thu nhập", "tiêu chí số 10 về lao động",
    ]  # fmt: skip
    assert {str(p.of) for p in found.proposals} == {"20"}


def test_the_unit_is_the_one_named_beside_the_figure(read):
    found = read("- Công nhận 9 bản đạt chuẩn (xã Giang Ma 06 bản, xã Nà Tăm 03 bản).").proposals
    assert [(str(p.value), p.unit) for p in found] == [
        ("9", "106"),
        ("6", "03405"),
        ("3", "03427"),
    ]


def test_the_period_is_the_sentence_s_else_the_heading_s_else_the_plan_s(read):
    found = read(
        "1. Mục tiêu năm 2026\n- Trồng 5 ha chè.\n- Đến năm 2028 trồng 6 ha chè.\n"
        "2. Khác\n- Trồng 7 ha chè.\n- Quý II/2024 trồng 8 ha chè."
    ).proposals
    assert [p.period for p in found] == ["2026", "2028", "2024", "2024-Q2"]


def test_a_year_compared_with_is_no_period(read):
    (one,) = read("- Thu nhập tăng 1,5 lần so với năm 2020.").proposals
    assert one.period == "2024"


def test_what_has_been_is_a_baseline(read):
    found = read("- Trồng 5 ha chè.\nII. KẾT QUẢ NĂM 2023\n- Đã trồng 3 ha chè.").proposals
    assert [p.kind.value for p in found] == ["target", "baseline"]


def test_the_sentence_is_letter_by_letter_of_the_document(read):
    text = "- Trồng mới  75 ha chè;\n- Làm 3 km\nđường."
    found = read(text).proposals
    assert [p.sentence for p in found] == ["Trồng mới  75 ha chè;", "Làm 3 km\nđường."]


def test_what_says_the_same_twice_is_marked(read):
    found = read("1. Trồng chè\n- Trồng 5 ha chè.\n2. Lặp lại\n- Trồng 5 ha chè.").proposals
    assert [p.same_as for p in found] == [None, 0]


def test_nothing_is_proposed_without_a_sentence(read):
    for one in read("- Trồng 5 ha chè; làm 3 km đường.\n- Không để xảy ra cháy.").proposals:
        assert one.sentence


def test_who_is_told_and_their_copies_are_no_targets(read):
    assert read("- Trồng 5 ha chè.\nNơi nhận:\n- UBND tỉnh (02 bản);").proposals[1:] == ()


def test_who_carries_a_project_out_is_told(read):
    found = read("1. Dự án 1: Nước\n- Cấp nước cho 30 hộ.\n- Đơn vị thực hiện: UBND xã Nà Tăm")
    (one,) = found.proposals
    assert (one.responsible, one.unit) == ("UBND xã Nà Tăm", "03427")


def test_a_plan_in_an_old_font_is_read(read):
    from spelling import in_tcvn3

    text = (
        "KẾ HOẠCH\nnăm 2024\nI. MỤC TIÊU\n- Phấn đấu 90% số hộ được sử dụng nước sạch hợp vệ sinh."
    )
    (one,) = read(in_tcvn3(text).encode("cp1252")).proposals
    assert one.sentence == "Phấn đấu 90% số hộ được sử dụng nước sạch hợp vệ sinh."
