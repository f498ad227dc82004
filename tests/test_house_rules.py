"""House rules: contracts, sizes, words for every code, a light start, nothing of one machine.

Requirements: DESIGN section 3 (rooms), style rules 7 and 19, no heavy library at start.
"""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from house import MAX_SEAMS, SEAMS, UPPER_SEAMS, WORDS_ELSEWHERE

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ctmtqg_desktop"
MESSAGES = ROOT / "resources" / "messages" / "vi"

FUNCTION_LINES, FILE_LINES, CLASS_METHODS = 40, 400, 15
HEAVY = {"openpyxl", "python_calamine", "xlrd", "reportlab", "pikepdf", "pyhanko", "alembic",
         "cryptography"}  # fmt: skip

# what marks its first argument for translation
MARKERS = {"QT_TRANSLATE_NOOP", "_words", "said", "tr", "translate"}

# who may be given a code as first argument, and the facts each adds by itself
RAISERS = {
    "mistake": {"where"},
    "fault": {"text", "line", "column", "caret"},
    "Refused": set(),
    "phrase": set(),
}
CODE = re.compile(r"[a-z]+\.[a-z0-9]+(?:-[a-z0-9]+)*")
DOORS = {"file", "name"}  # the facts that receiving and unsealing add on the way out
PLACEHOLDER = re.compile(r"\{(\w+)\}")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def messages() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in MESSAGES.glob("*.toml"):
        found.update(tomllib.loads(path.read_text("utf-8")))
    return found


def nodes(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[str, ast.AST]]:
    """Yield "file:line" and every node of a kind in the package."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, kind):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def called(call: ast.Call) -> str:
    """Return the last part of what is called: ``self._fault(...)`` -> ``_fault``."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


@cache
def error_classes() -> set[str]:
    """Return the names of CtmtqgError and everything that descends from it."""
    bases = {
        node.name: {ast.unparse(base).split(".")[-1] for base in node.bases}
        for _, node in nodes(ast.ClassDef)
    }
    family = {"CtmtqgError"}
    while more := {name for name, of in bases.items() if of & family} - family:
        family |= more
    return family


@cache
def coded_calls() -> list[tuple[str, str, ast.Call]]:
    """Return (place, code, call) of every error or mistake made with a literal code."""
    makers = error_classes() | set(RAISERS)
    return [
        (place, call.args[0].value, call)
        for place, call in nodes(ast.Call)
        if called(call) in makers
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]


