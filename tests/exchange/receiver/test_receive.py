"""DESIGN 5, 7: a package is accepted, duplicate, stale, conflict, held or refused; why."""

import shutil
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from doing import receive

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.post.envelope import Author, Site, sealed
from ctmtqg_desktop.exchange.post.kept_verdict import kept_verdict
from ctmtqg_desktop.exchange.sender.pack import forms_digest
from ctmtqg_desktop.package import canonical, payload
from ctmtqg_desktop.package.container import read_container, write_container
from ctmtqg_desktop.package.manifest import FormRef, Kind, PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.trust.certificate import authority as certificates
from ctmtqg_desktop.trust.keys import keys

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
FUNDS, SELF, CODE = "ntm-nguon-luc", "ntm-xa-tu-danh-gia", "03394"


@pytest.fixture
def post(office, tmp_path):
    """Let the office receive bytes as a file; return what became of them."""

    def deliver(data, name="a.asice"):
        path = tmp_path / name
        path.write_bytes(data)
        (found,) = receive(office, [path])
        return found

    return deliver


@pytest.fixture
def forge(mail):
    """Sign a changed report anew, with the unit's own key unless told otherwise."""

    def make(change=lambda report: report, code=CODE, signer=None, **header):
        opened = unseal(mail[code].data)
        report = change(payload.load_report(opened.parts["data.json"]))
        unsigned = opened.parts["report.pdf"].partition(b"%%EOF\n")[0] + b"%%EOF\n"
        parts = [PackagePart("data.json", PartRole.DATA, payload.dump_report(report)),
                 PackagePart("report.pdf", PartRole.PRINT, unsigned)]  # fmt: skip
        head = replace(opened.manifest.header, **header)
        return seal(parts, head, signer=signer or mail[code].signer, at=head.created).data

    return make


def form_changed(report, form_id, change):
    return replace(report, forms=tuple(change(f) if f.id == form_id else f for f in report.forms))


def typed(report, form_id, cell, value):
    def change(form):
        return replace(form, typed={**form.typed, Cell.parse(cell): value})

    return form_changed(report, form_id, change)


def told(found, outcome, code):
    assert (found.outcome, found.code) == (outcome, code), found.message
    assert found.message
    assert "{" not in found.message
    assert "…" not in found.message


def nothing_stored(office):
    whole = office.consolidate(SET, YEAR)
    return not whole.submissions and not whole.forms and len(whole.missing) == 13


def test_a_good_package_is_accepted_with_its_exact_bytes(office, post, mail):
    found = post(mail[CODE].data)
    told(found, "accepted", "")
    contract = {
        "intact": True, "signature_valid": True, "signer_known": True, "signer_entitled": True,
        "addressed_to_us": True, "form_known": True, "revision": "new", "bottom_line": "valid",
    }  # fmt: skip
    assert contract.items() <= found.verdict.to_json().items()
    assert "Xã Thèn Sin" in found.message
    assert office.workspace.packages.read(sha256(mail[CODE].data).hexdigest()) == mail[CODE].data
    assert [s.key.unit for s in office.consolidate(SET, YEAR).submissions] == [CODE]


def test_a_second_copy_is_a_duplicate_and_the_first_stays(office, post, mail):
    post(mail[CODE].data)
    told(post(mail[CODE].data, "b.asice"), "duplicate", "exchange.duplicate")
    assert [r.outcome for r in office.inbox()] == ["accepted"]


def test_the_same_content_signed_again_is_a_duplicate_too(post, mail, forge):
    post(mail[CODE].data)
    told(post(forge(), "b.asice"), "duplicate", "exchange.duplicate")


def test_other_content_under_the_same_revision_is_a_conflict_and_the_first_stays(
    office, post, mail, forge
):
    post(mail[CODE].data)
    other = forge(lambda r: typed(r, SELF, "chung.so_ho.value", Decimal(77)))
    told(post(other), "conflict", "exchange.conflict")
    (kept,) = office.consolidate(SET, YEAR).submissions
    assert kept.content_sha256 == mail[CODE].done.content_sha256


def amended(forge, mail, revision=2, previous="", households=78):
    def change(report):
        return replace(
            typed(report, SELF, "chung.so_ho.value", Decimal(households)), revision=revision
        )

    previous = previous or mail[CODE].done.content_sha256
    return forge(change, revision=revision, previous_content_sha256=previous)


