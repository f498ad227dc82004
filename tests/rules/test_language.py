"""Requirements: exact decimals, empty is not zero, unknown is neither true nor false, order."""

import inspect
import sys
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctmtqg_desktop.catalogue.records.values import Blank
from ctmtqg_desktop.rules.language import (
    FormulaError,
    ValueKind,
    compile_formula,
    dependency_order,
)

D = Decimal
E = Blank.EMPTY
NA = Blank.NOT_APPLICABLE


class Names:
    def __init__(self, kinds: dict[str, ValueKind]):
        self.kinds = kinds

    def kind_of(self, name: str) -> ValueKind | None:
        return self.kinds.get(name)

    def names(self) -> Iterable[str]:
        return self.kinds


SCOPE = Names(
    {
        **dict.fromkeys(["a", "b", "c", "giải_ngân", "kỳ_trước.giải_ngân"], ValueKind.NUMBER),
        **dict.fromkeys(["p", "q"], ValueKind.LOGIC),
        "tên": ValueKind.TEXT,
        "ngày": ValueKind.DATE,
        "hạn": ValueKind.DATE,
        "bảng.số_hộ": ValueKind.NUMBERS,
        "bảng.loại": ValueKind.TEXTS,
        "bảng.đạt": ValueKind.LOGICS,
    }
)


def run(source, **values):
    by_name = {
        name.replace("__", "."): value
        for name, value in {
            "bảng__số_hộ": values.pop("hộ", ()),
            "bảng__loại": values.pop("loại", ()),
            "bảng__đạt": values.pop("đạt", ()),
            **values,
        }.items()
    }
    formula = compile_formula(source, SCOPE)
    return formula.evaluate([by_name.get(name, E) for name in formula.names])


def d(*texts):
    return tuple(D(text) for text in texts)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("0.1 + 0.2 = 0.3", True),
        ("2 + 3 * 4", D(14)),
        ("(2 + 3) * 4", D(20)),
        ("10 - 3 - 2", D(5)),
        ("100 / 10 / 2", D(5)),
        ("-2 * -3", D(6)),
        ("2 - -1", D(3)),
        ("1 / 3", D("0.3333333333333333333333333333")),
        ("2 / 3", D("0.6666666666666666666666666667")),
        ("1 / 0", E),
        ("0 / 0", E),
        ("1 / 0 = 1", E),
        ("trống_thì(1 / 0, 7)", D(7)),
        ("đúng và sai hoặc đúng", True),
        ("đúng hoặc đúng và sai", True),
        ("không sai và sai", False),
        ("không 1 = 2", True),
        ("1 < 2 và 2 < 3", True),
        ("(1 < 2) = đúng", True),
        ("1 <> 2", True),
        ("2 < 2", False),
        ("2 <= 2.0", True),
        ("2 > 2", False),
        ("2.0 >= 2", True),
        ("0." + "1" * 27, D("0." + "1" * 27)),
        ("1 != 1.0", False),
        ('"a" = "a"', True),
        ('"nói ""có""" = "nói ""không"""', False),
        ("TRUE AND NOT FALSE", True),
        ("ĐÚNG VÀ KHÔNG SAI", True),
        ("1 +\n  2", D(3)),
    ],
)
def test_operators(source, expected):
    assert run(source) == expected


