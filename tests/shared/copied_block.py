"""Blocks as other programs put them on the clipboard."""

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def html(*rows):
    """Write a block as Calc does: a figure by what it is, whatever it shows."""
    cells = "".join(
        "<tr>" + "".join(f"<td {marks}>{shown}</td>" for shown, marks in row) + "</tr>"
        for row in rows
    )
    return f"<table>{cells}</table>"


def figure(value, shown, code="#,##0"):
    return shown, f'sdval="{value}" sdnum="1033;0;{code}"'


def put_html(text, plain=""):
    mime = QMimeData()
    mime.setHtml(text)
    if plain:
        mime.setText(plain)
    QGuiApplication.clipboard().setMimeData(mime)


def put_text(text):
    mime = QMimeData()
    mime.setText(text)
    QGuiApplication.clipboard().setMimeData(mime)