def test_an_amendment_replaces_what_it_names(office, post, mail, forge):
    post(mail[CODE].data)
    told(post(amended(forge, mail)), "accepted", "")
    whole = office.consolidate(SET, YEAR)
    assert [(s.key.unit, s.revision) for s in whole.submissions] == [(CODE, 2)]
    total = whole.form(SELF).totals[Cell("chung", "so_ho", "value")]
    assert (total.value, total.parts[0].revision) == (78, 2)


def test_an_older_revision_is_stale(post, mail, forge):
    post(mail[CODE].data)
    post(amended(forge, mail))
    older = forge(lambda r: typed(r, SELF, "chung.so_ho.value", Decimal(1)))
    told(post(older), "stale", "exchange.stale")


def test_an_amendment_waits_for_what_it_names(office, post, mail, forge):
    second = amended(forge, mail)
    told(post(second), "held", "exchange.held")
    assert nothing_stored(office)
    told(post(second), "held", "exchange.held")


def test_what_waited_is_taken_in_with_what_it_waited_for(office, mail, forge, tmp_path):
    """Each keeps the time it was first seen; one that names another line stays a conflict."""
    second = amended(forge, mail)
    third = amended(forge, mail, 3, previous=unseal(second).manifest.content_sha256)
    other = amended(forge, mail, previous="0" * 64, households=79)
    for name, data in (("3", third), ("0", other), ("2", second)):
        (tmp_path / f"{name}.asice").write_bytes(data)
        receive(office, [tmp_path / f"{name}.asice"])
    assert {r.outcome for r in office.inbox()} == {"held"}
    (tmp_path / "1.asice").write_bytes(mail[CODE].data)
    results = receive(office, [tmp_path / "1.asice"])
    assert {r.file: r.outcome for r in results} == {
        "1.asice": "accepted", "2.asice": "accepted", "3.asice": "accepted", "0.asice": "stale",
    }  # fmt: skip
    kept = office.workspace.submissions.of(results[0].report)
    assert [s.revision for s in kept] == [1, 2, 3]
    assert kept[2].received_at < kept[1].received_at < kept[0].received_at


# -- refused


def changed_byte(data):
    entries = read_container(data)
    figures = entries["data.json"]
    place = figures.index(b'"numbers":{') + 14
    entries["data.json"] = figures[:place] + b"q" + figures[place + 1 :]
    return write_container((n, d) for n, d in entries.items() if n != "mimetype")


