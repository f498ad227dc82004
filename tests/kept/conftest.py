"""The kept files of every version, unpacked once; tests read copies of them."""

import shutil
import tarfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from ctmtqg_desktop.cli.tools import Tools
from ctmtqg_desktop.exchange.room import Program

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def facts():
    """Hand out ``facts.py``, which reads kept files."""
    place = spec_from_file_location("kept_facts", HERE / "facts.py")
    module = module_from_spec(place)
    place.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory):
    found = {}

    def unpack(version):
        if version not in found:
            found[version] = tmp_path_factory.mktemp(f"kept-{version}")
            with tarfile.open(HERE / version / "kept.tar.xz") as archive:
                archive.extractall(found[version], filter="data")
        return found[version]

    return unpack


@pytest.fixture
def files(unpacked, tmp_path):
    """Return a function: version -> name -> a copy that may be changed."""

    def copy(version):
        shutil.copytree(unpacked(version), tmp_path, dirs_exist_ok=True)
        paths = (path for path in sorted(tmp_path.rglob("*")) if path.is_file())
        return {path.relative_to(tmp_path).as_posix(): path for path in paths}

    return copy


@pytest.fixture
def tools(declared, facts):
    return Tools(Program(lambda: declared, lambda: facts.NOW), lambda *_: [])
