"""Issue 8: argparse speaks Vietnamese through gettext, whatever Python's version."""

import argparse
import ast
import inspect
import re
from pathlib import Path

import pytest

from ctmtqg_desktop.cli import main
from ctmtqg_desktop.cli.parser import Parser
from ctmtqg_desktop.exchange.words import messages

FOR_PROGRAMMERS = (
    "invalid argument for", "not callable", "not defined", "with mode", "conflict", "cannot ",
    "dest= ", "option string %(option)r", "must be optional",
)  # fmt: skip


def asked_words():
    """Return every word argparse asks gettext for."""
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "ngettext"}:
            yield from (a.value for a in node.args if isinstance(getattr(a, "value", 0), str))


def test_every_word_of_argparse_is_ours():
    words = set(asked_words())
    assert len(words) > 20
    left = {w for w in words - set(messages()) if not any(part in w for part in FOR_PROGRAMMERS)}
    assert not left


def test_our_words_keep_the_places_of_theirs():
    place = re.compile(r"%(?:\(\w+\))?[sr]")
    for words in set(asked_words()) & set(messages()):
        ours = place.findall(messages()[words]["what"])
        assert set(ours) <= set(place.findall(words)), words
        if "%(" not in words:  # those are filled by order
            assert ours == place.findall(words), words


@pytest.mark.parametrize("argv", [[], ["khong-co"], ["init"], ["init", "x", "--unit"],
                                  ["print", "x", "--period", "2024", "--thua"]])  # fmt: skip
def test_wrong_usage_is_told_without_english(argv, tools, capsys):
    assert main.run(argv, tools) == 2
    told = capsys.readouterr().err
    assert told
    assert not {"argument", "required", "invalid", "choice", "unrecognized"} & set(told.split())


def test_help_has_no_english(capsys):
    with pytest.raises(SystemExit):
        main.parser().parse_args(["init", "--help"])
    said = capsys.readouterr().out
    assert said.startswith("Cách dùng: ")
    assert "options" not in said
    assert "usage" not in said


def test_nothing_is_painted():
    assert not getattr(Parser(), "color", False)


def test_every_topic_is_offered():
    """A file with verbs that ``main`` does not name would have no door."""
    folder = Path(main.__file__).parent
    with_verbs = {
        path
        for path in folder.rglob("*.py")
        if any(
            isinstance(node, ast.FunctionDef) and node.name == "verbs"
            for node in ast.parse(path.read_text("utf-8")).body
        )
    }
    assert {Path(topic.__file__) for topic in main.TOPICS} == with_verbs
    names = [verb.name for topic in main.TOPICS for verb in topic.verbs()]
    assert len(set(names)) == len(names) > 40
