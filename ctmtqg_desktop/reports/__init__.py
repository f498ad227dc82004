"""The printed form: a Document of headings, texts and tables, written as PDF, XLSX or text.

``documents`` know forms and figures but no library; ``page`` is the model between; ``pdf`` and
``excel`` know documents but no forms. The only room that imports reportlab and pikepdf, and only
while it writes.
"""
