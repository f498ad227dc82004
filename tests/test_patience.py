"""Nothing in the tests waits by a clock shorter than a minute: a loaded machine is slow."""

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
MINUTE_S = 60
PATIENT = {"waitUntil", "waitSignal", "waitExposed"}
"""What ``qtbot`` of ``conftest.py`` waits for a minute by itself."""
BY_THE_CLOCK = {"conftest.py", "under_ibus.py"}
"""Where waiting is made patient, and the hands on a real input method, run when asked for."""
SLEEPS = {"sleep", "qSleep", "qWait", "waitSignals", "waitActive", "waitCallback"}
"""Sleeping, and waiting that nobody here has made patient."""


def hasty(tree):
    """Yield the line of every call that sleeps, or does not wait long enough."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        clocks = [one.value for one in call.keywords if one.arg == "timeout"]
        if name in {"wait", "join"}:
            clocks += [given for given in call.args if is_number(given)]
        sleeps = name in SLEEPS or ast.unparse(call.func).endswith("qtbot.wait")
        has_own = name in PATIENT and bool(clocks)
        if sleeps or has_own or not all(is_long(clock) for clock in clocks):
            yield call.lineno


def is_number(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def is_long(node):
    return is_number(node) and node.value >= MINUTE_S


def test_no_test_waits_less_than_a_minute():
    found = [
        f"{path.relative_to(HERE)}:{line}"
        for path in sorted(HERE.rglob("*.py"))
        if path.name not in BY_THE_CLOCK and "bench" not in path.relative_to(HERE).parts
        for line in hasty(ast.parse(path.read_text("utf-8")))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "hurried",
    [
        "time.sleep(0.1)", "qtbot.wait(350)", "qtbot.waitUntil(done, timeout=5000)",
        "process.communicate(timeout=5)", "begun.wait(5)", "thread.join(2.5)",
        "subprocess.run(command, timeout=30)", "subprocess.run(command, timeout=SOON)",
    ],
)  # fmt: skip
def test_the_rule_sees_who_hurries(hurried):
    assert list(hasty(ast.parse(hurried)))


@pytest.mark.parametrize(
    "patient",
    ["qtbot.waitUntil(done)", "process.communicate(timeout=60)", "begun.wait(60)", "thread.join()",
     "', '.join(names)", "process.wait()"],
)  # fmt: skip
def test_the_rule_lets_who_waits_in_peace(patient):
    assert not list(hasty(ast.parse(patient)))
