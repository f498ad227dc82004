"""Acts about keys, by three doors: made, enrolled, put on paper, looked at."""

import pytest

from ctmtqg_desktop.exchange.keys.orders import (
    ChangePassword,
    Enrol,
    MakeAnotherKey,
    MakeAuthority,
    MakeKey,
    MakeReadingKey,
    PrintSlip,
    ReplaceAuthority,
    ShowKey,
    ShowTokens,
)
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing
from ctmtqg_desktop.ui.sign.signer_rows import Way

from .conftest import PASSWORD, Case, assert_one_answer
from .key_scenes import NEW, TITLE, file_chosen


def verb(name, /, *words, **options):
    """Return what is typed for a verb; a word or option that is a file of the scene is found."""

    def argv(scene):
        found = [scene.path(word) for word in (scene.workspace, *words) if word]
        named = [
            part
            for option, value in options.items()
            for part in (f"--{option.replace('_', '-')}", _value(scene, value))
            if part is not None
        ]
        return [name, *found, *named]

    return argv


def _value(scene, value):
    if value is True:
        return None
    return scene.path(value[1:]) if value.startswith("@") else value


# -- making keys


def make_key(path):
    def by_page(window, scene, qtbot):
        window.go("keys")
        page = window.keys
        page.make_path.set_path(scene.path(path))
        for field in (page.make_password, page.make_again):
            field.setText(PASSWORD)
        page._make()

    return (
        lambda scene: MakeKey(scene.path(path), PASSWORD),
        verb("keygen", key=f"@{path}"),
        by_page,
    )


def make_authority(path):
    def by_page(window, scene, qtbot):
        window.go("approve")
        page = window.approve
        page.own_path.set_path(scene.path(path))
        page.own_title.setText(TITLE)
        for field in (page.own_password, page.own_again):
            field.setText(PASSWORD)
        page._make_authority()

    return (
        lambda scene: MakeAuthority(scene.path(path), PASSWORD, TITLE),
        verb("keygen", key=f"@{path}", title=TITLE),
        by_page,
    )


def make_another(password, file=""):
    def by_page(window, scene, qtbot):
        window.go("approve")
        dialog = window.approve_control.ask_another()
        dialog.path.set_path(scene.path("more.ntmkey"))
        dialog.password.setText(password)
        dialog.title.setText("Phó Chủ tịch")
        dialog.accept()

    given = {"password_file": file} if file else {}
    return (
        lambda scene: MakeAnotherKey(scene.path("more.ntmkey"), password, "Phó Chủ tịch"),
        verb("keygen", key="@more.ntmkey", another=True, title="Phó Chủ tịch", **given),
        by_page,
    )


def replace_authority(path):
    def by_page(window, scene, qtbot):
        window.go("approve")
        dialog = window.approve_control.ask_replacement()
        dialog.reason.setText("Hỏng máy")
        dialog.path.set_path(scene.path(path))
        dialog.password.setText(PASSWORD)
        dialog.again.setText(PASSWORD)
        dialog.title.setText(TITLE)
        dialog.out_dir.set_path(scene.path("cards"))
        dialog.sure.setChecked(True)
        dialog.accept()

    return (
        lambda scene: ReplaceAuthority(
            scene.path(path), PASSWORD, "Hỏng máy", scene.path("cards"), TITLE
        ),
        verb(
            "keygen", key=f"@{path}", replace_authority=True, reason="Hỏng máy", out="@cards",
            title=TITLE,
        ),
        by_page,
    )  # fmt: skip


def change_password(key, password, file=""):
    def by_page(window, scene, qtbot):
        dialog = window.password_control.ask()
        dialog.key.set_path(scene.path(key))
        dialog.password.setText(password)
        dialog.new.setText(NEW)
        dialog.again.setText(NEW)
        dialog.accept()

    given = {"password_file": file} if file else {}
    return (
        lambda scene: ChangePassword(scene.path(key), password, NEW),
        verb("change-password", key=f"@{key}", new_password_file="@new.txt", **given),  # noqa: S106
        by_page,
    )


MAKING = (
    Case("make-key", "unit", *make_key("more.ntmkey")),
    Case("make-key", "unit", *make_key("unit.key"), code="exchange.key-exists"),
    Case("make-authority", "fresh_office", *make_authority("more.ntmkey")),
    Case(
        "make-authority", "bureau", *make_authority("more.ntmkey"),
        code="exchange.authority-exists",
    ),
    Case("make-another-key", "bureau", *make_another(PASSWORD)),
    Case(
        "make-another-key", "bureau", *make_another("không đúng", "@wrong.txt"),
        code="trust.password-wrong",
    ),
    Case("replace-authority", "bureau", *replace_authority("more.ntmkey")),
    Case(
        "replace-authority", "bureau", *replace_authority("office.key"),
        code="exchange.key-exists",
    ),
    Case(
        "make-reading-key", "unit", lambda _: MakeReadingKey(PASSWORD), verb("reading-key")
    ),
    Case("change-password", "unit", *change_password("unit.key", PASSWORD)),
    Case(
        "change-password", "bureau", *change_password("office.key", PASSWORD),
        about="authority",
    ),
    Case(
        "change-password", "unit", *change_password("unit.key", "không đúng", "@wrong.txt"),
        code="trust.password-wrong",
    ),
)  # fmt: skip


