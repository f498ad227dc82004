"""A person's hands and eyes at a window: real clicks, keys and words on screen, all counted.

Nothing here knows the program: a button is found by its words, a field by its label, a row by
what it says. What cannot be seen cannot be pressed; what was scrolled away is scrolled to, and
that counts too.
"""

from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from eyes import can_be_seen, is_in, plain, pressed, read, row_words, rows_that_say
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

from ctmtqg_desktop.ui.parts.files.dialog import FileDialog

LEFT = Qt.MouseButton.LeftButton
SCREEN = (1366, 728)
"""What a screen of 1366 x 768 leaves beside the task bar."""


class Tally:
    """How much a person clicks, types and presses in each step of the job."""

    def __init__(self):
        self.steps = {}
        self._now = Counter()

    @contextmanager
    def step(self, name):
        """Count what is done from here on as a part of a step."""
        before, self._now = self._now, self.steps.setdefault(name, Counter())
        yield
        self._now = before

    def add(self, what):
        self._now[what] += 1

    def table(self):
        return {
            name: (c["clicks"], c["typed"], c["keys"], c["scrolls"])
            for name, c in self.steps.items()
        }


class Files:
    """Answers the dialog that asks for files and folders: the one place where it is shown.

    Attributes:
        asked: title of each dialog, and the folder it began in.
    """

    def __init__(self, monkeypatch):
        self._next, self.asked = (), []

        def chosen(dialog):
            return self._chosen(dialog)

        monkeypatch.setattr(FileDialog, "chosen", chosen)

    def will_be(self, *paths):
        self._next = tuple(Path(path) for path in paths)

    def _chosen(self, dialog):
        words = dialog.windowTitle()
        assert self._next, f"nobody chose a file for “{words}”"
        self.asked.append((words, Path(dialog.directory().path())))
        chosen, self._next = self._next, ()
        return chosen


