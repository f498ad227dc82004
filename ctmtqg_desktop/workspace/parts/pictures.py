"""The images of a signature and of a seal."""

from sqlalchemy import delete, select

from ctmtqg_desktop.workspace.file.database import WorkspacePart
from ctmtqg_desktop.workspace.records import KeptPicture
from ctmtqg_desktop.workspace.schema import tables

_picture = tables.picture.c


class PictureStore(WorkspacePart):
    """Keep one image under each name."""

    def find(self, name: str) -> KeptPicture | None:
        """Return the image kept under a name; None when there is none."""
        asked = select(_picture.png, _picture.width_mm).where(_picture.name == name)
        with self._db.read() as connection:
            found = connection.execute(asked).one_or_none()
        return None if found is None else KeptPicture(*found)

    def keep(self, name: str, picture: KeptPicture) -> None:
        """Keep an image in the place of the one before."""
        row = {"name": name, "png": picture.png, "width_mm": picture.width_mm}
        with self._db.write() as connection:
            connection.execute(self._db.upsert(tables.picture, "png", "width_mm"), row)

    def drop(self, name: str) -> None:
        """Forget an image."""
        with self._db.write() as connection:
            connection.execute(delete(tables.picture).where(_picture.name == name))
