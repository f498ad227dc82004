"""The window. The only room, with app, that imports Qt.

Shows records and says what the user wants with signals; no SQL, no file formats, no rules.
"""
