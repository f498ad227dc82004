"""What authorities declare: programmes, criteria sets, units, periods, forms, targets.

``records`` are pure, ``read`` makes them from TOML, ``lint`` finds what is wrong with them,
``kept`` remembers the last reading and what was published; ``catalogue`` is the whole, looked up
by id, version and day. Knows nothing of what a unit has typed, of the database or of the screen.
"""
