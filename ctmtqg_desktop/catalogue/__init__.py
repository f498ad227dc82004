"""What authorities declare: programmes, criteria sets, units, periods, forms, targets.

Pure records, the reader that makes them from TOML, and the linter. Knows nothing of what a
unit has typed, of the database or of the screen.
"""
