"""DESIGN 5, package_and_signing 8: every field of manifest.json exact, mistakes named by place."""

import copy
import json

import pytest

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.manifest import Kind, dump_manifest, load_manifest


@pytest.fixture
def document(sealed):
    return json.loads(dump_manifest(sealed.manifest))


WRONG = [
    ("kind", "gift", "kind"),
    ("kind", 1, "kind"),
    ("package_id", "short", "package_id"),
    ("package_id", "has blank in it", "package_id"),
    ("unit", None, "unit"),
    ("unit.code", "", "unit.code"),
    ("unit.code", "1/2", "unit.code"),
    ("unit.code", 12415, "unit.code"),
    ("unit.name", "", "unit.name"),
    ("unit.name", " Xã", "unit.name"),
    ("unit.name", "Xã\nkhác", "unit.name"),
    ("unit.name", "x" * 501, "unit.name"),
    ("recipient", "12", "recipient"),
    ("recipient", ["12", "12"], "recipient"),
    ("recipient", [12], "recipient"),
    ("form", [], "form"),
    ("form.id", "a b", "form.id"),
    ("form.schema_sha256", "AB" * 32, "form.schema_sha256"),
    ("period", "", "period"),
    ("period", "../x y", "period"),
    ("revision", 0, "revision"),
    ("revision", "1", "revision"),
    ("revision", True, "revision"),
    ("previous_content_sha256", "xyz", "previous_content_sha256"),
    ("content_sha256", None, "content_sha256"),
    ("sequence", 0, "sequence"),
    ("sequence", -1, "sequence"),
    ("created", "2026-10-01", "created"),
    ("created", "2026-10-01T08:00:00", "created"),
    ("created", "2026-13-01T08:00:00+07:00", "created"),
    ("created", "2026-10-01T08:00:00.5+07:00", "created"),
    ("created", "0001-01-01T00:00:00+14:00", "created"),
    ("created", "9999-12-31T23:59:59-14:00", "created"),
    ("app.version", "", "app.version"),
    ("signer_claim.name", "", "signer_claim.name"),
    ("files", [], "files"),
    ("files", {}, "files"),
    ("files.0.role", "code", "files[0].role"),
    ("files.0.size", -1, "files[0].size"),
    ("files.0.sha256", "", "files[0].sha256"),
    ("files.3.original_name", "../a.png", "files[3].original_name"),
    ("files.3.original_name", "C:\\a.png", "files[3].original_name"),
    ("files.3.original_name", "", "files[3].original_name"),
    ("ext", [], "ext"),
]


def put(document, place, value):
    made = copy.deepcopy(document)
    inner, names = made, place.split(".")
    for name in names[:-1]:
        inner = inner[int(name)] if isinstance(inner, list) else inner[name]
    inner[names[-1]] = value
    return made


def refusal(document):
    with pytest.raises(PackageError) as caught:
        load_manifest(canonical.dump(document))
    return caught.value


@pytest.mark.parametrize(("place", "value", "where"), WRONG)
def test_a_wrong_field_is_named_by_its_place(document, place, value, where):
    error = refusal(put(document, place, value))
    assert (error.code, error.facts["where"]) == ("package.manifest-field", where)


def test_every_field_must_be_there(document):
    for name in document:
        less = {key: value for key, value in document.items() if key != name}
        assert refusal(less).code in {"package.manifest-field", "package.manifest-format"}


@pytest.mark.parametrize(
    ("place", "where"),
    [("more", "more"), ("unit.more", "unit.more"), ("files.1.more", "files[1].more")],
)
def test_an_unknown_field_is_refused_anywhere(document, place, where):
    error = refusal(put(document, place, 1))
    assert (error.code, error.facts["where"]) == ("package.manifest-unknown-field", where)


def test_another_format_and_a_later_version_are_told_apart(document):
    assert refusal(put(document, "format", "zip")).code == "package.manifest-format"
    error = refusal(put(document, "format_version", 3))
    assert (error.code, error.facts["version"]) == ("package.manifest-version", 3)


def test_two_files_of_one_path_are_refused(document):
    twice = put(document, "files", [document["files"][0], document["files"][0]])
    assert refusal(twice).facts["where"] == "files"


def test_null_where_a_kind_has_none(document):
    for name in ("form", "period", "revision", "previous_content_sha256"):
        made = load_manifest(canonical.dump(put(document, name, None)))
        assert getattr(made.header, name) is None


def test_the_kinds_are_those_of_the_contract():
    assert {kind.value for kind in Kind} == set(
        "report receipt return targets catalogue enrolment unit-card revocations".split()  # noqa: SIM905
    )


def test_created_keeps_its_offset(document, sealed):
    assert document["created"] == "2026-10-01T08:00:00+07:00"
    assert load_manifest(canonical.dump(document)).header.created == sealed.manifest.header.created
