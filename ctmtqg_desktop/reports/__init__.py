"""The printed form: a Page of cells, spans and texts, written as PDF or XLSX.

The only room that imports reportlab and pikepdf; page makers know sheets, writers know pages.
"""
