"""Read a formula into a tree, by the precedence of its operators."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ctmtqg_desktop.rules.fault import FormulaError, fault
from ctmtqg_desktop.rules.lexer import WORDS, FormulaToken, Lexeme, tokens
from ctmtqg_desktop.text import fold

MAX_CHARACTERS = 2_000
MAX_NODES = 400
MAX_DEPTH = 40
_KEPT = 2048
"""So many formulas are remembered; all shipped forms together have fewer."""
COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_COMPARISON = 4
_POWERS = {
    "or": 1, "and": 2, "not": 3, **dict.fromkeys(COMPARISONS, _COMPARISON),
    "+": 5, "-": 5, "*": 6, "/": 6, "negative": 7,
}  # fmt: skip
_INFIX = {sign: power for sign, power in _POWERS.items() if sign not in {"not", "negative"}}


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text or truth written out."""

    value: Decimal | str | bool
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands for an operand."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Unary:
    """``-x`` (sign ``negative``) or ``không x`` (sign ``not``)."""

    sign: str
    operand: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and the sign between them; ``at`` is where the left one starts."""

    sign: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given."""

    function: str
    arguments: tuple["Node", ...]
    at: int


Node = Literal | Name | Unary | Binary | Call


@lru_cache(maxsize=_KEPT)
def parse(source: str) -> Node:
    """Read an NFC formula; the many rows of a grid have the same.

    Raises:
        FormulaError: ``rules.syntax``, ``rules.too-long``, ``rules.too-deep`` or
            ``rules.too-many-nodes``.
    """
    if len(source) > MAX_CHARACTERS:
        facts = {"expected": MAX_CHARACTERS, "given": len(source)}
        raise fault("rules.too-long", source[:MAX_CHARACTERS], MAX_CHARACTERS, **facts)
    return _Parser(source).whole()


class _Parser:
    """Hold the place reached in the tokens of one formula."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = tokens(source)
        self._next = 0
        self._nodes = 0
        self._depth = 0

    def whole(self) -> Node:
        """Read everything; nothing may be left over."""
        node = self._expression(0)
        if self._token.sort is not Lexeme.END:
            raise self._left_over()
        return node

    @property
    def _token(self) -> FormulaToken:
        return self._tokens[self._next]

    def _take(self) -> FormulaToken:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _at_sign(self, sign: str) -> bool:
        return self._token.sort is Lexeme.SIGN and self._token.text == sign

    def _expression(self, floor: int) -> Node:
        """Read an operand and every operator after it that binds tighter than ``floor``."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._fault("rules.too-deep", expected=MAX_DEPTH)
        left = self._operand()
        compared = False
        while (power := self._power()) > floor:
            if power == _COMPARISON and compared:
                raise self._syntax("chain")
            compared = power == _COMPARISON
            sign = self._take().text
            left = self._counted(Binary(sign, left, self._expression(power), left.at))
        self._depth -= 1
        return left

    def _power(self) -> int:
        return _INFIX.get(self._token.text, 0) if self._token.sort is Lexeme.SIGN else 0

    def _operand(self) -> Node:
        token = self._token
        if token.sort is Lexeme.SIGN:
            return self._signed()
        if token.sort is Lexeme.END:
            raise self._syntax("empty" if self._next == 0 else "unfinished")
        self._take()
        if token.sort is Lexeme.NAME:
            return self._call(token) if self._at_sign("(") else self._named(token)
        return self._counted(Literal(_literal(token), token.at))

    def _signed(self) -> Node:
        token = self._token
        if token.text == "(":
            self._take()
            node = self._expression(0)
            self._close()
            return node
        sign = "negative" if token.text == "-" else token.text
        if sign not in {"negative", "not"}:
            raise self._syntax("operand")
        self._take()
        return self._counted(Unary(sign, self._expression(_POWERS[sign]), token.at))

    def _named(self, token: FormulaToken) -> Node:
        return self._counted(Name(token.text, token.at))

    def _call(self, name: FormulaToken) -> Node:
        self._take()
        arguments: list[Node] = []
        if not self._at_sign(")"):
            arguments.append(self._expression(0))
            while self._at_sign(","):
                self._take()
                arguments.append(self._expression(0))
        self._close()
        return self._counted(Call(name.text, tuple(arguments), name.at))

    def _close(self) -> None:
        if self._at_sign(")"):
            self._take()
        elif self._token.sort is Lexeme.END:
            raise self._syntax("close")
        else:
            raise self._left_over()

    def _counted(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._fault("rules.too-many-nodes", expected=MAX_NODES)
        return node

    def _left_over(self) -> FormulaError:
        """Explain a token that follows a finished expression."""
        if self._at_sign(")"):
            return self._syntax("open")
        if self._at_sign(",") and self._between_numbers():
            return self._syntax("decimal-comma")
        meant = next((word for word in WORDS if fold(word) == fold(self._token.text)), "")
        if self._token.sort is Lexeme.NAME and meant:
            return self._syntax("word", suggestion=meant)
        return self._syntax("operator")

    def _between_numbers(self) -> bool:
        sides = (self._tokens[self._next - 1], self._tokens[self._next + 1])
        return all(side.sort is Lexeme.NUMBER for side in sides)

    def _syntax(self, reason: str, **facts: object) -> FormulaError:
        found = self._token.text
        return self._fault("rules.syntax", reason=f"rules.why-{reason}", found=found, **facts)

    def _fault(self, code: str, **facts: object) -> FormulaError:
        return fault(code, self._source, self._token.at, **facts)


def _literal(token: FormulaToken) -> Decimal | str | bool:
    if token.sort is Lexeme.NUMBER:
        return Decimal(token.text)
    return token.text == "true" if token.sort is Lexeme.LOGIC else token.text
