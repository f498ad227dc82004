"""What changed in the workspace, told to every page that cares."""

from PySide6.QtCore import QObject, Signal


class News(QObject):
    """Carry the names of what changed ("sheets", "submissions", "inbox", …) between pages.

    Pages listen and read again; nobody holds another page.
    """

    changed = Signal(frozenset)

    def tell(self, *topics: str) -> None:
        """Say that the topics changed; nothing is said for none."""
        if topics:
            self.changed.emit(frozenset(topics))
