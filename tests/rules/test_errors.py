"""Requirements: every mistake says where it is, what it is and what would be right, in words."""

import ast
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from ctmtqg_desktop import rules
from ctmtqg_desktop.assets import resource
from ctmtqg_desktop.rules.functions import FUNCTIONS
from ctmtqg_desktop.rules.language import (
    FormulaError,
    ValueKind,
    compile_formula,
    dependency_order,
)

KINDS = {
    "a": ValueKind.NUMBER,
    "b": ValueKind.NUMBER,
    "p": ValueKind.LOGIC,
    "tên": ValueKind.TEXT,
    "ngày": ValueKind.DATE,
    "giải_ngân": ValueKind.NUMBER,
    "kỳ_trước.giải_ngân": ValueKind.NUMBER,
    "bảng.số_hộ": ValueKind.NUMBERS,
    "bảng.loại": ValueKind.TEXTS,
}


class Names:
    def kind_of(self, name: str) -> ValueKind | None:
        return KINDS.get(name)

    def names(self) -> Iterable[str]:
        return KINDS


def refusal(source):
    with pytest.raises(FormulaError) as caught:
        compile_formula(source, Names())
    return caught.value


@pytest.mark.parametrize(
    ("source", "column", "reason"),
    [
        ("", 1, "empty"),
        ("  ", 3, "empty"),
        ("a +", 4, "unfinished"),
        ("(a", 3, "close"),
        ("tổng(a", 7, "close"),
        ("a)", 2, "open"),
        ("* a", 1, "operand"),
        ("+a", 1, "operand"),
        ("a = = b", 5, "operand"),
        ("a == b", 4, "operand"),
        ("tổng(a,)", 8, "operand"),
        ("a b", 3, "operator"),
        ("(a b)", 4, "operator"),
        ("a va b", 3, "word"),
        ("p hoac p", 3, "word"),
        ("1 < a < 3", 7, "chain"),
        ("a = b = 1", 7, "chain"),
        ("a = 50%", 7, "percent"),
        ("a = 1,5", 6, "decimal-comma"),
        ("nếu(p; a; b)", 6, "semicolon"),
        ("1.234.567", 1, "number"),
        ("2a", 1, "number"),
        ("1" * 29, 1, "number"),
        ('tên = "x', 7, "text-open"),
        ("a & b", 3, "character"),
        ("a.", 2, "character"),
        ("a.1b", 2, "character"),
        ("a²", 1, "character"),
        ("a.__class__.b[0]", 14, "character"),
        ("a\u200b", 2, "character"),
    ],
)
def test_syntax(source, column, reason):
    error = refusal(source)
    assert (error.code, error.facts["reason"]) == ("rules.syntax", f"rules.why-{reason}")
    assert error.facts["column"] == column


@pytest.mark.parametrize(
    ("source", "column", "expected", "given"),
    [
        ('a + "x"', 5, "number", "text"),
        ("p + 1", 1, "number", "logic"),
        ("-tên", 2, "number", "text"),
        ("không a", 7, "logic", "number"),
        ("a và p", 1, "logic", "number"),
        ("a = tên", 5, "number", "text"),
        ('tên < "b"', 1, "ordered", "text"),
        ("ngày < 2024", 8, "date", "number"),
        ("bảng.số_hộ > 1", 1, "ordered", "numbers"),
        ("bảng.số_hộ + 1", 1, "number", "numbers"),
        ("bảng.số_hộ", 1, "single", "numbers"),
        ("tổng(a, tên)", 9, "numeric", "text"),
        ("tổng(bảng.loại)", 6, "numeric", "texts"),
        ("đếm_nếu(a, 1)", 9, "list", "number"),
        ("đếm_nếu(bảng.loại, 1)", 20, "text", "number"),
        ("tổng_nếu(bảng.loại, bảng.loại, tên)", 10, "numbers", "texts"),
        ("nếu(a, 1, 2)", 5, "logic", "number"),
        ("nếu(p, 1, tên)", 11, "number", "text"),
        ("trống_thì(tên, 1)", 16, "text", "number"),
        ("làm_tròn(a, 7)", 13, "places", "number"),
        ("làm_tròn(a, 0.5)", 13, "places", "number"),
        ("làm_tròn(a, b)", 13, "places", "number"),
        ("làm_tròn(a, -1)", 13, "places", "number"),
        ("tất_cả_đạt(a)", 12, "verdicts", "number"),
        ("năm(a)", 5, "date", "number"),
    ],
)
def test_kinds(source, column, expected, given):
    error = refusal(source)
    assert error.code == "rules.type"
    assert error.facts["column"] == column
    assert error.facts["expected"] == f"rules.kind-{expected}"
    assert error.facts["given"] == f"rules.kind-{given}"


@pytest.mark.parametrize(
    ("source", "code", "suggestion"),
    [
        ("1 + giai_ngan", "rules.unknown-name", "giải_ngân"),
        ("GIẢI_NGÂN", "rules.unknown-name", "giải_ngân"),
        ("ky_truoc.giai_ngan", "rules.unknown-name", "kỳ_trước.giải_ngân"),
        ("bảng.sô_hộ > 1", "rules.unknown-name", "bảng.số_hộ"),
        ("p = dung", "rules.unknown-name", "đúng"),
        ("zzzzzz", "rules.unknown-name", ""),
        ("tong(a)", "rules.unknown-function", "tổng"),
        ("tỉ_lệ(a, b)", "rules.unknown-function", "tỷ_lệ"),
        ("AVERGE(a)", "rules.unknown-function", "average"),
        ("__import__(tên)", "rules.unknown-function", ""),
        ("mở.tệp(1)", "rules.unknown-function", ""),
    ],
)
def test_a_wrong_name_gets_a_suggestion(source, code, suggestion):
    error = refusal(source)
    assert (error.code, error.facts["suggestion"]) == (code, suggestion)


