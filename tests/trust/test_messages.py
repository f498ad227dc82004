"""style 19: every code raised of these rooms has words, and no words are without a code."""

import re
import tomllib
from pathlib import Path

import pytest

import ctmtqg_desktop
from ctmtqg_desktop.assets import resource
from ctmtqg_desktop.trust.verdict import QUESTIONS, BottomLine, Revision

ROOMS = Path(ctmtqg_desktop.__file__).parent
COMPOSED = {"package.enrolment-kind", "package.enrolment-certificate"}
"""Codes that are put together from a prefix and so do not stand whole in the text."""


def raised(room, every):
    """Return the codes of a room's file that the room itself or ``exchange`` raises."""
    places = [path for folder in (room, "exchange") for path in (ROOMS / folder).rglob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in places)
    found = set(re.findall(rf'"({room}\.[a-z0-9-]+)"', text))
    stems = {code for code in found if f"{code}-field" in every}
    whole = {f"{stem}-{what}" for stem in stems for what in ("field", "unknown-field")}
    return found - stems | whole | {code for code in COMPOSED if code.startswith(room)}


def words(room):
    return tomllib.loads(resource("messages", "vi", f"{room}.toml").read_text("utf-8"))


@pytest.mark.parametrize("room", ["trust", "package"])
def test_every_code_has_words_and_a_way_on(room):
    every = {code: says for file in resource("messages", "vi").glob("*.toml")
             for code, says in tomllib.loads(file.read_text("utf-8")).items()}  # fmt: skip
    known = {c: says for c, says in every.items() if c.startswith(f"{room}.") and "what" in says}
    assert raised(room, every) == set(known)
    assert all(says["what"] and says["todo"] for says in known.values())


def test_every_question_has_words_for_every_answer():
    says = words("trust")
    for question in QUESTIONS:
        entry = says[f"trust.verdict.{question}"]
        answers = {one.value for one in Revision} if question == "revision" else {"yes", "no"}
        assert set(entry) == {"question", "none"} | answers
    assert set(says["trust.verdict.bottom_line"]) == {one.value for one in BottomLine}
