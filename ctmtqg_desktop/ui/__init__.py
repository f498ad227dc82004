"""The window. The only room, with app, that imports Qt.

Shows records and says what the user wants with signals; no SQL, no file formats, no rules.
A topic has its page, what connects it and its dialogs side by side; ``form`` is the one renderer,
``parts`` are what several pages are made of, ``frame`` stands around them, ``look`` dresses all.
A page gets what it needs in its constructor and holds no other page.
"""