def test_the_nearest_spelling_wins_among_names_that_fold_alike():
    class Alike(Names):
        def names(self):
            return ["ho", "hộ", "hồ"]

    with pytest.raises(FormulaError) as caught:
        compile_formula("hỗ + hồ_", Alike())
    assert caught.value.facts["suggestion"] in {"ho", "hộ", "hồ"}
    with pytest.raises(FormulaError) as caught:
        compile_formula("hồ_", Alike())
    assert caught.value.facts["suggestion"] == "hồ"


@pytest.mark.parametrize(
    ("source", "expected", "given"),
    [("tổng()", "≥ 1", 0), ("nếu(p, 1)", "3", 2), ("có(a, b)", "1", 2), ("nghìn(1,5)", "1", 2)],
)
def test_arity(source, expected, given):
    error = refusal(source)
    assert error.code == "rules.arity"
    assert (error.facts["expected"], error.facts["given"]) == (expected, given)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("a" + " " * 2000, "rules.too-long"),
        ("(" * 40 + "a" + ")" * 40, "rules.too-deep"),
        ("-" * 40 + "a", "rules.too-deep"),
        ("không " * 50 + "p", "rules.too-deep"),
        ("+".join(["a"] * 201), "rules.too-many-nodes"),
        ("tổng(" + ",".join(["a"] * 400) + ")", "rules.too-many-nodes"),
    ],
)
def test_limits(source, code):
    assert refusal(source).code == code


def test_limits_themselves_are_allowed():
    for source in ("(" * 39 + "a" + ")" * 39, "+".join(["a"] * 200), "a" + " " * 1999):
        assert compile_formula(source, Names()).evaluate([Decimal(1)]) in {1, 200}


def test_caret_points_below_the_column_of_its_own_line():
    error = refusal('a +\n  1 + "x"')
    assert (error.facts["line"], error.facts["column"]) == (2, 7)
    assert error.facts["caret"] == '  1 + "x"\n      ^'


def test_caret_stays_in_sight_on_a_long_line():
    shown, below = refusal("a + " * 100 + "% + a").facts["caret"].split("\n")
    assert len(shown) <= 100
    assert shown[len(below) - 1] == "%"


def test_a_formula_typed_in_nfd_is_the_same_formula():
    decomposed = unicodedata.normalize("NFD", "tổng(giải_ngân, 1)")
    formula = compile_formula(decomposed, Names())
    assert formula.names == ("giải_ngân",)
    assert formula.source == "tổng(giải_ngân, 1)"


def test_nothing_of_the_author_reaches_the_python_compiler(monkeypatch):
    written = []

    def spy(source, *rest):
        written.append(source)
        return compile(source, *rest)

    monkeypatch.setattr(rules.compiler, "compile", spy, raising=False)
    formula = compile_formula('nếu(tên = "__import__", giải_ngân, 987654)', Names())
    assert "import" not in written[0]
    assert "987654" not in written[0]
    assert written[0].isascii()
    assert formula._run.__globals__["__builtins__"] == {}


def words():
    return tomllib.loads(resource("messages", "vi", "rules.toml").read_text(encoding="utf-8"))


def spoken(template, facts, messages):
    """Fill in a sentence the way messages are meant to be filled in."""
    full = {
        name: messages[value]["what"].format_map(facts) if value in set(messages) else value
        for name, value in facts.items()
    }
    return template.format_map(full)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("giai_ngan", 'Không có chỉ tiêu "giai_ngan" (dòng 1, cột 1). Có phải "giải_ngân"?'),
        (
            "a)",
            'Công thức viết sai ở dòng 1, cột 2: thừa dấu đóng ngoặc ")". Sửa chỗ dấu ^ chỉ vào.',
        ),
        (
            "nếu(p, 1)",
            (
                'Hàm "nếu" (dòng 1, cột 1) cần 3 giá trị, đang có 2. '
                "Thêm hoặc bớt giá trị trong ngoặc; các giá trị cách nhau bằng dấu phẩy."
            ),
        ),
    ],
)
def test_sentence(source, sentence):
    error, messages = refusal(source), words()
    found = messages[error.code]
    said = [spoken(found[part], error.facts, messages) for part in ("what", "todo")]
    assert " ".join(said) == sentence


def test_every_code_reason_and_kind_has_words():
    named = {kind.words for kind in ValueKind}
    named |= {each.words for function in FUNCTIONS.values() for each in function.parameters}
    for path in Path(rules.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else ""
            if isinstance(text, str) and re.fullmatch(r"rules\.[a-z-]+", text):
                named.add(text)
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "_syntax":
                texts = [n.value for n in ast.walk(node.args[0]) if isinstance(n, ast.Constant)]
                named |= {f"rules.why-{text}" for text in texts if isinstance(text, str)}
    named -= {"rules.kind-", "rules.why-"}
    assert named == set(words())


@pytest.mark.parametrize(
    "source",
    ["a +", "a va b", "zz", "zz(1)", "a + tên", "nếu(1)", "-" * 50, "a+" * 300 + "a", " " * 3000],
)
def test_every_sentence_finds_its_facts(source):
    error, messages = refusal(source), words()
    for template in messages[error.code].values():
        said = spoken(template, error.facts, messages)
        assert not [field for _, field, _, _ in string.Formatter().parse(said) if field]


def test_a_circle_has_its_sentence():
    with pytest.raises(FormulaError) as caught:
        dependency_order({"a": ["a"]})
    assert "a" in spoken(words()["rules.cycle"]["what"], caught.value.facts, words())
