"""Issue 4 item 9: ``data.json`` has one spelling of a value, and nothing in it counts twice."""

import json

import pytest

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.package import canonical
from ctmtqg_desktop.package.payload import dump_report, load_report

NONE = {"numbers": {}, "texts": {}, "met": {}, "dates": {}, "not_applicable": []}


def report(**typed):
    """Return a report of one form with these typed values."""
    form = {"id": "a", "version": 1, "sha256": "ab" * 32, "typed": NONE | typed, "rows": {},
            "reasons": [], "computed": NONE}  # fmt: skip
    return {"format": "ctmtqg-report", "format_version": 1, "unit": "03394", "period": "2024",
            "report_set": {"id": "bo", "version": 1}, "revision": 1, "forms": [form]}  # fmt: skip


def refused(document):
    with pytest.raises(PackageError) as caught:
        load_report(canonical.dump(document))
    return caught.value


def test_what_is_read_is_written_as_it_was():
    held = report(numbers={"a.b.c": "-1.5", "a.b.d": "0"}, dates={"a.b.e": "2024-12-31"},
                  texts={"a.b.f": "=1+1"}, met={"a.b.g": True},
                  not_applicable=["a.b.h"])  # fmt: skip
    data = canonical.dump(held)
    assert dump_report(load_report(data)) == data


@pytest.mark.parametrize(
    "number",
    [
        "-0",
        "0.0",
        "1.50",
        "01",
        "+1",
        "1e3",
        "1,5",
        " 1",
        "",
        "٣",
        "NaN",
        "Infinity",
        "9" * 25,
        ".",
    ],
)
def test_a_number_has_one_spelling(number):
    assert refused(report(numbers={"a.b.c": number})).code == "package.payload-field"


@pytest.mark.parametrize(
    "day", ["20241231", "2024-W52-2", "2024-02-30", "2024-12-31T00:00", "0000-01-01", "31/12/2024"]
)
def test_a_date_has_one_spelling(day):
    assert refused(report(dates={"a.b.c": day})).code == "package.payload-field"


@pytest.mark.parametrize("value", [1, 1.5, None, True, ["1"], {"a": "1"}])
def test_a_number_is_a_text(value):
    document = json.dumps(report(numbers={"a.b.c": value}), separators=(",", ":"), sort_keys=True)
    with pytest.raises(PackageError):
        load_report(document.encode())


def test_a_cell_counts_once():
    assert refused(report(numbers={"a.b.c": "1"}, texts={"a.b.c": "x"}))


def test_a_reason_counts_once():
    document = report()
    reason = {"rule": "r", "cell": "a.b.c", "text": "đã đối chiếu"}
    document["forms"][0]["reasons"] = [reason, reason | {"text": "khác"}]
    assert refused(document).facts["where"].endswith("rule")


def test_a_row_counts_once():
    document = report()
    document["forms"][0]["rows"] = {"a": ["r1", "r1"]}
    assert refused(document).code == "package.payload-field"
