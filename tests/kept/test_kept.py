"""Issue 8, Build 3: what older versions wrote is opened, read and checked, for ever after."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from ctmtqg_desktop.exchange.post.reading_keys import open_reading_key, plain
from ctmtqg_desktop.package.manifest import Kind
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.keys.keys import certificates_of, open_key
from ctmtqg_desktop.workspace.workspace import open_workspace

HERE = Path(__file__).parent
VERSIONS = sorted(path.parent.name for path in HERE.glob("*/facts.json"))
SINCE = (
    "entries.blank-form", "entries.blank-report", "entries.blank-part.", "entries.thin-form",
    "counted.", "remark.",
)  # fmt: skip
"""What is asked of a report that was begun, and was not yet when these files were made."""
each = pytest.mark.parametrize("version", VERSIONS)
books = pytest.mark.parametrize(
    ("version", "name"),
    [(v, f"{unit}.ctmtqg") for v in VERSIONS for unit in ("03394", "03400", "106")],
)


def told(version):
    return json.loads((HERE / version / "facts.json").read_text("utf-8"))


def plainly(found):
    return json.loads(json.dumps(found))


@each
def test_the_files_hold_every_kind_of_fact(version, files, facts):
    """A migration that reads less than this has lost something."""
    written = told(version)["written"]
    kinds = {kind for book in written.values() for kind in book["journal"]}
    assert kinds >= {
        "amended", "authority-added", "authority-removed", "authority-replaced", "conflict-kept",
        "conflict-taken", "crl-taken", "enrolment-approved", "exported", "issued", "key-revoked",
        "noted", "own-key-vouched", "print-exported", "print-imported", "read",
        "reading-key-changed", "reading-key-renewed", "reopen", "return-got", "return-sent",
        "return-taken", "revocations-published", "submission-confirmed", "unlock",
    }  # fmt: skip
    inbox = told(version)["workspaces"]["106.ctmtqg"]["packages"]
    outcomes = {outcome for _, outcome, *_ in inbox}
    assert outcomes == {
        "accepted", "duplicate", "stale", "conflict", "held", "refused", "replaced"
    }  # fmt: skip
    packages = told(version)["packages"].values()
    assert {one.get("kind") for one in packages} >= {k.value for k in Kind} - {Kind.TARGETS.value}
    for name in written:
        assert facts.of_file(files(version)[name]) == written[name]


@books
def test_a_workspace_says_what_it_said(version, name, files, facts, tools):
    book = files(version)[name]
    side = facts.of_office if name.startswith(facts.OFFICE) else facts.of_sender
    found = plainly(facts.of_workspace(book, tools) | side(book, tools))
    for what, expected in told(version)["workspaces"][name].items():
        now = found[what]
        if what == "findings":
            now = [one for one in now if not one[0].startswith(SINCE)]
        assert now == expected, what


@each
def test_packages_say_what_they_said(version, files, facts, tools):
    kept = files(version)
    for name, expected in told(version)["packages"].items():
        assert plainly(facts.of_package(kept[name], tools)) == expected, name


@each
def test_the_office_judges_reports_as_it_did(version, files, facts, tools):
    assert plainly(facts.judged(files(version), tools)) == told(version)["judged"]


@each
def test_keys_open_with_their_passwords(version, files):
    kept = files(version)
    words = {n: kept[f"keys/{n}.txt"].read_text("utf-8").strip() for n in
             ("mat-khau", "mat-khau-moi")}  # fmt: skip
    found = [name for name in kept if name.endswith(".key")]
    assert len(found) == 7
    for name in found:
        data, is_new = kept[name].read_bytes(), name == "keys/106-khoa-moi.key"
        assert open_key(data, words["mat-khau-moi" if is_new else "mat-khau"])
        assert certificates_of(data)


@each
def test_an_encrypted_package_opens_with_the_readers_key(version, files, facts):
    kept = files(version)
    password = kept["keys/mat-khau.txt"].read_text("utf-8").strip()
    with open_workspace(kept["03394.ctmtqg"], clock=lambda: facts.NOW) as workspace:
        secret = open_reading_key(workspace, password)
    opened = unseal(plain(kept["packages/report-with-lists.asice.age"].read_bytes(), secret))
    seen = told(version)["workspaces"]["106.ctmtqg"]["packages"]
    assert opened.package_sha256 in {line[5] for line in seen if line[1] == "accepted"}


def test_the_story_can_still_be_told(monkeypatch):
    """What makes the files of the next version names functions that are there."""
    monkeypatch.syspath_prepend(str(HERE))
    place = spec_from_file_location("kept_make", HERE / "make.py")
    module = module_from_spec(place)
    place.loader.exec_module(module)
    assert callable(module.make)
