"""Acts about signed papers, by three doors: the images on them, files signed on their own."""

import shutil
from io import BytesIO

import pytest

from ctmtqg_desktop.exchange.paper.orders import Image, KeepImage, Separate, SignPdf
from ctmtqg_desktop.exchange.post.signing import KeyFile, Signing

from .conftest import PASSWORD, Case, Scene, assert_one_answer

CODE = "03394"


def png():
    from PIL import Image as Pictures
    from PIL import ImageDraw

    image, target = Pictures.new("RGBA", (300, 300)), BytesIO()
    ImageDraw.Draw(image).ellipse((6, 6, 293, 293), outline=(200, 0, 0, 255), width=14)
    image.save(target, "PNG")
    return target.getvalue()


def pdf():
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, invariant=True)
    canvas.drawString(100, 700, "Phu luc")
    canvas.save()
    return target.getvalue()


@pytest.fixture
def unit(world):
    """A unit's workspace, its seal's key, an image and a PDF."""
    root = world.root / "scene"
    root.mkdir()
    desk = world.open_desk(CODE)
    desk.workspace.close()
    shutil.copyfile(world.root / f"{CODE}.ctmtqg", root / "unit.ctmtqg")
    shutil.copyfile(world.key_file(world.signer(CODE)), root / "seal.key")
    (root / "seal.png").write_bytes(png())
    (root / "appendix.pdf").write_bytes(pdf())
    return Scene(root, "unit.ctmtqg")


def papers_of(window, qtbot):
    qtbot.waitUntil(lambda: not window.jobs.is_busy and not window.is_opening)
    window.go("papers")
    return window.papers.page


def keep_by_page(width):
    def drive(window, scene, qtbot):
        row = papers_of(window, qtbot).seal
        row.width_mm.setValue(width)
        row.take(scene.path("seal.png"))

    return drive


def forget_by_page(window, _, qtbot):
    row = papers_of(window, qtbot).signature
    row.drop.setEnabled(True)
    row.drop.click()


def sign_by_page(number):
    def drive(window, scene, qtbot):
        from PySide6.QtWidgets import QLineEdit

        from ctmtqg_desktop.ui.parts.fields import PathBox

        papers_of(window, qtbot)
        dialog = window.papers.ask_separate()
        lines = {field.accessibleName(): field for field in dialog.findChildren(QLineEdit)}
        boxes = {box.line.accessibleName(): box for box in dialog.findChildren(PathBox)}
        boxes["Tệp PDF"].set_path(scene.path("appendix.pdf"))
        lines["Số, ký hiệu"].setText(number)
        dialog.signer.key.set_path(scene.path("seal.key"))
        dialog.signer.password.setText(PASSWORD)
        dialog.out_dir.set_path(scene.root / "out")
        dialog.accept()

    return drive


def sign(number):
    def order(scene):
        signing = Signing(KeyFile(scene.path("seal.key"), PASSWORD), scene.root / "out")
        return SignPdf(scene.path("appendix.pdf"), Separate.APPENDIX, number, signing)

    return order


def sign_by_command(number):
    def argv(scene):
        return [
            "sign-pdf", scene.path("unit.ctmtqg"), scene.path("appendix.pdf"), "--kind", "phu-luc",
            "--number", number, "--key", scene.path("seal.key"), "--out", scene.root / "out",
        ]  # fmt: skip

    return argv


LONG = "4" * 41
CASES = (
    Case(
        "signature-image", "unit", lambda s: KeepImage(Image.SEAL, s.path("seal.png"), 36),
        lambda s: ["signature-image", s.path("unit.ctmtqg"), "con-dau", s.path("seal.png"),
                   "--mm", 36],
        keep_by_page(36),
    ),
    Case(
        "signature-image", "unit", lambda s: KeepImage(Image.SEAL, s.path("seal.png")),
        lambda s: ["signature-image", s.path("unit.ctmtqg"), "con-dau", s.path("seal.png")],
        keep_by_page(0), code="reports.picture-size",
    ),
    Case(
        "signature-image", "unit", lambda _: KeepImage(Image.SIGNATURE),
        lambda s: ["signature-image", s.path("unit.ctmtqg"), "chu-ky"], forget_by_page,
        about="forgotten",
    ),
    Case("sign-pdf", "unit", sign("45/BC-UBND"), sign_by_command("45/BC-UBND"),
         sign_by_page("45/BC-UBND")),
    Case("sign-pdf", "unit", sign(LONG), sign_by_command(LONG), sign_by_page(LONG),
         code="exchange.separate-number"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_three_doors_give_one_answer(case, answer_of):
    assert_one_answer(case, answer_of)