def rezipped(data):
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in read_container(data).items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(("spoil", "code"), [
    (changed_byte, "package.digest-differs"),
    (lambda data: data[: len(data) // 2], "package.truncated"),
    (rezipped, "package.rezipped"),
    (lambda data: data + b"\0", "package.zip-trailing"),
    (lambda _: b"", "package.not-a-package"),
    (lambda _: b"%PDF-1.7 no package", "package.not-a-package"),
])  # fmt: skip
def test_what_was_altered_is_refused(office, post, mail, spoil, code):
    told(post(spoil(mail[CODE].data)), "refused", code)
    assert nothing_stored(office)
    (record,) = office.inbox()
    assert (record.outcome, record.code, record.source_name) == ("refused", code, "a.asice")


def test_any_single_changed_byte_is_refused(office, mail):
    data = mail[CODE].data
    for place in range(0, len(data), len(data) // 60):
        other = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        judged = office.judge(other)
        assert judged.code, place
        assert judged.verdict.bottom_line == "invalid"


@pytest.fixture
def refused(office, post):
    """Deliver a package and demand that it is refused and leaves only its inbox record."""

    def deliver(data, code):
        told(post(data), "refused", code)
        assert nothing_stored(office)
        assert [(r.outcome, r.code) for r in office.inbox()] == [("refused", code)]
        assert office.workspace.reports.all() == ()
        assert office.workspace.receipts.all() == ()

    return deliver


def test_for_another_unit(refused, forge):
    refused(forge(recipient=("12",)), "exchange.not-for-us")


def test_by_an_unknown_key(refused, forge, world):
    refused(forge(signer=world.signer(CODE)), "exchange.signer-unknown")


def test_by_the_key_of_another_unit(refused, forge, mail):
    refused(forge(signer=mail["03400"].signer), "exchange.signer-known-other-unit")


def test_by_a_revoked_key(office, refused, mail, world):
    now = world.clock()
    world.enrol(office, CODE, mail[CODE].signer, valid_from=now, revoked_at=now)
    refused(mail[CODE].data, "exchange.signer-revoked")


@pytest.mark.parametrize("days", [(-9, -8), (8, 9)])
def test_by_a_key_out_of_its_time(world, mail, tmp_path, days):
    office = world.open_office("khac")
    first, last = (world.clock.now + timedelta(days=n) for n in days)
    world.enrol(office, CODE, mail[CODE].signer, valid_from=first, valid_to=last)
    path = tmp_path / "a.asice"
    path.write_bytes(mail[CODE].data)
    told(receive(office, [path])[0], "refused", "exchange.signer-expired")
    office.workspace.close()


@pytest.mark.parametrize(("change", "code"), [
    (lambda r: form_changed(r, FUNDS, lambda f: replace(f, id="ntm-khac")), "form.unknown"),
    (lambda r: form_changed(r, FUNDS, lambda f: replace(f, version=9)), "form.unknown"),
    (lambda r: form_changed(r, FUNDS, lambda f: replace(f, sha256="0" * 64)),
     "exchange.form-differs"),
    (lambda r: replace(r, forms=r.forms[1:]), "exchange.forms-missing"),
    (lambda r: replace(r, forms=(*r.forms, r.forms[1])), "exchange.content-mismatch"),
    (lambda r: replace(r, report_set=replace(r.report_set, version=2)),
     "exchange.content-mismatch"),
    (lambda r: replace(r, unit="03400"), "exchange.content-mismatch"),
    (lambda r: replace(r, period="2023"), "exchange.content-mismatch"),
    (lambda r: replace(r, revision=2), "exchange.content-mismatch"),
    (lambda r: typed(r, FUNDS, "nguon_luc.nsdp.ke_hoach", Decimal("0.5")),
     "exchange.cell-refused"),
    (lambda r: typed(r, FUNDS, "nguon_luc.nsdp.ke_hoach", "nhiều"), "exchange.cell-refused"),
    (lambda r: typed(r, FUNDS, "nguon_luc.nsdp.ke_hoach", Decimal(-5)), "exchange.cell-refused"),
    (lambda r: typed(r, SELF, "bo_tieu_chi.tc1_1.tu_danh_gia", Decimal(1)),
     "exchange.cell-refused"),
    (lambda r: typed(r, FUNDS, "nguon_luc.tong.ke_hoach", Decimal(5)), "exchange.cell-refused"),
    (lambda r: typed(r, FUNDS, "nguon_luc.la.ke_hoach", Decimal(5)), "form.cell-unknown"),
    (lambda r: form_changed(r, FUNDS, lambda f: replace(
        f, rows={"nguon_luc": ("r1",)})), "exchange.cell-refused"),
    (lambda r: form_changed(r, FUNDS, lambda f: replace(
        f, computed={**f.computed, Cell("nguon_luc", "tong", "ke_hoach"): Decimal(1)})),
     "exchange.computed-differs"),
    (lambda r: form_changed(typed(r, FUNDS, "nguon_luc.nsdp.luy_ke", Decimal(10**14)), FUNDS,
                            lambda f: replace(f, computed={})), "exchange.findings-block"),
])  # fmt: skip
def test_by_the_units_own_key_but_not_what_its_program_would_sign(refused, forge, change, code):
    refused(forge(change), code)


def test_against_another_declaration_of_the_form(refused, forge):
    form = FormRef(SET, "1", "0" * 64)
    refused(forge(form=form), "exchange.form-differs")


def test_of_a_report_set_that_is_not_known(refused, forge):
    def change(report):
        return replace(report, report_set=replace(report.report_set, id="khac"))

    refused(forge(change, form=FormRef("khac", "1", "0" * 64)), "form.report-set-unknown")


def test_of_a_unit_that_reports_elsewhere(refused, office, world, forge):
    signer = world.signer("12")
    world.enrol(office, "12", signer)

    def change(report):
        return replace(report, unit="12")

    from ctmtqg_desktop.package.manifest import UnitRef

    data = forge(change, signer=signer, unit=UnitRef("12", "Tỉnh Lai Châu"))
    refused(data, "exchange.not-our-unit")


def test_of_another_kind(refused, office, world, mail):
    site = Site(office.workspace, office.unit, world.clock())
    from ctmtqg_desktop.exchange.post.envelope import Envelope

    part = PackagePart("data.json", PartRole.DATA, canonical.dump({"a": 1}))
    made = sealed(site, Envelope(Kind.RECEIPT, ("106",)), (part,),
                  author=Author(mail[CODE].signer, "x"))  # fmt: skip
    refused(made.data, "exchange.not-a-report")


def test_the_digest_that_pins_the_forms_is_of_what_is_declared(declared, mail):
    header = unseal(mail[CODE].data).manifest.header
    unit = declared.unit_for(CODE, YEAR)
    forms = declared.forms_of(SET, unit, YEAR.end)
    assert header.form == FormRef(SET, "1", forms_digest(declared, forms))


# -- batches


def test_one_bad_package_never_stops_a_batch(office, mail, tmp_path):
    folder = tmp_path / "usb" / "trong"
    folder.mkdir(parents=True)
    good = [CODE, "03400", "03390"]
    for code in good:
        (folder / f"{code}.asice").write_bytes(mail[code].data)
    (folder / "00-hong.asice").write_bytes(b"\0" * 100)
    (folder / "03394-sua.asice").write_bytes(changed_byte(mail[CODE].data))
    (folder / "ghi-chu.txt").write_text("không phải gói")
    (folder / "thu-muc.asice").mkdir()
    shutil.copy(folder / "03400.asice", folder / "zz.asice")
    steps = []
    paths = [tmp_path / "usb", tmp_path / "khong-co.asice"]
    results = receive(office, paths, step=lambda *s: steps.append(s))
    found = {r.file: r.outcome for r in results}
    assert found == {
        "00-hong.asice": "refused", "03390.asice": "accepted", "03394.asice": "accepted",
        "03394-sua.asice": "refused", "03400.asice": "accepted", "zz.asice": "duplicate",
        "khong-co.asice": "refused",
    }  # fmt: skip
    assert steps[-1][:2] == (7, 7)
    assert {r.code for r in results if r.file == "khong-co.asice"} == {"package.read-failed"}


def test_an_unknown_key_is_accepted_once_it_is_enrolled(world, mail, tmp_path):
    office = world.open_office("khac")
    path = tmp_path / "a.asice"
    path.write_bytes(mail[CODE].data)
    assert receive(office, [path])[0].outcome == "refused"
    world.enrol(office, CODE, mail[CODE].signer)
    assert receive(office, [path])[0].outcome == "accepted"
    assert [r.outcome for r in office.inbox()] == ["accepted"]
    office.workspace.close()


def test_earlier_reports_here_are_compared_with(post, forge):
    """The receiver runs the rules against what it accepted before, whatever the sender had."""

    def uncomputed(report):
        return form_changed(report, SELF, lambda f: replace(f, computed={}))

    before = forge(lambda r: uncomputed(replace(r, period="2023")), period="2023")
    told(post(before), "accepted", "")
    fewer = forge(lambda r: uncomputed(
        typed(r, SELF, "chung.so_ban_dat_luy_ke.value", Decimal(0))))  # fmt: skip
    found = post(fewer, "b.asice")
    assert (found.outcome, found.verdict.cautions) == ("accepted", ("exchange.unexplained",))
    assert found.verdict.bottom_line == "warning"


def test_a_first_report_has_nothing_to_be_compared_with(post, mail):
    assert post(mail[CODE].data).verdict.cautions == ()


def test_a_signing_time_in_the_future_is_a_caution(office, post, mail, world):
    world.clock.now -= timedelta(days=30)
    world.enrol(office, CODE, mail[CODE].signer, valid_from=world.clock.now - timedelta(days=1))
    found = post(mail[CODE].data)
    assert found.outcome == "accepted"
    assert found.verdict.cautions == ("trust.claim-in-future",)
    assert found.verdict.bottom_line == "warning"
    assert kept_verdict(office.inbox()[0]).line == "warning"


def test_another_authority_does_not_matter_only_the_enrolment_does(world, office, forge):
    other = certificates.new_authority(keys.generate_key(), "106", name="Giả", at=world.clock())
    judged = office.judge(forge(signer=world.signer(CODE, other)))
    assert judged.code == "exchange.signer-unknown"
