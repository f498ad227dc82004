"""The frame holds: no page makes the window larger than a small screen, whatever is said in it."""

from ctmtqg_desktop.ui.parts.notice import Tone

SCREEN = (1366, 728)
"""What a screen of 1366 x 768 leaves beside the task bar."""
LONG = "Xã có tên rất dài " * 12


def too_large(shell):
    """Return the pages whose least size is more than the screen, with a message standing."""
    shell.notice.say(Tone.WARN, LONG, LONG, offer="Làm ngay việc này")
    found = {}
    for name in shell.page_ids:
        shell.show_page(name)
        least = shell.minimumSizeHint()
        if least.width() > SCREEN[0] or least.height() > SCREEN[1]:
            found[name] = least.toTuple()
    return found


def test_no_page_of_a_unit_outgrows_the_screen(sender):
    sender.go("catalogue")
    sender.go("history")
    assert too_large(sender.shell) == {}


def test_no_page_of_an_office_outgrows_the_screen(filled_receiver):
    for page in ("catalogue", "history", "track"):
        filled_receiver.go(page)
    assert too_large(filled_receiver.shell) == {}
