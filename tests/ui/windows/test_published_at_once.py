"""What was published or taken in counts at once in both windows; nobody opens them again."""

from datetime import date

from ctmtqg_desktop.exchange.acts import do
from ctmtqg_desktop.exchange.keeping.orders import Publish, SetProfile
from ctmtqg_desktop.exchange.keys.keys import load_signer
from ctmtqg_desktop.exchange.post.signing import Held, Signing
from ctmtqg_desktop.exchange.sender.orders import TakeIn

UNIT, SET = "03412", "ntm-nang-cao-xa"


def test_a_duty_that_is_published_is_on_the_board_and_then_in_the_units_tree(
    receiver, sent, world, tmp_path, qtbot
):
    office, new = receiver.office, tmp_path / "moi"
    order = SetProfile(
        folder=new, units=(UNIT,), valid_from=date(2024, 1, 1), source="KH 454/KH-UBND",
        aims=("ntm-nang-cao",),
    )  # fmt: skip
    do(office, order)
    before, offered = office.library, {one.id for one in office.report_sets()}
    signer = load_signer(world.key("106"), world.password)
    receiver.shell.acting.do(Publish(new, Signing(Held(signer), tmp_path / "gui")))
    qtbot.waitUntil(lambda: receiver._library is not before)
    assert office.library is receiver._library
    assert SET not in offered
    assert SET in {one.id for one in receiver.totals.sets._sets}
    (package,) = (tmp_path / "gui").glob("*.asice")
    sent.go("keys")
    assert SET not in {set_id for set_id, _ in sent.forms.by_set()}
    sent.shell.acting.do(TakeIn((package,)))
    qtbot.waitUntil(lambda: SET in {name for name, _ in sent.forms.by_set()})
    qtbot.waitUntil(lambda: sent._library is sent.desk.library)
    assert sent.shell.page_id == "keys"
    assert any(SET in entry.id for entry in sent.forms.entries())
