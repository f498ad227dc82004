"""Requirements: no text gets past compiling but as FormulaError; no value makes a run raise.

12,000 formulas in a full run; see ``how_much``.
"""

import random
import string
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from how_much import share

from ctmtqg_desktop.catalogue.records.values import Blank
from ctmtqg_desktop.rules.functions import FUNCTIONS
from ctmtqg_desktop.rules.language import FormulaError, ValueKind, compile_formula
from ctmtqg_desktop.rules.types import ELEMENT

COUNT = share(12_000)
NAMES = {
    "giải_ngân": ValueKind.NUMBER,
    "kỳ_trước.x": ValueKind.NUMBER,
    "tên": ValueKind.TEXT,
    "đạt": ValueKind.LOGIC,
    "ngày": ValueKind.DATE,
    "bảng.số": ValueKind.NUMBERS,
    "bảng.chữ": ValueKind.TEXTS,
    "bảng.đạt": ValueKind.LOGICS,
}
CLASSES = {
    ValueKind.NUMBER: Decimal,
    ValueKind.TEXT: str,
    ValueKind.LOGIC: bool,
    ValueKind.DATE: date,
}
PIECES = [
    *NAMES, *FUNCTIONS, *"()+-*/=<>,;.%\"'\\[]{}:@#^&|~`$? \t\n\0", "<=", ">=", "<>", "!=", "==",
    "và", "hoặc", "không", "đúng", "sai", "0", "1.5", "0.1", "007", "1e5", "9" * 28, '"x"', '"',
    "__class__", "lambda", "v[0]", "k", "import", "\u0301", "\u202e", "\ud800", "½", "٣", "𝐚",
]  # fmt: skip
NUMBERS = ["0", "-0", "1", "-1.5", "0.001", "123456789012.345", "9E+98", "1E-98", "1E+999999"]


class Names:
    def kind_of(self, name: str) -> ValueKind | None:
        return NAMES.get(name)

    def names(self) -> Iterable[str]:
        return NAMES


class Author:
    """Write formulas by the grammar, most of them right."""

    def __init__(self, chance: random.Random):
        self.chance = chance

    def write(self, kind, depth):
        if self.chance.random() < 0.01:
            kind = self.chance.choice([*ValueKind])
        if kind is ValueKind.ANY:
            kind = self.chance.choice([*NAMES.values()])
        if depth <= 0 or kind in ELEMENT or self.chance.random() < 0.2:
            return self.leaf(kind)
        return self.chance.choice([self.call, self.call, self.operators])(kind, depth - 1)

    def leaf(self, kind):
        known = [name for name, of in NAMES.items() if of is kind]
        if kind is ValueKind.NUMBER:
            known.append(self.chance.choice(["0", "1", "2.50", "100"]))
        if kind is ValueKind.TEXT:
            known.append('"x"')
        if kind is ValueKind.LOGIC:
            known.append("đúng")
        return self.chance.choice(known)

    def operators(self, kind, depth):
        if kind is ValueKind.NUMBER:
            left, right = self.write(kind, depth), self.write(kind, depth)
            return self.chance.choice(
                [f"-{left}", f"({left} {self.chance.choice('+-*/')} {right})"]
            )
        if kind is not ValueKind.LOGIC:
            return f"({self.write(kind, depth)})"
        of = self.chance.choice([ValueKind.NUMBER, ValueKind.DATE, ValueKind.LOGIC])
        left, right = self.write(of, depth), self.write(of, depth)
        if of is ValueKind.LOGIC:
            sign = self.chance.choice(["và", "hoặc", "=", "<>"])
            return self.chance.choice([f"không ({left})", f"(({left}) {sign} ({right}))"])
        return f"({left} {self.chance.choice(['=', '<>', '<', '<=', '>', '>='])} {right})"

    def call(self, kind, depth):
        fitting = [f for f in FUNCTIONS.values() if f.result in (kind, 0, 1)]
        function = self.chance.choice(fitting)
        count = self.chance.randint(1, 4) if function.repeats else len(function.parameters)
        kinds = []
        for index in range(count):
            kinds.append(self.argument(function, index, kind, kinds))
        written = [self.write(each, depth) for each in kinds]
        if function.name == "làm_tròn":
            written[1] = str(self.chance.randint(0, 6))
        return f"{function.name}({', '.join(written)})"

    def argument(self, function, index, kind, before):
        parameter = function.parameter(index)
        if parameter.same_as is not None:
            return before[parameter.same_as]
        if parameter.element_of is not None:
            return ELEMENT[before[parameter.element_of]]
        if function.result == index:
            return kind
        return self.chance.choice(sorted(parameter.kinds, key=lambda each: each.value))


class Values:
    """Make operands: of the right kind, or of any."""

    def __init__(self, chance: random.Random):
        self.chance = chance

    def single(self, kind):
        if self.chance.random() < 0.25:
            return self.chance.choice([*Blank])
        return {
            ValueKind.NUMBER: lambda: Decimal(self.chance.choice(NUMBERS)),
            ValueKind.TEXT: lambda: self.chance.choice(["", "x", "chữ"]),
            ValueKind.LOGIC: lambda: self.chance.random() < 0.5,
            ValueKind.DATE: lambda: date(self.chance.randint(1, 9999), 1, 31),
        }[kind]()

    def right(self, kind):
        if kind in ELEMENT:
            size = self.chance.randint(0, 5)
            return tuple(self.single(ELEMENT[kind]) for _ in range(size))
        return self.single(kind)

    def wrong(self):
        odd = [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity")]
        return self.chance.choice([*odd, self.right(self.chance.choice([*NAMES.values()]))])


def compiled(source):
    try:
        return compile_formula(source, Names())
    except FormulaError as error:
        refused = error
    assert refused.code.startswith("rules.")
    assert refused.facts["column"] >= 1
    return None


def check(formula, values):
    """Run a formula; the result must be of the kind promised, and the same again."""
    for _ in range(3):
        right = [values.right(NAMES[name]) for name in formula.names]
        result = formula.evaluate(right)
        assert isinstance(result, CLASSES[formula.kind] | Blank), formula.source
        assert result == formula.evaluate(right)
        formula.evaluate([values.wrong() for _ in formula.names])


def corrupted(chance, source):
    at = chance.randrange(len(source) + 1)
    cut = chance.randint(0, 3)
    return source[:at] + chance.choice(["", *PIECES]) + source[at + cut :]


@pytest.mark.parametrize("seed", [20241231, 20250701])
def test_formulas_written_by_the_grammar(seed):
    chance = random.Random(seed)
    author, values = Author(chance), Values(chance)
    kinds = [*CLASSES]
    understood = 0
    for _ in range(COUNT // 4):
        source = author.write(chance.choice(kinds), chance.randint(0, 4))
        formula = compiled(source)
        if formula is not None:
            understood += 1
            check(formula, values)
        broken = compiled(corrupted(chance, source))
        if broken is not None:
            check(broken, values)
    assert understood > COUNT // 4 * 0.6


def test_soup_of_words():
    chance = random.Random(7)
    values = Values(chance)
    letters = string.printable + "ăâđêôơưạảấ²º\u00a0\u3000😀"
    for _ in range(COUNT // 4):
        soup = "".join(chance.choices(PIECES, k=chance.randint(0, 12)))
        noise = "".join(chance.choices(letters, k=chance.randint(0, 60)))
        for source in (soup, noise):
            formula = compiled(source)
            if formula is not None:
                check(formula, values)
