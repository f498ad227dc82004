"""The rule language as the rest of the program sees it: compile, evaluate, put in order."""

import unicodedata
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from ctmtqg_desktop.catalogue.records.values import Value
from ctmtqg_desktop.rules.compiler import compile_tree
from ctmtqg_desktop.rules.fault import FormulaError
from ctmtqg_desktop.rules.syntax import parse
from ctmtqg_desktop.rules.types import Operand, Scope, ValueKind

__all__ = [
    "Formula",
    "FormulaError",
    "Operand",
    "Scope",
    "ValueKind",
    "compile_formula",
    "dependency_order",
]

_Node = TypeVar("_Node", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been checked and can run.

    Attributes:
        source: NFC, as written.
        kind: what it gives; never a list.
        names: what it reads, each once, in the order of first use.
        kinds: of the names.
    """

    source: str
    kind: ValueKind
    names: tuple[str, ...]
    kinds: tuple[ValueKind, ...]
    _run: Callable[[Sequence[Operand]], Value] = field(repr=False, compare=False)

    def evaluate(self, values: Sequence[Operand]) -> Value:
        """Compute from operands that stand in the order of ``names``; lists are tuples.

        Raises nothing: what cannot be computed is EMPTY.
        """
        return self._run(values)


def compile_formula(source: str, scope: Scope) -> Formula:
    """Read and check a formula.

    Raises:
        FormulaError: it cannot be understood; the facts say where and why.
    """
    text = unicodedata.normalize("NFC", source)
    compiled = compile_tree(parse(text), text, scope)
    return Formula(text, *compiled)


def dependency_order(graph: Mapping[_Node, Collection[_Node]]) -> list[_Node]:
    """Return the graph's own nodes, each after those of them it needs; the same every time.

    Args:
        graph: what each node needs. Needed nodes that are no keys are taken as given.

    Raises:
        FormulaError: ``rules.cycle``; ``names`` are the nodes of one circle, in order.
    """
    rank = {node: place for place, node in enumerate(graph)}
    sorter: TopologicalSorter[_Node] = TopologicalSorter()
    for node, needed in graph.items():
        sorter.add(node, *sorted((each for each in needed if each in rank), key=rank.__getitem__))
    try:
        return list(sorter.static_order())
    except CycleError as error:
        names = tuple(error.args[1][:-1])
        raise FormulaError("rules.cycle", names=names) from error
