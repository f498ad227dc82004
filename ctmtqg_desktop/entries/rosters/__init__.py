"""Lists of persons, works and places: what makes two rows the same, and what cannot be right.

Knows the declared keys and what a sheet or a total holds; knows not where rows come from.
"""
