"""Issue 10, Build 2: a receiver holds a shown figure against its owner's report, by name."""

from dataclasses import replace
from decimal import Decimal

import pytest
from doing import explain_blanks, receive

from ctmtqg_desktop.catalogue.records.form import Cell
from ctmtqg_desktop.catalogue.records.periods import Period
from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.chosen_sets import choose
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.receiver.orders import Consolidate, Judge
from ctmtqg_desktop.exchange.receiver.verdict_words import cautions_of
from ctmtqg_desktop.exchange.sender.amend import reopen
from ctmtqg_desktop.exchange.sender.orders import Reopen, Submit
from ctmtqg_desktop.exchange.sender.submit import submit
from ctmtqg_desktop.package import payload
from ctmtqg_desktop.package.manifest import PartRole
from ctmtqg_desktop.package.seal import PackagePart, seal
from ctmtqg_desktop.package.unseal import unseal

YEAR, UNIT, DIFFERS = Period.parse("2024"), "03394", "exchange.shown-differs"
OWNERS, SHOWN = "dtts-xa", "ket-qua-nam-xa"
OWNER, HERE = Cell("ty_le_cuoi_ky", "dt_da7_0_03", "dat"), Cell("bao_hiem", "bhyt_dtts", "dat")


class Sender:
    def __init__(self, world, office, folder):
        self.desk, self.folder = world.open_desk(UNIT, name="gửi"), folder
        choose(self.desk.workspace, [OWNERS, SHOWN])
        self.signer = world.signer(UNIT)
        world.card(self.desk, self.signer)
        world.enrol(office, UNIT, self.signer)

    def type(self, form, cell, text):
        sheet = self.desk.sheet(form, YEAR)
        self.desk.commit(sheet, sheet.set_texts([(cell, text)]).change)

    def send(self, set_id):
        explain_blanks(self.desk, set_id, YEAR)
        for sheet in self.desk.sheets(set_id, YEAR):
            for finding in sheet.findings():
                if finding.blocks:
                    self.desk.justify(sheet, finding, "Theo sổ theo dõi.")
        done = submit(
            self.desk, Submit(set_id, YEAR.code, Signing(Held(self.signer), self.folder))
        )
        assert not done.is_refused, done.found
        return done.found.package

    def forged(self, package, form_id, computed):
        """Return a package whose form says other figures, signed by the unit all the same."""
        one = unseal(package.read_bytes())
        report = payload.load_report(one.parts["data.json"])
        forms = (
            replace(f, computed={**f.computed, **computed}) if f.id == form_id else f
            for f in report.forms
        )
        data = payload.dump_report(replace(report, forms=tuple(forms)))
        unsigned = one.parts["report.pdf"].partition(b"%%EOF\n")[0] + b"%%EOF\n"
        parts = [PackagePart("data.json", PartRole.DATA, data),
                 PackagePart("report.pdf", PartRole.PRINT, unsigned)]  # fmt: skip
        head = one.manifest.header
        path = self.folder / f"khac-{form_id}.asice"
        path.write_bytes(seal(parts, head, signer=self.signer, at=head.created).data)
        return path


@pytest.fixture
def office(world):
    made = world.open_office()
    yield made
    made.workspace.close()


@pytest.fixture
def sender(world, office, tmp_path):
    made = Sender(world, office, tmp_path)
    made.type("dtts-da7", OWNER, "90")
    yield made
    made.desk.workspace.close()


def told(office, set_id=SHOWN):
    return do(office, Consolidate(set_id, YEAR.code)).facts["shown_differs"]


def test_equal_figures_are_told_of_nowhere(office, sender):
    for package in (sender.send(OWNERS), sender.send(SHOWN)):
        (one,) = receive(office, [package])
        assert (one.outcome, one.differing) == ("accepted", ())
        assert DIFFERS not in one.verdict.cautions
    assert told(office) == told(office, OWNERS) == []


@pytest.mark.parametrize("owner_first", [True, False])
def test_an_owner_that_says_otherwise_is_named_whoever_comes_first(office, sender, owner_first):
    shown = sender.send(SHOWN)  # with 90
    sender.type("dtts-da7", OWNER, "95")
    owner = sender.send(OWNERS)
    first, last = (owner, shown) if owner_first else (shown, owner)
    (one,) = receive(office, [first])
    assert one.differing == ()
    verified = do(office, Judge((str(last),)))
    (one,) = receive(office, [last])
    assert one.outcome == "accepted"
    assert DIFFERS in one.verdict.cautions
    (differs,) = [d for d in one.differing if d.form == "lct-ket-qua-nam"]
    assert (differs.unit, differs.cell, differs.text) == (UNIT, str(HERE), "90")
    assert (differs.owner_form, differs.owner_cell) == ("dtts-da7", str(OWNER))
    assert differs.owner_text == "95"
    for word in ("Kết quả năm", "90", "95", "Dự án 7", "bảo hiểm y tế"):
        assert word in differs.message
    assert differs._asdict() in verified.facts["files"][0]["shown_differs"]
    assert differs._asdict() in told(office)
    assert differs.message in cautions_of(one.verdict, differs.message)


def test_a_blank_beside_a_figure_is_named_and_a_blank_form_is_not(office, sender):
    sender.type("lct-ket-qua-nam", Cell("bao_hiem", "bhyt_dan_so", "dat"), "5")
    shown = sender.send(SHOWN)
    receive(office, [sender.forged(shown, "lct-ket-qua-nam", {HERE: Decimal(0)})])
    sender.type("dtts-da7", OWNER, "95")
    (one,) = receive(office, [sender.send(OWNERS)])
    texts = {(d.form, d.text, d.owner_text) for d in one.differing}
    assert ("lct-ket-qua-nam", "0", "95") in texts


def test_a_corrected_report_ends_it(office, sender):
    shown = sender.send(SHOWN)
    sender.type("dtts-da7", OWNER, "95")
    receive(office, [shown, sender.send(OWNERS)])
    assert told(office)
    reopen(sender.desk, Reopen(SHOWN, YEAR.code, "Số đã sửa ở biểu Dự án 7."))
    (one,) = receive(office, [sender.send(SHOWN)])
    assert (one.outcome, one.differing) == ("accepted", ())
    assert told(office) == []