class Hands:
    """What one person does and sees at one window, and in the dialogs that open over it."""

    def __init__(self, bot, tally, files, window):
        self._bot, self._tally, self._files = bot, tally, files
        self.window = window

    # -- what is in front

    @property
    def front(self):
        """Return the menu or dialog that is open over the window, else the window."""
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            return popup
        modal = QApplication.activeModalWidget()
        return modal if isinstance(modal, QDialog) else self.window

    def all_of(self, kind):
        front = self.front
        return [w for w in front.findChildren(kind) if w.window() is front and can_be_seen(w)]

    def _reached(self, kind):
        """Return also what is scrolled away."""
        front = self.front
        return [w for w in front.findChildren(kind) if w.window() is front and w.isVisible()]

    def still(self):
        """Wait until nothing is being worked on."""
        owner = self.window
        self._bot.waitUntil(lambda: not owner.jobs.is_busy)
        QApplication.processEvents()
        self._bot.waitUntil(lambda: not owner.jobs.is_busy)

    # -- eyes

    def words(self):
        """Return what can be read now, a line each."""
        lines = [plain(self.front.windowTitle())]
        for widget in self.all_of(QWidget):
            lines += read(widget)
        return [line for line in lines if line]

    def sees(self, *wanted):
        """Wait until all this can be read."""

        def there():
            text = "\n".join(self.words())
            return all(one in text for one in wanted)

        try:
            self._bot.waitUntil(there)
        except Exception as error:
            text = "\n".join(self.words())
            missing = [one for one in wanted if one not in text]
            raise AssertionError(f"not on screen: {missing}\n{text}") from error

    def sees_not(self, *unwanted):
        text = "\n".join(self.words())
        assert not [one for one in unwanted if one in text], text

    def fits(self):
        """Say whether the window needs no more than a small screen."""
        least = self.front.minimumSizeHint()
        return least.width() <= SCREEN[0] and least.height() <= SCREEN[1]

    def picture(self, path):
        self.front.grab().save(str(path))

    # -- hands

    def click(self, words):
        """Press the button of these words; one that is covered or grey cannot be pressed."""
        if isinstance(self.front, QMenu):
            self._choose(self.front, words)
            return
        found = [b for b in self._reached(QAbstractButton) if pressed(b).startswith(words)]
        assert found, f"no button “{words}”:\n" + "\n".join(self.words())
        button = found[0]
        assert button.isEnabled(), f"“{words}” is grey: {button.toolTip()}\n" + "\n".join(
            self.words()
        )
        place = button.rect().center()
        if button.width() > 400:
            place = QPoint(12, button.rect().center().y())  # a long check box answers at its box
        self._tap(button, place)

    def _choose(self, menu, words):
        action = next(a for a in menu.actions() if pressed(a).startswith(words))
        self._tap(menu, menu.actionGeometry(action).center())

    def _tap(self, widget, place, button=LEFT):
        if not widget.visibleRegion().contains(place):
            self._scroll_to(widget)
        assert widget.visibleRegion().contains(place), f"hidden: {widget} {place}"
        top = widget.window()
        under = top.childAt(widget.mapTo(top, place))
        assert under is None or under is widget or widget.isAncestorOf(under), (
            f"covered by {under}"
        )
        self._tally.add("clicks")
        QTest.mouseMove(widget, place)
        QTest.mouseClick(widget, button, pos=place)
        QApplication.processEvents()

    def _scroll_to(self, widget):
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                self._tally.add("scrolls")
                above.ensureWidgetVisible(widget)
            above = above.parentWidget()
        QApplication.processEvents()

    def go(self, title, *, under=""):
        """Click on a line of the tree at the left, opening its heading where it is shut."""
        (tree,) = self.all_of(QTreeView)
        model = tree.model()
        tops = [model.index(row, 0) for row in range(model.rowCount())]
        for top in tops:
            if under and plain(top.data()).lower() != under.lower():
                continue
            for at in [top, *(model.index(r, 0, top) for r in range(model.rowCount(top)))]:
                if plain(at.data()) == title:
                    self._go_to(tree, top, at)
                    return
        raise AssertionError(f"not in the tree: {under} › {title}")

    def _go_to(self, tree, top, at):
        if at != top and not tree.isExpanded(top):
            self._tap_index(tree, top)
            assert tree.isExpanded(top), f"{plain(top.data())} does not open"
        self._tap_index(tree, at)
        self.still()

    def _tap_index(self, view, at):
        if not view.viewport().rect().contains(view.visualRect(at).center()):
            self._tally.add("scrolls")
            view.scrollTo(at)
        self._tap(view.viewport(), view.visualRect(at).center())

    def row(self, table, *says, column=None, opens=False):
        """Click on the row of a table that says all this, in a column; Enter opens it."""
        view, at = self._row(table, *says, column=column)
        self._tap_index(view, at)
        self.still()
        if opens:
            self.key("Enter")

    def lists(self, table, *says):
        """Wait until a table has a row that says all this, in view or scrolled away."""
        self._row(table, *says)

    def _row(self, table, *says, column=None):
        """Wait for the row of a table that says all this; a table that is read anew comes late."""
        found = []

        def there():
            views = [v for v in self.all_of(QTableView) if v.accessibleName() == table]
            found[:] = [(view, row) for view in views for row in rows_that_say(view, says)]
            return bool(found)

        try:
            self._bot.waitUntil(there)
        except Exception as error:
            raise AssertionError(f"no row {says}\n" + "\n".join(self.words())) from error
        view, row = found[0]
        return view, view.model().index(row, _column(view, column, says))

    def press_in(self, table, *says, word):
        """Press the button that is drawn in a row."""
        view, at = self._row(table, *says)
        for column in range(view.model().columnCount()):
            cell = at.siblingAtColumn(column)
            if plain(cell.data() or "") == word:
                self._tap_index(view, cell)
                self.still()
                return
        raise AssertionError(f"no “{word}” in {row_words(view, at.row())}")

    def tab(self, title):
        """Click on a tab."""
        for bar in self.all_of(QTabBar):
            for at in range(bar.count()):
                if plain(bar.tabText(at)).startswith(title):
                    self._tap(bar, bar.tabRect(at).center())
                    return
        raise AssertionError(f"no tab {title}")

    def pick(self, label, words):
        """Choose in a list that drops down: one click opens it, one takes the line."""
        box = next(b for b in self.all_of(QComboBox) if b.accessibleName() == label)
        at = next(i for i in range(box.count()) if plain(box.itemText(i)).startswith(words))
        self._tap(box, box.rect().center())
        view = box.view()
        self._bot.waitUntil(view.isVisible)
        index = box.model().index(at, box.modelColumn(), box.rootModelIndex())
        view.scrollTo(index)
        self._tally.add("clicks")
        place = view.visualRect(index).center()
        QTest.mouseMove(view.viewport(), place)
        QTest.mouseClick(view.viewport(), LEFT, pos=place)
        self._bot.waitUntil(lambda: not view.isVisible())
        self.still()
        assert plain(box.currentText()).startswith(words), box.currentText()

    def field(self, label, card=""):
        """Return the box that a label names, in a card where several have one of the name."""
        boxes = [*self._reached(QLineEdit), *self._reached(QPlainTextEdit)]
        named = [box for box in boxes if plain(box.accessibleName()) == label and is_in(box, card)]
        assert named, f"no field “{label}”: {[b.accessibleName() for b in boxes]}"
        return named[0]

    def reads(self, label, card=""):
        """Return what stands in a box."""
        box = self.field(label, card)
        return box.toPlainText() if isinstance(box, QPlainTextEdit) else box.text()

    def type(self, label, text, card=""):
        """Type into a box, over what stands there."""
        box = self.field(label, card)
        assert box.isEnabled(), label
        assert not box.isReadOnly(), f"“{label}” is locked"
        box.setFocus(Qt.FocusReason.TabFocusReason)
        box.selectAll()
        self._type(box, text)

    def _type(self, box, text):
        self._tally.add("typed")
        for letter in text:
            _letter(box, letter)
        QApplication.processEvents()

    def write(self, text):
        """Type where the cursor is, as into a cell of a table."""
        self._wake()
        self._tally.add("typed")
        for letter in text:
            focus = QApplication.focusWidget() or self.window.focusWidget()
            _letter(focus, letter)
        QApplication.processEvents()

    def _wake(self):
        """Give the window back what a dialog had while it was open, as a desktop does."""
        front = self.front
        if not front.isActiveWindow():
            front.activateWindow()
            self._bot.waitUntil(front.isActiveWindow)

    def key(self, keys):
        """Press a key or a chord."""
        self._wake()
        self._tally.add("keys")
        chord = QKeySequence(keys)[0]
        target = QApplication.focusWidget() or self.front.focusWidget() or self.front
        QTest.keyClick(target, chord.key(), chord.keyboardModifiers())
        QApplication.processEvents()
        self.still()

    def choose(self, label, path, card=""):
        """Press the button beside a path, and choose a file or folder in the dialog it opens."""
        row = self.field(label, card).parentWidget()
        button = next(b for b in row.findChildren(QAbstractButton) if b.isVisible())
        self._files.will_be(path)
        self._tally.add("typed")
        self._tap(button, button.rect().center())

    def fill_path(self, label, path, card="", *, anew=False):
        """Choose a file or folder where none is proposed, or another than the one proposed."""
        if anew or not self.reads(label, card):
            self.choose(label, path, card)

    def open(self, words, *paths):
        """Press a button that asks for files or a folder, and choose them."""
        self._files.will_be(*paths)
        self._tally.add("typed")
        self.click(words)
        self.still()


def _letter(box, letter):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = Qt.Key(ord(letter.upper())) if letter.isascii() else Qt.Key.Key_unknown
        QApplication.sendEvent(
            box, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
        )  # fmt: skip


def _column(view, column, says):
    """Return the column to click in: the one named, else the first that says what is wanted."""
    model = view.model()
    shown = [c for c in range(model.columnCount()) if not view.isColumnHidden(c)]
    if column is None:
        return shown[0]
    for at in shown:
        title = model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        if plain(title) == column:
            return at
    raise AssertionError(f"no column {column} for {says}")
