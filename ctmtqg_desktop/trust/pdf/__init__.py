"""Signatures in PDFs (PAdES B-B): written as an update, checked byte for byte."""
