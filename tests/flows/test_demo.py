"""Issue 2, the demonstration: all accepted, 18,5 on average, to the đồng, real files."""

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ctmtqg_desktop.exchange.paper.signed_print import check_papers
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.receipt import read_receipt
from ctmtqg_desktop.package.unseal import unseal

MILLION = 1_000_000
FORGED = "03394_ctmtqg-xa_2024_r01_bi-sua.asice"
ISSUED = "03400_ctmtqg-xa_2024_r01_so12.asice"
COPY = ISSUED.replace(".", "_ban-sao.")


SENT = {
    "ctmtqg-xa": 13, "lien-chuong-trinh-xa": 13, "ket-qua-nam-xa": 13, "ntm-ban": 12,
    "ntm-nang-cao-xa": 1, "do-thi-van-minh": 1, "nhiem-vu-ke-hoach": 11,
}  # fmt: skip
LETTERS = {"03394": 5, "03390": 4}
"""The town has no task in the plan, so that it sends one report less."""
EARLIER = "03424_ntm-nang-cao-xa_2023_r01.asice"


def test_every_package_is_accepted_and_the_batch_goes_on(demo):
    """Thirteen units send the yearly report; all sets of both years make 65 packages."""
    names = [f["file"] for f in demo.told["files"] if f["outcome"] == "accepted"]
    sets = Counter(name.split("_")[1] for name in names if name != EARLIER)
    assert sets == SENT
    assert EARLIER in names
    assert demo.told["units"] == 13
    assert demo.told["packages"] == demo.told["accepted"] == 65
    assert demo.told["outcomes"] == {"accepted": 65, "refused": 1, "duplicate": 1}
    assert demo.told["missing"] == []
    assert demo.told["screens"] == []


def test_the_altered_package_is_named_with_its_reason_and_the_copy_is_a_duplicate(demo):
    files = {f["file"]: f for f in demo.told["files"]}
    assert len(files) == 67
    assert (files[FORGED]["outcome"], files[FORGED]["code"]) == (
        "refused", "package.digest-differs",
    )  # fmt: skip
    assert "data.json" in files[FORGED]["message"]
    assert (files[COPY]["outcome"], files[COPY]["code"]) == ("duplicate", "exchange.duplicate")
    good = {name: f for name, f in files.items() if name not in {FORGED, COPY}}
    assert {f["outcome"] for f in good.values()} == {"accepted"}


def test_the_average_is_exactly_eighteen_and_a_half(demo):
    assert (demo.told["average"], demo.told["met_total"]) == ("18.5", 222)
    fewer = {code: n for code, n in demo.told["per_criterion"].items() if n != 12}
    assert fewer == {"5": 11, "10": 11, "11": 9, "17": 11}


def test_the_resources_are_those_of_the_plan_to_the_dong(demo):
    planned = {row: int(dong) for row, dong in demo.told["resources_planned_dong"].items()}
    assert planned == {
        "tong": 144_771 * MILLION, "nstw": 28_113 * MILLION, "nstw_dau_tu": 23_198 * MILLION,
        "nstw_su_nghiep": 4_915 * MILLION, "nsdp": 11_873 * MILLION,
        "long_ghep": 104_785 * MILLION, "long_ghep_gnbv": 14_979 * MILLION,
        "long_ghep_dtts": 89_806 * MILLION, "cong_dong": 0,
    }  # fmt: skip
    assert planned["tong"] == planned["nstw"] + planned["nsdp"] + planned["long_ghep"]


def test_the_plan_is_tracked_with_its_sources(demo):
    targets = demo.targets
    average = targets["S003-006"]
    assert (average["actual"], average["state"]) == ("18.5", "met")
    assert average["actual_text"] == "18,5 tiêu chí/xã"
    assert len(average["sources"]) == 12
    assert (targets["S003-009"]["actual"], targets["S003-009"]["state"]) == ("20", "met")
    assert (targets["S003-003"]["actual"], targets["S003-003"]["state"]) == ("8", "met")
    assert demo.told["targets"]["met"] == sum(t["state"] == "met" for t in targets.values())
    assert all(t["why_not"] for t in targets.values() if t["state"] == "unbound")


