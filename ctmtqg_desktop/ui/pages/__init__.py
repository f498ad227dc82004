"""The pages of the window, one file each.

A page gets what it needs in its constructor, reads it again on ``refresh`` and says what the
user wants with signals; the window connects. No page holds another.
"""
