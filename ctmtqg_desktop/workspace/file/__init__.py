"""The database itself: its place, its lock, its cipher, its transactions and their faults.

Knows no table.
"""
