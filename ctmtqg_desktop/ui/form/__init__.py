"""The one form renderer: any declared form, shown and filled by keyboard.

Knows sheets and how to show them. Does not know where they are stored: a page is handed the
callables that save a change and a reason.
"""