@pytest.mark.parametrize("blank", [E, NA])
@pytest.mark.parametrize(
    "source",
    ["a + 1", "1 - a", "a * 0", "0 / a", "-a", "a = a", "a <> 1", "a < 1", "1 >= a", "tên = tên",
     "ngày < hạn", "làm_tròn(a, 0)", "tỷ_lệ(a, 100)", "tỷ_lệ(1, a)", "trị_tuyệt_đối(a)", "tỷ(a)",
     "tháng_ngày(ngày)", "số_ngày(ngày, ngày)",
     "năm(ngày)", "đếm_nếu(bảng.số_hộ, a)", "tổng_nếu(bảng.số_hộ, bảng.loại, tên)", "không p",
     "p và p", "p hoặc sai", "nếu(p, 1, 2)", "tổng(a)", "lớn_nhất(a)", "nhỏ_nhất(a)",
     "trung_bình(a)"],
)  # fmt: skip
def test_no_value_in_gives_empty_out(source, blank):
    assert run(source, a=blank, tên=blank, ngày=blank, p=blank) is E


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("tổng(a, b, c)", {"a": D(1), "b": E, "c": NA}, D(1)),
        ("tổng(bảng.số_hộ, a)", {"hộ": (D("1.1"), E, D("2.2"), NA), "a": D("0.001")}, D("3.301")),
        ("tổng(bảng.số_hộ)", {"hộ": (E, NA)}, E),
        ("tổng(bảng.số_hộ)", {"hộ": ()}, E),
        ("sum(a, 0)", {"a": E}, D(0)),
        ("đếm(a, tên, p, ngày)", {"a": D(0), "tên": "x", "p": False, "ngày": NA}, D(3)),
        ("đếm(bảng.số_hộ, bảng.loại, bảng.đạt)", {"hộ": (D(0), E), "loại": ("x", NA)}, D(2)),
        ("đếm_nếu(bảng.loại, \"nghèo\")", {"loại": ("nghèo", "cận nghèo", E, "nghèo")}, D(2)),
        ("đếm_nếu(bảng.đạt, sai)", {"đạt": (True, False, E, NA)}, D(1)),
        ("count_if(bảng.số_hộ, 1)", {"hộ": d("1.00", "1", "2")}, D(2)),
        ("đếm_nếu(bảng.số_hộ, 1)", {"hộ": ()}, D(0)),
        ("tổng_nếu(bảng.số_hộ, bảng.loại, \"a\")",
         {"hộ": (D(1), D(2), E, D(8)), "loại": ("a", "b", "a", "a")}, D(9)),
        ("tổng_nếu(bảng.số_hộ, bảng.loại, \"z\")", {"hộ": d("1"), "loại": ("a",)}, E),
        ("tổng_nếu(bảng.số_hộ, bảng.loại, \"a\")", {"hộ": d("1", "2"), "loại": ("a",)}, E),
        ("sum_if(bảng.số_hộ, bảng.đạt, đúng)", {"hộ": d("1", "2"), "đạt": (True, E)}, D(1)),
        ("lớn_nhất(bảng.số_hộ, a)", {"hộ": (D(3), E, D(-5)), "a": D(2)}, D(3)),
        ("nhỏ_nhất(bảng.số_hộ, a)", {"hộ": (D(3), E, D(-5)), "a": NA}, D(-5)),
        ("trung_bình(bảng.số_hộ)", {"hộ": (D(1), E, D(2), NA)}, D("1.5")),
        ("trung_bình(bảng.số_hộ)", {"hộ": d("1", "1", "0")}, D("0.6666666666666666666666666667")),
        ("nếu(a > 1, \"nhiều\", \"ít\")", {"a": D(2)}, "nhiều"),
        ("nếu(a > 1, \"nhiều\", \"ít\")", {"a": D(1)}, "ít"),
        ("nếu(p, a, b)", {"p": True, "a": NA, "b": D(1)}, NA),
        ("làm_tròn(a, 0)", {"a": D("2.5")}, D(3)),
        ("làm_tròn(a, 0)", {"a": D("-2.5")}, D(-3)),
        ("làm_tròn(a, 2)", {"a": D("1.005")}, D("1.01")),
        ("tỷ_lệ(a, b)", {"a": D(1), "b": D(8)}, D("12.5")),
        ("tỷ_lệ(a, b)", {"a": D(1), "b": D(0)}, E),
        ("có(a)", {"a": D(0)}, True),
        ("có(a)", {"a": E}, False),
        ("có(a)", {"a": NA}, False),
        ("có(bảng.loại)", {"loại": (E, "x")}, True),
        ("có(bảng.loại)", {"loại": (E, NA)}, False),
        ("áp_dụng(a)", {"a": E}, True),
        ("áp_dụng(a)", {"a": NA}, False),
        ("áp_dụng(bảng.đạt)", {"đạt": (NA, NA)}, False),
        ("áp_dụng(bảng.đạt)", {"đạt": (NA, E)}, True),
        ("áp_dụng(bảng.đạt)", {"đạt": ()}, True),
        ('tên = "nói ""có"""', {"tên": 'nói "có"'}, True),
        ("trống_thì(a, 5)", {"a": E}, D(5)),
        ("trống_thì(a, 5)", {"a": NA}, D(5)),
        ("trống_thì(a, 5)", {"a": D(0)}, D(0)),
        ("trị_tuyệt_đối(a)", {"a": D("-1.5")}, D("1.5")),
        ("nghìn(a)", {"a": D("1.5")}, D(1_500)),
        ("triệu(a)", {"a": D("1.5")}, D(1_500_000)),
        ("tỷ(a)", {"a": D("1.5")}, D(1_500_000_000)),
        ("đánh_giá(a, a >= 18)", {"a": NA}, NA),
        ("đánh_giá(a, a >= 18)", {"a": E}, E),
        ("đánh_giá(a, a >= 18)", {"a": D(18)}, True),
        ("đánh_giá(tên, p)", {"tên": "x", "p": False}, False),
        ("tất_cả_đạt(p, q)", {"p": E, "q": False}, False),
        ("tất_cả_đạt(p, q)", {"p": True, "q": E}, E),
        ("tất_cả_đạt(p, q)", {"p": True, "q": NA}, True),
        ("tất_cả_đạt(p, q)", {"p": NA, "q": NA}, NA),
        ("tất_cả_đạt(bảng.đạt)", {"đạt": ()}, NA),
        ("tất_cả_đạt(bảng.đạt, p)", {"đạt": (True, NA), "p": True}, True),
        ("số_đạt(bảng.đạt, p)", {"đạt": (True, NA, False, E), "p": True}, D(2)),
        ("năm(ngày)", {"ngày": date(2024, 12, 31)}, D(2024)),
        ("tháng_ngày(ngày)", {"ngày": date(2024, 9, 10)}, D(910)),
        ("tháng_ngày(ngày)", {"ngày": E}, E),
        ("số_ngày(ngày, ngày)", {"ngày": date(2024, 9, 10)}, D(0)),
        ("số_ngày(ngày, ngày)", {"ngày": E}, E),
        ("ngày <= hạn", {"ngày": date(2024, 12, 31), "hạn": date(2025, 1, 1)}, True),
        ("ngày = hạn", {"ngày": date(2025, 1, 1), "hạn": date(2025, 1, 1)}, True),
        ("giải_ngân >= kỳ_trước.giải_ngân", {"giải_ngân": D(2), "kỳ_trước__giải_ngân": D(3)},
         False),
        ("TỔNG(a, 1)", {"a": D(1)}, D(2)),
    ],
)  # fmt: skip
def test_functions(source, values, expected):
    result = run(source, **values)
    assert result == expected
    assert type(result) is type(expected)


