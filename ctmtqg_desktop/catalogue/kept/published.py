"""What has been published never changes: the digests in ``PUBLISHED`` still hold."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from ctmtqg_desktop.catalogue.records.mistakes import Mistake

LIST = "PUBLISHED"
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_VERSION = re.compile(r"\.v[1-9][0-9]*\.toml$")


def lint_published(folder: Path) -> Iterator[Mistake]:
    """Yield every published file that has changed or gone, and every line that says nothing.

    A catalogue without the list has published nothing.
    """
    path = folder / LIST
    if not path.is_file():
        return
    seen: dict[str, int] = {}
    for number, text in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        if not text.strip() or text.startswith("#"):
            continue
        found = _LINE.fullmatch(text.rstrip())
        if found is None:
            yield Mistake(LIST, number, "form.published-line", {"given": text})
            continue
        digest, name = found.groups()
        if name in seen:
            facts = {"given": name, "other": seen[name]}
            yield Mistake(LIST, number, "form.published-twice", facts)
        seen[name] = number
        yield from _holds(folder, name, digest, number)


def pinned(folder: Path) -> frozenset[str]:
    """Return the names of the files that are published and never change again."""
    path = folder / LIST
    lines = path.read_text("utf-8-sig").splitlines() if path.is_file() else ()
    return frozenset(found.group(2) for found in map(_LINE.fullmatch, lines) if found)


def _holds(folder: Path, name: str, digest: str, number: int) -> Iterator[Mistake]:
    path = folder / name
    inside = path.resolve().is_relative_to(folder.resolve())
    if not inside or not path.is_file():
        yield Mistake(LIST, number, "form.published-missing", {"given": name})
    elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        yield Mistake(name, 1, "form.published-changed", {"given": name})


def frozen(folder: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of ``PUBLISHED`` with every version that is not in it yet, and their names.

    A version is a file named ``*.v1.toml``; what the list says already is left as it is.
    """
    path = folder / LIST
    text = path.read_text("utf-8-sig") if path.is_file() else ""
    lines = pinned(folder)
    files = {f.relative_to(folder).as_posix(): f for f in folder.rglob("*.toml")}
    new = sorted(name for name in files if _VERSION.search(name) and name not in lines)
    digests = (hashlib.sha256(files[name].read_bytes()).hexdigest() for name in new)
    added = "".join(f"{digest}  {name}\n" for digest, name in zip(digests, new, strict=True))
    return f"{text.rstrip()}\n{added}".lstrip(), tuple(new)
