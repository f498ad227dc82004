"""What a verdict rests on, in words: for the window and for the command line."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ctmtqg_desktop.clock import in_vietnam
from ctmtqg_desktop.exchange.words import messages, say
from ctmtqg_desktop.text import format_date
from ctmtqg_desktop.trust.verdict import QUESTIONS

Lines = tuple[tuple[str, str], ...]


def answer_lines(plain: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sentence of every question of a verdict that was asked."""
    found = []
    for question in QUESTIONS:
        answer = plain.get(question)
        named = {True: "yes", False: "no"}.get(answer, str(answer)) if answer is not None else ""
        words = messages()[f"trust.verdict.{question}"].get(named)
        if words:
            found.append(words)
    return tuple(found)


def cautions_of(plain: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sentences of what a person should know though it refuses nothing."""
    return tuple(say(str(code), {}) for code in plain.get("cautions") or ())


def ground_lines(plain: Mapping[str, Any]) -> Lines:
    """Return (what, value): certificate, revocation with its age, the two times."""
    certificate, revocation = plain.get("certificate"), plain.get("revocation")
    lines: list[tuple[str, str]] = []
    if certificate:
        lines.append(("Chứng thư", _certificate(certificate)))
    if revocation:
        lines.append(("Thu hồi", _revocation(revocation)))
    for what, name in (("Ký lúc (tự khai)", "claimed_at"), ("Nhận lần đầu", "first_seen")):
        if plain.get(name):
            lines.append((what, _moment(str(plain[name]))))
    return tuple(lines)


def grounds_of(verdict_json: str) -> tuple[Lines, tuple[str, ...]]:
    """Return the lines and the cautions of a stored verdict."""
    plain = json.loads(verdict_json) if verdict_json else {}
    return ground_lines(plain), cautions_of(plain)


def _certificate(held: Mapping[str, Any]) -> str:
    state = say(f"certificate.{held['state']}", {})
    return f"{held['subject']}: {state}" if held.get("subject") else state


def _revocation(held: Mapping[str, Any]) -> str:
    words = say(f"revocation.state-{held['state']}", {})
    if not held.get("as_of"):
        return words
    age, day = held.get("age_days"), datetime.fromisoformat(str(held["as_of"]))
    told = f"{words}, dữ liệu {format_date(in_vietnam(day).date())}"
    number = f" (số {held['number']})" if held.get("number") else ""
    return f"{told}{number}, {age} ngày tuổi" if age else f"{told}{number}"


def _moment(text: str) -> str:
    here = in_vietnam(datetime.fromisoformat(text))
    return f"{here:%H:%M} {format_date(here.date())}"
