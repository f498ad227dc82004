"""Cells of a desk's sheets that are not typed: another form, a plan or the year before fills them.

Knows which form a figure is typed in, and keeps the sheets on the desk in step.
"""
