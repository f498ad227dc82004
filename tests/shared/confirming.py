"""Confirm the last look before a signature, as Enter does."""


def looked(page, qtbot):
    """Wait until the last look is open."""
    qtbot.waitUntil(lambda: page.look is not None and page.look.isVisible())


def confirmed(page, qtbot):
    """Wait until the last look is open, and sign."""
    looked(page, qtbot)
    look, page.look = page.look, None
    look.go.click()
