"""What comes in from people: Excel workbooks, pasted blocks, JSON files of cells.

Gives cells and texts; whether a text is a good value is for entries to say.
"""
