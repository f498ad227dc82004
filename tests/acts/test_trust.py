"""Acts about who may sign, by three doors: approved, revoked, confirmed; outside authorities.

HOUSE: "the window opens the authority before it asks the token for its PIN, the command the
other way round": a wrong password of the authority costs no PIN by any door.
"""

import shutil
from datetime import date

import pytest

from ctmtqg_desktop.exchange.keys.orders import (
    Approve,
    Confirm,
    ForgetAuthority,
    ListAuthorities,
    ListRevocations,
    PublishRevocations,
    Revoke,
    ShowRequests,
    TakeCrl,
    TrustAuthority,
)
from ctmtqg_desktop.exchange.post.signers import find_tokens
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing, Token
from ctmtqg_desktop.trust.token.token import TokenChoice
from ctmtqg_desktop.trust.token.token_faults import PinState
from ctmtqg_desktop.ui.sign.signer_rows import Way

from .conftest import PASSWORD, Case, assert_one_answer
from .key_scenes import CODE, TITLE, file_chosen
from .test_keys import verb

HOW = "Chủ tịch xã xác nhận qua điện thoại"

# -- enrolments


def open_request(window, scene, qtbot):
    window.go("approve")
    with file_chosen(scene.path("request")):
        window.approve.ask_request()
    qtbot.waitUntil(lambda: not window.jobs.is_busy)


def approve(password=PASSWORD, file=""):
    def order(scene):
        signing = Signing(KeyFile(scene.path("office.key"), password), scene.path("cards"))
        return Approve(scene.path("request").read_bytes(), CODE, signing, "12")

    def by_page(window, scene, qtbot):
        open_request(window, scene, qtbot)
        page = window.approve
        page.compared.setChecked(True)
        page.key.set_path(scene.path("office.key"))
        page.password.setText(password)
        page.slip.setText("12")
        page.out_dir.set_path(scene.path("cards"))
        assert not page.obstacle()
        page.go.click()

    given = {"password_file": file} if file else {}
    words = {"unit": CODE, "slip": "12", "key": "@office.key", "out": "@cards", **given}
    return order, verb("approve", "request", **words), by_page


# -- trust that ends


def _revoke_by_page(window, scene, qtbot):
    window.go("revoke")
    page = window.revoke
    rows = page.signers.records
    page.signers.selectRow(next(r for r in range(rows.rowCount()) if rows.record(r).unit == CODE))
    page.reason.setCurrentIndex(page.reason.findData("key-stolen"))
    page.is_since.setChecked(True)
    page.since.setDate(date(2025, 1, 2))
    page.sure.setChecked(True)
    page.go.click()


def _confirm_by_page(window, scene, qtbot):
    window.go("revoke")
    page = window.revoke
    page.doubtful.selectRow(0)
    page.how.setText(HOW)
    page.stands.click()


def publish(password=PASSWORD, file=""):
    def by_page(window, scene, qtbot):
        window.go("revoke")
        dialog = window.revoke_control.ask_publish()
        dialog.key.set_path(scene.path("office.key"))
        dialog.password.setText(password)
        dialog.out_dir.set_path(scene.path("usb"))
        dialog.accept()

    given = {"password_file": file} if file else {}
    return (
        lambda scene: PublishRevocations(
            Signing(KeyFile(scene.path("office.key"), password), scene.path("usb"))
        ),
        verb("revocations", key="@office.key", out="@usb", **given),
        by_page,
    )


# -- authorities from outside


def _trust_by_page(window, scene, qtbot):
    window.go("revoke")
    card = window.revoke.outside
    with file_chosen(scene.path("ca.cer")):
        card.ask_certificate()
    card.compared.setChecked(True)
    card.trust.click()


def _trust_another_by_page(window, scene, qtbot):
    """The file is another one by the time the digits were compared."""
    window.go("revoke")
    window.revoke_control.show_candidate(scene.path("ca.cer"))
    shutil.copy(scene.path("cb.cer"), scene.path("ca.cer"))
    window.revoke.outside.compared.setChecked(True)
    window.revoke.outside.trust.click()


def _forget_by_page(window, scene, qtbot):
    window.go("revoke")
    card = window.revoke.outside
    card.known.selectRow(0)
    card.forget.click()


def take_crl(name):
    def by_page(window, scene, qtbot):
        window.go("revoke")
        with file_chosen(scene.path(name)):
            window.revoke.outside.lists.click()

    return (lambda scene: TakeCrl(scene.path(name)), verb("authority", crl=f"@{name}"), by_page)


def digits(name):
    return lambda scene: scene.facts[name]


def trust(name):
    """Trust one authority's file by the digits of another's, or of its own."""
    return (
        lambda scene: TrustAuthority(scene.path("ca.cer"), scene.facts[name]),
        lambda scene: [
            "authority", scene.path("office.ctmtqg"), "--add", scene.path("ca.cer"),
            "--digits", scene.facts[name],
        ],
    )  # fmt: skip


