"""Files of tables that people bring: .xlsx, .xls, .ods and separated text become given cells.

Knows the formats and what in them could harm; what a cell means for a form is for the desk.
"""
