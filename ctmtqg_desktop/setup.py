"""From a fresh clone to a running program or a passed test, with the standard library alone.

``python3 -m ctmtqg_desktop.setup run`` starts the program on the demonstration data;
``python3 -m ctmtqg_desktop.setup test`` passes the tests. Both first make ``.venv``, install
the project there and see to the Debian libraries that Qt needs. Nothing but the standard
library may be imported here, and the file must still run on an old Python (3.6), to say so.
"""

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
USAGE = "python3 -m ctmtqg_desktop.setup run | test [pytest…]"
OLDEST, TOO_NEW = (3, 11), (3, 15)

# soname -> Debian package; what importing QtWidgets links, a screen or not
BASE = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
# what an X11 screen needs besides
SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
SPREAD = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")
"""Tests run on every core, a file's on one; ``-n0`` after ``test`` runs them one by one."""
_IMPORT_QT = "import PySide6.QtWidgets"
_OPEN_SCREEN = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
HEADLESS = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false"}
STAMP = "ctmtqg.json"
WORKSPACE = Path("may-tinh", "106", "so.ctmtqg")  # of the receiving office of the demonstration


class Stamp(NamedTuple):
    """What pip last installed into ``.venv``."""

    fingerprint: str
    extras: "tuple[str, ...]"


def main(arguments: "list[str]") -> int:
    """Do what is asked for and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a narrow console
    if not arguments or arguments[0] not in {"run", "test"}:
        print(f"Cách dùng / usage: {USAGE}", file=sys.stderr)
        return 2
    check_python(sys.version_info[:2])
    try:
        if arguments[0] == "test":
            return run_tests(arguments[1:])
        return run_program()
    except OSError as error:
        stop(f"Không ghi hoặc chạy được: {error}", f"Cannot write or run: {error}")
    except KeyboardInterrupt:
        return 130


def say(vietnamese: str, english: str) -> None:
    """Tell the person at the terminal what is going on, in both languages."""
    print(f"▸ {vietnamese}\n  {english}", flush=True)


def stop(vietnamese: str, english: str) -> "NoReturn":
    """Say why it cannot go on, and leave with exit code 1."""
    print(f"✗ {vietnamese}\n  {english}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def check_python(version: "tuple[int, ...]") -> None:
    """Leave with words when this Python is too old, or newer than what was tried."""
    if OLDEST <= version < TOO_NEW:
        return
    found = ".".join(str(part) for part in version)
    known = [f"{OLDEST[0]}.{minor}" for minor in range(OLDEST[1], TOO_NEW[1])]
    first, last = ", ".join(known[:-1]), known[-1]
    line = f"{command_of(known, os.name)} -m ctmtqg_desktop.setup run"
    stop(
        f"Cần Python {first} hoặc {last}; máy đang chạy Python {found}.\n"
        f"  Cài một trong các bản ấy (python.org hoặc kho của hệ điều hành), rồi chạy: {line}",
        f"Python {first} or {last} is needed; this is Python {found}.\n"
        f"  Install one of them (python.org or your system's packages), then run: {line}",
    )


def command_of(known: "list[str]", os_name: str) -> str:
    """Return how to call a Python that will do: the newest that is here, else any by its name."""
    if os_name == "nt":
        return f"py -{known[-1]}"
    named = [f"python{version}" for version in reversed(known)]
    return next((name for name in named if shutil.which(name)), named[0])


def run_program() -> int:
    """Build the demonstration once, then open the window on it where there is a screen."""
    wants_screen = has_display(sys.platform, os.environ)
    python = prepare(ROOT, extras=(), screen=wants_screen)
    folder = ROOT / "demo"
    build_demo(python, folder)
    if not wants_screen or not _succeeds([str(python), "-c", _OPEN_SCREEN]):
        say(
            f"Không có màn hình. Kết quả minh họa (gói, báo cáo PDF/XLSX, ảnh) ở: {folder}",
            f"No screen. The demonstration's packages, reports and pictures are in: {folder}",
        )
        return 0
    say(f"Mở cửa sổ với dữ liệu minh họa trong {folder}", "Opening the window on it.")
    program = [str(python), "-m", "ctmtqg_desktop", "--workspace", str(folder / WORKSPACE)]
    return subprocess.call(program, cwd=ROOT)


def run_tests(arguments: "list[str]") -> int:
    """Pass the tests; what follows ``test`` goes to pytest, whose closing line is the last."""
    platform_name = os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    python = prepare(ROOT, extras=("dev",), screen=platform_name == "xcb")
    return subprocess.call([str(python), "-m", "pytest", *SPREAD, *arguments], cwd=ROOT)


def has_display(system: str, environment: "Mapping[str, str]") -> bool:
    """Say whether a window could be shown here."""
    if environment.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    if system != "linux":
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def build_demo(python: Path, folder: Path) -> None:
    """Build the demonstration unless a whole one is there; what was typed into it is kept.

    A mark beside the folder stands while it is built, so that one which was interrupted is
    never taken for whole.
    """
    mark = folder.with_name(folder.name + ".unfinished")
    if folder.exists() and not mark.exists():
        return
    mark.touch()
    shutil.rmtree(folder, ignore_errors=True)
    say("Dựng dữ liệu minh họa (khoảng nửa phút)…", "Building the demonstration (half a minute)…")
    made = subprocess.call(
        [str(python), "-m", "ctmtqg_desktop", "demo", str(folder)],
        cwd=ROOT,
        env={**os.environ, **HEADLESS},
    )
    if made != 0:
        stop("Không dựng được dữ liệu minh họa.", "The demonstration could not be built.")
    mark.unlink()


def prepare(root: Path, *, extras: "tuple[str, ...]", screen: bool) -> Path:
    """Return the Python of a ``.venv`` that can run the project; make what is missing."""
    if not (root / "pyproject.toml").is_file():
        stop("Hãy chạy trong thư mục mã nguồn.", "Run this in a clone of the source.")
    venv = root / ".venv"
    python = venv_python(venv, os.name)
    has_venv = _succeeds([str(python), "-m", "pip", "--version"])
    add_debian_packages(missing_packages(screen=screen, make_venv=not has_venv))
    if not has_venv:
        say("Tạo môi trường .venv…", "Making .venv…")
        if subprocess.call([sys.executable, "-m", "venv", "--clear", str(venv)]) != 0:
            stop("Không tạo được .venv.", "Could not make .venv.")
    install(root, python, extras)
    qt = subprocess.run(
        [str(python), "-c", _IMPORT_QT], capture_output=True, text=True, check=False
    )
    if qt.returncode != 0:
        reason = (qt.stderr.strip() or str(qt.returncode)).splitlines()[-1]
        stop(f"Qt không chạy được: {reason}", f"Qt does not run: {reason}")
    return python


def venv_python(venv: Path, os_name: str) -> Path:
    """Return where the Python of a virtual environment is."""
    return venv / "Scripts" / "python.exe" if os_name == "nt" else venv / "bin" / "python"


def install(root: Path, python: Path, extras: "tuple[str, ...]") -> None:
    """Install the project into ``.venv``, unless that was done for this very pyproject.toml."""
    stamp = root / ".venv" / STAMP
    done = read_stamp(stamp)
    wanted = Stamp(fingerprint_of(root), tuple(sorted({*extras, *done.extras})))
    if done == wanted:
        return
    say(
        "Cài các thư viện vào .venv (vài phút, cần mạng)…",
        "Installing the libraries into .venv (some minutes, online)…",
    )
    stamp.unlink(missing_ok=True)
    what = f".[{','.join(wanted.extras)}]" if wanted.extras else "."
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*pip, "-e", what], cwd=root) != 0:
        stop(
            "Không cài được: xem dòng lỗi ở trên; kiểm tra mạng rồi chạy lại.",
            "Installing failed: see the error above; check the network and run again.",
        )
    stamp.write_text(json.dumps(wanted._asdict()), encoding="utf-8")


def fingerprint_of(root: Path) -> str:
    """Return what an installation depends on: pyproject.toml, this Python, the clone's place."""
    found = hashlib.sha256((root / "pyproject.toml").read_bytes())
    found.update(f"{sys.version_info[:2]}{root}".encode())
    return found.hexdigest()


