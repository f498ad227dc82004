"""README says what is true: its example form is a form.

Requirements: issue 2, "how to add a form"; DESIGN section 3, a form is a file.
"""

import re
import shutil
from pathlib import Path

from ctmtqg_desktop.exchange.keeping.check_forms import checked_catalogue

ROOT = Path(__file__).resolve().parent.parent


def test_example_form_has_no_mistake(tmp_path):
    readme = (ROOT / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", readme, re.DOTALL)
    (name,) = re.findall(r"Put this in `forms/([^`]+)`", readme)
    folder = shutil.copytree(ROOT / "forms", tmp_path / "forms")
    (folder / name).write_text(example, "utf-8")

    catalogue, mistakes = checked_catalogue(folder)

    assert not mistakes
    assert ("giao-thong", 1) in catalogue.forms


def test_files_it_names_are_there():
    readme = (ROOT / "README.md").read_text("utf-8")
    folders = re.findall(r"`((?:forms|resources|tests)/[a-z/]*)`", readme)
    assert folders
    assert not [name for name in folders if not (ROOT / name).is_dir()]