# -- enrolling


def enrol(password=PASSWORD, file=""):
    def order(scene):
        signing = Signing(KeyFile(scene.path("new.key"), password), scene.path("usb"))
        return Enrol(signing, KeyFile(scene.path("unit.key"), PASSWORD))

    def by_page(window, scene, qtbot):
        window.go("keys")
        page = window.keys
        page.key.set_path(scene.path("new.key"))
        page.password.setText(password)
        page.out_dir.set_path(scene.path("usb"))
        page.rotates.setChecked(True)
        page.old_key.set_path(scene.path("unit.key"))
        page.old_password.setText(PASSWORD)
        page._enrol()

    given = {"password_file": file} if file else {}
    return order, verb("enrol", key="@new.key", old_key="@unit.key", out="@usb", **given), by_page


def _enrol_outside(scene):
    source = KeyFile(scene.path("a.p12"), PASSWORD)
    return Enrol(Signing(source, scene.path("usb"), name="Lò Văn A"), with_slip=True)


def _enrol_outside_by_page(window, scene, qtbot):
    window.go("keys")
    window.keys.name.setText("Lò Văn A")
    dialog = window.keys_control.ask_outside()
    dialog.signer.way.setCurrentIndex(Way.P12)
    dialog.signer.p12.set_path(scene.path("a.p12"))
    dialog.password.setText(PASSWORD)
    dialog.out_dir.set_path(scene.path("usb"))
    dialog.accept()


def print_slip(key):
    def by_page(window, scene, qtbot):
        window.go("keys")
        page = window.keys
        page.key.set_path(scene.path(key))
        page.name.setText("Lò Văn A")
        with file_chosen(scene.path("slip.pdf")):
            page._slip()

    return (
        lambda scene: PrintSlip(scene.path(key), scene.path("slip.pdf"), name="Lò Văn A"),
        verb("slip", key=f"@{key}", pdf="@slip.pdf", name="Lò Văn A"),
        by_page,
    )


ENROLLING = (
    Case("enrol", "unit", *enrol(), about="vouched"),
    Case("enrol", "unit", *enrol("không đúng", "@wrong.txt"), code="trust.password-wrong"),
    Case(
        "enrol", "unit", _enrol_outside,
        verb("enrol", key="@a.p12", out="@usb", name="Lò Văn A", slip=True),
        _enrol_outside_by_page, exact=(".pdf",), about="outside",
    ),
    Case("print-slip", "unit", *print_slip("unit.key"), exact=(".pdf",)),
    Case("print-slip", "unit", *print_slip("ca.cer"), code="trust.key-file-unreadable"),
)  # fmt: skip

# -- looking

LOOKING = (
    Case(
        "show-tokens", "token", lambda scene: ShowTokens((scene.path("library"),)),
        verb("tokens", "library"),
    ),
    Case(
        "show-key", "key_files", lambda scene: ShowKey(KeyFile(scene.path("unit.key"), "")),
        verb("key-info", key="@unit.key"),
    ),
    Case(
        "show-key", "key_files", lambda scene: ShowKey(KeyFile(scene.path("wrong.txt"), "")),
        verb("key-info", key="@wrong.txt"), code="trust.key-file-unreadable",
    ),
)  # fmt: skip

CASES = (*MAKING, *ENROLLING, *LOOKING)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)


def test_a_failed_authority_leaves_no_key_file(fresh_office, world, tmp_path, monkeypatch):
    """All or nothing: a key file without its authority would speak for nobody."""
    from ctmtqg_desktop.errors import WorkspaceError
    from ctmtqg_desktop.exchange.acts import do
    from ctmtqg_desktop.exchange.room import Program

    from .conftest import opened

    scene = fresh_office.copied(tmp_path / "canh")
    office = opened(Program(lambda: world.catalogue, world.clock), scene)

    def full(_):
        raise WorkspaceError("workspace.disk-full")

    monkeypatch.setattr(office.workspace.signers, "add", full)
    with pytest.raises(WorkspaceError):
        do(office, MakeAuthority(scene.path("more.ntmkey"), PASSWORD))
    assert office.workspace.signers.authority() is None
    assert not scene.path("more.ntmkey").exists()
    office.workspace.close()
