"""Which files are packages, by what is in them: the one reader of sticks, folders and zips.

Taken, refused and left aside make up what was there. In a folder nothing is believed because
of its name, and nothing is opened that is no plain file of that folder; a path that is named
is read as it stands.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package.container import MAX_FILE_BYTES
from ctmtqg_desktop.package.files import is_folder, opened_file, read_limited
from ctmtqg_desktop.package.found.kinds import (
    Looks,
    is_called_encrypted,
    is_called_package,
    is_document,
    looks_of,
    passed_over,
    passed_over_path,
)
from ctmtqg_desktop.package.found.outer_zip import (
    HEAD_BYTES,
    OuterEntry,
    head_of_entry,
    list_outer_zip,
    read_outer_entry,
)
from ctmtqg_desktop.package.names import ASIC_MANIFEST
from ctmtqg_desktop.text import readable

MAX_FILES = 200_000
"""In all the folders of one order; beyond, nothing is taken at all."""
Tell = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to be judged, or one that is refused before it is opened.

    Attributes:
        inner: where it lies in a zip; None for a file of its own.
        is_named: the path itself was given, and is read as it stands.
        code: why it is refused; empty lets it be read.
    """

    path: Path
    inner: OuterEntry | None = None
    is_named: bool = False
    is_encrypted: bool = False
    code: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return its name, after that of the zip it lies in."""
        own = readable(self.path.name)
        return f"{own}/{self.inner.name}" if self.inner else own

    @property
    def place(self) -> str:
        """Return its path as it was reached, through the zip it lies in."""
        own = readable(str(self.path))
        return f"{own}/{self.inner.name}" if self.inner else own

    def read(self) -> bytes:
        """Return its bytes.

        Raises:
            PackageError: its own code; ``package.too-big``, ``package.read-failed``,
                ``package.not-a-file``, ``package.zip-…``.
        """
        if self.code:
            raise PackageError(self.code, **{"path": readable(self.path.name), **self.facts})
        if self.inner is None:
            return read_limited(self.path, MAX_FILE_BYTES, follow=self.is_named)
        try:
            with closing(opened_file(self.path, follow=self.is_named)) as stream:
                return read_outer_entry(stream, self.inner)
        except OSError as error:
            raise PackageError("package.read-failed", path=self.name) from error


class AsideFile(NamedTuple):
    """A file that was left aside, and the code of why."""

    file: str
    code: str


class PathContents(NamedTuple):
    """What was there: files to be judged, and files that were left aside."""

    found: tuple[FoundFile, ...]
    left: tuple[AsideFile, ...]


def tell_nobody(count: int, name: str) -> None:
    """Tell nobody how many files were looked at."""


def gather(paths: Iterable[Path], tell: Tell = tell_nobody) -> PathContents:
    """Look at files, at what lies in folders and below, and at what lies in zips.

    Raises:
        PackageError: ``package.too-many-files``: nothing may be taken of so many.
    """
    found: list[FoundFile] = []
    left: list[AsideFile] = []
    for number, reached in enumerate(_each_once(paths), 1):
        if number > MAX_FILES:
            raise PackageError("package.too-many-files", limit=MAX_FILES)
        tell(number, readable(reached.path.name))
        for one in _looked_at(reached):
            if isinstance(one, FoundFile):
                found.append(one)
            else:
                left.append(one)
    found.sort(key=lambda one: (one.name.rpartition("/")[2], one.place))
    return PathContents(tuple(found), tuple(sorted(left)))


def any_encrypted(paths: Iterable[Path], tell: Tell = tell_nobody) -> bool:
    """Say whether any package among files, in folders and in zips is encrypted, or is called so.

    What ``tell`` raises to stop it is passed on.
    """
    try:
        found = gather(paths, tell).found
        return any(one.is_encrypted or is_called_encrypted(one.name) for one in found)
    except PackageError:  # too many files, which taking them in will say
        return False


class _Reached(NamedTuple):
    """A path that was come upon, and what is known of it before it is opened.

    Attributes:
        kind: the code of why it is passed over or refused; empty for a file to look into.
    """

    path: Path
    code: str = ""
    is_named: bool = False


def _each_once(paths: Iterable[Path]) -> Iterator[_Reached]:
    """Yield every file once, by whichever ways it is reached; those that are named first."""
    given = sorted(dict.fromkeys(paths), key=is_folder)
    been: set[str] = set()
    for path in given:
        ways = _walk(path) if is_folder(path) else (_Reached(path, is_named=True),)
        for reached in ways:
            where = _whereabouts(reached.path)
            if where not in been:
                been.add(where)
                yield reached


def _whereabouts(path: Path) -> str:
    """Return where a file lies, however it was reached; a link is a file of its own."""
    try:
        return str(Path(os.path.realpath(path.parent), path.name))
    except (OSError, ValueError):
        return str(path)


# -- a folder


def _walk(root: Path) -> Iterator[_Reached]:
    """Yield what lies in a folder and below; a folder that cannot be listed is yielded too."""
    inside, been = os.path.realpath(root), set()
    waiting: list[tuple[Path, str]] = [(root, "")]
    while waiting:
        folder, passed = waiting.pop()
        try:
            mark = folder.stat()
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError:
            yield _Reached(folder, passed or "package.folder-closed")
            continue
        if (mark.st_dev, mark.st_ino) in been and mark.st_ino:
            yield _Reached(folder, passed or "package.link-loop")
            continue
        been.add((mark.st_dev, mark.st_ino))
        for entry in entries:
            path, code, is_below = _judged_entry(entry, passed, inside)
            if is_below:
                waiting.append((path, code))
            else:
                yield _Reached(path, code)


def _judged_entry(entry: "os.DirEntry[str]", passed: str, root: str) -> tuple[Path, str, bool]:
    """Return an entry's path, why it is not looked into, and whether it is a folder."""
    path = Path(entry.path)
    try:
        what = entry.stat(follow_symlinks=False)
    except OSError:
        return path, passed or "package.read-failed", False
    passed = passed or passed_over(entry.name, getattr(what, "st_file_attributes", 0))
    is_junction = getattr(what, "st_reparse_tag", 0) == _JUNCTION
    if stat.S_ISLNK(what.st_mode) or is_junction:
        return path, passed or _link(path, root), False
    if stat.S_ISDIR(what.st_mode):
        return path, passed, True
    if not stat.S_ISREG(what.st_mode):
        return path, passed or "package.not-a-file", False
    return path, passed, False


