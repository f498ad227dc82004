"""The images of a signature and of a seal that a workspace keeps for its prints."""

import base64
import binascii
from typing import TYPE_CHECKING

from ctmtqg_desktop.errors import PackageError
from ctmtqg_desktop.exchange.act import Done, Step, no_step
from ctmtqg_desktop.exchange.paper.orders import Image, KeepImage
from ctmtqg_desktop.exchange.room import Room
from ctmtqg_desktop.package.files import read_limited

if TYPE_CHECKING:
    from ctmtqg_desktop.reports.page.pictures import Picture
    from ctmtqg_desktop.workspace.workspace import Workspace


def picture_of(workspace: "Workspace", image: Image) -> "Picture | None":
    """Return an image that is kept; None when there is none.

    Raises:
        PackageError: ``reports.picture-unreadable``.
    """
    from ctmtqg_desktop.reports.page.pictures import read_picture

    kept = workspace.settings.get(image)
    if not kept:
        return None
    width, _, text = kept.partition(" ")
    try:
        return read_picture(base64.b64decode(text, validate=True), width_mm=float(width))
    except (binascii.Error, ValueError) as error:
        raise PackageError("reports.picture-unreadable", limit_kb=0) from error


def keep_image(room: Room, order: KeepImage, _: Step = no_step) -> Done:
    """Keep an image in the workspace with its real size, or forget it.

    Raises:
        PackageError: ``reports.picture-…``; the file cannot be read.
    """
    from ctmtqg_desktop.reports.page.pictures import MAX_BYTES, read_picture

    settings = room.workspace.settings
    if order.file is None:
        settings.put(order.image, "")
        return Done("done.image-dropped", {"width_mm": None, "height_mm": None})
    picture = read_picture(read_limited(order.file, MAX_BYTES), width_mm=order.width_mm)
    text = base64.b64encode(picture.png).decode("ascii")
    settings.put(order.image, f"{picture.width_mm:.2f} {text}")
    facts = {"width_mm": f"{picture.width_mm:.2f}", "height_mm": f"{picture.height_mm:.2f}"}
    return Done("done.signature-image", facts, found=picture)