CASES = (
    Case(
        "show-requests", "bureau", lambda scene: ShowRequests((scene.path("request"),)),
        verb("requests", "request"), open_request,
    ),
    Case("approve", "bureau", *approve()),
    Case("approve", "bureau", *approve("không đúng", "@wrong.txt"), code="trust.password-wrong"),
    Case(
        "revoke", "bureau", lambda _: Revoke(CODE, "key-stolen", since=date(2025, 1, 2)),
        verb("revoke", unit=CODE, reason="key-stolen", since="2025-01-02"), _revoke_by_page,
    ),
    Case(
        "confirm", "suspecting", lambda scene: Confirm(scene.facts["submission"], HOW),
        lambda scene: ["confirm", scene.path("office.ctmtqg"), scene.facts["submission"],
                       "--reason", HOW],
        _confirm_by_page,
    ),
    Case("list-revocations", "suspecting", lambda _: ListRevocations(), verb("revocations")),
    Case("publish-revocations", "bureau", *publish()),
    Case(
        "publish-revocations", "bureau", *publish("không đúng", "@wrong.txt"),
        code="trust.password-wrong",
    ),
    Case("trust-authority", "bureau", *trust("ca"), _trust_by_page),
    Case(
        "trust-authority", "bureau", *trust("cb"), _trust_another_by_page,
        code="exchange.digits-differ",
    ),
    Case(
        "forget-authority", "bureau", lambda scene: ForgetAuthority(scene.facts["cb"]),
        lambda scene: ["authority", scene.path("office.ctmtqg"), "--remove", scene.facts["cb"]],
        _forget_by_page,
    ),
    Case("take-crl", "bureau", *take_crl("cb.crl")),
    Case("take-crl", "bureau", *take_crl("ca.crl"), code="trust.crl-unknown-issuer"),
    Case("list-authorities", "bureau", lambda _: ListAuthorities(), verb("authority")),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)


# -- a wrong password of the authority costs no PIN


def by_token(scene):
    """Sign with a PIN that is wrong too: the token would count it."""
    source = Token(TokenChoice(scene.path("library")), "sai")
    return Signing(source, scene.path("usb"), TITLE, authority_password="không đúng")  # noqa: S106


def fill_token(signer, authority, scene, qtbot):
    signer.library.set_path(scene.path("library"))
    signer.way.setCurrentIndex(Way.TOKEN)
    qtbot.waitUntil(lambda: signer.token.picked is not None)
    signer.password.setText("sai")
    authority.field.setText("không đúng")


def _approve_by_token(window, scene, qtbot):
    open_request(window, scene, qtbot)
    page = window.approve
    page.compared.setChecked(True)
    page.out_dir.set_path(scene.path("usb"))
    fill_token(page.signer, page.authority, scene, qtbot)
    assert not page.obstacle()
    page.go.click()


def _publish_by_token(window, scene, qtbot):
    window.go("revoke")
    dialog = window.revoke_control.ask_publish()
    dialog.out_dir.set_path(scene.path("usb"))
    fill_token(dialog.signer, dialog.authority, scene, qtbot)
    dialog.accept()


WITH_TOKEN = {
    "token": "@library", "out": "@usb", "password_file": "@pin.txt",
    "authority_password_file": "@wrong.txt",
}  # fmt: skip
BY_TOKEN = (
    Case(
        "approve", "bureau_with_token",
        lambda scene: Approve(scene.path("request").read_bytes(), CODE, by_token(scene)),
        verb("approve", "request", unit=CODE, **WITH_TOKEN), _approve_by_token,
        code="trust.password-wrong",
    ),
    Case(
        "publish-revocations", "bureau_with_token",
        lambda scene: PublishRevocations(by_token(scene)), verb("revocations", **WITH_TOKEN),
        _publish_by_token, code="trust.password-wrong",
    ),
)  # fmt: skip


@pytest.mark.parametrize("door", ["function", "command", "page"])
@pytest.mark.parametrize("case", BY_TOKEN, ids=str)
def test_a_wrong_authority_password_costs_no_pin(case, door, answer_of, softhsm):
    answer_of(case, door)
    (found,) = find_tokens([softhsm.LIBRARY])
    assert found.pin is PinState.GOOD


def test_a_request_is_named_by_the_catalogue_of_the_workspaces_day(bureau, declared, tmp_path):
    """The window called every unit unknown whose code had ended since the workspace's day."""
    from datetime import datetime

    from ctmtqg_desktop.clock import VIETNAM
    from ctmtqg_desktop.exchange.acts import do
    from ctmtqg_desktop.exchange.room import Program

    from .conftest import opened

    scene = bureau.copied(tmp_path / "canh")
    later = datetime(2025, 12, 1, tzinfo=VIETNAM)
    office = opened(Program(lambda: declared, lambda: later), scene)
    (one,) = do(office, ShowRequests((scene.path("request"),))).found
    assert one.unit_name == "Xã Thèn Sin"
    office.workspace.close()
