"""The printed form: a Document of headings, texts and tables, written as PDF, XLSX or text.

Page makers (``sheet_page``, ``consolidated_page``) know forms and figures but no library;
writers (``pdf``, ``pdfa``, ``excel``, ``page_text``) know documents but no forms. The only room
that imports reportlab and pikepdf, and only while it writes.
"""