_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003)


def _link(path: Path, root: str) -> str:
    """Return why a link is not followed; what it leads to inside is come upon anyway."""
    try:
        target = os.path.realpath(path, strict=True)
        is_inside = os.path.commonpath((target, root)) == root
    except FileNotFoundError:
        return "package.link-broken"
    except (OSError, ValueError):
        return "package.link-loop"
    if path.is_relative_to(target) or Path(os.path.realpath(path.parent)).is_relative_to(target):
        return "package.link-loop"
    return "left.link" if is_inside else "package.link-outside"


# -- a file


def _looked_at(one: _Reached) -> Iterator[FoundFile | AsideFile]:
    """Say of a path what is in it: packages, or why there are none."""
    path = one.path
    if one.code:
        is_left = one.code.startswith("left.")
        yield (
            AsideFile(readable(str(path)), one.code) if is_left else FoundFile(path, code=one.code)
        )
        return
    looks = _looks_in(path, follow=one.is_named)
    if looks is Looks.ZIP:
        yield from _in_zip(path, is_named=one.is_named)
    elif one.is_named or looks in _PACKAGES or looks is None or is_called_package(path.name):
        yield FoundFile(path, is_named=one.is_named, is_encrypted=looks is Looks.ENCRYPTED)
    else:
        yield AsideFile(readable(str(path)), looks.code)


_PACKAGES = frozenset({Looks.PACKAGE, Looks.ENCRYPTED})


def _looks_in(path: Path, *, follow: bool) -> Looks | None:
    """Say what a file is; None where it cannot be read, which reading it will tell of."""
    try:
        with closing(opened_file(path, follow=follow)) as stream:
            return looks_of(stream.read(HEAD_BYTES))
    except (OSError, ValueError, PackageError):
        return None


def _in_zip(path: Path, *, is_named: bool) -> Iterator[FoundFile | AsideFile]:
    """Yield what lies in an ordinary zip; one without any package is one file left aside."""
    whole, is_paper = FoundFile(path, is_named=is_named), is_document(path.name)
    must_judge = is_named or is_called_package(path.name)
    aside = AsideFile(readable(str(path)), Looks.OTHER.code if is_paper else "left.zip-empty")
    try:
        with closing(opened_file(path, follow=is_named)) as stream:
            entries = list_outer_zip(stream)
            inner = [_entry_of(stream, whole, entry) for entry in entries]
    except (OSError, PackageError) as error:
        yield aside if is_paper and not must_judge else _unread(whole, error, is_kept=must_judge)
        return
    if any(isinstance(one, FoundFile) for one in inner):
        yield from inner
    elif must_judge or any(entry.name == ASIC_MANIFEST for entry in entries):
        yield whole
    elif not is_paper and any(one.code in _TELLING for one in inner):
        yield from inner
    else:
        yield aside


def _unread(whole: FoundFile, error: Exception, *, is_kept: bool) -> FoundFile:
    """Return a zip that could not be read as a refusal, or as it is where it will be judged."""
    if is_kept or not isinstance(error, PackageError):
        return whole
    return replace(whole, code="package.outer-zip", facts={"why": error.code})


def _entry_of(stream: BinaryIO, whole: FoundFile, entry: OuterEntry) -> FoundFile | AsideFile:
    """Say of a file in a zip whether it is a package, or why it is left aside."""
    place = f"{readable(str(whole.path))}/{entry.name}"
    code = passed_over_path(entry.name) or entry.defect
    if code:
        return AsideFile(place, code)
    try:
        looks = looks_of(head_of_entry(stream, entry))
    except PackageError as error:
        return replace(whole, inner=entry, code=error.code, facts=error.facts)
    if looks in _PACKAGES or is_called_package(entry.name):
        return replace(whole, inner=entry, is_encrypted=looks is Looks.ENCRYPTED)
    return AsideFile(place, Looks.OTHER.code if is_document(entry.name) else looks.code)


_TELLING = frozenset({
    Looks.ZIP.code, Looks.ARCHIVE.code, "left.zip-encrypted", "left.too-big", "left.zip-ratio",
    "left.zip-method", "left.zip-damaged",
})  # fmt: skip
"""Why a file in a zip may be a package all the same: each is told of by its name."""