def test_overflow_and_values_of_the_wrong_kind_are_empty():
    huge = D("9E+98")
    assert run("a * a", a=huge) is E
    assert run("tổng(a, a, b)", a=huge, b=D(1)) == D("1.8E+99")
    assert run("tổng(a, a * 10, 1)", a=huge) == D("9.9E+99")
    assert run("tổng(a, b, b)", a=D("9E+99"), b=D("9E+99")) is E
    assert run("a + 1", a="chữ") is E
    assert run("a < 1", a=True) is E


def test_the_callers_decimal_context_changes_nothing():
    with localcontext() as context:
        context.prec = 3
        context.rounding = "ROUND_DOWN"
        assert run("a + 0.0001", a=D("123456789")) == D("123456789.0001")
        assert run("làm_tròn(a, 0)", a=D("0.5")) == 1


def test_names_are_nfc_unique_and_in_order_of_use():
    formula = compile_formula("b + a + b + giải_ngân", SCOPE)
    assert formula.names == ("b", "a", "giải_ngân")
    assert formula.kind is ValueKind.NUMBER
    assert "giải" in formula.source


def test_a_function_name_may_also_be_an_indicator():
    formula = compile_formula("tổng + tổng(tổng, 1)", Names({"tổng": ValueKind.NUMBER}))
    assert formula.evaluate([D(2)]) == 5


