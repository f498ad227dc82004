"""The tasks of plans: which a unit has, its list of them, and what was said of each.

Knows land and the catalogue; is handed content and sheets, and writes nothing.
"""
