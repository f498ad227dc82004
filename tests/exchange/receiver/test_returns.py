"""Issue 4 items 5 to 7: returns bound to cells, amendments with reasons, receipts that chain."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from doing import remark

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.entries.rows import remove_rows
from ctmtqg_desktop.entries.submission import Status
from ctmtqg_desktop.errors import FormError, PackageError, TrustError, WorkspaceError
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.life import bundle, life
from ctmtqg_desktop.exchange.post.revisions import correction
from ctmtqg_desktop.exchange.receiver.acknowledge import give_receipts
from ctmtqg_desktop.exchange.receiver.orders import DropRemark
from ctmtqg_desktop.exchange.receiver.receipt_chain import check_receipts
from ctmtqg_desktop.exchange.receiver.remarks import notes_of
from ctmtqg_desktop.exchange.room import Program
from ctmtqg_desktop.exchange.rooms import desk_of
from ctmtqg_desktop.exchange.sender.amend import reopen, unlock
from ctmtqg_desktop.exchange.sender.letters import letters, read_letter
from ctmtqg_desktop.exchange.sender.orders import ReadLetter, Reopen, TakeIn, Unlock
from ctmtqg_desktop.exchange.sender.take_in import take_in
from ctmtqg_desktop.package import canonical, payload
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.receipt import read_receipt
from ctmtqg_desktop.package.returns import Asked, read_return
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal
from ctmtqg_desktop.workspace.workspace import open_workspace

SET, YEAR = "ctmtqg-xa", Period.parse("2024")
SELF, WORKS = "ntm-xa-tu-danh-gia", "ntm-cong-trinh"
HOUSEHOLDS, PEOPLE = Cell("chung", "so_ho", "value"), Cell("chung", "so_nhan_khau", "value")
ASKED = f"{SELF}/{HOUSEHOLDS}"


def report_of(data):
    return payload.load_report(unseal(data).parts["data.json"])


# -- going back


def test_a_return_quotes_what_it_answers_and_takes_the_report_out_of_totals(scene):
    before = scene.revision
    path = scene.send_back()
    back = unseal(path.read_bytes())
    note = read_return(back)
    assert (note.package_sha256, note.content_sha256) == (
        before.package_sha256, before.content_sha256,
    )  # fmt: skip
    assert (note.unit, note.report_set, note.period, note.revision) == ("03394", SET, "2024", 1)
    assert note.due == date(2025, 1, 20)
    assert note.remarks == (Asked(ASKED, "Số hộ chưa khớp niên giám."),)
    assert scene.revision.status is Status.RETURNED
    assert scene.office.workspace.packages.read(back.package_sha256) == path.read_bytes()
    assert scene.office.workspace.submissions.current(SET, "2024") == ()
    row = next(r for r in scene.office.board(SET, YEAR).units if r.unit.code == "03394")
    assert row.status is Status.RETURNED


def test_a_taken_return_opens_the_next_revision_with_the_remarked_cell_alone(scene):
    taken = scene.take(scene.send_back())
    assert taken.opens == 2
    report = scene.desk.report(SET, YEAR)
    assert (report.status, report.revision) == (Status.DRAFT, 2)
    (before,) = scene.desk.workspace.submissions.of(report.key)
    assert before.status is Status.RETURNED
    scene.type("1.234")
    with pytest.raises(WorkspaceError) as refused:
        scene.type("5.000", PEOPLE)
    assert refused.value.code == "workspace.cell-locked"
    assert refused.value.facts["where"] == "3. Tổng số nhân khẩu"


def test_another_cell_is_unlocked_by_a_reason_that_travels(scene):
    scene.take(scene.send_back())
    with pytest.raises(FormError) as refused:
        unlock(scene.desk, Unlock(SET, YEAR.code, f"{SELF}/{PEOPLE}", " "))
    assert refused.value.code == "exchange.reason-missing"
    unlock(scene.desk, Unlock(SET, YEAR.code, f"{SELF}/{PEOPLE}", "Đổi theo số hộ"))
    scene.type("5.000", PEOPLE)
    scene.type("1.234")
    done = scene.submit()
    sent = report_of(done.package.read_bytes())
    assert sent.reason.startswith("Sửa theo phiếu trả lại ngày ")
    assert f"Mở thêm {SELF}/{PEOPLE}: Đổi theo số hộ." in sent.reason
    assert [r.outcome for r in scene.receive(done)] == ["accepted"]
    told = [event.words for event in life(scene.office.workspace, scene.key)]
    assert any("Đổi theo số hộ" in words for words in told)
    own = [event.what for event in life(scene.desk.workspace, scene.key)]
    assert sorted(own) == ["reopened", "returned", "signed", "signed", "unlocked"]


def test_rows_of_a_roster_open_with_their_section(scene):
    scene.take(scene.send_back())
    sheet = scene.desk.sheet(WORKS, YEAR)
    step = sheet.add_row("cong_trinh")
    with pytest.raises(WorkspaceError) as refused:
        scene.desk.commit(sheet, step.change)
    assert refused.value.code == "workspace.list-locked"
    assert refused.value.facts["where"] == sheet.form.section("cong_trinh").title
    sheet.apply(step.change.inverse())
    unlock(scene.desk, Unlock(SET, YEAR.code, f"{WORKS}/cong_trinh", "Sót một công trình"))
    added = sheet.add_row("cong_trinh")
    scene.desk.commit(sheet, added.change)
    key = added.change.rows[0].key
    column = sheet.columns("cong_trinh")[0]
    typed = sheet.set_texts([(Cell("cong_trinh", key, column), "Đường bản Nà Đon")])
    scene.desk.commit(sheet, typed.change)
    scene.desk.commit(sheet, remove_rows(sheet, "cong_trinh", [key]).change)


def test_a_remark_upon_the_whole_report_opens_all_of_it(scene):
    scene.take(scene.send_back(Asked("", "Rà soát lại toàn bộ.")))
    scene.type("5.000", PEOPLE)


def test_the_same_return_twice_is_one_and_a_second_return_opens_more(scene):
    first = scene.send_back()
    assert [scene.take(first).opens, scene.take(first).opens] == [2, 0]
    more = scene.send_back(Asked(f"{SELF}/chung.so_nhan_khau", "Chưa khớp."))
    assert scene.take(more).opens == 2
    scene.type("5.000", PEOPLE)
    remarks = scene.desk.workspace.reports.remarks(scene.key)
    assert [(r.revision, r.cell) for r in remarks] == [(1, ASKED), (1, f"{SELF}/{PEOPLE}")]


def test_a_return_of_a_revision_that_was_replaced_is_kept_as_history(scene):
    late = scene.send_back()
    reopen(scene.desk, Reopen(SET, YEAR.code, "Sửa theo đối chiếu kho bạc"))
    assert scene.take(late).opens == 0
    report = scene.desk.report(SET, YEAR)
    assert (report.revision, report.status) == (2, Status.DRAFT)
    assert correction(scene.desk.workspace, report) is None
    scene.type("5.000", PEOPLE)
    assert [r.text for r in scene.desk.workspace.reports.remarks(scene.key)] == [
        "Số hộ chưa khớp niên giám."
    ]


@pytest.mark.parametrize(("remarks", "code"), [
    ([Asked(f"{SELF}/chung.khong_co.value", "x")], "exchange.remark-place"),
    ([Asked("khong-co/chung.so_ho.value", "x")], "exchange.remark-place"),
    ([Asked(f"{SELF}/khong_co", "x")], "exchange.remark-place"),
    ([Asked(ASKED, "  ")], "exchange.remark-text"),
])  # fmt: skip
def test_a_remark_names_a_cell_of_the_report_and_says_something(scene, remarks, code):
    with pytest.raises(FormError) as refused:
        scene.ask(*remarks)
    assert refused.value.code == code
    assert scene.revision.status is Status.ACCEPTED


def test_a_return_without_a_remark_is_none(scene):
    from ctmtqg_desktop.exchange.receiver.send_back import compose

    with pytest.raises(FormError) as refused:
        compose(scene.site(), scene.revision, (), sheets={}, due=None)
    assert refused.value.code == "exchange.return-empty"


def test_every_return_has_a_last_day(scene):
    today = scene.world.clock().date()
    assert scene.ask(due=None).due == today + timedelta(days=7)
    own = Asked(ASKED, "Sửa", today + timedelta(days=3))
    assert scene.ask(own, due=None).due == own.due
    assert scene.ask(due=today).due == today


@pytest.mark.parametrize("whole", [True, False])
def test_a_last_day_that_is_over_is_refused(scene, whole):
    gone = scene.world.clock().date() - timedelta(days=1)
    asked = Asked(ASKED, "Sửa") if whole else Asked(ASKED, "Sửa", gone)
    with pytest.raises(FormError) as refused:
        scene.ask(asked, due=gone if whole else None)
    assert refused.value.code == "exchange.return-due-past"
    assert scene.revision.status is Status.ACCEPTED


def test_only_the_last_revision_can_be_returned(scene):
    old = scene.revision
    reopen(scene.desk, Reopen(SET, YEAR.code, "Sửa"))
    scene.type("1.300")
    scene.receive(scene.submit())
    with pytest.raises(WorkspaceError) as refused:
        scene.ask(submission=old)
    assert refused.value.code == "exchange.return-late"


def test_a_return_by_anybody_else_or_for_another_report_is_refused(scene, mail):
    opened = unseal(scene.send_back().read_bytes())

    def forged(signer, words=None, unit=None):
        document = {**canonical.load(opened.parts["return.json"]), **(words or {})}
        part = PackagePart("return.json", PartRole.DATA, canonical.dump(document))
        head = opened.manifest.header
        head = replace(head, unit=replace(head.unit, code=unit)) if unit else head
        path = scene.out / "gia.asice"
        path.write_bytes(seal((part,), head, signer=signer, at=head.created).data)
        return path

    office = scene.world.office_signer
    for signer, unit in ((mail["03400"].signer, None), (mail["03400"].signer, "03400")):
        with pytest.raises(TrustError):
            scene.take(forged(signer, unit=unit))
    for words, code in (
        ({"content_sha256": "0" * 64}, "exchange.return-matches-nothing"),
        ({"signed_sha256": "0" * 64}, "exchange.return-matches-nothing"),
        ({"revision": 2}, "exchange.return-matches-nothing"),
        ({"unit": "03400"}, "exchange.return-not-ours"),
        ({"remarks": []}, "package.return-field"),
        ({"remarks": [{"cell": "../x", "text": "a", "due": None}]}, "package.return-field"),
        ({"due": "2025-02-30"}, "package.return-field"),
        ({"more": 1}, "package.return-unknown-field"),
    ):
        with pytest.raises(PackageError) as refused:
            scene.take(forged(office, words))
        assert refused.value.code == code
    assert scene.desk.report(SET, YEAR).status is Status.EXPORTED


# -- amendments


def test_an_amendment_names_what_it_replaces_and_why(scene, mail):
    reopen(scene.desk, Reopen(SET, YEAR.code, "Sửa theo đối chiếu kho bạc"))
    scene.type("1.300")
    done = scene.submit()
    data = done.package.read_bytes()
    assert report_of(data).reason == "Sửa theo đối chiếu kho bạc."
    header = unseal(data).manifest.header
    assert header.previous_content_sha256 == mail["03394"].done.content_sha256
    assert [r.outcome for r in scene.receive(done)] == ["accepted"]
    told = [(e.what, e.words) for e in life(scene.office.workspace, scene.key)]
    assert ("amended", "Lần 2 thay lần trước, lý do: Sửa theo đối chiếu kho bạc.") in told


def test_a_first_report_has_no_reason_and_reads_as_before(mail):
    data = mail["03394"].data
    assert b'"reason":' not in unseal(data).parts["data.json"].replace(b'"reasons":', b"")
    assert report_of(data).reason == ""


# -- receipts


@pytest.fixture
def receipts(scene):
    """Receipts for three revisions of one report, in order, as files."""
    given = []
    for number in (1, 2, 3):
        if number > 1:
            reopen(scene.desk, Reopen(SET, YEAR.code, "Sửa"))
            scene.type(str(1300 + number))
            scene.receive(scene.submit())
        waiting = scene.office.workspace.submissions.without_receipt()
        given += give_receipts(scene.site(), waiting, author=scene.author(), out_dir=scene.out)
    return given


def codes(scene, paths):
    return [r.code for r in take_in(scene.desk, TakeIn(tuple(paths))).found]


def test_receipts_quote_verdict_and_the_one_before(receipts):
    found = [read_receipt(unseal(path.read_bytes())) for path in receipts]
    assert [(r.number, r.previous_own, r.verdict) for r in found] == [
        (1, 0, "valid"), (2, 1, "valid"), (3, 2, "valid"),
    ]  # fmt: skip
    assert [r.previous_hash for r in found[1:]] == [r.hash for r in found[:2]]


def test_a_lost_receipt_is_missed_and_no_longer_when_it_comes(scene, receipts):
    assert codes(scene, receipts[:1]) == ["exchange.receipt-taken"]
    assert codes(scene, receipts[2:]) == ["exchange.receipt-gap"]
    (problem,) = check_receipts(scene.desk.workspace)
    assert (problem.code, problem.facts) == (
        "exchange.receipt-lost", {"number": 2, "later": 3},
    )  # fmt: skip
    assert codes(scene, receipts[1:2]) == ["exchange.receipt-taken"]
    assert check_receipts(scene.desk.workspace) == []
    kept = scene.desk.workspace.submissions.of(scene.key)
    assert [s.status for s in kept] == [Status.ACCEPTED] * 3


def test_a_receipt_of_another_line_is_found(scene, receipts):
    """The office went back to an older copy of its register and numbered anew."""
    codes(scene, receipts[:1])
    opened = unseal(receipts[1].read_bytes())
    document = {**canonical.load(opened.parts["receipt.json"]), "previous_hash": "0" * 64}
    part = PackagePart("receipt.json", PartRole.DATA, canonical.dump(document))
    head = opened.manifest.header
    made = seal((part,), head, signer=scene.world.office_signer, at=head.created)
    receipts[1].write_bytes(made.data)
    codes(scene, receipts[1:2])
    assert [p.code for p in check_receipts(scene.desk.workspace)] == ["exchange.receipt-broken"]


def test_the_register_is_compared_with_what_was_signed(scene, receipts):
    from sqlalchemy import text

    ws = scene.office.workspace
    assert check_receipts(ws) == []
    with ws._db.write() as connection:
        connection.execute(text("UPDATE receipt SET hash = :x WHERE number = 2"), {"x": "0" * 64})
    assert [p.code for p in check_receipts(ws)] == ["exchange.receipt-altered"]
    assert "workspace.receipt-chain" in {p.code for p in ws.upkeep.doctor()}


def test_letters_say_when_it_arrived_and_are_read_once(scene, receipts):
    back = scene.send_back()
    codes(scene, [receipts[0], back])
    found = letters(scene.desk)
    assert sorted((x.number, x.days_late <= 0, x.is_read) for x in found) == [
        (0, True, False), (1, True, False),
    ]  # fmt: skip
    read_letter(scene.desk, ReadLetter(found[0].package_sha256))
    assert [x.is_read for x in letters(scene.desk)] == [True, False]


def test_notes_of_the_office_survive_a_restart(scene, world):
    last = scene.revision
    remark(scene.office, last, Asked(ASKED, "Một"), Asked(ASKED, "Hai  lần"))
    remark(scene.office, last, Asked("", "Cả báo cáo"))
    assert notes_of(scene.office.workspace, last) == (
        Asked(ASKED, "Hai lần"), Asked("", "Cả báo cáo"),
    )  # fmt: skip
    for cell in (ASKED, ""):
        do(scene.office, DropRemark(last.content_sha256, cell))
    assert notes_of(scene.office.workspace, last) == ()


# -- the whole life in one file


def test_the_same_life_is_the_same_bytes(scene, receipts):
    ws = scene.desk.workspace
    assert bundle(ws, scene.key) == bundle(ws, scene.key)


def test_a_returned_report_is_still_a_draft_after_a_restart(scene, world):
    scene.take(scene.send_back())
    place = scene.desk.workspace.place
    scene.desk.workspace.close()
    workspace = open_workspace(place, clock=world.clock)
    scene.desk = desk_of(Program(lambda: world.catalogue, world.clock), workspace)
    with pytest.raises(WorkspaceError):
        scene.type("5.000", PEOPLE)
    scene.type("1.234")