@pytest.mark.parametrize(
    ("source", "kind"),
    [("a", ValueKind.NUMBER), ("nếu(p, tên, \"x\")", ValueKind.TEXT),
     ("trống_thì(ngày, hạn)", ValueKind.DATE), ("đánh_giá(a, p)", ValueKind.LOGIC),
     ("số_đạt(p)", ValueKind.NUMBER)],
)  # fmt: skip
def test_kind_of_the_result_is_known_before_running(source, kind):
    assert compile_formula(source, SCOPE).kind is kind


def test_a_long_flat_sum_is_allowed_and_does_not_recurse():
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 100)
    try:
        assert run("+".join(["a"] * 200), a=D("0.1")) == D("20.0")
    finally:
        sys.setrecursionlimit(usual)


def test_order_puts_each_after_what_it_needs():
    graph = {"tỷ_lệ": {"tổng", "kế_hoạch"}, "tổng": {"a", "b"}, "b": {"a"}}
    assert dependency_order(graph) == ["b", "tổng", "tỷ_lệ"]


def test_order_refuses_a_circle_and_names_it():
    with pytest.raises(FormulaError) as caught:
        dependency_order({"a": ["b"], "b": ["c"], "c": ["a"], "d": []})
    assert caught.value.code == "rules.cycle"
    assert sorted(caught.value.facts["names"]) == ["a", "b", "c"]
    with pytest.raises(FormulaError):
        dependency_order({"a": ["a"]})


amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=3)


@settings(max_examples=150, deadline=None)
@given(st.lists(amounts, min_size=1, max_size=30))
def test_a_total_typed_correctly_is_called_correct(numbers):
    typed = D(sum(int(number.scaleb(3)) for number in numbers)).scaleb(-3)
    assert run("tổng(bảng.số_hộ) = a", hộ=tuple(numbers), a=typed) is True
    assert run("tổng(bảng.số_hộ) = a", hộ=tuple(numbers), a=typed + D("0.001")) is False


@st.composite
def sums(draw, depth=0):
    """Make an expression and, beside it, its exact value."""
    if depth == 4 or draw(st.booleans()):
        number = draw(st.integers(0, 9999).map(lambda whole: D(whole) / 100))
        return f"{number:f}", Fraction(number)
    sign = draw(st.sampled_from("+-*"))
    (left, a), (right, b) = draw(sums(depth + 1)), draw(sums(depth + 1))
    value = {"+": a + b, "-": a - b, "*": a * b}[sign]
    return f"({left} {sign} {right})", value


@settings(max_examples=150, deadline=None)
@given(sums())
def test_arithmetic_agrees_with_fractions(expression):
    source, exact = expression
    with localcontext(prec=28, rounding=ROUND_HALF_UP):
        result = run(source)
        assert abs(Fraction(result) - exact) <= abs(exact) * Fraction(1, 10**25)


@pytest.mark.parametrize(("p", "q"), list(product([True, False, E, NA], repeat=2)))
def test_kleene_laws(p, q):
    both, either = run("p và q", p=p, q=q), run("p hoặc q", p=p, q=q)
    assert both == run("q và p", p=p, q=q)
    assert either == run("q hoặc p", p=p, q=q)
    assert run("không (p và q)", p=p, q=q) == run("không p hoặc không q", p=p, q=q)
    assert both is (False if False in (p, q) else True if (p, q) == (True, True) else E)
    assert either is (True if True in (p, q) else False if (p, q) == (False, False) else E)