def published_files() -> list[Path]:
    """Return what git would publish; where git cannot say, everything in the folders it would."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        tops = ("ctmtqg_desktop", "forms", "resources", "tests")
        return [path for top in tops for path in (ROOT / top).rglob("*.*") if path.is_file()]
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_import_contracts_hold():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@cache
def imports_inside() -> Counter[str]:
    """Return file -> how many imports stand inside its functions."""
    found: Counter[str] = Counter()
    for path, tree in trees().items():
        inside = {
            node
            for function in ast.walk(tree)
            if isinstance(function, Function)
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        found[path.relative_to(PACKAGE).as_posix()] = len(inside)
    return +found


def test_imports_stand_at_the_top_but_at_the_named_seams():
    rooms = Counter()
    for name, count in imports_inside().items():
        rooms[name.split("/")[0]] += count
    lower = {n: c for n, c in imports_inside().items() if n.split("/")[0] not in UPPER_SEAMS}
    assert lower == {name: count for name, (count, _) in SEAMS.items()}
    assert not {room: rooms[room] for room, most in UPPER_SEAMS.items() if rooms[room] > most}
    assert rooms.total() <= MAX_SEAMS


def test_functions_are_short():
    long = [
        f"{place} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for place, node in nodes((ast.FunctionDef, ast.AsyncFunctionDef))
        if node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert not long, "\n".join(long)


def test_files_are_short():
    counted = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for folder in (PACKAGE, ROOT / "tests")
        for path in folder.rglob("*.py")
    }
    assert not {name: lines for name, lines in counted.items() if lines > FILE_LINES}


def test_classes_have_few_public_methods():
    def is_counted(item: ast.stmt) -> bool:
        if not isinstance(item, Function) or item.name.startswith("_"):
            return False
        marks = {ast.unparse(mark).split(".")[-1] for mark in item.decorator_list}
        return not marks & {"property", "cached_property", "setter", "override"}

    big = [
        f"{place} {node.name}: {count}"
        for place, node in nodes(ast.ClassDef)
        if (count := sum(map(is_counted, node.body))) > CLASS_METHODS
    ]
    assert not big, "\n".join(big)


def test_every_code_given_to_an_error_has_words():
    assert len(coded_calls()) > 100, "the search found too few: it no longer sees the calls"
    assert not [f"{place} {code}" for place, code, _ in coded_calls() if code not in messages()]


def test_every_code_named_elsewhere_has_words():
    """A literal such as "trust.revoked" handed on is a code, or the stem of several."""
    rooms = {code.split(".")[0] for code in messages()}
    columns = {id(call.args[0]) for _, call in nodes(ast.Call) if called(call) == "ForeignKey"}
    stems = {
        code.rsplit("-", cut)[0] for code in messages() for cut in range(1, code.count("-") + 1)
    }
    unknown = [
        f"{place} {node.value}"
        for place, node in nodes(ast.Constant)
        if isinstance(node.value, str)
        and CODE.fullmatch(node.value)
        and node.value.split(".")[0] in rooms
        and node.value not in messages()
        and node.value not in stems
        and id(node) not in columns
    ]
    assert not unknown, "\n".join(unknown)


def test_placeholders_are_among_the_facts_given():
    missing = []
    for place, code, call in coded_calls():
        given = {keyword.arg for keyword in call.keywords}
        if None in given or code not in messages():
            continue
        given |= RAISERS.get(called(call), set())
        wanted = set(PLACEHOLDER.findall(" ".join(messages()[code].values())))
        missing += [f"{place} {code}: {{{name}}}" for name in sorted(wanted - given - DOORS)]
    assert not missing, "\n".join(missing)


def test_messages_say_what_and_nothing_is_said_twice():
    codes: Counter[str] = Counter()
    for path in MESSAGES.glob("*.toml"):
        for code, words in tomllib.loads(path.read_text("utf-8")).items():
            codes[code] += 1
            assert ".verdict." in code or {"what"} <= set(words) <= {"what", "todo"}, code
            assert all(text.strip() for text in words.values()), code
    assert not [code for code, times in codes.items() if times > 1]


def test_tr_gets_a_plain_literal():
    """A literal, or the name of a constant where two calls say the same; nothing composed."""

    def is_plain(words: ast.expr) -> bool:
        is_literal = isinstance(words, ast.Constant) and isinstance(words.value, str)
        return is_literal or (isinstance(words, ast.Name) and words.id.isupper())

    calls = [(place, call) for place, call in nodes(ast.Call) if called(call) == "tr"]
    assert len(calls) > 100, "the search found too few: it no longer sees the calls"
    wrong = [place for place, call in calls if not (call.args and is_plain(call.args[0]))]
    assert not wrong, "\n".join(wrong)


def is_vietnamese(text: str) -> bool:
    """Say whether a text has letters that English does without."""
    return any(m.isalpha() and "LATIN" in unicodedata.name(m, "") and m > "\x7f" for m in text)


def texts_of(tree: ast.Module) -> Iterator[str]:
    """Yield the Vietnamese literals of a module that are no docstring and marked by nobody."""
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)
        elif isinstance(node, ast.Call) and called(node) in MARKERS:
            passed.update(ast.walk(node))
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and node not in passed and is_vietnamese(node.value):
            yield node.value


def test_words_for_people_are_marked_or_in_resources():
    found = Counter()
    for path, tree in trees().items():
        found[path.relative_to(PACKAGE).as_posix()] = len(list(texts_of(tree)))
    assert +found == {name: count for name, (count, _) in WORDS_ELSEWHERE.items()}


def test_phrases_are_in_the_file_their_code_begins_with():
    codes = {code for _, code, call in coded_calls() if called(call) == "phrase"}
    assert len(codes) > 50, "the search found too few: it no longer sees the calls"
    for code in codes:
        file = MESSAGES / f"{code.partition('.')[0]}.toml"
        assert code in tomllib.loads(file.read_text("utf-8")), code


def test_only_the_command_line_prints():
    allowed = ("ctmtqg_desktop/cli/", "ctmtqg_desktop/setup.py")
    wrong = [
        place
        for place, call in nodes(ast.Call)
        if isinstance(call.func, ast.Name)
        and call.func.id == "print"
        and not Path(place).as_posix().startswith(allowed)
    ]
    assert not wrong, "\n".join(wrong)


def modules_after(statement: str) -> set[str]:
    """Return the top-level modules a fresh Python has loaded after a statement."""
    code = (
        "import json, sys\n"
        f"try:\n    {statement}\n"
        "except SystemExit as left:\n    assert not left.code, left.code\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


def test_command_line_starts_light():
    start = "runpy.run_module('ctmtqg_desktop', run_name='__main__')"
    loaded = modules_after(
        f"import runpy; sys.argv = ['ctmtqg', 'check-forms', '--help']; {start}"
    )
    assert not loaded & (HEAVY | {"PySide6", "sqlalchemy"})


@pytest.mark.parametrize("side", ["sender", "receiver"])
def test_window_starts_light(side):
    start = f"import ctmtqg_desktop.app, ctmtqg_desktop.ui.{side}_window"
    assert not modules_after(start) & HEAVY


REGISTRIES = "|".join(("py" + "pi", "python" + "hosted", "npm" + "js", "crates" + ".io"))


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(?<![\w.}])/(work|tmp|root|opt|home/\w+)/\w", id="paths of one machine"),
        pytest.param(r"[A-Z]:\\Users", id="paths of one Windows machine"),
        pytest.param(REGISTRIES, id="package registries"),
    ],
)
def test_nothing_of_one_machine_is_published(pattern):
    found = []
    for path in published_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a font or a picture
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(pattern, line) and path != Path(__file__):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert not found, "\n".join(found)
