"""The command line: arguments in, one JSON document or Vietnamese text out."""

import json
import logging
import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from ctmtqg_desktop import paths
from ctmtqg_desktop.cli import (
    keeping,
    keys,
    life,
    paper,
    plans,
    printing,
    receiver,
    sender,
    totals,
    trust,
    upkeep,
)
from ctmtqg_desktop.cli.demo import verb as demo_verb
from ctmtqg_desktop.cli.parser import UsageError, parser_of
from ctmtqg_desktop.cli.tools import Answer, Tools
from ctmtqg_desktop.errors import Cancelled, CtmtqgError
from ctmtqg_desktop.exchange.words import of_error, sentence
from ctmtqg_desktop.text import readable

DONE, REFUSED, WRONG_USAGE = 0, 1, 2
TOPICS = (
    demo_verb, sender, paper, receiver, totals, printing, life, keys, trust, keeping, plans,
    upkeep,
)  # fmt: skip


@cache
def parser() -> ArgumentParser:
    """Return the parser of the whole command line, made once."""
    return parser_of(verb for topic in TOPICS for verb in topic.verbs())


def run(argv: Sequence[str], tools: Tools) -> int:
    """Run one verb and return the exit code: 0 done, 1 refused, 2 wrong usage."""
    wants_json = "--json" in argv
    try:
        arguments = parser().parse_args(list(argv))
    except UsageError as error:
        verb = next((word for word in argv if not word.startswith("-")), "")
        said = sentence("exchange.usage", {"what": str(error), "verb": verb})
        return _told(_refusal(said.code, str(said)), wants_json, WRONG_USAGE)
    try:
        if arguments.workspace_password_file:
            given = arguments.workspace_password_file
            tools = replace(tools, workspace_password_file=given)
        answer = arguments.run(arguments, tools)
    except CtmtqgError as error:
        code = WRONG_USAGE if error.code == "exchange.usage" else REFUSED
        return _told(_refusal(error.code, str(of_error(error))), wants_json, code)
    except (Cancelled, KeyboardInterrupt):
        return REFUSED
    except Exception as error:  # the edge of a command: a bug must not spill a traceback
        logging.getLogger(__name__).exception("a verb failed")
        return _bug(error, wants_json)
    return _told(answer, wants_json, DONE if answer.done else REFUSED)


def _bug(error: Exception, wants_json: bool) -> int:
    facts = {"kind": type(error).__name__, "log": str(paths.home_dir() / "ctmtqg.log")}
    said = sentence("exchange.unexpected", facts)
    return _told(_refusal(said.code, str(said)), wants_json, REFUSED)


def _refusal(code: str, message: str) -> Answer:
    return Answer({"code": code, "message": message}, (message,), done=False)


def _told(answer: Answer, wants_json: bool, code: int) -> int:
    stream = sys.stdout if wants_json or answer.done else sys.stderr
    text = "\n".join(answer.lines)
    if wants_json:
        text = json.dumps(answer.document, ensure_ascii=False, indent=1, default=_plain)
    try:
        print(readable(text), file=stream, flush=True)
    except BrokenPipeError:  # whoever reads has read enough; Python would complain at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return code


def _plain(value: Any) -> str:  # noqa: ANN401  whatever a verb put into its document
    return str(value)
