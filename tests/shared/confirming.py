"""Confirm the last look before a signature, as Enter does."""


def confirmed(page, qtbot):
    """Wait until the last look is open, and sign."""
    qtbot.waitUntil(lambda: page.look is not None and page.look.isVisible())
    page.look.go.click()
    page.look = None
