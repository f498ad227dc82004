"""Lists of persons, works and places: what makes two rows the same, and what cannot be right.

Knows the declared keys and the cells of a sheet; knows neither the sheet nor where rows come from.
"""
