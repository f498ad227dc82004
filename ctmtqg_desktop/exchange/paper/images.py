"""The images of a signature and of a seal that a workspace keeps for its prints."""

from decimal import Decimal
from typing import TYPE_CHECKING

from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.paper.orders import Image, KeepImage
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.files import read_limited
from ctmtqg_desktop.workspace.records import KeptPicture

if TYPE_CHECKING:
    from ctmtqg_desktop.reports.page.pictures import Picture
    from ctmtqg_desktop.workspace.workspace import Workspace


def picture_of(workspace: "Workspace", image: Image) -> "Picture | None":
    """Return an image that is kept; None when there is none.

    Raises:
        PackageError: ``reports.picture-unreadable``.
    """
    from ctmtqg_desktop.reports.page.pictures import read_picture

    kept = workspace.pictures.find(image)
    return None if kept is None else read_picture(kept.png, width_mm=float(kept.width_mm))


def keep_image(room: Room, order: KeepImage, _: Step = no_step) -> Done:
    """Keep an image in the workspace with its real size, or forget it.

    Raises:
        PackageError: ``reports.picture-…``; the file cannot be read.
    """
    from ctmtqg_desktop.reports.page.pictures import MAX_BYTES, read_picture

    pictures = room.workspace.pictures
    if order.file is None:
        pictures.drop(order.image)
        return Done("done.image-dropped", {"width_mm": None, "height_mm": None})
    picture = read_picture(read_limited(order.file, MAX_BYTES), width_mm=order.width_mm)
    facts = {"width_mm": f"{picture.width_mm:.2f}", "height_mm": f"{picture.height_mm:.2f}"}
    pictures.keep(order.image, KeptPicture(picture.png, Decimal(facts["width_mm"])))
    return Done("done.signature-image", facts, found=picture)
