"""What a unit wrote down: sheets, changes, submissions, states, consolidation.

Pure: no database, no screen, no clock. Change records are the currency of undo and of storage.
"""
