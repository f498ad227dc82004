"""House rules of the upper floors: folders, names, classes with what they inherit, pages.

Requirements: issue 8 ("House rules hold by test"), style rule 4: a name says the thing.
"""

import ast
import importlib
import inspect
import os
from collections import defaultdict
from functools import cache
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ctmtqg_desktop"
FILES_A_FOLDER, PUBLIC_METHODS = 20, 15

CLEAR_BY_FOLDER = {
    "run": "how the program starts, and how its command line does",
    "verbs": "of one topic of the command line; ``main`` puts them together",
}
"""Names that several files have -> why nobody takes one for another."""
ALONE = ("setup.py", "__main__.py", "migrations/")
"""Files with names of their own: they start without the house, or are called by number."""


@cache
def declared() -> dict[str, list[str]]:
    """Return public class or function -> the files that declare it at their top."""
    found = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        if any(part in path.as_posix() for part in ALONE):
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            is_named = isinstance(node, ast.ClassDef | ast.FunctionDef)
            if is_named and not node.name.startswith("_"):
                found[node.name].append(path.relative_to(PACKAGE).as_posix())
    return found


def test_a_folder_has_few_files():
    counted = defaultdict(int)
    for path in PACKAGE.rglob("*.py"):
        counted[path.parent.relative_to(PACKAGE).as_posix()] += path.name != "__init__.py"
    assert not {name: count for name, count in counted.items() if count > FILES_A_FOLDER}


def test_a_public_name_stands_once_in_the_house():
    twice = {name: files for name, files in declared().items() if len(files) > 1}
    assert {n: f for n, f in twice.items() if n not in CLEAR_BY_FOLDER} == {}
    assert set(CLEAR_BY_FOLDER) <= set(twice), "an exception that is none any more"


def own_methods(cls: type) -> set[str]:
    """Return the public methods that our own code gives a class, through all its bases."""
    found = set()
    for base in cls.__mro__:
        if base.__module__.startswith("ctmtqg_desktop"):
            for name, member in vars(base).items():
                is_override = getattr(member, "__override__", False)
                if inspect.isfunction(member) and not name.startswith("_") and not is_override:
                    found.add(name)
    return found


def test_a_class_has_few_public_methods_with_all_it_inherits():
    big = {}
    for name, files in declared().items():
        for file in files:
            module = importlib.import_module(f"ctmtqg_desktop.{file[:-3].replace('/', '.')}")
            member = getattr(module, name)
            if inspect.isclass(member) and len(own_methods(member)) > PUBLIC_METHODS:
                big[f"{file}:{name}"] = len(own_methods(member))
    assert big == {}


def test_every_page_stands_in_the_declaration():
    """A window adds only declared pages, and those that another page leads to."""
    from ctmtqg_desktop.ui.pages import RECEIVER_PAGES, SENDER_PAGES

    led_to = {"entry", "sign", "sheet"}
    known = {spec.id for spec in (*SENDER_PAGES, *RECEIVER_PAGES)} | led_to
    added, texts = set(), {}
    for path in (PACKAGE / "ui").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        texts[path] = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "add_page":
                first = node.args[0]
                name = getattr(first, "value", None) or texts[path].get(getattr(first, "id", ""))
                if isinstance(name, str):
                    added.add(name)
    assert added
    assert added <= known
    for specs in (SENDER_PAGES, RECEIVER_PAGES):
        assert len({spec.id for spec in specs}) == len(specs)
        keys = [key for spec in specs for key in spec.keys]
        assert len(set(keys)) == len(keys)