def test_thirteen_works_are_carried_over_five_of_them_under_the_special_mechanism(demo):
    workbook = next(p for p in demo.told["reports"] if "tong-hop" in p and p.endswith(".xlsx"))
    cells = [str(c.value) for s in load_workbook(workbook) for r in s.iter_rows() for c in r]
    book = "".join("".join(cells).split())
    counted = {t["indicator"]: t["actual"] for t in demo.targets.values() if t["actual"]}
    assert "13" in [n for name, n in counted.items() if "chuyển tiếp" in name.casefold()]
    assert book.count("Có") >= 5


def test_every_sender_knows_that_its_report_arrived(demo):
    from ctmtqg_desktop.entries.submission import ReportKey, Status
    from ctmtqg_desktop.workspace.workspace import open_workspace

    for code in ("03394", "03390"):
        with open_workspace(demo.root / "may-tinh" / code / "so.ctmtqg") as workspace:
            report = workspace.reports.find(ReportKey(code, "ctmtqg-xa", "2024"))
            assert report.status is Status.ACCEPTED
            assert len(workspace.receipts.incoming()) == LETTERS[code]
            letters = [read_receipt(unseal(one.data)) for one in workspace.receipts.incoming()]
            assert all(one.deadline and one.days_late <= 0 for one in letters), "each in time"


def test_every_report_is_there_and_every_font_is_embedded(demo):
    reports = [Path(p) for p in demo.told["reports"]]
    assert {p.suffix for p in reports} == {".pdf", ".xlsx"}
    assert all(p.stat().st_size > 5000 for p in reports)
    if shutil.which("pdffonts") is None:
        pytest.skip("pdffonts is not installed")
    for path in (p for p in reports if p.suffix == ".pdf"):
        done = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
        fonts = [line.split() for line in done.stdout.splitlines()[2:]]
        assert fonts, path
        assert all(font[-5] == "yes" for font in fonts), done.stdout
        assert "Helvetica" not in done.stdout


def test_no_workbook_holds_an_error(demo):
    for path in (p for p in demo.told["reports"] if p.endswith(".xlsx")):
        values = [c.value for s in load_workbook(path) for row in s.iter_rows() for c in row]
        assert not [v for v in values if isinstance(v, str) and v.startswith("#")], path


VERIFY = (
    "openssl cms -verify -cades -binary -inform DER -in META-INF/signature001.p7s "
    "-content META-INF/ASiCManifest.xml -purpose any -CAfile ca.pem -out /dev/null"
)
CHAIN = "openssl pkcs7 -inform DER -in META-INF/signature001.p7s -print_certs -out ca.pem"


def openssl(package, folder):
    script = f"set -e; unzip -q {package} -d {folder}; cd {folder}; {CHAIN}; {VERIFY}"
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)


@pytest.mark.skipif(
    not (shutil.which("openssl") and shutil.which("unzip")), reason="needs openssl and unzip"
)
def test_a_stranger_verifies_a_package_and_sees_one_changed_byte(demo, tmp_path):
    package = demo.package("03412")
    done = openssl(package, tmp_path / "a")
    assert done.returncode == 0, done.stderr
    assert "CAdES Verification successful" in done.stderr
    entries = read_container(package.read_bytes())
    listed = entries["META-INF/ASiCManifest.xml"]
    entries["META-INF/ASiCManifest.xml"] = listed.replace(b"report.pdf", b"report.pdg", 1)
    changed = tmp_path / "b.asice"
    changed.write_bytes(write_container((n, d) for n, d in entries.items() if n != "mimetype"))
    assert openssl(changed, tmp_path / "b").returncode != 0
    code, said = demo.ctmtqg("verify", package, changed)
    lines = [f["verdict"]["bottom_line"] for f in said["files"]]
    assert (code, lines) == (1, ["open", "invalid"])


def test_one_report_has_its_number_and_the_signatures_of_leader_and_clerk(demo):
    opened = unseal((demo.root / "usb-gui-len" / ISSUED).read_bytes())
    assert opened.issued.issue.shown == "12/BC-UBND"
    leader, clerk = check_papers(opened).signatures
    assert leader.facts.subject_common_name.startswith("Chủ tịch")
    assert clerk.facts.subject_common_name.startswith("Văn thư")
    assert leader.facts.spki_sha256 == opened.facts.spki_sha256 != clerk.facts.spki_sha256


def test_the_registers_of_the_office_are_whole(demo):
    code, said = demo.ctmtqg("doctor", demo.root / "may-tinh" / "106" / "so.ctmtqg")
    assert (code, said) == (0, {"ok": True, "problems": []})
