"""Stand before a report in a window, and confirm the last look before a signature."""

from ctmtqg_desktop.catalogue.records.periods import Period


def shown(window, period, qtbot):
    """Show a period, and wait until its forms are open."""
    window.show_period(Period.parse(period))
    qtbot.waitUntil(lambda: not window.jobs.is_busy and not window.is_opening)


def looked(page, qtbot):
    """Wait until the last look is open."""
    qtbot.waitUntil(lambda: page.look is not None and page.look.isVisible())


def confirmed(page, qtbot):
    """Wait until the last look is open, and sign."""
    looked(page, qtbot)
    look, page.look = page.look, None
    look.go.click()


def ordered(page, qtbot, out):
    """Ask for a signature into a folder by the button, and confirm it."""
    page.out_dir.set_path(out)
    page.go.click()
    confirmed(page, qtbot)
