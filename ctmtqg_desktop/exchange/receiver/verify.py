"""Say what packages are worth, without taking them in: each file has its own verdict."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ctmtqg_desktop.errors import CtmtqgError, WorkspaceError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.paper.signed_print import Papers
from ctmtqg_desktop.exchange.post.one_file import one_file
from ctmtqg_desktop.exchange.post.outcome import left_facts, left_words
from ctmtqg_desktop.exchange.post.reading_keys import plain
from ctmtqg_desktop.exchange.receiver.judge import Judged, verify_alone, verify_print
from ctmtqg_desktop.exchange.receiver.office import Office
from ctmtqg_desktop.exchange.receiver.orders import Judge, Verify
from ctmtqg_desktop.exchange.words import sentence
from ctmtqg_desktop.package.found.folders import AsideFile, FoundFile, gather
from ctmtqg_desktop.text import readable
from ctmtqg_desktop.trust.verdict import BottomLine, Verdict

_PDF = b"%PDF-"
_Look = Callable[[bytes], Judged]


class Verified(NamedTuple):
    """What was said of one file; ``judged`` is None where it could not be opened."""

    file: str
    judged: Judged | None
    verdict: Verdict
    code: str
    message: str


def verify(_program: object, order: Verify, step: Step = no_step) -> Done:
    """Say of every file whether it is intact and rightly signed; who signed stays open.

    Raises:
        PackageError: see ``gather``.
    """
    return _each(order.files, None, verify_alone, step)


def judge_file(office: Office, order: Judge, step: Step = no_step) -> Done:
    """Say of every file what this office would say of it.

    Raises:
        TrustError: the password opens no reading key.
        PackageError: see ``gather``.
        WorkspaceError: the workspace cannot be read.
    """
    office.open_reading([Path(name) for name in order.files], order.reading_password)
    done = _each(order.files, office.secret, office.judge, step)
    return done if done.is_refused else replace(done, code="done.judge")


def _each(files: Sequence[str], secret: bytes | None, look: _Look, step: Step) -> Done:
    found: list[Verified] = []
    left: list[AsideFile] = []
    for name in files:
        one, aside = _gathered(name, step)
        found += [_verified(file, each, secret, look) for file, each in one]
        left += aside
    invalid = sum(one.verdict.bottom_line is BottomLine.INVALID for one in found)
    facts = {
        "files": [_facts(one) for one in found],
        "total": len(found),
        "invalid": invalid,
        "left_out": left_facts(left),
        "aside": left_words(left),
    }
    code = "done.verify-invalid" if invalid else "done.verify" if found else "done.verify-nothing"
    return Done(code, facts, found=tuple(found), is_refused=bool(invalid) or not found)


def _gathered(name: str, step: Step) -> tuple[list[tuple[str, FoundFile]], tuple[AsideFile, ...]]:
    """Return what a path holds, each told of by its place, and what was left aside in it."""
    step(0, 0, readable(Path(name).name))
    there = gather([Path(name)], lambda count, file: step(count, 0, file))
    is_itself = [one.is_named and one.inner is None for one in there.found] == [True]
    if is_itself:
        return [(name, there.found[0])], there.left
    return [(one.place, one) for one in there.found], there.left


def _verified(file: str, found: FoundFile, secret: bytes | None, look: _Look) -> Verified:
    try:
        with one_file():
            data = plain(found.read(), secret)
            judged = verify_print(data) if data.startswith(_PDF) else look(data)
    except WorkspaceError:
        raise
    except CtmtqgError as error:
        said = str(sentence(error.code, {"file": found.name, **error.facts}))
        verdict = Verdict(intact=False, signature_valid=None)
        return Verified(file, None, verdict, error.code, said)
    facts = {"file": found.name, **(judged.facts or {})}
    message = str(sentence(judged.code, facts)) if judged.code else ""
    return Verified(file, judged, judged.verdict, judged.code, message)


def _facts(one: Verified) -> dict[str, object]:
    papers = one.judged.papers if one.judged else Papers()
    opened = one.judged.inspection.opened if one.judged else None
    return {
        "file": one.file,
        "verdict": one.verdict.to_json(),
        "code": one.code or None,
        "message": one.message,
        "package_sha256": opened.package_sha256 if opened else None,
        "signed_sha256": opened.signed_sha256 if opened else None,
        "issue_sha256": opened.issued.signed_sha256 if opened and opened.issued else None,
        "print_signatures": papers.to_json(),
        "issue": papers.issue_json(),
        "shown_differs": [d._asdict() for d in one.judged.differing] if one.judged else [],
    }
