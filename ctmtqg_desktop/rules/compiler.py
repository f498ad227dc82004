"""Check the kinds in a tree and write it as Python of our own.

The written source holds the names of our operations, ``v[0]`` for operands, ``k[0]`` for
constants and ``t0`` for steps; nothing the author of a formula typed gets into it. One
operation is one line, so a long formula does not nest.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from types import CodeType
from typing import NamedTuple, cast

from ctmtqg_desktop.catalogue.records.values import Value
from ctmtqg_desktop.rules import operations
from ctmtqg_desktop.rules.fault import FormulaError, fault, nearest
from ctmtqg_desktop.rules.functions import FUNCTIONS, Function, Parameter
from ctmtqg_desktop.rules.lexer import LOGIC
from ctmtqg_desktop.rules.operations import Operation
from ctmtqg_desktop.rules.syntax import Binary, Call, Literal, Name, Node, Unary
from ctmtqg_desktop.rules.types import ELEMENT, ORDERED, SINGLE, Operand, Scope, ValueKind

Run = Callable[[Sequence[Operand]], Value]
_MAX_PLACES = 6
_KEPT = 2048
"""So many bodies are remembered; all shipped forms together have far fewer."""
_ARITHMETIC = {
    "+": operations.add,
    "-": operations.subtract,
    "*": operations.multiply,
    "/": operations.divide,
}
_LOGICAL = {"and": operations.both, "or": operations.either}
_EQUALITY = {"=": operations.equal, "<>": operations.unequal}
_ORDER = {
    "<": operations.less,
    "<=": operations.at_most,
    ">": operations.more,
    ">=": operations.at_least,
}
_UNARY = {
    "negative": (ValueKind.NUMBER, operations.negative),
    "not": (ValueKind.LOGIC, operations.opposite),
}


class Compiled(NamedTuple):
    """A formula ready to run on operands in the order of ``names``."""

    kind: ValueKind
    names: tuple[str, ...]
    kinds: tuple[ValueKind, ...]
    run: Run


class _Step(NamedTuple):
    """A part already written: its kind, how to refer to it, and where it stood."""

    kind: ValueKind
    code: str
    at: int


def compile_tree(tree: Node, source: str, scope: Scope) -> Compiled:
    """Turn a tree into something that runs.

    Raises:
        FormulaError: ``rules.unknown-name``, ``rules.unknown-function``, ``rules.arity`` or
            ``rules.type``.
    """
    writer = _Writer(source, scope)
    result = writer.write(tree)
    writer.require(result, SINGLE, "rules.kind-single")
    kinds = tuple(writer.kinds.values())
    return Compiled(result.kind, tuple(writer.kinds), kinds, writer.finish(result))


class _Writer:
    """Hold what has been written of one formula."""

    def __init__(self, source: str, scope: Scope) -> None:
        self._source = source
        self._scope = scope
        self.kinds: dict[str, ValueKind] = {}
        self._places: dict[str, int] = {}
        self._constants: list[Decimal | str | bool] = []
        self._lines: list[str] = []
        self._used: dict[str, Operation] = {}

    def write(self, node: Node) -> _Step:
        """Write a node after everything below it."""
        match node:
            case Literal():
                return self._literal(node)
            case Name():
                return self._name(node)
            case Unary():
                kind, run = _UNARY[node.sign]
                operand = self.require(self.write(node.operand), {kind}, kind.words)
                return self._step(kind, run, [operand], node.at)
            case Binary():
                return self._chain(node)
            case Call():
                return self._call(node)

    def require(
        self, step: _Step, kinds: frozenset[ValueKind] | set[ValueKind], words: str
    ) -> _Step:
        """Return the step when its kind is one of these."""
        if step.kind not in kinds:
            raise self._fault("rules.type", step.at, expected=words, given=step.kind.words)
        return step

    def finish(self, result: _Step) -> Run:
        """Make the function of what has been written."""
        body = "\n ".join([*self._lines, f"return {result.code}"])
        space: dict[str, object] = {"__builtins__": {}, "k": tuple(self._constants), **self._used}
        exec(_code(body), space)  # noqa: S102  the source is ours, see the module
        return cast("Run", space["formula"])

    def _step(self, kind: ValueKind, run: Operation, given: list[_Step], at: int) -> _Step:
        name = run.__name__
        self._used[name] = run
        result = f"t{len(self._lines)}"
        self._lines.append(f"{result} = {name}({', '.join(step.code for step in given)})")
        return _Step(kind, result, at)

    def _literal(self, node: Literal) -> _Step:
        self._constants.append(node.value)
        code = f"k[{len(self._constants) - 1}]"
        if isinstance(node.value, Decimal):
            return _Step(ValueKind.NUMBER, code, node.at)
        return _Step(
            ValueKind.LOGIC if isinstance(node.value, bool) else ValueKind.TEXT, code, node.at
        )

    def _name(self, node: Name) -> _Step:
        kind = self.kinds.get(node.name) or self._scope.kind_of(node.name)
        if kind is None:
            known = [*self._scope.names(), *LOGIC]
            raise self._unknown(
                "rules.unknown-name", node.name, node.at, nearest(node.name, known)
            )
        self.kinds[node.name] = kind
        place = self._places.setdefault(node.name, len(self._places))
        return _Step(kind, f"v[{place}]", node.at)

    def _chain(self, node: Binary) -> _Step:
        """Write ``a + b + c …`` from the left without going deep."""
        spine = [node]
        while isinstance(spine[-1].left, Binary):
            spine.append(spine[-1].left)
        left = self.write(spine[-1].left)
        for link in reversed(spine):
            left = self._binary(link.sign, left, self.write(link.right))
        return left

    def _binary(self, sign: str, left: _Step, right: _Step) -> _Step:
        if sign in _ARITHMETIC:
            return self._pair(ValueKind.NUMBER, _ARITHMETIC[sign], left, right)
        if sign in _LOGICAL:
            return self._pair(ValueKind.LOGIC, _LOGICAL[sign], left, right)
        if sign in _EQUALITY:
            self.require(left, SINGLE, "rules.kind-single")
        else:
            self.require(left, ORDERED, "rules.kind-ordered")
        self.require(right, {left.kind}, left.kind.words)
        run = _EQUALITY.get(sign) or _ORDER[sign]
        return self._step(ValueKind.LOGIC, run, [left, right], left.at)

    def _pair(self, kind: ValueKind, run: Operation, left: _Step, right: _Step) -> _Step:
        """Write an operation on two operands of the kind it gives."""
        for side in (left, right):
            self.require(side, {kind}, kind.words)
        return self._step(kind, run, [left, right], left.at)

    def _call(self, node: Call) -> _Step:
        function = FUNCTIONS.get(node.function.lower())
        if function is None:
            suggestion = nearest(node.function, FUNCTIONS)
            raise self._unknown("rules.unknown-function", node.function, node.at, suggestion)
        if not function.takes(len(node.arguments)):
            wanted = f"{'≥ ' if function.repeats else ''}{len(function.parameters)}"
            facts = {"function": node.function, "expected": wanted, "given": len(node.arguments)}
            raise self._fault("rules.arity", node.at, **facts)
        given: list[_Step] = []
        for index, argument in enumerate(node.arguments):
            given.append(self._argument(function.parameter(index), argument, given))
        return self._step(_result(function, given), function.run, given, node.at)

    def _argument(self, parameter: Parameter, node: Node, before: list[_Step]) -> _Step:
        step = self.require(self.write(node), parameter.kinds, parameter.words)
        if parameter.written and not _is_places(node):
            given = step.kind.words
            raise self._fault("rules.type", node.at, expected=parameter.words, given=given)
        if parameter.same_as is not None:
            kind = before[parameter.same_as].kind
            return self.require(step, {kind}, kind.words)
        if parameter.element_of is not None:
            kind = ELEMENT[before[parameter.element_of].kind]
            return self.require(step, {kind}, kind.words)
        return step

    def _unknown(self, code: str, name: str, at: int, suggestion: str) -> FormulaError:
        hint = "rules.hint-meant" if suggestion else "rules.hint-list"
        return self._fault(code, at, name=name, suggestion=suggestion, hint=hint)

    def _fault(self, code: str, at: int, **facts: object) -> FormulaError:
        return fault(code, self._source, at, **facts)


@lru_cache(maxsize=_KEPT)
def _code(body: str) -> CodeType:
    """Return the code of a body; formulas of one shape share it, whatever they name."""
    return compile(f"def formula(v):\n {body}\n", "<formula>", "exec")


def _result(function: Function, given: list[_Step]) -> ValueKind:
    return given[function.result].kind if isinstance(function.result, int) else function.result


def _is_places(node: Node) -> bool:
    """Return whether the node is a whole number 0..6, written out."""
    if not isinstance(node, Literal) or not isinstance(node.value, Decimal):
        return False
    return 0 <= node.value <= _MAX_PLACES and node.value == int(node.value)