def read_stamp(stamp: Path) -> Stamp:
    """Return what was installed; nothing when the stamp is missing or spoilt."""
    try:
        read = json.loads(stamp.read_text(encoding="utf-8"))
        return Stamp(str(read["fingerprint"]), tuple(read["extras"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Stamp("", ())


def missing_packages(*, screen: bool, make_venv: bool) -> "list[str]":
    """Return the Debian packages to add, found by trying to load each library."""
    missing: list[str] = []
    if make_venv and importlib.util.find_spec("ensurepip") is None:
        missing.append("python{}.{}-venv".format(*sys.version_info[:2]))
    if sys.platform == "linux":
        wanted = {**BASE, **SCREEN} if screen else BASE
        missing += [package for soname, package in wanted.items() if not _loads(soname)]
    return missing


def add_debian_packages(packages: "Iterable[str]") -> None:
    """Install Debian packages as root or by a sudo that asks nothing; else print the line."""
    wanted = list(packages)
    if not wanted:
        return
    names = " ".join(wanted)
    if shutil.which("apt-get") is None:
        if sys.platform == "linux" and not any(name.endswith("-venv") for name in wanted):
            return  # not Debian: loading Qt itself will tell
        stop(f"Máy còn thiếu (tên theo Debian): {names}", f"Missing (Debian's names): {names}")
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not (shutil.which("sudo") and _succeeds([*prefix, "true"])):
        _ask_for(names)
    say(f"Cài các gói Debian còn thiếu: {names}", "Installing the missing Debian packages.")
    if not _apt(prefix, wanted):
        _ask_for(names)


def _apt(prefix: "list[str]", packages: "list[str]") -> bool:
    """Install with apt; on a fresh machine its lists may be empty, so they come first."""
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.call([*apt, "update"], stdout=subprocess.DEVNULL)
    install_them = [*apt, "install", "-y", "--no-install-recommends", *packages]
    return subprocess.call(install_them, stdout=subprocess.DEVNULL) == 0


def _ask_for(names: str) -> "NoReturn":
    line = f"apt-get update && apt-get install -y --no-install-recommends {names}"
    has_sudo = shutil.which("sudo") is not None
    line = line.replace("apt-get", "sudo apt-get") if has_sudo else f"su -c '{line}'"
    stop(
        "Máy còn thiếu thư viện hệ thống. Chạy dòng sau một lần rồi chạy lại lệnh vừa rồi:",
        f"System libraries are missing. Run this line once, then your command again:\n\n{line}\n",
    )


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _succeeds(command: "list[str]") -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
